import { Failure } from '../../host/command.ts';
import { RegexError, posixRegex } from '../../host/regex.ts';

/** Where a command applies. */
export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'regex'; readonly regex: RegExp | null }
  | { readonly kind: 'plus'; readonly count: number }
  | { readonly kind: 'multiple'; readonly of: number };

/** What `s///` does; `regex` null is the last one used. */
export interface Substitution {
  readonly regex: RegExp | null;
  readonly parts: readonly (string | number | { readonly change: 'U' | 'L' | 'u' | 'l' | 'E' })[];
  readonly isGlobal: boolean;
  readonly nth: number;
  readonly prints: boolean;
  readonly file: string | null;
}

export interface SedCommand {
  readonly from: Address | null;
  readonly to: Address | null;
  readonly isNegated: boolean;
  readonly name: string;
  /** Text of a, i, c; label of b, t, T, :; file of r, w; exit status of q. */
  readonly text: string;
  readonly substitution: Substitution | null;
  readonly map: ReadonlyMap<string, string> | null;
  /** The command after the block's end, for `{`. */
  end: number;
  /** Whether a range is open, and the line that ends it. */
  state: { isOpen: boolean; endLine: number };
}

const SPACE = /[ \t]/;

/** Reads one script (all -e and -f together). Errors are worded as GNU sed's. */
export class SedParser {
  readonly #text: string;
  readonly #extended: boolean;
  /** `-e expression #1` or a file's name and line. */
  readonly #where: string;
  #at = 0;
  readonly commands: SedCommand[] = [];
  readonly #blocks: number[] = [];

  constructor(text: string, extended: boolean, where = '-e expression #1') {
    this.#text = text;
    this.#extended = extended;
    this.#where = where;
  }

  parse(): SedCommand[] {
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#at >= this.#text.length) break;
      if (this.#peek === '#') this.#line();
      else this.#command();
    }
    if (this.#blocks.length > 0) throw new Failure(`${this.#where}, char 0: unmatched \`{'`);
    return this.commands;
  }

  get #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #fail(message: string, at = this.#at): never {
    throw new Failure(`${this.#where}, char ${at}: ${message}`);
  }

  #skip(what: RegExp): void {
    while (this.#at < this.#text.length && what.test(this.#peek)) this.#at += 1;
  }

