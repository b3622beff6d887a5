import { fromBytes } from '../base/bytes.ts';
import type { ShellVariable } from '../lab/identity.ts';

const LINE = /declare -(\S+) (\w+)(?:=("(?:[^"\\]|\\[\s\S])*"|\$'(?:[^'\\]|\\[\s\S])*'))?/g;

/** What bash's `declare -p` printed: `declare -x OS_USERNAME="admin"`; a value with control characters stands in `$'…'`. */
export function readDeclared(text: string): readonly ShellVariable[] {
  return [...text.replaceAll('\r\n', '\n').matchAll(LINE)].flatMap(([, flags = '', name = '', value]) =>
    (value === undefined ? [] : [{ name, value: valueOf(value), isExported: flags.includes('x') }]));
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function valueOf(quoted: string): string {
  if (quoted.startsWith('"')) return quoted.slice(1, -1).replace(/\\(["\\$`])/g, '$1');
  return quoted.slice(2, -1).replace(/(?:\\[0-7]{3})+|\\([\s\S])/g, (all, letter: string | undefined) =>
    (letter === undefined ? fromBytes(Uint8Array.from(all.slice(1).split('\\'), (digits) => Number.parseInt(digits, 8))) : ESCAPES[letter] ?? letter));
}
