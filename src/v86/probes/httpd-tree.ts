import type { Said } from '../../facts/httpd.ts';
import { isPattern, patternOf, takeWord, wordsOf } from '../../facts/httpd-words.ts';

/** A configuration file's lines that say something, by number; continued ones are joined. */
export type ConfigLines = readonly { readonly line: number; readonly text: string }[];

/** Modules that are part of Debian's httpd itself. */
const BUILT_IN = ['core', 'so', 'watchdog', 'http', 'log_config', 'logio', 'version', 'unixd'];
const MOST_DEEP = 20;

/**
 * The directives of a configuration that httpd understands, with what it includes. It does not check: `httpd -t` does.
 * `<IfModule>` and `<IfDefine>` count as httpd counts them, `<IfVersion>` always.
 */
export function readTree(files: ReadonlyMap<string, ConfigLines>, main: string, root: string): { readonly tree: readonly Said[]; readonly files: readonly string[] } {
  const reader = new TreeReader(files, root);
  reader.read(main, 0);
  return { tree: reader.tree, files: reader.visited };
}

interface Open {
  readonly name: string;
  readonly children: Said[];
  /** What stands in it does not count. */
  readonly isSkipped: boolean;
}

class TreeReader {
  readonly tree: Said[] = [];
  readonly visited: string[] = [];
  readonly #files: ReadonlyMap<string, ConfigLines>;
  readonly #modules = new Set(BUILT_IN.map((name) => `${name}_module`));
  readonly #defined = new Set<string>();
  readonly #open: Open[];
  #root: string;

  constructor(files: ReadonlyMap<string, ConfigLines>, root: string) {
    this.#files = files;
    this.#root = root;
    this.#open = [{ name: '', children: this.tree, isSkipped: false }];
  }

  read(file: string, depth: number): void {
    this.visited.push(file);
    for (const { line, text } of this.#files.get(file) ?? []) this.#line(file, line, text.trim(), depth);
  }

  #line(file: string, line: number, text: string, depth: number): void {
    const around = this.#open.at(-1);
    if (around === undefined) return;
    if (text.startsWith('</')) {
      if (this.#open.length > 1) this.#open.pop();
      return;
    }
    const { word: name, rest } = takeWord(text);
    const args = rest.trim();
    if (name.startsWith('<')) this.#section(around, { name, args: args.replace(/>$/, ''), file, line });
    else if (!around.isSkipped) this.#directive(around, { name, args, file, line }, depth);
  }

  #section(around: Open, said: Omit<Said, 'children'>): void {
    const children: Said[] = [];
    const isSkipped = around.isSkipped || !this.#holds(said.name.toLowerCase(), said.args.trim());
    this.#open.push({ name: said.name, children, isSkipped });
    if (!isSkipped) around.children.push({ ...said, children });
  }

  #holds(section: string, condition: string): boolean {
    const isNot = condition.startsWith('!');
    const name = condition.replace(/^!\s*/, '');
    if (section === '<ifmodule') return this.#modules.has(name.replace(/^mod_(\w+)\.c$/, '$1_module')) !== isNot;
    if (section === '<ifdefine') return this.#defined.has(name) !== isNot;
    return true;
  }

  #directive(around: Open, said: Omit<Said, 'children'>, depth: number): void {
    around.children.push({ ...said, children: null });
    const [first = ''] = wordsOf(said.args);
    switch (said.name.toLowerCase()) {
      case 'loadmodule': this.#modules.add(first); break;
      case 'define': this.#defined.add(first); break;
      case 'serverroot': this.#root = first.replace(/\/+$/, ''); break;
      case 'include': case 'includeoptional':
        if (depth < MOST_DEEP) for (const path of this.#matching(first.startsWith('/') ? first : `${this.#root}/${first}`)) this.read(path, depth + 1);
        break;
      default:
    }
  }

  #matching(path: string): readonly string[] {
    if (!isPattern(path)) return this.#files.has(path) ? [path] : [...this.#files.keys()].filter((file) => file.startsWith(`${path}/`)).sort();
    const pattern = path.split('/').map((part) => patternOf(part));
    const fits = (file: string): boolean => file.split('/').length === pattern.length && file.split('/').every((part, index) => pattern[index]?.test(part) === true);
    return [...this.#files.keys()].filter(fits).sort();
  }
}
