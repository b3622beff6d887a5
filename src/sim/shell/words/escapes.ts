import { fromBytes, toBytes } from '../../../base/bytes.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\',
};

/** Which escapes count: `$'…'`, `echo -e`, printf's format, printf's `%b`. */
export type EscapeStyle = 'ansi' | 'echo' | 'format' | '%b';

/** Bytes written by number may make up one character together. */
const byte = (code: number): string => fromBytes(Uint8Array.of(code & 0xff));

/** The text with its backslash escapes resolved; `isStopped` after `\c`. */
export function decodeEscapes(source: string, style: EscapeStyle): { text: string; isStopped: boolean } {
  let text = '';
  let at = 0;
  while (at < source.length) {
    const char = source[at] ?? '';
    if (char !== '\\' || at === source.length - 1) {
      text += char;
      at += 1;
      continue;
    }
    if (source[at + 1] === 'c' && (style === 'echo' || style === '%b')) return { text: joinBytes(text), isStopped: true };
    const escape = readEscape(source.slice(at), style);
    text += escape.text;
    at += escape.length;
  }
  return { text: joinBytes(text), isStopped: false };
}

/** Puts bytes that were escaped one by one together to characters. */
const joinBytes = (text: string): string => (/[\udc80-\udcff]/.test(text) ? fromBytes(toBytes(text)) : text);

function readEscape(rest: string, style: EscapeStyle): { text: string; length: number } {
  const octal = (style === 'echo' ? /^\\0([0-7]{1,3})/ : style === '%b' ? /^\\0?([0-7]{1,3})/ : /^\\([0-7]{1,3})/).exec(rest);
  if (octal !== null) return { text: byte(parseInt(octal[1] ?? '0', 8)), length: octal[0].length };
  if (style === 'echo' && rest.startsWith('\\0')) return { text: '\0', length: 2 };
  const hex = /^\\x([0-9a-fA-F]{1,2})/.exec(rest);
  if (hex !== null) return { text: byte(parseInt(hex[1] ?? '0', 16)), length: hex[0].length };
  const unicode = /^\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/.exec(rest);
  if (unicode !== null) {
    return { text: String.fromCodePoint(parseInt(unicode[1] ?? unicode[2] ?? '0', 16)), length: unicode[0].length };
  }
  const control = style === 'ansi' ? /^\\c([^])/.exec(rest) : null;
  if (control !== null) return { text: String.fromCharCode((control[1] ?? '').charCodeAt(0) & 0x1f), length: 3 };
  const letter = rest[1] ?? '';
  const isQuote = (style === 'ansi' || style === 'format') && (letter === "'" || letter === '"' || letter === '?');
  if (isQuote) return { text: letter, length: 2 };
  const simple = SIMPLE[letter];
  return simple === undefined ? { text: `\\${letter}`, length: 2 } : { text: simple, length: 2 };
}
