import { Failure, command, complain } from '../../host/command.ts';
import { SysError } from '../../host/errors.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';
import { onPath } from '../../host/run-command.ts';
import { SIGNALS, signalNamed, type SignalName } from '../../host/signals.ts';
import type { Sys, WaitStatus } from '../../host/sys.ts';

const CLEAR = '\x1b[H\x1b[2J\x1b[3J';

const writer = (name: string, text: string): Program => ({
  name,
  *run(sys) {
    if ((sys.env['TERM'] ?? '') === '') {
      yield* sys.write(2, 'TERM environment variable not set.\n');
      return 1;
    }
    yield* sys.write(1, text);
    return 0;
  },
});

/** clear(1). */
export const clear = writer('clear', CLEAR);
/** reset(1). */
export const reset = writer('reset', `\x1bc\x1b[!p\x1b[?3;4l\x1b[4l\x1b>\r`);

/** tput(1): the capabilities that scripts use. */
export const tput: Program = {
  name: 'tput',
  *run(sys) {
    const [capability, ...values] = sys.argv.slice(1).filter((arg) => !arg.startsWith('-T'));
    const size = sys.isTty(2) ? sys.ttySize(2) : sys.isTty(1) ? sys.ttySize(1) : { columns: 80, rows: 24 };
    const fixed: Record<string, string> = {
      clear: CLEAR, bold: '\x1b[1m', dim: '\x1b[2m', smul: '\x1b[4m', rmul: '\x1b[24m', rev: '\x1b[7m', smso: '\x1b[7m', rmso: '\x1b[27m', sgr0: '\x1b(B\x1b[m', civis: '\x1b[?25l',
      cnorm: '\x1b[?12l\x1b[?25h', smcup: '\x1b[?1049h\x1b[22;0;0t', rmcup: '\x1b[?1049l\x1b[23;0;0t', el: '\x1b[K', ed: '\x1b[J', home: '\x1b[H', bel: '\x07',
      colors: '256\n', cols: `${size.columns}\n`, lines: `${size.rows}\n`, op: '\x1b[39;49m',
    };
    const color = (base: number): string => {
      const value = Number(values[0] ?? 0);
      return value < 8 ? `\x1b[${base}${value}m` : value < 16 ? `\x1b[${base + 6}${value - 8}m` : `\x1b[${base}8;5;${value}m`;
    };
    if (capability === undefined) {
      yield* sys.write(2, 'usage: tput [-V] [-S] [-T term] capname\n');
      return 2;
    }
    const text = capability === 'setaf' ? color(3) : capability === 'setab' ? color(4)
      : capability === 'cup' ? `\x1b[${Number(values[0] ?? 0) + 1};${Number(values[1] ?? 0) + 1}H` : fixed[capability];
    if (text === undefined) {
      yield* sys.write(2, `tput: unknown terminfo capability '${capability}'\n`);
      return 4;
    }
    yield* sys.write(1, text);
    return 0;
  },
};

/** stty(1): size, echo, raw and back. */
export const stty: Program = {
  name: 'stty',
  *run(sys) {
    if (!sys.isTty(0)) {
      yield* sys.write(2, "stty: 'standard input': Inappropriate ioctl for device\n");
      return 1;
    }
    const words = sys.argv.slice(1);
    const { columns, rows } = sys.ttySize(0);
    const mode = sys.ttyMode(0);
    if (words.length === 0) {
      yield* sys.write(1, `speed 38400 baud; line = 0;\n${mode.echo ? '' : '-echo\n'}-brkint -imaxbel\n`);
      return 0;
    }
    for (const word of words) {
      const changes: Record<string, Parameters<Sys['setTtyMode']>[1]> = {
        echo: { echo: true }, '-echo': { echo: false }, icanon: { canonical: true }, '-icanon': { canonical: false }, isig: { signals: true }, '-isig': { signals: false },
        raw: { canonical: false, signals: false }, '-raw': { canonical: true, signals: true }, cooked: { canonical: true, signals: true }, sane: { canonical: true, echo: true, signals: true },
        cbreak: { canonical: false },
      };
      const change = changes[word];
      if (word === 'size') yield* sys.write(1, `${rows} ${columns}\n`);
      else if (word === '-a' || word === '--all') {
        yield* sys.write(1, `speed 38400 baud; rows ${rows}; columns ${columns}; line = 0;\nintr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; start = ^Q; stop = ^S; susp = ^Z;\nwerase = ^W;\n${mode.signals ? '' : '-'}isig ${mode.canonical ? '' : '-'}icanon ${mode.echo ? '' : '-'}echo echoe echok\n`);
      } else if (change !== undefined) sys.setTtyMode(0, change);
      else if (!/^(ixon|-ixon|cols|rows|columns|\d+)$/.test(word)) {
        yield* sys.write(2, `stty: invalid argument ${curly(word)}\nTry 'stty --help' for more information.\n`);
        return 1;
      }
    }
    return 0;
  },
};

