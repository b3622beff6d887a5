import { Failure, command, complain } from '../../host/command.ts';
import { collation, type Compare } from '../../host/collate.ts';
import { strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { curly, shellQuote } from '../../host/quote.ts';
import { compareVersions } from '../../host/version-order.ts';
import { readOperand } from './inputs.ts';

/** One -k, or the whole line: where the key lies and how it is compared. */
interface Key {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number] | null;
  readonly flags: string;
}

const FLAGS = 'bdfghiMnRrV';
const SUFFIXES = ' KMGTPEZY';
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function parseKey(text: string): Key {
  const matched = /^(\d+)(?:\.(\d+))?([bdfghiMnRrV]*)(?:,(\d+)(?:\.(\d+))?([bdfghiMnRrV]*))?$/.exec(text);
  if (matched === null) {
    const count = /^\d/.test(text) ? text.replace(/^[\d.]*/, '') : text;
    throw new Failure(/^\d/.test(text) ? `stray character in field spec: invalid field specification ${curly(text)}` : `invalid number at field start: invalid count at start of ${curly(count)}`, 2);
  }
  const [, field = '1', sign = '1', flags = '', endField, endSign, endFlags = ''] = matched;
  if (field === '0') throw new Failure(`field number is zero: invalid field specification ${curly(text)}`, 2);
  return {
    from: [Number(field), Number(sign)], to: endField === undefined ? null : [Number(endField), Number(endSign ?? 0)], flags: flags + endFlags,
  };
}

/** Where each field of a line begins and ends; without a separator a field takes the blanks before it. */
function fieldBounds(line: string, separator: string | null): [number, number][] {
  const bounds: [number, number][] = [];
  if (separator !== null) {
    let start = 0;
    for (;;) {
      const at = line.indexOf(separator, start);
      bounds.push([start, at === -1 ? line.length : at]);
      if (at === -1) return bounds;
      start = at + separator.length;
    }
  }
  for (const match of line.matchAll(/[ \t]*[^ \t]+/g)) bounds.push([match.index, match.index + match[0].length]);
  return bounds;
}

function extract(line: string, key: Key, separator: string | null): string {
  const bounds = fieldBounds(line, separator);
  const skip = (at: number): number => (key.flags.includes('b') ? at + (/^[ \t]*/.exec(line.slice(at))?.[0].length ?? 0) : at);
  const [startField, startSign] = key.from;
  const field = bounds[startField - 1];
  const start = field === undefined ? line.length : Math.min(skip(field[0]) + startSign - 1, line.length);
  if (key.to === null) return line.slice(start);
  const [endField, endSign] = key.to;
  const last = bounds[endField - 1];
  const end = last === undefined ? line.length : endSign === 0 ? last[1] : Math.min(skip(last[0]) + endSign, line.length);
  return line.slice(start, Math.max(start, end));
}

const numberAt = (text: string): number => {
  const matched = /^[ \t]*(-?\d*\.?\d*)/.exec(text);
  const value = Number(matched?.[1] ?? '');
  return Number.isNaN(value) ? 0 : value;
};

const humanAt = (text: string): [number, number] => {
  const matched = /^[ \t]*(-?\d*\.?\d*)([KMGTPEZYk]?)/.exec(text);
  const power = SUFFIXES.indexOf((matched?.[2] ?? '').toUpperCase() || ' ');
  return [numberAt(text) === 0 ? 0 : power * Math.sign(numberAt(text)), numberAt(text)];
};

/** How two keys are compared under these flags (without r). */
function comparison(flags: string, byText: Compare): Compare {
  if (flags.includes('n')) return (left, right) => numberAt(left) - numberAt(right);
  if (flags.includes('g')) {
    const value = (text: string): number => { const n = parseFloat(text); return Number.isNaN(n) ? -Infinity : n; };
    return (left, right) => (value(left) === value(right) ? 0 : value(left) - value(right));
  }
  if (flags.includes('h')) {
    return (left, right) => { const [a, b] = [humanAt(left), humanAt(right)]; return a[0] - b[0] || a[1] - b[1]; };
  }
  if (flags.includes('M')) {
    const month = (text: string): number => MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase());
    return (left, right) => month(left) - month(right);
  }
  if (flags.includes('V')) return compareVersions;
  const kept = (text: string): string => {
    const words = flags.includes('d') ? text.replace(/[^\p{L}\p{N} \t]/gu, '') : text;
    return flags.includes('f') ? words.toUpperCase() : words;
  };
  return (left, right) => byText(kept(left), kept(right));
}

