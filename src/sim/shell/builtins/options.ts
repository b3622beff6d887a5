import { Complaint } from '../flow.ts';
import { USAGE } from './usage.ts';

/** The options of a builtin: the letters given (last first wins elsewhere), their values, and the operands. */
export interface Options {
  readonly letters: ReadonlySet<string>;
  readonly order: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly operands: readonly string[];
  /** How many words came before the operands. */
  readonly used: number;
}

/** The complaint about a wrong option, with the builtin's usage line. */
export const badOption = (name: string, option: string, problem = 'invalid option'): Complaint =>
  new Complaint(`${name}: ${option}: ${problem}\n${name}: usage: ${USAGE[name] ?? name}`, 2);

/** Reads a builtin's options as bash's internal_getopt does; `spec` is getopt's. */
export function parseOptions(words: readonly string[], spec: string): Options {
  const [name = ''] = words;
  const order: string[] = [];
  const values: Record<string, string> = {};
  let at = 1;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      at += 1;
      break;
    }
    if (!word.startsWith('-') || word === '-') break;
    for (let index = 1; index < word.length; index += 1) {
      const letter = word[index] ?? '';
      const place = letter === ':' ? -1 : spec.indexOf(letter);
      if (place === -1) throw badOption(name, `-${letter}`);
      order.push(letter);
      if (spec[place + 1] !== ':') continue;
      const attached = word.slice(index + 1);
      if (attached === '') at += 1;
      const value = attached === '' ? words[at] : attached;
      if (value === undefined) throw badOption(name, `-${letter}`, 'option requires an argument');
      values[letter] = value;
      break;
    }
  }
  return { letters: new Set(order), order, values, operands: words.slice(at), used: at };
}

/** A whole number, or a complaint in the builtin's name. */
export function numberOf(name: string, text: string, status = 1): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new Complaint(`${name}: ${text}: numeric argument required`, status);
  return Number(text);
}
