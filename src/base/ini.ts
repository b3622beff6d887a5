// Ini files as oslo.config's parser reads them: `[section]`, `key = value` or `key: value`, `#` and `;` comments at the
// start of a line, lines that begin with white space continue a value, a value in matching quotes loses them.

/** One assignment. `line` counts from 1; continued lines are joined with newlines. */
export interface IniEntry {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

export interface IniProblem {
  readonly line: number;
  /** As oslo.config words it. */
  readonly message: string;
  /** The line itself; null where it is not one line's fault. */
  readonly text: string | null;
}

export interface IniFile {
  readonly entries: readonly IniEntry[];
  readonly sections: readonly string[];
  /** What is no ini syntax; oslo.config gives up at the first. */
  readonly problems: readonly IniProblem[];
}

/** Parses a whole file; never throws. Assignments before any section belong to DEFAULT, or are a problem where sections are `needed`. */
export function parseIni(text: string, sections: 'needed' | 'optional' = 'optional'): IniFile {
  return new Parser(sections === 'needed').run(text);
}

class Parser {
  readonly #entries: IniEntry[] = [];
  readonly #sections: string[] = [];
  readonly #problems: IniProblem[] = [];
  readonly #needsSection: boolean;
  #section: string | null = null;
  #open: { key: string; values: string[]; line: number } | null = null;

  constructor(needsSection: boolean) {
    this.#needsSection = needsSection;
  }

  run(text: string): IniFile {
    const lines = text.replace(/\n$/, '').split('\n');
    for (const [index, raw] of lines.entries()) this.#line(raw.replace(/\s+$/, ''), index + 1);
    this.#close(lines.length);
    return { entries: this.#entries, sections: this.#sections, problems: this.#problems };
  }

  #line(line: string, number: number): void {
    if (line === '') this.#close(number);
    else if (/^\s/.test(line)) this.#continue(line, number);
    else {
      this.#close(number);
      if (line.startsWith('[')) this.#openSection(line, number);
      else if (!/^[#;]/.test(line)) this.#assign(line, number);
    }
  }

  #continue(line: string, number: number): void {
    if (this.#open === null) this.#problem(number, 'Unexpected continuation line', line);
    else this.#open.values.push(line.trimStart());
  }

  #openSection(line: string, number: number): void {
    if (!line.endsWith(']')) this.#problem(number, 'Invalid section (must end with ])', line);
    else if (line === '[]') this.#problem(number, 'Empty section name', line);
    else {
      this.#section = line.slice(1, -1);
      this.#sections.push(this.#section);
    }
  }

  #assign(line: string, number: number): void {
    const at = line.search(/[:=]/);
    if (at === -1) {
      this.#problem(number, "No ':' or '=' found in assignment", line);
      return;
    }
    const key = line.slice(0, at).trim();
    if (key === '') this.#problem(number, 'Key cannot be empty', line);
    else this.#open = { key, values: [unquote(line.slice(at + 1).trim())], line: number };
  }

  /** An assignment ends where the next line (`at`) begins. */
  #close(at: number): void {
    if (this.#open === null) return;
    const { key, values, line } = this.#open;
    this.#open = null;
    if (this.#section === null && this.#needsSection) this.#problem(at, 'Section must be started before assignment', null);
    this.#entries.push({ section: this.#section ?? 'DEFAULT', key, value: values.join('\n'), line });
  }

  #problem(line: number, message: string, text: string | null): void {
    this.#problems.push({ line, message, text });
  }
}

function unquote(value: string): string {
  const first = value.charAt(0);
  const isQuoted = value.length > 1 && (first === '"' || first === "'") && value.endsWith(first);
  return isQuoted ? value.slice(1, -1) : value;
}
