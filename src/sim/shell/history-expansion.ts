/** The outcome of history expansion: the new line, whether it changed, or what is wrong. */
export interface HistoryResult {
  readonly text: string;
  readonly isChanged: boolean;
  readonly error: string | null;
  /** `:p`: show, do not run. */
  readonly isOnlyShown: boolean;
}

class HistoryError extends Error {}

/** Words of a history line, as word designators count them. */
export const historyWords = (line: string): string[] =>
  line.match(/(?:[<>]&?|\d*[<>]+|&&|\|\||;;|[;&|()])|(?:\\.|"(?:\\.|[^"\\])*"?|'[^']*'?|`[^`]*`?|[^\s\\"'`;&|()<>])+/g) ?? [];

interface Last {
  pattern: string;
  replacement: string;
  search: string;
}

/** Expands one line (HISTORY EXPANSION in bash(1)). */
class Expansion {
  readonly #line: string;
  readonly #history: readonly string[];
  readonly #offset: number;
  readonly #last: Last = { pattern: '', replacement: '', search: '' };
  isChanged = false;
  isOnlyShown = false;

  constructor(line: string, history: readonly string[], offset: number) {
    this.#line = line;
    this.#history = history;
    this.#offset = offset;
  }

  run(): string {
    if (this.#line.startsWith('^')) return this.#quick();
    let out = '';
    let at = 0;
    let isDouble = false;
    while (at < this.#line.length) {
      const char = this.#line[at] ?? '';
      if (char === '\\') {
        out += this.#line.slice(at, at + 2);
        at += 2;
      } else if (char === "'" && !isDouble) {
        const end = this.#line.indexOf("'", at + 1);
        const stop = end === -1 ? this.#line.length : end + 1;
        out += this.#line.slice(at, stop);
        at = stop;
      } else if (char === '!' && this.#isEvent(at, isDouble)) {
        const event = this.#event(at);
        out += event.text;
        at = event.end;
      } else {
        if (char === '"') isDouble = !isDouble;
        out += char;
        at += 1;
      }
    }
    return out;
  }

  /** A `!` before a blank, `=`, `(`, the end, or a closing quote is a plain one. */
  #isEvent(at: number, isDouble: boolean): boolean {
    const next = this.#line[at + 1] ?? '';
    const before = this.#line.slice(0, at);
    if (/\$\{?$|\[$/.test(before)) return false;
    return next !== '' && !/[\s=(]/.test(next) && !(isDouble && next === '"') && next !== '"';
  }

  #quick(): string {
    const match = /^\^((?:\\.|[^^\\])*)\^((?:\\.|[^^\\])*)(?:\^([^]*))?$/.exec(this.#line);
    if (match === null) return this.#line;
    const old = this.#history.at(-1) ?? '';
    const [, from = '', to = '', rest = ''] = match;
    if (!old.includes(from)) throw new HistoryError(`:s${this.#line}: substitution failed`);
    this.isChanged = true;
    return old.replace(from, () => to.replaceAll('&', from)) + rest;
  }

  /** `!…` at `at`: event, words, modifiers. */
  #event(at: number): { text: string; end: number } {
    const rest = this.#line.slice(at);
    const { line, length } = this.#find(rest);
    let end = at + length;
    let text = line;
    const designator = this.#designator(end);
    if (designator !== null) {
      text = this.#pick(line, designator.spec);
      end += designator.length;
    }
    this.isChanged = true;
    return this.#modify(text, end);
  }

  #designator(end: number): { spec: string; length: number } | null {
    const rest = this.#line.slice(end);
    const match = /^(?::([$^*%]|\d+-\d+|\d+-\$|\d+\*|\d+-|-\d+|\d+)|([$^*%]|-\d+))/.exec(rest);
    if (match === null) return null;
    return { spec: match[1] ?? match[2] ?? '', length: match[0].length };
  }

  #find(rest: string): { line: string; length: number } {
    const history = this.#history;
    if (rest.startsWith('!!')) return { line: this.#at(history.length - 1, '!!'), length: 2 };
    const number = /^!(-?\d+)/.exec(rest);
    if (number !== null) {
      const value = Number(number[1]);
      return { line: this.#at(value < 0 ? history.length + value : value - 1 - this.#offset, number[0]), length: number[0].length };
    }
    if (/^![$^*%]/.test(rest)) return { line: this.#at(history.length - 1, rest.slice(0, 2)), length: 1 };
    if (rest.startsWith('!#')) return { line: this.#line.slice(0, this.#line.length - rest.length), length: 2 };
    const inside = /^!\?([^?\n]*)\??/.exec(rest);
    if (inside !== null) return { line: this.#search(inside[0], (line) => line.includes(inside[1] ?? '')), length: inside[0].length };
    const prefix = /^![^\s:;&|()<>"'$^*%]+/.exec(rest)?.[0] ?? '!';
    return { line: this.#search(prefix, (line) => line.startsWith(prefix.slice(1))), length: prefix.length };
  }

  #at(index: number, spec: string): string {
    const line = this.#history[index];
    if (line === undefined) throw new HistoryError(`${spec}: event not found`);
    return line;
  }

  #search(spec: string, isWanted: (line: string) => boolean): string {
    const line = this.#history.findLast(isWanted);
    if (line === undefined) throw new HistoryError(`${spec}: event not found`);
    this.#last.search = spec;
    return line;
  }

  #pick(line: string, spec: string): string {
    const words = historyWords(line);
    const last = words.length - 1;
    const place = (text: string): number => (text === '$' ? last : text === '^' ? 1 : Number(text));
    if (spec === '*') return words.slice(1).join(' ');
    const range = /^(\d*|\^)-(\d+|\$)?$/.exec(spec);
    const star = /^(\d+)\*$/.exec(spec);
    const from = range !== null ? place(range[1] === '' ? '0' : range[1] ?? '0') : star !== null ? Number(star[1]) : place(spec);
    const to = range !== null ? (range[2] === undefined ? last - 1 : place(range[2])) : star !== null ? last : from;
    if (from > last || to > last || Number.isNaN(from)) throw new HistoryError(`:${spec}: bad word specifier`);
    return words.slice(from, to + 1).join(' ');
  }

  #modify(start: string, from: number): { text: string; end: number } {
    let text = start;
    let end = from;
    for (;;) {
      const rest = this.#line.slice(end);
      const substitute = /^:(g|a|G)?s(.)((?:(?!\2)[^\\]|\\.)*)\2((?:(?!\2)[^\\]|\\.)*)(?:\2|$)/.exec(rest);
      const simple = /^:([htrepqx&])/.exec(rest);
      if (substitute !== null) {
        const [whole, isGlobal, , pattern = '', replacement = ''] = substitute;
        this.#last.pattern = pattern;
        this.#last.replacement = replacement;
        if (!text.includes(pattern)) throw new HistoryError(`${whole}: substitution failed`);
        text = isGlobal === undefined ? text.replace(pattern, () => replacement) : text.replaceAll(pattern, replacement);
        end += whole.length;
      } else if (simple !== null) {
        text = this.#simple(text, simple[1] ?? '');
        end += simple[0].length;
      } else return { text, end };
    }
  }

  #simple(text: string, letter: string): string {
    switch (letter) {
      case 'h': return text.includes('/') ? text.slice(0, text.lastIndexOf('/')) : text;
      case 't': return text.slice(text.lastIndexOf('/') + 1);
      case 'r': return text.replace(/\.[^./]*$/, '');
      case 'e': return /\.[^./]*$/.exec(text)?.[0] ?? text;
      case 'p': this.isOnlyShown = true; return text;
      case 'q': return `'${text.replaceAll("'", "'\\''")}'`;
      case '&': return text.replace(this.#last.pattern, () => this.#last.replacement);
      default: return text;
    }
  }
}

/** Replaces `!…` and `^a^b^` in a line; `offset` is how many lines the history has forgotten. */
export function expandHistory(line: string, history: readonly string[], offset = 0): HistoryResult {
  if (!line.includes('!') && !line.startsWith('^')) return { text: line, isChanged: false, error: null, isOnlyShown: false };
  const expansion = new Expansion(line, history, offset);
  try {
    const text = expansion.run();
    return { text, isChanged: expansion.isChanged, error: null, isOnlyShown: expansion.isOnlyShown };
  } catch (error) {
    if (error instanceof HistoryError) return { text: line, isChanged: false, error: error.message, isOnlyShown: false };
    throw error;
  }
}
