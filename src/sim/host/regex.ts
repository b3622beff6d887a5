/** A pattern is no regular expression; `message` is glibc's wording (regerror). */
export class RegexError extends Error {
  override readonly name = 'RegexError';
}

export interface RegexOptions {
  /** Extended syntax (grep -E, sed -E, awk) rather than basic. */
  readonly extended?: boolean;
  readonly ignoreCase?: boolean;
  /** `^` and `$` match at each line, as sed's M flag says. */
  readonly multiline?: boolean;
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: '\\p{L}', digit: '0-9', alnum: '\\p{L}\\p{N}', upper: '\\p{Lu}', lower: '\\p{Ll}', space: '\\s', blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~', print: '\\x20-\\x7e\\u00a0-\\uffff', graph: '\\x21-\\x7e\\u00a1-\\uffff', cntrl: '\\x00-\\x1f\\x7f', xdigit: '0-9A-Fa-f',
};
/** What GNU's backslash letters mean, in the words of JavaScript's. */
const LETTERS: Readonly<Record<string, string>> = {
  w: '[\\p{L}\\p{N}_]', W: '[^\\p{L}\\p{N}_]', s: '\\s', S: '\\S', b: '\\b', B: '\\B', '<': '\\b(?=\\w)', '>': '\\b(?<=\\w)', '`': '(?<![\\s\\S])', "'": '(?![\\s\\S])',
};
const UNMATCHED_BRACKET = 'Unmatched [, [^, [:, [., or [=';

