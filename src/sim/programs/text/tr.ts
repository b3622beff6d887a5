import { Failure, command } from '../../host/command.ts';
import { UsageError } from '../../host/getopt.ts';
import { curly } from '../../host/quote.ts';

const range = (low: number, high: number): string => Array.from({ length: high - low + 1 }, (_, index) => String.fromCharCode(low + index)).join('');
const DIGITS = range(48, 57);
const UPPER = range(65, 90);
const LOWER = range(97, 122);
const CLASSES: Readonly<Record<string, string>> = {
  alpha: UPPER + LOWER, digit: DIGITS, alnum: DIGITS + UPPER + LOWER, upper: UPPER, lower: LOWER, space: '\t\n\v\f\r ', blank: '\t ',
  punct: range(33, 47) + range(58, 64) + range(91, 96) + range(123, 126), print: range(32, 126), graph: range(33, 126),
  cntrl: range(0, 31) + '\x7f', xdigit: `${DIGITS}ABCDEFabcdef`,
};
const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };

/** One sign of a set, with its backslash if it has one, and how long it was. */
function oneSign(text: string): [string, number] {
  const octal = /^\\([0-7]{1,3})/.exec(text);
  if (octal !== null) return [String.fromCharCode(parseInt(octal[1] ?? '0', 8)), octal[0].length];
  if (text.startsWith('\\') && text.length > 1) return [ESCAPES[text[1] ?? ''] ?? text[1] ?? '', 2];
  const sign = String.fromCodePoint(text.codePointAt(0) ?? 0);
  return [sign, sign.length];
}

/** The signs that a set stands for, in order. `fillTo`: the length that `[x*]` fills up to. */
function expand(set: string, fillTo: number): string[] {
  const signs: string[] = [];
  let rest = set;
  while (rest !== '') {
    const named = /^\[:([a-z]+):\]/.exec(rest);
    if (named !== null) {
      const members = CLASSES[named[1] ?? ''];
      if (members === undefined) throw new Failure(`invalid character class ${curly(named[1] ?? '')}`);
      signs.push(...members);
      rest = rest.slice(named[0].length);
      continue;
    }
    const repeated = /^\[(\\?.)\*(\d*)\]/su.exec(rest);
    if (repeated !== null) {
      const [sign] = oneSign(repeated[1] ?? '');
      const wanted = repeated[2] ?? '';
      const count = wanted === '' ? Math.max(0, fillTo - signs.length) : parseInt(wanted, wanted.startsWith('0') ? 8 : 10);
      for (let index = 0; index < count; index += 1) signs.push(sign);
      rest = rest.slice(repeated[0].length);
      continue;
    }
    const [low, length] = oneSign(rest);
    rest = rest.slice(length);
    if (rest.startsWith('-') && rest.length > 1) {
      const [high, more] = oneSign(rest.slice(1));
      if (high < low) throw new Failure(`range-endpoints of '${low}-${high}' are in reverse collating sequence order`);
      for (let code = low.codePointAt(0) ?? 0; code <= (high.codePointAt(0) ?? 0); code += 1) signs.push(String.fromCodePoint(code));
      rest = rest.slice(1 + more);
    } else signs.push(low);
  }
  return signs;
}

/** tr(1). */
export const tr = command({
  name: 'tr',
  usage: ['[OPTION]... SET1 [SET2]'],
  summary: 'Replaces each sign of SET1 by its partner in SET2; -d deletes, -s squeezes repeats, -c takes the complement.',
  version: 'tr (GNU coreutils) 8.32',
  options: { short: '+cCdst', long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' } },
  *run(sys, args) {
    const [deletes, squeezes, complements] = [args.has('d'), args.has('s'), args.has('c') || args.has('C')];
    const [first, second, third] = args.operands;
    const most = deletes && !squeezes ? 1 : 2;
    if (first === undefined) throw new UsageError('missing operand');
    if (second === undefined && deletes === squeezes) {
      throw new UsageError(`missing operand after ${curly(first)}\nTwo strings must be given when ${deletes ? 'both deleting and squeezing repeats' : 'translating'}.`);
    }
    if (args.operands.length > most) {
      const note = deletes && !squeezes && third === undefined ? '\nOnly one string may be given when deleting without squeezing repeats.' : '';
      throw new UsageError(`extra operand ${curly(args.operands[most] ?? '')}${note}`);
    }
    const set1 = expand(first, 0);
    const set2 = second === undefined ? [] : expand(second, set1.length);
    const inSet1 = new Set(set1);
    const isIn1 = (sign: string): boolean => inSet1.has(sign) !== complements;
    const last = set2.at(-1) ?? '';
    const partner = new Map<string, string>();
    for (const [index, sign] of set1.entries()) {
      if (!args.has('t') || index < set2.length) partner.set(sign, set2[index] ?? last);
    }
    const squeezed = new Set(set2);
    const isSqueezed = (sign: string): boolean => squeezes && (second === undefined ? isIn1(sign) : squeezed.has(sign));
    let previous = '';
    for (;;) {
      const text = yield* sys.read(0, 65536);
      if (text === '') return 0;
      let out = '';
      for (const sign of text) {
        if (deletes && isIn1(sign)) continue;
        const next = deletes || second === undefined ? sign : complements ? (isIn1(sign) ? last : sign) : partner.get(sign) ?? sign;
        if (next === previous && isSqueezed(next)) continue;
        out += next;
        previous = next;
      }
      yield* sys.write(1, out);
    }
  },
});