/** Becomes the program that `argv` names; 127 or 126, in the caller's words, when that fails. */
export function* become(sys: Sys, argv: readonly string[], words: (command: string) => string): Routine<number> {
  const [first = ''] = argv;
  const path = onPath(sys, first);
  try {
    if (path === null) throw new SysError('ENOENT');
    return yield* sys.exec(path, argv);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* complain(sys, `${words(first)}: ${error.text}`);
    return error.errno === 'ENOENT' ? 127 : 126;
  }
}

/** nohup(1). */
export const nohup = command({
  name: 'nohup', usage: ['COMMAND [ARG]...', 'OPTION'], summary: 'Runs COMMAND so that it survives the end of the terminal.', version: 'nohup (GNU coreutils) 8.32', usageStatus: 125,
  options: { short: '+' },
  *run(sys, args) {
    if (args.operands.length === 0) throw new UsageError('missing operand');
    sys.ignoreSignals(['SIGHUP']);
    const [isIn, isOut, isErr] = [sys.isTty(0), sys.isTty(1), sys.isTty(2)];
    const name = sys.argv[0] ?? 'nohup';
    if (isIn) sys.dup(sys.open('/dev/null', { write: true }), 0);
    if (isOut) {
      yield* sys.write(2, `${name}: ${isIn ? 'ignoring input and ' : ''}appending output to ${shellQuoteAlways('nohup.out')}\n`);
      sys.dup(sys.open('nohup.out', { write: true, create: true, append: true, mode: 0o600 }), 1);
    } else if (isIn) yield* sys.write(2, `${name}: ignoring input${isErr ? ' and redirecting stderr to stdout' : ''}\n`);
    if (isErr) sys.dup(1, 2);
    return yield* become(sys, args.operands, (first) => `failed to run command ${shellQuoteAlways(first)}`);
  },
});

/** nice(1): the priority itself changes nothing here. */
export const nice = command({
  name: 'nice', usage: ['[OPTION] [COMMAND [ARG]...]'], summary: 'Runs COMMAND with another priority.', version: 'nice (GNU coreutils) 8.32', usageStatus: 125,
  options: { short: '+n:', long: { 'adjustment=': 'n' } },
  rewrite: (args) => (/^-\d+$/.test(args[0] ?? '') ? ['-n', (args[0] ?? '').slice(1), ...args.slice(1)] : args),
  *run(sys, args) {
    const adjustment = args.last('n');
    if (adjustment !== null && !/^[-+]?\d+$/.test(adjustment)) throw new Failure(`invalid adjustment ${curly(adjustment)}`, 125);
    if (args.operands.length === 0) {
      if (adjustment !== null) throw new UsageError('a command must be given with an adjustment');
      yield* sys.write(1, '0\n');
      return 0;
    }
    return yield* become(sys, args.operands, curly);
  },
});

const UNIT_S: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 };

