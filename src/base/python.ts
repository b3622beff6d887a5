import type { Json } from './json.ts';

/** How Python writes a text (`repr`): single quotes unless it holds only those, escapes for what is not printable. */
export function pythonText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = '';
  for (const letter of text) out += letter === quote || letter === '\\' ? `\\${letter}` : escaped(letter);
  return quote + out + quote;
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(letter: string): string {
  const short = SHORT[letter];
  if (short !== undefined) return short;
  const code = letter.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return letter;
  if (!/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(letter)) return letter;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** How Python writes a value (`repr`): `{'a': [True, None]}`; `sorted` as pprint does, with the keys in order. */
export function pythonRepr(value: Json | undefined, sorted = false): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pythonText(value);
  if (typeof value === 'number') return String(value);
  if (isList(value)) return `[${value.map((item) => pythonRepr(item, sorted)).join(', ')}]`;
  return `{${entries(value, sorted).map(([key, item]) => `${pythonText(key)}: ${pythonRepr(item, sorted)}`).join(', ')}}`;
}

/** Python's `pprint.pformat(value, width)`: one line where it fits, else a line for each member. */
export function pythonPretty(value: Json, width = 80): string {
  return pretty(value, width, 0, 0, 1);
}

function pretty(value: Json, width: number, indent: number, allowance: number, level: number): string {
  const flat = pythonRepr(value, true);
  if (flat.length <= width - indent - allowance || value === null) return flat;
  if (typeof value === 'string') return prettyText(value, width, indent, allowance, level);
  if (typeof value !== 'object') return flat;
  const newline = `,\n${' '.repeat(indent + 1)}`;
  if (isList(value)) {
    const items = value.map((item, at) => pretty(item, width, indent + 1, at === value.length - 1 ? allowance + 1 : 1, level + 1));
    return `[${items.join(newline)}]`;
  }
  const pairs = entries(value, true);
  const items = pairs.map(([key, item], at) => {
    const name = `${pythonText(key)}: `;
    return name + pretty(item ?? null, width, indent + 1 + name.length, at === pairs.length - 1 ? allowance + 1 : 1, level + 1);
  });
  return `{${items.join(newline)}}`;
}

/** A text that does not fit: cut after white space, the pieces below each other. */
function prettyText(text: string, width: number, indent: number, allowance: number, level: number): string {
  if (text === '') return "''";
  const [left, right] = level === 1 ? [indent + 1, allowance + 1] : [indent, allowance];
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const chunks = lines.flatMap((line, at) => {
    const isLast = at === lines.length - 1;
    const flat = pythonText(line);
    return flat.length <= width - left - (isLast ? right : 0) ? [flat] : wrapped(line, width - left, isLast ? right : 0);
  });
  if (chunks.length === 1) return chunks[0] ?? '';
  const body = chunks.join(`\n${' '.repeat(left)}`);
  return level === 1 ? `(${body})` : body;
}

function wrapped(line: string, width: number, lastAllowance: number): string[] {
  const parts = line.match(/\S+\s*|\s+/g) ?? [];
  const chunks: string[] = [];
  let current = '';
  parts.forEach((part, at) => {
    const room = at === parts.length - 1 ? width - lastAllowance : width;
    if (pythonText(current + part).length <= room) {
      current += part;
      return;
    }
    if (current !== '') chunks.push(pythonText(current));
    current = part;
  });
  return current === '' ? chunks : [...chunks, pythonText(current)];
}

/** Python's `json.dumps(value)`: spaces after commas and colons, everything beyond ASCII escaped. */
export function pythonJson(value: Json | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return jsonText(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(pythonJson).join(', ')}]`;
  return `{${entries(value, false).map(([key, item]) => `${jsonText(key)}: ${pythonJson(item)}`).join(', ')}}`;
}

const jsonText = (text: string): string =>
  JSON.stringify(text).replace(/[\x7f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

type Table = Exclude<Json, null | boolean | number | string | readonly Json[]>;

function entries(value: Table, sorted: boolean): [string, Json | undefined][] {
  const pairs = Object.entries(value).filter(([, item]) => item !== undefined);
  return sorted ? pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) : pairs;
}
