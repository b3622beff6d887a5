// How GNU programs quote names in their messages and in ls (gnulib's quotearg), in a UTF-8 locale.

/** ‘name’: messages of coreutils that use quote(). */
export const curly = (text: string): string => `‘${escapeControls(text)}’`;

const NEEDS_QUOTES = /[ !"$&'()*;<=>?[\\^`|]|[\x00-\x1f\x7f\uDC80-\uDCFF]/;

/** Whether a shell would not take the name as it is. */
const needsQuotes = (text: string): boolean => text === '' || /^[#~]|^[{}]$/.test(text) || NEEDS_QUOTES.test(text);

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v',
};

function escapeOne(unit: string): string {
  const code = unit.charCodeAt(0);
  const byte = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
  return SHORT_ESCAPES[unit] ?? `\\${byte.toString(8).padStart(3, '0')}`;
}

const escapeControls = (text: string): string =>
  text.replace(/[\x00-\x1f\x7f\\’\uDC80-\uDCFF]/g, (unit) => (unit === '’' || unit === '\\' ? `\\${unit}` : escapeOne(unit)));

/** 'name' for a shell, always quoted: messages of coreutils that use quoteaf(). */
export function shellQuoteAlways(text: string): string {
  if (/[\x00-\x1f\x7f\uDC80-\uDCFF]/.test(text)) {
    // Unprintable parts go into $'…' between the plain ones.
    return text.split(/([\x00-\x1f\x7f\uDC80-\uDCFF]+)/).map((part, index) =>
      index % 2 === 1 ? `$'${[...part].map(escapeOne).join('')}'` : part === '' && index > 0 ? '' : `'${part.replaceAll("'", `'\\''`)}'`).join('');
  }
  if (text.includes("'") && !/["$`\\!]/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The name, quoted for a shell only where needed: ls on a terminal. */
export const quoteName = (text: string): string => (needsQuotes(text) ? shellQuoteAlways(text) : text);

/** The same for messages that use quotef(): a colon would end the name, so it needs quotes, too. */
export const shellQuote = (text: string): string => (text.includes(':') ? shellQuoteAlways(text) : quoteName(text));
