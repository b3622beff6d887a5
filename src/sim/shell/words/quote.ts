const CONTROL: Readonly<Record<string, string>> = {
  '\n': '\\n', '\t': '\\t', '\r': '\\r', '\x1b': '\\E', '\x07': '\\a', '\b': '\\b', '\v': '\\v', '\f': '\\f',
};

const hasControl = (text: string): boolean => /[\x00-\x1f\x7f\udc80-\udcff]/u.test(text);

/** `$'…'`, for text with control characters. */
export function ansiQuote(text: string): string {
  const inner = text.replace(/[\\'\x00-\x1f\x7f]/g, (char) =>
    (char === '\\' || char === "'" ? `\\${char}` : CONTROL[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`));
  return `$'${inner}'`;
}

/** `'…'`, as `${x@Q}`, `set` and `alias` show values. */
export const singleQuote = (text: string): string =>
  (hasControl(text) ? ansiQuote(text) : `'${text.replaceAll("'", "'\\''")}'`);

/** As `printf %q` and completion quote: backslashes before special characters, only where needed. */
export function backslashQuote(text: string): string {
  if (text === '') return "''";
  if (hasControl(text)) return ansiQuote(text);
  return text.replace(/[ \t|&;()<>!{}*[\]?^$`'"\\,]|^[#~]|(?<=[:=])~/g, '\\$&');
}

/** As `set -x` shows words: bare where nothing is special, else in single quotes. */
export function traceQuote(text: string): string {
  if (text === '') return "''";
  if (hasControl(text.replace(/[\n\t]/g, ''))) return ansiQuote(text);
  return /[\s|&;()<>*[\]?^$`'"\\!{}]|^[#~]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : text;
}

/** As `declare -p` shows values: in double quotes. */
export const doubleQuote = (text: string): string =>
  (hasControl(text) ? ansiQuote(text) : `"${text.replace(/[\\"$`]/g, '\\$&')}"`);

/** As `set` lists values: quoted only where needed. */
export const listQuote = (text: string): string =>
  (text === '' ? '' : /^[\w@%+=:,./-]+$/.test(text) ? text : singleQuote(text));
