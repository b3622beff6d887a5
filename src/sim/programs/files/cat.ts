import { attempt, command, complain } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Routine } from '../../host/program.ts';
import { shellQuote } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

/** What is done to the lines on their way; carried over from file to file. */
interface Style {
  readonly numbers: 'none' | 'all' | 'nonblank';
  readonly ends: boolean;
  readonly tabs: boolean;
  readonly nonprinting: boolean;
  readonly squeeze: boolean;
  line: number;
  blanks: number;
  isMidLine: boolean;
}

function styleOf(args: ParsedOptions): Style {
  const any = (...names: string[]): boolean => names.some((name) => args.has(name));
  return {
    numbers: args.has('b') ? 'nonblank' : args.has('n') ? 'all' : 'none',
    ends: any('E', 'A', 'e'), tabs: any('T', 'A', 't'), nonprinting: any('v', 'A', 'e', 't'), squeeze: args.has('s'),
    line: 0, blanks: 0, isMidLine: false,
  };
}

/** Shows control characters as ^X and bytes above 127 as M-X, as `cat -v` does. */
function visible(text: string, tabs: boolean): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f]|\t|[^\x00-\x7f]/gu, (sign) => {
    if (sign === '\t') return tabs ? '^I' : sign;
    const code = sign.charCodeAt(0);
    if (code < 0x80) return `^${String.fromCharCode(code ^ 64)}`;
    return [...utf8(sign)].map((byte) => `M-${visible(String.fromCharCode(byte & 0x7f), true)}`).join('');
  });
}

function* utf8(sign: string): Generator<number> {
  const code = sign.codePointAt(0) ?? 0;
  if (code >= 0xdc80 && code <= 0xdcff) yield code - 0xdc00;
  else for (const byte of encodeURIComponent(sign).split('%').slice(1)) yield parseInt(byte, 16);
}

function decorate(text: string, style: Style): string {
  let shown = '';
  for (const piece of text.split(/(?<=\n)/)) {
    const isBlank = piece === '\n' && !style.isMidLine;
    style.blanks = isBlank ? style.blanks + 1 : 0;
    if (style.squeeze && style.blanks > 1) continue;
    if (!style.isMidLine && (style.numbers === 'all' || (style.numbers === 'nonblank' && !isBlank))) {
      style.line += 1;
      shown += `${String(style.line).padStart(6)}\t`;
    }
    style.isMidLine = !piece.endsWith('\n');
    const body = style.isMidLine ? piece : piece.slice(0, -1);
    const seen = style.nonprinting ? visible(body, style.tabs) : style.tabs ? body.replaceAll('\t', '^I') : body;
    shown += seen + (style.isMidLine ? '' : style.ends ? '$\n' : '\n');
  }
  return shown;
}

function* copy(sys: Sys, fd: number, name: string, style: Style | null): Routine<boolean> {
  for (;;) {
    let text: string;
    try {
      text = yield* sys.read(fd, 65536);
    } catch (error) {
      if (error instanceof SysError && error.errno === 'EINTR') throw error;
      yield* complain(sys, `${shellQuote(name)}: ${strerror(error)}`);
      return false;
    }
    if (text === '') return true;
    yield* sys.write(1, style === null ? text : decorate(text, style));
  }
}

/** Whether reading `fd` to our output would never end, as in `cat f >> f`. */
function isOutput(sys: Sys, fd: number): boolean {
  const [input, output] = [sys.statFd(fd), sys.statFd(1)];
  return input.type === 'file' && output.type === 'file' && input.ino === output.ino && input.sizeBytes > 0;
}

function* show(sys: Sys, name: string, style: Style | null): Routine<boolean> {
  let fd = 0;
  if (name !== '-' && !(yield* attempt(sys, shellQuote(name), () => { fd = sys.open(name, { read: true }); }))) return false;
  try {
    if (!isOutput(sys, fd)) return yield* copy(sys, fd, name, style);
    yield* complain(sys, `${shellQuote(name)}: input file is output file`);
    return false;
  } finally {
    if (fd !== 0) sys.close(fd);
  }
}

/** cat(1). */
export const cat = command({
  name: 'cat',
  usage: ['[OPTION]... [FILE]...'],
  summary: 'Writes files, or standard input (also called -), one after the other to standard output.',
  version: 'cat (GNU coreutils) 8.32',
  options: {
    short: 'benstuvAET',
    long: {
      'number-nonblank': 'b', number: 'n', 'squeeze-blank': 's', 'show-nonprinting': 'v', 'show-ends': 'E',
      'show-tabs': 'T', 'show-all': 'A',
    },
  },
  *run(sys, args) {
    const isPlain = !args.options.some((each) => each.name !== 'u');
    const style = isPlain ? null : styleOf(args);
    let status = 0;
    for (const name of args.operands.length === 0 ? ['-'] : args.operands) {
      if (!(yield* show(sys, name, style))) status = 1;
    }
    return status;
  },
});
