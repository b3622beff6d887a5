// top (procps-ng 3.3.17): batch mode, and a screen that is drawn anew every few seconds until q.
import { memoryUse } from '../../host/machine.ts';
import type { ProcessInfo } from '../../host/process.ts';
import type { Program, Routine } from '../../host/program.ts';
import { err } from '../../host/stdio.ts';
import type { Sys } from '../../host/sys.ts';
import { uptimeLine } from '../../host/uptime.ts';
import { commandOf, residentKb, userOf, virtualKb } from './columns.ts';

interface Options {
  isBatch: boolean;
  rounds: number;
  delayMs: number;
  pids: number[];
  uid: number | null;
  showsCommand: boolean;
  sortKey: 'cpu' | 'memory' | 'pid' | 'time';
}

const mib = (kb: number): string => (kb / 1024).toFixed(1).padStart(8);

/** Labels and figures of the summary: [text, whether bold]. */
type Piece = readonly [string, boolean];

function summary(sys: Sys, all: readonly ProcessInfo[]): Piece[][] {
  const count = (states: string): number => all.filter((process) => states.includes(process.status)).length;
  const use = memoryUse(all.reduce((sum, process) => sum + process.memoryMb, 0));
  const four = (value: number): Piece => [`${String(value).padStart(4)} `, true];
  const cpu = (value: string, label: string): Piece[] => [[`${value.padStart(5)} `, true], [label, false]];
  return [
    [[`top - ${uptimeLine(sys)}`, false]],
    [['Tasks:', false], four(all.length), ['total,', false], four(count('R')), ['running,', false], four(count('SI')), ['sleeping,', false], four(count('T')), ['stopped,', false], four(count('Z')), ['zombie', false]],
    [['%Cpu(s):', false], ...cpu('0.3', 'us,'), ...cpu('0.2', 'sy,'), ...cpu('0.0', 'ni,'), ...cpu('99.5', 'id,'), ...cpu('0.0', 'wa,'), ...cpu('0.0', 'hi,'), ...cpu('0.0', 'si,'), ...cpu('0.0', 'st', ), [' ', false]],
    [['MiB Mem :', false], [` ${mib(use.totalKb)} `, true], ['total,', false], [` ${mib(use.freeKb)} `, true], ['free,', false], [` ${mib(use.usedKb)} `, true], ['used,', false], [` ${mib(use.cacheKb)} `, true], ['buff/cache     ', false]],
    [['MiB Swap:', false], [` ${mib(0)} `, true], ['total,', false], [` ${mib(0)} `, true], ['free,', false], [` ${mib(0)} `, true], ['used.', false], [` ${mib(use.availableKb)} `, true], ['avail Mem ', false]],
  ];
}

const HEADER = '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND';

/** Kilobytes in at most six places: larger units where they do not fit. */
function kilobytes(kb: number, width: number): string {
  const text = String(kb);
  if (text.length <= width) return text.padStart(width);
  return `${(kb / 1_048_576).toFixed(1)}g`.padStart(width);
}

function line(sys: Sys, process: ProcessInfo, cpuPercent: number, showsCommand: boolean): string {
  const user = userOf(sys, process.uid);
  const total = Math.floor(process.cpuMs / 10);
  const time = `${Math.floor(total / 6000)}:${String(Math.floor(total / 100) % 60).padStart(2, '0')}.${String(total % 100).padStart(2, '0')}`;
  const memory = (residentKb(process) / memoryUse(0).totalKb) * 100;
  const shared = Math.round(residentKb(process) * 0.55);
  const priority = process.name.startsWith('migration') ? 'rt' : String(20 + process.nice);
  return [
    String(process.pid).padStart(7), (user.length > 8 ? `${user.slice(0, 7)}+` : user).padEnd(8), priority.padStart(3), String(process.nice).padStart(3),
    kilobytes(virtualKb(process), 7), kilobytes(residentKb(process), 6), kilobytes(shared, 6), process.status, cpuPercent.toFixed(1).padStart(5),
    memory.toFixed(1).padStart(5), time.padStart(9), showsCommand ? commandOf(process) : process.name,
  ].join(' ');
}

/** The processes in order, each with its share of a processor since the last round. */
function ranked(sys: Sys, options: Options, before: ReadonlyMap<number, number>, sinceMs: number): { process: ProcessInfo; cpu: number }[] {
  const all = sys.processes().filter((process) => (options.pids.length === 0 || options.pids.includes(process.pid)) && (options.uid === null || process.uid === options.uid));
  const rows = all.map((process) => ({ process, cpu: Math.min(100, ((process.cpuMs - (before.get(process.pid) ?? process.cpuMs)) / Math.max(1, sinceMs)) * 100) }));
  const key = { cpu: (row: (typeof rows)[number]) => row.cpu, memory: (row: (typeof rows)[number]) => row.process.memoryMb, pid: (row: (typeof rows)[number]) => row.process.pid, time: (row: (typeof rows)[number]) => row.process.cpuMs }[options.sortKey];
  return rows.sort((a, b) => key(b) - key(a) || (a.process.status === 'R' ? 0 : 1) - (b.process.status === 'R' ? 0 : 1) || a.process.pid - b.process.pid);
}

const snapshot = (sys: Sys): Map<number, number> => new Map(sys.processes().map((process) => [process.pid, process.cpuMs]));