/** timeout(1). */
export const timeout = command({
  name: 'timeout', usage: ['[OPTION] DURATION COMMAND [ARG]...'], summary: 'Runs COMMAND and ends it when it takes longer than DURATION.', version: 'timeout (GNU coreutils) 8.32',
  usageStatus: 125,
  options: { short: '+k:s:v', long: { foreground: 'foreground', 'kill-after=': 'k', 'preserve-status': 'preserve', 'signal=': 's', verbose: 'v' } },
  *run(sys, args) {
    const [duration, ...argv] = args.operands;
    if (duration === undefined || argv.length === 0) throw new UsageError('');
    const matched = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(duration);
    if (matched === null) throw new UsageError(`invalid time interval ${curly(duration)}`);
    const limitMs = Number(matched[1]) * (UNIT_S[matched[2] ?? ''] ?? 1) * 1000;
    const grace = args.last('k');
    if (grace !== null && !/^(\d+\.?\d*|\.\d+)[smhd]?$/.test(grace)) throw new UsageError(`invalid time interval ${curly(grace)}`);
    const signal: SignalName | null = signalNamed(args.last('s') ?? 'TERM');
    if (signal === null) throw new UsageError(`${args.last('s') ?? ''}: invalid signal`);
    const path = onPath(sys, argv[0] ?? '');
    let pid: number;
    try {
      if (path === null) throw new SysError('ENOENT');
      pid = yield* sys.spawn(path, argv);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      yield* sys.write(2, `${sys.argv[0] ?? 'timeout'}: failed to run command ${curly(argv[0] ?? '')}: ${error.text}\n`);
      return error.errno === 'ENOENT' ? 127 : 126;
    }
    const endMs = limitMs === 0 ? Infinity : sys.nowMs() + limitMs;
    let ended = sys.poll(pid);
    while (ended === null && sys.nowMs() < endMs) {
      yield { ready: () => { ended ??= sys.poll(pid); return ended !== null; }, ...(endMs === Infinity ? {} : { untilMs: endMs }) };
      ended ??= sys.poll(pid);
    }
    if (ended !== null) return ended.kind === 'signaled' ? 128 + ended.status : ended.status;
    if (args.has('v')) yield* sys.write(2, `timeout: sending signal ${signal.slice(3)} to command ${curly(argv[0] ?? '')}\n`);
    sys.kill(pid, signal);
    const after = (yield* endedWithin(sys, pid, args.last('k'))) ?? (yield* killed(sys, pid, args.has('v') ? argv[0] ?? '' : null));
    if (args.has('preserve')) return after.kind === 'signaled' ? 128 + after.status : after.status;
    return signal === 'SIGKILL' || (after.kind === 'signaled' && after.status === SIGNALS.SIGKILL) ? 128 + SIGNALS.SIGKILL : 124;
  },
});

/** How a child ends, or null when it has not after the time of -k; without -k for ever. */
function* endedWithin(sys: Sys, pid: number, limit: string | null): Routine<WaitStatus | null> {
  const matched = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(limit ?? '');
  if (matched === null) return sys.poll(pid) ?? (yield* sys.wait(pid));
  const untilMs = sys.nowMs() + Number(matched[1]) * (UNIT_S[matched[2] ?? ''] ?? 1) * 1000;
  let ended = sys.poll(pid);
  if (ended === null) yield { ready: () => (ended ??= sys.poll(pid)) !== null, untilMs };
  return ended ?? sys.poll(pid);
}

/** `told` is the command that -v names on the way. */
function* killed(sys: Sys, pid: number, told: string | null): Routine<WaitStatus> {
  if (told !== null) yield* sys.write(2, `timeout: sending signal KILL to command ${curly(told)}\n`);
  sys.kill(pid, 'SIGKILL');
  return sys.poll(pid) ?? (yield* sys.wait(pid));
}

const PRIORITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];

/** logger(1). */
export const logger = command({
  name: 'logger', usage: ['[options] [<message>]'], summary: 'Writes a line to the system log.', version: 'logger from util-linux 2.37.4', isShortNamed: true,
  options: { short: '+i::f:p:t:sST:P:n:u:ed', long: { id: 'i', 'file=': 'f', 'priority=': 'p', 'tag=': 't', stderr: 's', 'server=': 'n', journald: 'journald' } },
  notModelled: ['n', 'P', 'u', 'd', 'T', 'journald'],
  *run(sys, args) {
    const level = (args.last('p') ?? 'user.notice').split('.').at(-1) ?? 'notice';
    const priority = PRIORITIES.indexOf(level === 'error' ? 'err' : level === 'warn' ? 'warning' : level);
    if (priority === -1) {
      yield* sys.write(2, `logger: unknown priority name: ${args.last('p') ?? ''}\n`);
      return 1;
    }
    const identifier = args.last('t') ?? sys.accounts.byUid(sys.realUid)?.name ?? String(sys.realUid);
    const text = args.operands.length > 0 ? args.operands.join(' ') : args.has('f') ? sys.readFile(args.last('f') ?? '') : yield* sys.readAll(0);
    for (const line of text.replace(/\n$/, '').split('\n')) {
      sys.log(line, { priority, identifier });
      if (args.has('s')) yield* sys.write(2, `<${8 + priority}>${identifier}: ${line}\n`);
    }
    return 0;
  },
});

/** uuidgen(1). */
export const uuidgen = command({
  name: 'uuidgen', usage: ['[options]'], summary: 'Makes a UUID.', version: 'uuidgen from util-linux 2.37.4', isShortNamed: true,
  options: { short: 'rtn:N:msx', long: { random: 'r', time: 't', 'namespace=': 'n', 'name=': 'N', md5: 'm', sha1: 's', hex: 'x' } }, notModelled: ['t', 'n', 'N', 'm', 's', 'x'],
  *run(sys) {
    yield* sys.write(1, `${sys.dice.uuid()}\n`);
    return 0;
  },
});
