// kill (util-linux 2.37) and killall (psmisc 23.4).
import { SysError, strerror } from '../../host/errors.ts';
import type { ProcessInfo } from '../../host/process.ts';
import type { Program, Routine } from '../../host/program.ts';
import { SIGNALS, signalNamed, type SignalName } from '../../host/signals.ts';
import { err, out } from '../../host/stdio.ts';
import type { Sys } from '../../host/sys.ts';

/** What `kill -l` shows: all of Linux's names in order, without SIG. */
const NAMES = `HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF
WINCH POLL PWR SYS`.split(/\s+/);

const numberOf = (text: string): number | null => {
  const name = text.toUpperCase().replace(/^SIG/, '');
  if (/^\d+$/.test(text)) return Number(text);
  const index = NAMES.indexOf(name);
  return index === -1 ? null : index + 1;
};

/** The signal that a word means; `0` only asks whether the process is there; null when unknown. */
export function signalOf(text: string): SignalName | 0 | null {
  if (text === '0') return 0;
  return signalNamed(text);
}

/** kill(2), where signal 0 only checks. */
export function send(sys: Sys, pid: number, signal: SignalName | 0): void {
  if (signal !== 0) return sys.kill(pid, signal);
  const target = sys.processes().find((process) => process.pid === Math.abs(pid));
  if (target === undefined) throw new SysError('ESRCH');
  if (sys.credentials.uid !== 0 && sys.credentials.uid !== target.uid) throw new SysError('EPERM');
}

function* list(sys: Sys, which: string | undefined): Routine<number> {
  if (which === undefined) {
    yield* out(sys, `${NAMES.join(' ')} RTMIN RTMIN+1 RTMIN+2 RTMIN+3 RTMAX-3 RTMAX-2 RTMAX-1 RTMAX\n`.replace(/(.{1,75})( |$)/g, '$1\n').replace(/\n\n$/, '\n'));
    return 0;
  }
  const number = numberOf(which);
  const name = number === null ? undefined : NAMES[(number > 128 ? number - 128 : number) - 1];
  if (name === undefined) {
    yield* err(sys, `kill: unknown signal: ${which}\n`);
    return 1;
  }
  yield* out(sys, /^\d+$/.test(which) ? `${name}\n` : `${number ?? ''}\n`);
  return 0;
}

export const kill: Program = {
  name: 'kill',
  *run(sys) {
    const args = sys.argv.slice(1);
    let signal: SignalName | 0 | null = 'SIGTERM';
    const first = args[0] ?? '';
    if (/^(-l|--list|-L|--table)/.test(first)) return yield* list(sys, first.includes('=') ? first.split('=')[1] : args[1]);
    if (['-s', '--signal'].includes(first)) {
      args.shift();
      signal = signalOf(args.shift() ?? '');
    } else if (/^-[A-Za-z0-9]/.test(first) && first !== '--') {
      args.shift();
      signal = signalOf(first.slice(1));
      if (signal === null) {
        yield* err(sys, `kill: unknown signal: ${first.slice(1)}\n`);
        return 1;
      }
    }
    if (args[0] === '--') args.shift();
    if (signal === null) return 1;
    if (args.length === 0) {
      yield* err(sys, 'kill: not enough arguments\n');
      return 1;
    }
    return yield* each(sys, args, signal);
  },
};

function* each(sys: Sys, args: readonly string[], signal: SignalName | 0): Routine<number> {
  let failed = 0;
  for (const arg of args) {
    const pids = /^-?\d+$/.test(arg) ? [Number(arg)] : sys.processes().filter((process) => process.name === arg.slice(0, 15)).map((process) => process.pid);
    if (pids.length === 0) {
      yield* err(sys, `kill: cannot find process "${arg}"\n`);
      failed += 1;
    }
    for (const pid of pids) {
      try {
        send(sys, pid, signal);
      } catch (error) {
        yield* err(sys, `kill: sending signal to ${arg} failed: ${strerror(error)}\n`);
        failed += 1;
      }
    }
  }
  return failed === 0 ? 0 : failed === args.length ? 1 : 64;
}