const literal = (sign: string): string => (/[\\^$.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign);
const inBrackets = (sign: string): string => (/[\\\]^[\-{}|()*+?.$/]/.test(sign) ? `\\${sign}` : sign);

/** Translates one pattern; `#at` is the next sign to read. */
class Translator {
  readonly #pattern: readonly string[];
  readonly #isExtended: boolean;
  readonly #options: RegexOptions;
  #at = 0;
  #out = '';
  /** Where the last atom began in the output; null when there is none to repeat. */
  #atom: number | null = null;
  readonly #groups: number[] = [];
  #groupCount = 0;

  constructor(pattern: string, options: RegexOptions) {
    this.#pattern = [...pattern];
    this.#isExtended = options.extended === true;
    this.#options = options;
  }

  run(): string {
    while (this.#at < this.#pattern.length) this.#step(this.#pattern[this.#at++] ?? '');
    if (this.#groups.length > 0) throw new RegexError('Unmatched ( or \\(');
    return this.#out;
  }

  #peek(offset = 0): string {
    return this.#pattern[this.#at + offset] ?? '';
  }

  #put(source: string): void {
    this.#atom = this.#out.length;
    this.#out += source;
  }

  #step(sign: string): void {
    if (sign === '\\') this.#escaped();
    else if (sign === '[') this.#put(this.#bracket());
    else if (sign === '.') this.#put('.');
    else if (sign === '*') this.#star();
    else if (sign === '^') this.#caret();
    else if (sign === '$') this.#dollar();
    else if (this.#isExtended) this.#extended(sign);
    else this.#put(literal(sign));
  }

  #extended(sign: string): void {
    if (sign === '(') this.#open();
    else if (sign === ')' && this.#groups.length > 0) this.#close();
    else if (sign === ')') this.#put('\\)');
    else if (sign === '|') this.#alternative();
    else if (sign === '+' || sign === '?') this.#repeat(sign);
    else if (sign === '{') this.#brace();
    else this.#put(literal(sign));
  }

  #escaped(): void {
    const sign = this.#pattern[this.#at++];
    if (sign === undefined) throw new RegexError('Trailing backslash');
    if (!this.#isExtended && '(){}|+?'.includes(sign)) {
      if (sign === '(') this.#open();
      else if (sign === ')') this.#close();
      else if (sign === '|') this.#alternative();
      else if (sign === '{') this.#brace();
      else if (sign === '}') this.#put('\\}');
      else this.#repeat(sign);
    } else if (/[1-9]/.test(sign)) {
      if (Number(sign) > this.#groupCount) throw new RegexError('Invalid back reference');
      this.#put(`(?:\\${sign})`);
    } else if (sign === 'n') this.#put('\\n');
    else if (sign === 't') this.#put('\\t');
    else this.#put(LETTERS[sign] ?? literal(sign));
  }

  #open(): void {
    this.#groups.push(this.#out.length);
    this.#groupCount += 1;
    this.#out += '(';
    this.#atom = null;
  }

  #close(): void {
    const start = this.#groups.pop();
    if (start === undefined) throw new RegexError('Unmatched ) or \\)');
    this.#out += ')';
    this.#atom = start;
  }

  #alternative(): void {
    this.#out += '|';
    this.#atom = null;
  }

  #repeat(quantifier: string): void {
    if (this.#atom === null) {
      if (this.#isExtended) return;
      this.#put(literal(quantifier));
      return;
    }
    // A repeated repetition is one more group, else JavaScript would take `*?` for a lazy one.
    this.#out = `${this.#out.slice(0, this.#atom)}(?:${this.#out.slice(this.#atom)})${quantifier}`;
  }

  #star(): void {
    if (this.#atom !== null) this.#repeat('*');
    else if (!this.#isExtended) this.#put('\\*');
  }

  #brace(): void {
    const rest = this.#pattern.slice(this.#at).join('');
    const matched = (this.#isExtended ? /^(\d*)(,?)(\d*)\}/ : /^(\d*)(,?)(\d*)\\\}/).exec(rest);
    const [whole = '', low = '', comma = '', high = ''] = matched ?? [];
    if (matched === null || (low === '' && comma === '')) {
      if (this.#isExtended) {
        this.#put('\\{');
        return;
      }
      throw new RegexError(rest.includes('\\}') ? 'Invalid content of \\{\\}' : 'Unmatched \\{');
    }
    if (high !== '' && Number(low) > Number(high)) throw new RegexError('Invalid content of \\{\\}');
    if (Number(low) > 32767 || Number(high) > 32767) throw new RegexError('Regular expression too big');
    this.#at += whole.length;
    if (this.#atom === null) {
      if (!this.#isExtended) throw new RegexError('Invalid preceding regular expression');
      return;
    }
    this.#repeat(`{${low === '' ? '0' : low}${comma}${high}}`);
  }

  #caret(): void {
    const before = this.#pattern.slice(0, this.#at - 1).join('');
    const isAnchor = this.#isExtended || before === '' || before.endsWith('\\(') || before.endsWith('\\|') || before.endsWith('\n');
    if (!isAnchor) {
      this.#put('\\^');
      return;
    }
    this.#out += this.#options.multiline === true ? '(?:^)' : '(?<![\\s\\S])';
    this.#atom = null;
  }

  #dollar(): void {
    const rest = this.#pattern.slice(this.#at).join('');
    const isAnchor = this.#isExtended || rest === '' || rest.startsWith('\\)') || rest.startsWith('\\|') || rest.startsWith('\n');
    if (!isAnchor) {
      this.#put('\\$');
      return;
    }
    this.#out += this.#options.multiline === true ? '(?:$)' : '(?![\\s\\S])';
    this.#atom = null;
  }

  #bracket(): string {
    let out = '[';
    if (this.#peek() === '^') {
      out += '^';
      this.#at += 1;
    }
    let isFirst = true;
    for (;;) {
      const sign = this.#pattern[this.#at++];
      if (sign === undefined) throw new RegexError(isFirst ? 'Invalid regular expression' : UNMATCHED_BRACKET);
      if (sign === ']' && !isFirst) break;
      isFirst = false;
      out += this.#bracketItem(sign);
    }
    return `${out}]`;
  }

  #bracketItem(sign: string): string {
    if (sign === '[' && this.#peek() === ':') return this.#namedClass();
    const low = this.#element(sign);
    if (this.#peek() !== '-' || this.#peek(1) === ']' || this.#peek(1) === '') return inBrackets(low);
    this.#at += 1;
    const high = this.#element(this.#pattern[this.#at++] ?? '');
    if ((high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) throw new RegexError('Invalid range end');
    return `${inBrackets(low)}-${inBrackets(high)}`;
  }

  /** A sign, or `[.x.]`, `[=x=]`. */
  #element(sign: string): string {
    const mark = this.#peek();
    if (sign !== '[' || (mark !== '.' && mark !== '=')) return sign;
    const end = this.#pattern.join('').indexOf(`${mark}]`, this.#at + 1);
    if (end === -1) throw new RegexError(UNMATCHED_BRACKET);
    const text = this.#pattern.slice(this.#at + 1, end).join('');
    this.#at = end + 2;
    return text;
  }

  #namedClass(): string {
    const rest = this.#pattern.slice(this.#at + 1).join('');
    const end = rest.indexOf(':]');
    if (end === -1) throw new RegexError(UNMATCHED_BRACKET);
    const source = CLASSES[rest.slice(0, end)];
    if (source === undefined) throw new RegexError('Invalid character class name');
    this.#at += 1 + [...rest.slice(0, end)].length + 2;
    return source;
  }
}

/** The source text of a JavaScript expression (flags `us`) that matches as the POSIX one does. */
export const regexSource = (pattern: string, options: RegexOptions = {}): string => new Translator(pattern, options).run();

/**
 * A POSIX regular expression with GNU's additions as a global JavaScript one. Alternatives are tried in order where
 * POSIX wants the longest. Throws RegexError.
 */
export function posixRegex(pattern: string, options: RegexOptions = {}): RegExp {
  const flags = `gus${options.ignoreCase === true ? 'i' : ''}${options.multiline === true ? 'm' : ''}`;
  return new RegExp(regexSource(pattern, options), flags);
}
