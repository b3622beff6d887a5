// Variables of a file that is sourced, read without running it.
import type { ShellVariable } from '../lab/identity.ts';

export interface SourcedFile {
  readonly variables: readonly ShellVariable[];
  readonly faults: readonly { readonly line: number; readonly text: string; readonly says: string }[];
}

const NAME = /^[A-Za-z_]\w*$/;

/** What sourcing a file of plain assignments would set. Lines that are more than that are left out. */
export function readSourced(text: string): SourcedFile {
  const reader = new SourcedReader();
  for (const [index, line] of text.split('\n').entries()) {
    for (const words of commandsOf(line)) reader.run(words, index + 1, line.trim());
  }
  return { variables: [...reader.variables.values()], faults: reader.faults };
}

class SourcedReader {
  readonly variables = new Map<string, ShellVariable>();
  readonly faults: { line: number; text: string; says: string }[] = [];
  #exportsAll = false;

  run(words: readonly string[], line: number, text: string): void {
    if (words[0] === 'set' && /^[-+]a$/.test(words[1] ?? '')) this.#exportsAll = words[1] === '-a';
    const isExport = words[0] === 'export' || (words[0] === 'declare' && words[1] === '-x');
    const rest = words.slice(words[0] === 'declare' ? 2 : isExport ? 1 : 0);
    if (!isExport && !(rest[0] ?? '').includes('=') && rest[1] !== '=') return;
    const fault = faultOf(rest, isExport);
    if (fault !== null) this.faults.push({ line, text, says: fault });
    for (const word of rest) this.#assign(word, isExport, line);
  }

  #assign(word: string, isExport: boolean, line: number): void {
    const [name = '', ...value] = word.split('=');
    if (!NAME.test(name)) return;
    const old = this.variables.get(name);
    const isExported = isExport || this.#exportsAll || old?.isExported === true;
    if (word.includes('=')) this.variables.set(name, { name, value: value.join('='), isExported, line });
    else if (isExport && old !== undefined) this.variables.set(name, { ...old, isExported });
  }
}

/** What bash would complain of, or do otherwise than was meant. */
function faultOf(words: readonly string[], isExport: boolean): string | null {
  if (words.some((word) => word === '=' || (word.startsWith('=') && word.length > 1))) return 'bash allows no spaces around the `=`';
  if (isExport && words.some((word) => word.startsWith('–') || word.startsWith('—'))) return 'a dash that is no hyphen';
  if (words.some((word) => /[“”‘’]/.test(word))) return 'typographic quotes belong to the value: bash knows only `"` and `\'`';
  if (words.some((word) => /=.*<[^<>]*>/.test(word))) return 'the angle brackets of the guide are still there';
  return null;
}

/** The simple commands of a line, each as words without their quotes; `$` is not expanded. */
function commandsOf(line: string): string[][] {
  const commands: string[][] = [[]];
  let word: string | null = null;
  let quote = '';
  const end = (): void => {
    if (word !== null) commands.at(-1)?.push(word);
    word = null;
  };
  for (const [at, letter] of [...line].entries()) {
    if (quote !== '') {
      if (letter === quote) quote = '';
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (letter === '#' && (at === 0 || word === null)) break;
    else if (/\s/.test(letter)) end();
    else if (letter === ';' || letter === '&') {
      end();
      commands.push([]);
    } else word = (word ?? '') + letter;
  }
  end();
  return commands.filter((words) => words.length > 0);
}
