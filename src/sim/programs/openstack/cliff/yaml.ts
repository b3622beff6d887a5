import type { Json } from '../../../../base/json.ts';

/** PyYAML's safe_dump(value, default_flow_style=False): block style, keys sorted, lines folded at 80 columns. */
export function dumpYaml(value: Json): string {
  const isScalar = value === null || typeof value !== 'object' || isEmpty(value);
  const text = block(value, 0, 0);
  // A document that is a plain scalar ends with the document end mark.
  const isPlain = isScalar && typeof value !== 'object' && !/^['"]/.test(text);
  return `${text}\n${isPlain ? '...\n' : ''}`;
}

const isEmpty = (value: Json): boolean => value !== null && typeof value === 'object' && Object.keys(value).length === 0;

/** A value written where `indent` spaces stand before its lines and `column` characters before its first word. */
function block(value: Json, indent: number, column: number): string {
  if (value === null || typeof value !== 'object') return scalar(value, indent, column);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : sequence(value as readonly Json[], indent);
  return isEmpty(value) ? '{}' : mapping(value as Readonly<Record<string, Json>>, indent);
}

function sequence(items: readonly Json[], indent: number): string {
  return items.map((item) => `- ${block(item, indent + 2, indent + 2)}`).join(`\n${' '.repeat(indent)}`);
}

function mapping(value: Readonly<Record<string, Json>>, indent: number): string {
  return Object.keys(value).sort(byCodePoint).map((key) => {
    const item = value[key] as Json;
    const name = scalar(key, indent, indent);
    const isBlock = item !== null && typeof item === 'object' && !isEmpty(item);
    if (!isBlock) return `${name}: ${block(item, indent + 2, indent + name.length + 2)}`;
    // A sequence inside a mapping stands at the mapping's own indentation.
    const inner = Array.isArray(item) ? indent : indent + 2;
    return `${name}:\n${' '.repeat(inner)}${block(item, inner, inner)}`;
  }).join(`\n${' '.repeat(indent)}`);
}

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function scalar(value: null | boolean | number | string, indent: number, column: number): string {
  if (value === null) return 'null';
  if (typeof value !== 'string') return String(value);
  if (needsDouble(value)) return doubleQuoted(value);
  if (needsQuotes(value)) return fold(`'${value.replaceAll("'", "''")}'`, indent, column, value);
  return fold(value, indent, column, value);
}

const RESOLVED = [
  /^(?:yes|no|true|false|on|off|y|n)$/i, /^(?:~|null)$/i, /^[-+]?(?:0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  /^[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?$|^\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?$|^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$|^[-+]?\.inf$|^\.nan$/i,
  /^\d{4}-\d\d-\d\d$|^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/, /^=$/, /^<<$/,
];

/** `y` and `n` stay plain: PyYAML's resolver knows only the longer words. */
const isResolved = (text: string): boolean => !/^[yn]$/i.test(text) && RESOLVED.some((pattern) => pattern.test(text));

function needsQuotes(text: string): boolean {
  return text === '' || isResolved(text) || /^[\s#,[\]{}&*!|>'"%@`]/.test(text) || /\s$/.test(text) || /^(?:[-?:])(?:\s|$)/.test(text)
    || /:(?:\s|$)/.test(text) || /\s#/.test(text) || /^(?:---|\.\.\.)/.test(text) || text.includes('\n');
}

/** What single quotes cannot hold. */
const needsDouble = (text: string): boolean => /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text) || /[^\x00-\x7f]/.test(text);

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0', '\x07': '\\a', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r', '\x1b': '\\e', '"': '\\"', '\\': '\\\\',
};

function doubleQuoted(text: string): string {
  const body = [...text].map((character) => {
    const known = ESCAPES[character];
    if (known !== undefined) return known;
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x20 && code < 0x7f) return character;
    if (code <= 0xff) return `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}` : `\\U${code.toString(16).toUpperCase().padStart(8, '0')}`;
  }).join('');
  return `"${body}"`;
}

/** Breaks at single spaces once a line has more than 80 columns; newlines in quotes are doubled. */
function fold(text: string, indent: number, column: number, value: string): string {
  const pad = `\n${' '.repeat(Math.max(indent, column === indent ? indent : indent))}`;
  const shown = value.includes('\n') ? text.replaceAll('\n', `\n\n${' '.repeat(indent)}`) : text;
  let at = column;
  let out = '';
  for (const part of shown.split(/(?<=\S)( )(?=\S)/)) {
    if (part === ' ' && at > 80) {
      out += pad;
      at = indent;
    } else {
      out += part;
      const newline = part.lastIndexOf('\n');
      at = newline === -1 ? at + part.length : part.length - newline - 1;
    }
  }
  return out;
}
