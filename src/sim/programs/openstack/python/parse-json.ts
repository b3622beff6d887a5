import type { Json } from '../../../../base/json.ts';

/** Text that is no JSON: the message is the one of Python's json module. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/** Python's json.loads. Throws JsonError, with what was expected and where. */
export function parseJson(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value(reader.space(0));
  const end = reader.space(value.end);
  if (end !== text.length) throw reader.error('Extra data', end);
  return value.value;
}

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const WORDS: readonly (readonly [string, Json])[] = [['null', null], ['true', true], ['false', false]];
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

class Reader {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  error(message: string, at: number): JsonError {
    const before = this.#text.slice(0, at);
    const line = before.split('\n').length;
    return new JsonError(`${message}: line ${line} column ${at - before.lastIndexOf('\n')} (char ${at})`);
  }

  space(at: number): number {
    let end = at;
    while (' \t\n\r'.includes(this.#text[end] ?? 'x')) end += 1;
    return end;
  }

  value(at: number): Read<Json> {
    const text = this.#text;
    if (text[at] === '"') return this.#string(at + 1);
    if (text[at] === '{') return this.#object(at + 1);
    if (text[at] === '[') return this.#array(at + 1);
    const word = WORDS.find(([name]) => text.startsWith(name, at));
    if (word !== undefined) return { value: word[1], end: at + word[0].length };
    NUMBER.lastIndex = at;
    const number = NUMBER.exec(text)?.[0];
    if (number === undefined) throw this.error('Expecting value', at);
    return { value: Number(number), end: at + number.length };
  }

  #object(start: number): Read<Json> {
    const out: Record<string, Json> = {};
    let at = this.space(start);
    if (this.#text[at] === '}') return { value: out, end: at + 1 };
    for (;;) {
      if (this.#text[at] !== '"') throw this.error('Expecting property name enclosed in double quotes', at);
      const key = this.#string(at + 1);
      at = this.space(key.end);
      if (this.#text[at] !== ':') throw this.error("Expecting ':' delimiter", at);
      const item = this.value(this.space(at + 1));
      out[key.value] = item.value;
      at = this.space(item.end);
      if (this.#text[at] === '}') return { value: out, end: at + 1 };
      if (this.#text[at] !== ',') throw this.error("Expecting ',' delimiter", at);
      at = this.space(at + 1);
    }
  }

  #array(start: number): Read<Json> {
    const out: Json[] = [];
    let at = this.space(start);
    if (this.#text[at] === ']') return { value: out, end: at + 1 };
    for (;;) {
      const item = this.value(at);
      out.push(item.value);
      at = this.space(item.end);
      if (this.#text[at] === ']') return { value: out, end: at + 1 };
      if (this.#text[at] !== ',') throw this.error("Expecting ',' delimiter", at);
      at = this.space(at + 1);
    }
  }

  /** From after the opening quote. */
  #string(start: number): Read<string> {
    let out = '';
    for (let at = start; at < this.#text.length; at += 1) {
      const character = this.#text[at] ?? '';
      if (character === '"') return { value: out, end: at + 1 };
      if (character < ' ') throw this.error('Invalid control character at', at);
      if (character !== '\\') {
        out += character;
        continue;
      }
      at += 1;
      const escape = this.#text[at];
      if (escape === undefined) break;
      if (escape === 'u') {
        const hex = /^[0-9a-fA-F]{4}$/.exec(this.#text.slice(at + 1, at + 5))?.[0];
        if (hex === undefined) throw this.error('Invalid \\uXXXX escape', at);
        out += String.fromCharCode(parseInt(hex, 16));
        at += 4;
      } else {
        const meant = ESCAPES[escape];
        if (meant === undefined) throw this.error('Invalid \\escape', at - 1);
        out += meant;
      }
    }
    throw this.error('Unterminated string starting at', start - 1);
  }
}