function compareLines(args: ParsedOptions, byText: Compare): Compare {
  const global = args.options.filter((each) => FLAGS.includes(each.name) && each.name.length === 1).map((each) => each.name).join('');
  const separator = args.last('t');
  if (separator !== null && [...separator].length > 1 && separator !== '\\0') throw new Failure(`multi-character tab ${curly(separator)}`, 2);
  const keys = args.has('k') ? args.all('k').map(parseKey) : [{ from: [1, 1], to: null, flags: '' } as const];
  const whole = !args.has('k');
  const prepared = keys.map((key) => {
    const own = key.flags.replace('b', '') === '' ? key.flags + global : key.flags;
    const compare = comparison(own, byText);
    const isReversed = own.includes('r');
    const get = (line: string): string => {
      if (!whole) return extract(line, { ...key, flags: own }, separator);
      return own.includes('b') ? line.trimStart() : line;
    };
    return (left: string, right: string): number => (isReversed ? -1 : 1) * compare(get(left), get(right));
  });
  const lastResort = args.has('s') || args.has('u') ? () => 0 : (left: string, right: string) => (global.includes('r') ? -1 : 1) * byText(left, right);
  return (left, right) => {
    for (const compare of prepared) {
      const order = compare(left, right);
      if (order !== 0) return order;
    }
    return lastResort(left, right);
  };
}

/** sort(1). */
export const sort = command({
  name: 'sort',
  usage: ['[OPTION]... [FILE]...', '[OPTION]... --files0-from=F'],
  summary: 'Sorts lines: -n by number, -h by size, -r backwards, -k by fields (between -t), -u each once.',
  version: 'sort (GNU coreutils) 8.32', usageStatus: 2,
  options: {
    short: 'bdfgiMhnRrVcCk:mo:sS:t:T:uz',
    long: {
      'ignore-leading-blanks': 'b', 'dictionary-order': 'd', 'ignore-case': 'f', 'general-numeric-sort': 'g', 'ignore-nonprinting': 'i', 'month-sort': 'M',
      'human-numeric-sort': 'h', 'numeric-sort': 'n', 'random-sort': 'R', reverse: 'r', 'version-sort': 'V', 'check=?': 'c', 'key=': 'k', merge: 'm',
      'output=': 'o', stable: 's', 'buffer-size=': 'S', 'field-separator=': 't', 'temporary-directory=': 'T', unique: 'u', 'zero-terminated': 'z',
      'parallel=': 'parallel', 'files0-from=': 'files0', 'batch-size=': 'batch', 'compress-program=': 'compress',
    },
  },
  notModelled: ['R', 'files0'],
  *run(sys, args) {
    const compare = compareLines(args, collation(sys));
    const end = args.has('z') ? '\0' : '\n';
    const lines: string[] = [];
    for (const name of args.operands.length === 0 ? ['-'] : args.operands) {
      let text: string;
      try {
        text = yield* readOperand(sys, name);
      } catch (error) {
        const what = strerror(error) === 'Is a directory' ? 'read failed' : 'cannot read';
        throw new Failure(`${what}: ${shellQuote(name)}: ${strerror(error)}`, 2);
      }
      if (text !== '') lines.push(...(text.endsWith(end) ? text.slice(0, -1) : text).split(end));
    }
    if (args.has('c') || args.has('C')) {
      const at = lines.findIndex((line, index) => index > 0 && compare(lines[index - 1] ?? '', line) >= (args.has('u') ? 0 : 1));
      if (at === -1) return 0;
      if (args.has('c')) yield* complain(sys, `${args.operands[0] ?? '-'}:${at + 1}: disorder: ${lines[at] ?? ''}`);
      return 1;
    }
    const sorted = lines.sort(compare);
    const shown = args.has('u') ? sorted.filter((line, index) => index === 0 || compare(sorted[index - 1] ?? '', line) !== 0) : sorted;
    const text = shown.map((line) => line + end).join('');
    const output = args.last('o');
    if (output === null) yield* sys.write(1, text);
    else {
      try {
        sys.writeFile(output, text);
      } catch (error) {
        throw new Failure(`open failed: ${shellQuote(output)}: ${strerror(error)}`, 2);
      }
    }
    return 0;
  },
});