function* batch(sys: Sys, options: Options): Routine<number> {
  let before = new Map<number, number>();
  for (let round = 0; round < options.rounds; round += 1) {
    if (round > 0) yield* sys.sleep(options.delayMs);
    const rows = ranked(sys, options, before, options.delayMs);
    before = snapshot(sys);
    const head = summary(sys, rows.map((row) => row.process)).map((pieces) => `${pieces.map(([text]) => text).join('')}\n`).join('');
    const width = Number(sys.env['COLUMNS'] ?? '512');
    const lines = rows.map(({ process, cpu }) => `${line(sys, process, cpu, options.showsCommand).slice(0, width)}\n`).join('');
    yield* sys.write(1, `${round > 0 ? '\n' : ''}${head}\n${HEADER}\n${lines}`);
  }
  return 0;
}

const PLAIN = '\x1b(B\x1b[m';
const END = '\x1b(B\x1b[m\x1b[39;49m';

/** One screenful, as the terminal gets it. */
function screenful(sys: Sys, options: Options, before: ReadonlyMap<number, number>, isFirst: boolean): string {
  const { columns, rows: height } = sys.ttySize(1);
  const rows = ranked(sys, options, before, options.delayMs);
  const head = summary(sys, rows.map((row) => row.process)).map((pieces) =>
    `${pieces.map(([text, isBold]) => (isBold ? `\x1b[1m${text}${END}` : `${text}${END}`)).join('')}\x1b[K`);
  const body = rows.slice(0, Math.max(1, height - 7)).map(({ process, cpu }) => {
    const text = line(sys, process, cpu, options.showsCommand).slice(0, columns).padEnd(columns - 1);
    return `${PLAIN}${process.status === 'R' ? '\x1b[1m' : ''}${text}${END}\x1b[K`;
  });
  const lines = [...head, '\x1b[K', `\x1b[7m${HEADER.padEnd(columns - 1)}${END}\x1b[K`, ...body];
  return `${isFirst ? '\x1b[?1h\x1b=\x1b[?25l\x1b[H\x1b[2J' : '\x1b[H'}${PLAIN}${lines.join('\n')}${isFirst ? '' : '\x1b[J'}`;
}

function* screen(sys: Sys, options: Options): Routine<number> {
  const mode = sys.ttyMode(0);
  sys.setTtyMode(0, { canonical: false, echo: false });
  sys.catchSignals(['SIGINT']);
  let before = new Map<number, number>();
  try {
    for (let round = 0; round < options.rounds; round += 1) {
      yield* sys.write(1, screenful(sys, options, before, round === 0));
      before = snapshot(sys);
      if (yield* leaves(sys, options)) break;
    }
  } finally {
    sys.setTtyMode(0, mode);
  }
  yield* sys.write(1, `\x1b[?1l\x1b>\x1b[${sys.ttySize(1).rows};1H\n\x1b[?12l\x1b[?25h\x1b[K`);
  return 0;
}

const SORT_KEYS: Readonly<Record<string, Options['sortKey']>> = { P: 'cpu', M: 'memory', N: 'pid', T: 'time' };

/** Waits for a key or the next round; true when the person leaves. */
function* leaves(sys: Sys, options: Options): Routine<boolean> {
  const untilMs = sys.nowMs() + options.delayMs;
  while (!sys.hasInput(0) && sys.nowMs() < untilMs && sys.takeSignals().length === 0) {
    sys.checkpoint(() => null);
    try {
      yield { ready: () => sys.hasInput(0), untilMs, keys: true };
    } catch {
      return true;
    }
  }
  if (!sys.hasInput(0)) return false;
  const keys = yield* sys.read(0);
  for (const key of keys) {
    if (key === 'q' || key === '\x03') return true;
    if (key === 'c') options.showsCommand = !options.showsCommand;
    options.sortKey = SORT_KEYS[key] ?? options.sortKey;
  }
  return keys === '';
}

export const top: Program = {
  name: 'top',
  *run(sys) {
    const options: Options = { isBatch: false, rounds: Infinity, delayMs: 3000, pids: [], uid: null, showsCommand: false, sortKey: 'cpu' };
    const args = sys.argv.slice(1).flatMap((arg) => (/^-[bcHiS]{2,}/.test(arg) ? [...arg.slice(1)].map((letter) => `-${letter}`) : [arg]));
    const joined = args.flatMap((arg) => (/^-[ndpuo]./.test(arg) ? [arg.slice(0, 2), arg.slice(2)] : /^-bn\d*$/.test(arg) ? ['-b', '-n', arg.slice(3)] : [arg]));
    while (joined.length > 0) {
      const arg = joined.shift() ?? '';
      if (arg === '-b') options.isBatch = true;
      else if (arg === '-n') options.rounds = Number(joined.shift());
      else if (arg === '-d') options.delayMs = Number(joined.shift()) * 1000;
      else if (arg === '-p') options.pids.push(...(joined.shift() ?? '').split(',').map(Number));
      else if (arg === '-u' || arg === '-U') options.uid = sys.accounts.byName(joined.shift() ?? '')?.uid ?? -1;
      else if (arg === '-c') options.showsCommand = true;
      else if (arg === '-o') options.sortKey = ({ '%MEM': 'memory', PID: 'pid', 'TIME+': 'time' } as const)[joined.shift() as 'PID'] ?? 'cpu';
      else if (arg === '') continue;
      else if (!['-H', '-i', '-S', '-1'].includes(arg)) {
        yield* err(sys, `top: unknown option '${arg.replace(/^-/, '').charAt(0)}'\nUsage:\n  top -hv | -bcEeHiOSs1 -d secs -n max -u|U user -p pid(s) -o field -w [cols]\n`);
        return 1;
      }
    }
    if (options.isBatch) return yield* batch(sys, options);
    if (!sys.isTty(1)) {
      yield* err(sys, 'top: failed tty get\n');
      return 1;
    }
    return yield* screen(sys, options);
  },
};