interface KillallOptions {
  signal: SignalName | 0;
  isQuiet: boolean;
  isVerbose: boolean;
  isExact: boolean;
  ignoresCase: boolean;
  isPattern: boolean;
  waits: boolean;
  user: number | null;
}

const KILLALL_USAGE = 'Usage: killall [OPTION]... [--] NAME...\n       killall -l, --list\n       killall -V, --version\n';

export const killall: Program = {
  name: 'killall',
  *run(sys) {
    const options: KillallOptions = { signal: 'SIGTERM', isQuiet: false, isVerbose: false, isExact: false, ignoresCase: false, isPattern: false, waits: false, user: null };
    const names: string[] = [];
    const args = sys.argv.slice(1);
    while (args.length > 0) {
      const arg = args.shift() ?? '';
      if (!arg.startsWith('-') || arg === '-') names.push(arg);
      else if (arg === '-l' || arg === '--list') return yield* list(sys, undefined);
      else if (!(yield* take(sys, arg, args, options))) return 1;
    }
    if (names.length === 0 && options.user === null) {
      yield* err(sys, KILLALL_USAGE);
      return 1;
    }
    return yield* killByName(sys, names, options);
  },
};

function* take(sys: Sys, arg: string, args: string[], options: KillallOptions): Routine<boolean> {
  const flags: Readonly<Record<string, keyof KillallOptions>> = {
    '-q': 'isQuiet', '--quiet': 'isQuiet', '-v': 'isVerbose', '--verbose': 'isVerbose', '-e': 'isExact', '--exact': 'isExact', '-I': 'ignoresCase',
    '--ignore-case': 'ignoresCase', '-r': 'isPattern', '--regexp': 'isPattern', '-w': 'waits', '--wait': 'waits',
  };
  const flag = flags[arg];
  if (flag !== undefined) {
    Object.assign(options, { [flag]: true });
    return true;
  }
  if (arg === '-u' || arg === '--user') {
    const name = args.shift() ?? '';
    options.user = sys.accounts.byName(name)?.uid ?? null;
    if (options.user !== null) return true;
    yield* err(sys, `Cannot find user ${name}\n`);
    return false;
  }
  const word = ['-s', '--signal'].includes(arg) ? args.shift() ?? '' : arg.slice(1);
  const signal = signalOf(word);
  if (signal === null) {
    yield* err(sys, `${word}: unknown signal; killall -l lists signals.\n`);
    return false;
  }
  options.signal = signal;
  return true;
}

function matches(process: ProcessInfo, name: string, options: KillallOptions): boolean {
  const own = options.ignoresCase ? process.name.toLowerCase() : process.name;
  const wanted = options.ignoresCase ? name.toLowerCase() : name;
  if (options.isPattern) return new RegExp(wanted).test(own);
  return name.startsWith('/') ? process.path === name : own === wanted.slice(0, 15);
}

function* killByName(sys: Sys, names: readonly string[], options: KillallOptions): Routine<number> {
  let status = 0;
  const wanted = names.length === 0 ? [null] : names;
  const killed: number[] = [];
  for (const name of wanted) {
    const found = sys.processes().filter((process) => process.pid !== sys.pid && process.pid > 1 && (name === null || matches(process, name, options))
      && (options.user === null || process.uid === options.user) && process.memoryMb > 0);
    if (found.length === 0) {
      if (!options.isQuiet) yield* err(sys, `${name ?? ''}: no process found\n`);
      status = 1;
    }
    for (const process of found) {
      try {
        send(sys, process.pid, options.signal);
        killed.push(process.pid);
        if (options.isVerbose) yield* err(sys, `Killed ${process.name}(${process.pid}) with signal ${options.signal === 0 ? 0 : SIGNALS[options.signal]}\n`);
      } catch (error) {
        yield* err(sys, `${process.name}(${process.pid}): ${strerror(error)}\n`);
        status = 1;
      }
    }
  }
  const isLeft = (): boolean => sys.processes().some((process) => killed.includes(process.pid) && process.status !== 'Z');
  while (options.waits && isLeft()) yield* sys.sleep(1000);
  return status;
}
