// Bytes as text. Everything a simulated file, pipe or socket holds is a JavaScript string; a byte that is not valid
// UTF-8 is kept as the lone surrogate U+DC00 + byte (Python's "surrogateescape", PEP 383), so nothing is ever lost.

const ESCAPE = 0xdc00;

const isEscaped = (unit: number): boolean => unit >= ESCAPE + 0x80 && unit <= ESCAPE + 0xff;

/** Length of `text` in bytes when written as UTF-8 with escaped bytes. */
export function byteLength(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80 || isEscaped(unit)) length += 1;
    else if (unit < 0x800) length += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && index + 1 < text.length) {
      length += 4;
      index += 1;
    } else length += 3;
  }
  return length;
}

/** The bytes of `text`. */
export function toBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(byteLength(text));
  let at = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes[at++] = unit;
    else if (isEscaped(unit)) bytes[at++] = unit - ESCAPE;
    else {
      const code = text.codePointAt(index) ?? unit;
      if (code > 0xffff) index += 1;
      at = putCodePoint(bytes, at, code);
    }
  }
  return bytes;
}

function putCodePoint(bytes: Uint8Array, start: number, code: number): number {
  let at = start;
  if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6);
  else {
    if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
    else {
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
    }
    bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
  }
  bytes[at++] = 0x80 | (code & 0x3f);
  return at;
}

/** The text of `bytes`; bytes that are not UTF-8 become escaped surrogates. Inverse of `toBytes`. */
export function fromBytes(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; ) {
    const sequence = readSequence(bytes, index);
    if (sequence === null) {
      text += String.fromCharCode(ESCAPE + (bytes[index] ?? 0));
      index += 1;
    } else {
      text += String.fromCodePoint(sequence.code);
      index += sequence.length;
    }
  }
  return text;
}

function readSequence(bytes: Uint8Array, index: number): { code: number; length: number } | null {
  const lead = bytes[index] ?? 0;
  if (lead < 0x80) return { code: lead, length: 1 };
  const length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 0;
  if (length === 0 || index + length > bytes.length) return null;
  let code = lead & (0xff >> (length + 1));
  for (let step = 1; step < length; step += 1) {
    const next = bytes[index + step] ?? 0;
    if ((next & 0xc0) !== 0x80) return null;
    code = (code << 6) | (next & 0x3f);
  }
  const isOverlong = (length === 3 && code < 0x800) || (length === 4 && code < 0x10000);
  if (isOverlong || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null;
  return { code, length };
}
