// pgrep, pkill, pidof, pidwait's kin (procps-ng 3.3.17).
import { getopt, UsageError, type ParsedOptions } from '../../host/getopt.ts';
import { strerror } from '../../host/errors.ts';
import type { ProcessInfo } from '../../host/process.ts';
import type { Program, Routine } from '../../host/program.ts';
import { err, out } from '../../host/stdio.ts';
import type { Sys } from '../../host/sys.ts';
import { commandOf } from './columns.ts';
import { send, signalOf } from './kill.ts';

const TABLE = {
  short: 'lad:cvfg:G:noxP:s:t:u:U:iF:Lr:hVwe',
  long: {
    'list-name': 'l', 'list-full': 'a', 'delimiter=': 'd', count: 'c', inverse: 'v', full: 'f', 'pgroup=': 'g', 'group=': 'G', newest: 'n', oldest: 'o',
    exact: 'x', 'parent=': 'P', 'session=': 's', 'terminal=': 't', 'euid=': 'u', 'uid=': 'U', 'ignore-case': 'i', 'pidfile=': 'F', 'runstates=': 'r',
    help: 'h', version: 'V', lightweight: 'w', echo: 'e', 'signal=': 'signal',
  },
};

const USAGE = (name: string): string => `\nUsage:\n ${name} [options] <pattern>\n\nTry \`${name} --help' for more information.\n`;

function chosen(sys: Sys, parsed: ParsedOptions): ProcessInfo[] {
  const list = (name: string): string[] => parsed.all(name).flatMap((value) => value.split(','));
  const ids = (name: string): number[] => list(name).map((word) => (/^\d+$/.test(word) ? Number(word) : sys.accounts.byName(word)?.uid ?? -1));
  const pattern = parsed.operands[0];
  const flags = parsed.has('i') ? 'i' : '';
  const regex = pattern === undefined ? null : new RegExp(parsed.has('x') ? `^(?:${pattern})$` : pattern, flags);
  const parents = ids('P');
  const users = [...ids('u'), ...ids('U')];
  const groups = list('G').map((word) => (/^\d+$/.test(word) ? Number(word) : sys.accounts.groupByName(word)?.gid ?? -1));
  const terminals = list('t');
  const states = parsed.last('r');
  const isHit = (process: ProcessInfo): boolean => (regex === null || regex.test(parsed.has('f') ? commandOf(process) : process.name))
    && (parents.length === 0 || parents.includes(process.ppid)) && (users.length === 0 || users.includes(process.uid))
    && (groups.length === 0 || groups.includes(process.gid)) && (terminals.length === 0 || terminals.includes(process.tty ?? ''))
    && (list('g').length === 0 || list('g').includes(String(process.group))) && (list('s').length === 0 || list('s').includes(String(process.session)))
    && (states === null || states.includes(process.status));
  const found = sys.processes().filter((process) => process.pid !== sys.pid && isHit(process) !== parsed.has('v'));
  const byAge = [...found].sort((a, b) => a.startMs - b.startMs || a.pid - b.pid);
  if (parsed.has('n')) return byAge.slice(-1);
  return parsed.has('o') ? byAge.slice(0, 1) : found;
}

function* parse(sys: Sys, name: string, args: readonly string[]): Routine<ParsedOptions | number> {
  try {
    const parsed = getopt(args, TABLE);
    if (parsed.has('h')) {
      yield* out(sys, USAGE(name));
      return 0;
    }
    if (parsed.has('V')) {
      yield* out(sys, `${name} from procps-ng 3.3.17\n`);
      return 0;
    }
    const hasFilter = ['g', 'G', 'P', 's', 't', 'u', 'U', 'r', 'F'].some((option) => parsed.has(option));
    if (parsed.operands.length === 0 && !hasFilter) {
      yield* err(sys, `${name}: no matching criteria specified\nTry \`${name} --help' for more information.\n`);
      return 2;
    }
    if (parsed.operands.length > 1) {
      yield* err(sys, `${name}: only one pattern can be provided\nTry \`${name} --help' for more information.\n`);
      return 2;
    }
    return parsed;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    yield* err(sys, `${name}: ${error.message}\n${USAGE(name)}`);
    return 2;
  }
}

export const pgrep: Program = {
  name: 'pgrep',
  *run(sys) {
    const parsed = yield* parse(sys, 'pgrep', sys.argv.slice(1));
    if (typeof parsed === 'number') return parsed;
    const found = chosen(sys, parsed);
    if (parsed.has('c')) yield* out(sys, `${found.length}\n`);
    else if (found.length > 0) {
      const lines = found.map((process) => parsed.has('a') ? `${process.pid} ${process.argv.length === 0 ? process.name : commandOf(process)}`
        : parsed.has('l') ? `${process.pid} ${process.name}` : String(process.pid));
      yield* out(sys, `${lines.join(parsed.last('d') ?? '\n')}\n`);
    }
    return found.length === 0 ? 1 : 0;
  },
};

export const pkill: Program = {
  name: 'pkill',
  *run(sys) {
    const args = sys.argv.slice(1);
    const at = args.findIndex((arg) => /^-(\d+|[A-Z][A-Z0-9]+)$/.test(arg) && signalOf(arg.slice(1)) !== null);
    const word = at === -1 ? null : args.splice(at, 1)[0] ?? null;
    const parsed = yield* parse(sys, 'pkill', args);
    if (typeof parsed === 'number') return parsed;
    const signal = signalOf(word?.slice(1) ?? parsed.last('signal') ?? 'TERM');
    if (signal === null) {
      yield* err(sys, `pkill: invalid argument ${parsed.last('signal') ?? ''}\n`);
      return 2;
    }
    let count = 0;
    for (const process of chosen(sys, parsed)) {
      try {
        send(sys, process.pid, signal);
        count += 1;
        if (parsed.has('e')) yield* out(sys, `${process.name} killed (pid ${process.pid})\n`);
      } catch (error) {
        yield* err(sys, `pkill: killing pid ${process.pid} failed: ${strerror(error)}\n`);
      }
    }
    if (parsed.has('c')) yield* out(sys, `${count}\n`);
    return count === 0 ? 1 : 0;
  },
};

export const pidof: Program = {
  name: 'pidof',
  *run(sys) {
    const parsed = getopt(sys.argv.slice(1), { short: 'sxco:qwS:', long: { 'single-shot': 's', 'omit-pid=': 'o', 'check-root': 'c', 'separator=': 'S' } });
    const omitted = parsed.all('o').flatMap((value) => value.split(',')).map((value) => (value === '%PPID' ? sys.ppid : Number(value)));
    const base = (path: string): string => path.replace(/^.*\//, '');
    const pids = parsed.operands.flatMap((name) => sys.processes().filter((process) => {
      if (process.argv.length === 0 || omitted.includes(process.pid)) return false;
      const first = process.argv[0] ?? '';
      return name.startsWith('/') ? process.path === name || first === name : base(first) === name || base(process.path) === name || process.name === name;
    }).map((process) => process.pid)).sort((a, b) => b - a);
    if (pids.length === 0) return 1;
    if (!parsed.has('q')) yield* out(sys, `${(parsed.has('s') ? pids.slice(0, 1) : pids).join(parsed.last('S') ?? ' ')}\n`);
    return 0;
  },
};