  #line(): string {
    const end = this.#text.indexOf('\n', this.#at);
    const text = this.#text.slice(this.#at, end === -1 ? undefined : end);
    this.#at = end === -1 ? this.#text.length : end + 1;
    return text;
  }

  #skipNewline(): void {
    if (this.#peek === '\n') this.#at += 1;
  }

  #number(): number {
    const matched = /^\d+/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    this.#at += matched.length;
    return Number(matched);
  }

  #address(isSecond: boolean): Address | null {
    const sign = this.#peek;
    if (/\d/.test(sign)) {
      const line = this.#number();
      if (this.#peek !== '~') return { kind: 'line', line };
      this.#at += 1;
      return { kind: 'step', first: line, step: this.#number() };
    }
    if (isSecond && (sign === '+' || sign === '~')) {
      this.#at += 1;
      return sign === '+' ? { kind: 'plus', count: this.#number() } : { kind: 'multiple', of: this.#number() };
    }
    if (sign === '$') {
      this.#at += 1;
      return { kind: 'last' };
    }
    if (sign !== '/' && sign !== '\\') return null;
    this.#at += sign === '/' ? 1 : 2;
    const delimiter = this.#text[this.#at - 1] ?? '/';
    const pattern = this.#until(delimiter, 'unterminated address regex', true);
    let flags = '';
    while (/[IM]/.test(this.#peek)) {
      flags += this.#peek;
      this.#at += 1;
    }
    return { kind: 'regex', regex: this.#regex(pattern, flags) };
  }

  /** Text up to an unescaped delimiter; `\delimiter` becomes the delimiter, `\n` a newline in brackets too. */
  #until(delimiter: string, complaint: string, isRegex: boolean): string {
    let text = '';
    let inBrackets = false;
    for (;;) {
      const sign = this.#text[this.#at++];
      if (sign === undefined || (sign === '\n' && isRegex)) this.#fail(complaint, this.#text.length);
      if (sign === '\\') {
        const next = this.#text[this.#at++] ?? '';
        text += next === delimiter ? (isRegex && /[.*+?^${}()|[\]]/.test(next) ? `\\${next}` : next) : next === '\n' && isRegex ? '\n' : `\\${next}`;
      } else if (isRegex && sign === '[' && !inBrackets) {
        inBrackets = true;
        text += sign;
        if (this.#peek === '^') text += this.#text[this.#at++] ?? '';
        if (this.#peek === ']') text += this.#text[this.#at++] ?? '';
      } else if (sign === delimiter && !inBrackets) return text;
      else {
        if (sign === ']') inBrackets = false;
        text += sign;
      }
    }
  }

  #regex(pattern: string, flags: string): RegExp | null {
    if (pattern === '') return null;
    try {
      return posixRegex(pattern, { extended: this.#extended, ignoreCase: /[Ii]/.test(flags), multiline: /[Mm]/.test(flags) });
    } catch (error) {
      if (error instanceof RegexError) this.#fail(error.message);
      throw error;
    }
  }

  #command(): void {
    const from = this.#address(false);
    let to: Address | null = null;
    this.#skip(SPACE);
    if (from !== null && this.#peek === ',') {
      this.#at += 1;
      this.#skip(SPACE);
      to = this.#address(true);
      if (to === null) this.#fail("unexpected `,'", this.#at + 1);
    }
    this.#skip(SPACE);
    let isNegated = false;
    while (this.#peek === '!') {
      isNegated = true;
      this.#at += 1;
      this.#skip(SPACE);
    }
    const name = this.#text[this.#at++];
    if (name === undefined || name === '\n' || name === ';') this.#fail('missing command', this.#text.length);
    const command: SedCommand = {
      from, to, isNegated, name, text: '', substitution: null, map: null, end: 0, state: { isOpen: false, endLine: 0 },
    };
    this.commands.push(this.#arguments(command));
  }

  #arguments(command: SedCommand): SedCommand {
    const { name } = command;
    switch (name) {
      case '{':
        this.#blocks.push(this.commands.length);
        return command;
      case '}': {
        const start = this.#blocks.pop();
        if (start === undefined) this.#fail("unexpected `}'");
        if (command.from !== null) this.#fail('} doesn\'t want any addresses');
        (this.commands[start] as SedCommand).end = this.commands.length;
        this.#end();
        return command;
      }
      case 's': return this.#ended({ ...command, substitution: this.#substitution() });
      case 'y': return this.#ended({ ...command, map: this.#map() });
      case 'a': case 'i': case 'c': return { ...command, text: this.#block() };
      case ':': case 'b': case 't': case 'T': return { ...command, text: this.#label(name) };
      case 'r': case 'R': case 'w': case 'W': return { ...command, text: this.#file() };
      case 'q': case 'Q': case 'l': case 'L':
        this.#skip(SPACE);
        return this.#ended({ ...command, text: /\d/.test(this.#peek) ? String(this.#number()) : '' });
      case '=': case 'd': case 'D': case 'g': case 'G': case 'h': case 'H': case 'n': case 'N': case 'p': case 'P': case 'x': case 'z': case 'F':
        return this.#ended(command);
      default: return this.#fail(`unknown command: \`${name}'`);
    }
  }

  #ended(command: SedCommand): SedCommand {
    this.#end();
    return command;
  }

  /** Nothing but `;`, `}`, a comment or a newline may follow. */
  #end(): void {
    this.#skip(SPACE);
    const sign = this.#peek;
    if (sign === '' || sign === '\n' || sign === ';' || sign === '}' || sign === '#') return;
    this.#fail('extra characters after command', this.#at + 1);
  }

  #label(name: string): string {
    this.#skip(SPACE);
    const matched = (name === ':' ? /^[^\n;]*/ : /^[^\n;}]*/).exec(this.#text.slice(this.#at))?.[0] ?? '';
    this.#at += matched.length;
    if (name === ':' && matched.trim() === '') this.#fail('":" lacks a label');
    return matched.trim();
  }

  #file(): string {
    this.#skip(SPACE);
    const name = this.#line();
    if (name === '') this.#fail('missing filename in r/R/w/W commands');
    return name;
  }

  /** The text of a, i and c: `a\` newline text, or GNU's `a text`; backslashes keep newlines and leading blanks. */
  #block(): string {
    this.#skip(SPACE);
    if (this.#at >= this.#text.length) this.#fail('expected \\ after `a\', `c\' or `i\'', this.#text.length);
    if (this.#peek === '\\') {
      this.#at += 1;
      this.#skip(SPACE);
      this.#skipNewline();
    }
    let text = '';
    for (;;) {
      const sign = this.#text[this.#at++];
      if (sign === undefined || sign === '\n') break;
      text += sign === '\\' ? this.#text[this.#at++] ?? '' : sign;
    }
    return `${text}\n`;
  }

  #substitution(): Substitution {
    const delimiter = this.#text[this.#at++] ?? '';
    if (delimiter === '' || delimiter === '\n') this.#fail("unterminated `s' command", this.#text.length);
    const pattern = this.#until(delimiter, "unterminated `s' command", true);
    const replacement = this.#until(delimiter, "unterminated `s' command", false);
    const flags = { isGlobal: false, nth: 1, prints: false, file: null as string | null, regex: '' };
    for (;;) {
      const sign = this.#peek;
      if (sign === 'g') flags.isGlobal = true;
      else if (sign === 'p') flags.prints = true;
      else if (/[iImM]/.test(sign)) flags.regex += sign;
      else if (/\d/.test(sign)) {
        flags.nth = this.#number();
        if (flags.nth === 0) this.#fail("number option to `s' command may not be zero");
        continue;
      } else if (sign === 'w') {
        this.#at += 1;
        flags.file = this.#file();
        break;
      } else if (sign === '' || /[\n;}# \t]/.test(sign)) break;
      else this.#fail("unknown option to `s'", this.#at + 1);
      this.#at += 1;
    }
    const regex = this.#regex(pattern, flags.regex);
    const parts = this.#parts(replacement);
    const most = Math.max(0, ...parts.filter((part) => typeof part === 'number'));
    const groups = regex === null ? 9 : new RegExp(`${regex.source}|`, regex.flags).exec('')?.length ?? 1;
    if (most >= groups && regex !== null) this.#fail(`invalid reference \\${most} on \`s' command's RHS`);
    return { regex, parts, isGlobal: flags.isGlobal, nth: flags.nth, prints: flags.prints, file: flags.file };
  }

  #parts(text: string): Substitution['parts'] {
    const parts: (string | number | { change: 'U' | 'L' | 'u' | 'l' | 'E' })[] = [];
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at] ?? '';
      if (sign === '&') parts.push(0);
      else if (sign !== '\\') parts.push(sign);
      else {
        at += 1;
        const next = text[at] ?? '';
        if (/\d/.test(next)) parts.push(Number(next));
        else if (/[ULulE]/.test(next)) parts.push({ change: next as 'U' });
        else parts.push({ n: '\n', t: '\t', r: '\r' }[next] ?? next);
      }
    }
    return parts;
  }

  #map(): Map<string, string> {
    const delimiter = this.#text[this.#at++] ?? '';
    const read = (): string[] => [...this.#until(delimiter, "unterminated `y' command", false).replace(/\\n/g, '\n').replace(/\\\\/g, '\\')];
    const [from, to] = [read(), read()];
    if (from.length !== to.length) this.#fail("strings for `y' command are different lengths");
    return new Map(from.map((sign, index) => [sign, to[index] ?? '']));
  }
}
