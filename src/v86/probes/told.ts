// The teller's lines: fields with tabs between (vm-images/PROTOCOL.md).

const LETTERS: Readonly<Record<string, string>> = { t: '\t', n: '\n' };

/** A text as a field. */
export const field = (text: string): string => text.replace(/[\\\t\n]/g, (char) => `\\${char === '\t' ? 't' : char === '\n' ? 'n' : char}`);

/** What a field means. */
const meant = (said: string): string => said.replace(/\\(.)/g, (_, letter: string) => LETTERS[letter] ?? letter);

/** The lines of a text, each as its fields. */
export const linesOf = (told: string): readonly (readonly string[])[] =>
  told.split('\n').filter((line) => line !== '').map((line) => line.split('\t').map(meant));

/** NULL, as the teller writes a value. */
const NULL = '\\N';

/** What statements came to: their rows, all in one list, the names of the last result's columns, and the first error. */
export interface SqlTold {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly error: { readonly code: number; readonly words: string } | null;
}

export function sqlTold(told: string): SqlTold {
  const lines = told.split('\n').filter((line) => line !== '').map((line) => line.split('\t'));
  const of = (kind: string): readonly (readonly string[])[] => lines.filter(([first]) => first === kind).map(([, ...fields]) => fields);
  const [error] = of('error');
  return {
    columns: (of('columns').at(-1) ?? []).map(meant),
    rows: of('row').map((row) => row.map((value) => (value === NULL ? null : meant(value)))),
    error: error === undefined ? null : { code: Number(error[0]), words: meant(error[1] ?? '') },
  };
}
