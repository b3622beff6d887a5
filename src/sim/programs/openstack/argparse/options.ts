import type { Argument } from './argument.ts';
import { UsageError } from './words.ts';

/** A word that is an option, or only looks like one (`argument` null). */
export interface OptionWord {
  readonly argument: Argument | null;
  readonly flag: string;
  /** What stands behind `=` or directly behind a letter. */
  readonly value: string | null;
}

const NEGATIVE_NUMBER = /^-\d+$|^-\d*\.\d+$/;

/** The options of a parser: finds them by their whole name or the beginning of it. */
export class Options {
  readonly #byFlag = new Map<string, Argument>();

  constructor(all: readonly Argument[]) {
    for (const argument of all) for (const flag of argument.flags ?? []) this.#byFlag.set(flag, argument);
  }

  exact(flag: string): Argument | null {
    return this.#byFlag.get(flag) ?? null;
  }

  /** Which option a word is: null for a positional. Throws UsageError for one that may be several. */
  option(word: string): OptionWord | null {
    if (!word.startsWith('-')) return null;
    const exact = this.exact(word);
    if (exact !== null) return { argument: exact, flag: word, value: null };
    if (word.length === 1) return null;
    const equals = word.indexOf('=');
    const flag = equals === -1 ? '' : word.slice(0, equals);
    const known = this.exact(flag);
    if (known !== null) return { argument: known, flag, value: word.slice(equals + 1) };
    const fits = this.#beginning(word);
    if (fits.length > 1) throw new UsageError(`ambiguous option: ${word} could match ${fits.map((each) => each.flag).join(', ')}`);
    const [only] = fits;
    if (only !== undefined) return only;
    if (NEGATIVE_NUMBER.test(word) || word.includes(' ')) return null;
    return { argument: null, flag: word, value: null };
  }

  /** Options that a shortened one may mean; `-fjson` is `-f` with its value. */
  #beginning(word: string): OptionWord[] {
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const prefix = equals === -1 ? word : word.slice(0, equals);
      const value = equals === -1 ? null : word.slice(equals + 1);
      return [...this.#byFlag].filter(([flag]) => flag.startsWith(prefix)).map(([flag, argument]) => ({ argument, flag, value }));
    }
    const short = word.slice(0, 2);
    return [...this.#byFlag].flatMap(([flag, argument]): OptionWord[] => {
      if (flag === short) return [{ argument, flag, value: word.slice(2) }];
      return flag.startsWith(word) ? [{ argument, flag, value: null }] : [];
    });
  }
}
