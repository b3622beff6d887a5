import { toBytes } from '../../../base/bytes.ts';
import { Failure, command, complain } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Routine } from '../../host/program.ts';
import { shellQuote } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { readOperand } from './inputs.ts';

const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');
const printable = (byte: number): string => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.');

/** The bytes of all operands one after the other. */
function* bytesOf(sys: Sys, args: ParsedOptions, names: readonly string[]): Routine<Uint8Array> {
  const all: number[] = [];
  for (const name of names.length === 0 ? ['-'] : names) {
    try {
      all.push(...toBytes(yield* readOperand(sys, name)));
    } catch (error) {
      yield* complain(sys, `${shellQuote(name)}: ${strerror(error)}`);
      throw new Failure('', 1);
    }
  }
  const [skip, most] = [Number(args.last('j') ?? args.last('s') ?? 0), Number(args.last('N') ?? args.last('n') ?? args.last('l') ?? Infinity)];
  return Uint8Array.from(all.slice(skip, skip + most));
}

/** Rows of `size` bytes with their offsets; equal rows are shown once, then `*`. */
function rows(bytes: Uint8Array, size: number, squeezes: boolean, draw: (row: Uint8Array, offset: number) => string): string {
  let [text, previous, isStarred] = ['', '', false];
  for (let at = 0; at < bytes.length; at += size) {
    const row = bytes.subarray(at, at + size);
    const key = row.join();
    if (squeezes && key === previous && row.length === size) {
      if (!isStarred) text += '*\n';
      isStarred = true;
      continue;
    }
    isStarred = false;
    previous = key;
    text += draw(row, at);
  }
  return text;
}

const NAMED: Readonly<Record<number, string>> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };

/** od(1): -c, -x, -t x1, -t o1, -t d1; -A d, x, n. */
export const od = command({
  name: 'od', usage: ['[OPTION]... [FILE]...'], summary: 'Shows bytes as numbers (-t x1, -x) or signs (-c).', version: 'od (GNU coreutils) 8.32',
  options: { short: 'A:abcdDeFfhHiIj:lLN:oOst:vw::xX', long: { 'address-radix=': 'A', 'skip-bytes=': 'j', 'read-bytes=': 'N', 'format=': 't', 'output-duplicates': 'v', 'width=?': 'w' } },
  notModelled: ['a', 'd', 'D', 'e', 'f', 'F', 'h', 'H', 'i', 'I', 'l', 'L', 'O', 's', 'X'],
  *run(sys, args) {
    const bytes = yield* bytesOf(sys, args, args.operands);
    const radix = args.last('A') ?? 'o';
    const address = (value: number): string => (radix === 'n' ? '' : radix === 'd' ? String(value).padStart(7, '0') : radix === 'x' ? value.toString(16).padStart(6, '0') : value.toString(8).padStart(7, '0'));
    const format = args.has('c') ? 'c' : args.has('x') ? 'x2' : args.has('b') ? 'o1' : args.last('t') ?? 'o2';
    const size = Number(args.last('w') ?? 16);
    const draw = (row: Uint8Array, offset: number): string => `${address(offset)}${cells(row, format)}\n`;
    yield* sys.write(1, rows(bytes, size, !args.has('v'), draw) + (radix === 'n' ? '' : `${address(bytes.length)}\n`));
    return 0;
  },
});

function cells(row: Uint8Array, format: string): string {
  const kind = format.charAt(0);
  const unit = Number(/\d/.exec(format)?.[0] ?? (kind === 'c' || kind === 'a' ? 1 : 4));
  if (kind === 'c') return [...row].map((byte) => ` ${(NAMED[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'))).padStart(3)}`).join('');
  const base = { x: 16, o: 8, d: 10, u: 10 }[kind];
  if (base === undefined) throw new Failure(`invalid character '${kind}' in type string ‘${format}’`);
  const width = { 16: unit * 2, 8: Math.ceil((unit * 8) / 3), 10: [0, 4, 6, 0, 11][unit] ?? 20 }[base as 16];
  let text = '';
  for (let at = 0; at < row.length; at += unit) {
    let value = 0;
    for (let index = unit - 1; index >= 0; index -= 1) value = value * 256 + (row[at + index] ?? 0);
    const signed = kind === 'd' && value >= 2 ** (unit * 8 - 1) ? value - 2 ** (unit * 8) : value;
    const shown = signed.toString(base);
    text += kind === 'd' || kind === 'u' ? ` ${shown.padStart(width)}` : ` ${shown.padStart(width, '0')}`;
  }
  return text;
}

/** hexdump(1): its plain form and -C. */
export const hexdump = command({
  name: 'hexdump', usage: ['[options] <file>...'], summary: 'Shows bytes in hexadecimal; -C with their signs.', version: 'hexdump from util-linux 2.37.4', isShortNamed: true,
  options: { short: 'bcCde:f:n:os:vxL', long: { canonical: 'C', 'length=': 'n', 'skip=': 's', 'no-squeezing': 'v' } }, notModelled: ['b', 'c', 'd', 'e', 'f', 'o', 'L'],
  *run(sys, args) {
    const bytes = yield* bytesOf(sys, args, args.operands);
    const isCanonical = args.has('C');
    const draw = (row: Uint8Array, offset: number): string => {
      if (!isCanonical) {
        const words = Array.from({ length: Math.ceil(row.length / 2) }, (_, index) => ` ${hexByte(row[index * 2 + 1] ?? 0)}${hexByte(row[index * 2] ?? 0)}`);
        return `${offset.toString(16).padStart(7, '0')}${words.join('').padEnd(40)}\n`;
      }
      const shown = [...row].map((byte, index) => `${index === 8 ? ' ' : ''} ${hexByte(byte)}`).join('');
      return `${offset.toString(16).padStart(8, '0')} ${shown.padEnd(50)} |${[...row].map(printable).join('')}|\n`;
    };
    const end = bytes.length === 0 ? '' : `${bytes.length.toString(16).padStart(isCanonical ? 8 : 7, '0')}\n`;
    yield* sys.write(1, rows(bytes, 16, !args.has('v'), draw) + end);
    return 0;
  },
});

/** xxd(1): as vim brings it; -p plain. */
export const xxd = command({
  name: 'xxd', usage: ['[options] [infile [outfile]]'], summary: 'Shows bytes in hexadecimal with their signs; -p only the digits.', isShortNamed: true,
  options: { short: 'abc:eEg:iI:l:o:pPrs:uv' }, notModelled: ['a', 'b', 'e', 'E', 'i', 'o', 'r'],
  *run(sys, args) {
    const bytes = yield* bytesOf(sys, args, args.operands.slice(0, 1));
    const size = Number(args.last('c') ?? (args.has('p') ? 30 : 16));
    const group = Number(args.last('g') ?? 2);
    const digits = (byte: number): string => (args.has('u') ? hexByte(byte).toUpperCase() : hexByte(byte));
    if (args.has('p')) {
      yield* sys.write(1, rows(bytes, size, false, (row) => `${[...row].map(digits).join('')}\n`));
      return 0;
    }
    const width = size * 2 + Math.ceil(size / group);
    yield* sys.write(1, rows(bytes, size, false, (row, offset) => {
      const shown = [...row].map((byte, index) => `${index % group === 0 ? ' ' : ''}${digits(byte)}`).join('');
      return `${offset.toString(16).padStart(8, '0')}:${shown.padEnd(width)}  ${[...row].map(printable).join('')}\n`;
    }));
    return 0;
  },
});
