import { hasGlob, quotePattern } from './pattern.ts';

interface Piece {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** One word after expansion, still knowing which characters were quoted. */
export class Field {
  readonly pieces: Piece[] = [];

  get text(): string {
    return this.pieces.map((piece) => piece.text).join('');
  }

  /** As a pattern: what was quoted is taken literally. */
  get pattern(): string {
    return this.pieces.map((piece) => (piece.isQuoted ? quotePattern(piece.text) : piece.text)).join('');
  }

  /** The pattern if it has anything special in it, else null. */
  globOf(extglob: boolean): string | null {
    if (!this.pieces.some((piece) => !piece.isQuoted && /[*?[(]/.test(piece.text))) return null;
    const { pattern } = this;
    return hasGlob(pattern, extglob) ? pattern : null;
  }
}

/** Collects expanded text into fields: literal text goes on, split text and `"$@"` begin new ones. */
export class FieldBuilder {
  readonly fields: Field[] = [];
  #current: Field | null = null;

  /** Text that is not split. An empty quoted text still makes a field. */
  add(text: string, isQuoted: boolean): void {
    if (text === '' && !isQuoted) return;
    this.#current ??= new Field();
    if (text !== '') this.#current.pieces.push({ text, isQuoted });
  }

  get hasCurrent(): boolean {
    return this.#current !== null;
  }

  /** Ends the field that was begun; `always` makes an empty one if there was none. */
  cut(always = false): void {
    if (this.#current === null && !always) return;
    this.fields.push(this.#current ?? new Field());
    this.#current = null;
  }

  /** The result of an unquoted expansion: split at the characters of IFS (Word Splitting in bash(1)). */
  split(text: string, ifs: string): void {
    if (ifs === '') {
      this.add(text, false);
      return;
    }
    const isBlank = (char: string): boolean => ifs.includes(char) && ' \t\n'.includes(char);
    let at = 0;
    let word = '';
    const flush = (): void => {
      this.add(word, false);
      word = '';
    };
    while (at < text.length) {
      const char = text[at] ?? '';
      if (!ifs.includes(char)) {
        word += char;
        at += 1;
        continue;
      }
      flush();
      const wasBlank = isBlank(char);
      while (at < text.length && isBlank(text[at] ?? '')) at += 1;
      const isSeparated = at < text.length && ifs.includes(text[at] ?? '') && !isBlank(text[at] ?? '');
      if (isSeparated) {
        at += 1;
        while (at < text.length && isBlank(text[at] ?? '')) at += 1;
      }
      this.cut(isSeparated || !wasBlank);
    }
    flush();
  }

  finish(): Field[] {
    this.cut();
    return this.fields;
  }
}
