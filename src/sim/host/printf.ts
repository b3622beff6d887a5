import { byteLength } from '../../base/bytes.ts';

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"' };

const byte = (code: number): string => (code < 0x80 ? String.fromCharCode(code) : String.fromCharCode(0xdc00 + code));

/** Text with backslash escapes as printf's format (or with `isArgument` its %b, and echo -e) reads them; `stops` at \c. */
export function unescape(text: string, isArgument = false): { readonly text: string; readonly stops: boolean } {
  let stops = false;
  const octal = isArgument ? /\\0([0-7]{0,3})|\\([0-7]{1,3})/.source : /\\([0-7]{1,3})/.source;
  const pattern = new RegExp(`${octal}|\\\\x([0-9a-fA-F]{1,2})|\\\\u([0-9a-fA-F]{1,4})|\\\\U([0-9a-fA-F]{1,8})|\\\\([\\s\\S])`, 'g');
  const parts: string[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(at, match.index));
    at = match.index + match[0].length;
    const groups = isArgument ? match.slice(1) : [undefined, ...match.slice(1)];
    const [zero, eight, hex, short, long, letter] = groups;
    const digits = zero ?? eight;
    if (digits !== undefined) parts.push(byte(parseInt(digits === '' ? '0' : digits, 8) & 255));
    else if (hex !== undefined) parts.push(byte(parseInt(hex, 16)));
    else if (short !== undefined || long !== undefined) parts.push(String.fromCodePoint(parseInt(short ?? long ?? '0', 16)));
    else if (letter === 'c') {
      stops = true;
      break;
    } else parts.push(ESCAPES[letter ?? ''] ?? match[0]);
  }
  if (!stops) parts.push(text.slice(at));
  return { text: parts.join(''), stops };
}

/** What printf made, and its complaints (without the program's name). */
export interface PrintfResult {
  readonly text: string;
  readonly errors: readonly string[];
}

interface State {
  readonly args: readonly string[];
  at: number;
  readonly errors: string[];
  readonly expected: (value: string) => string;
  readonly partly: (value: string) => string;
  stops: boolean;
}

const next = (state: State): string | null => (state.at < state.args.length ? state.args[state.at++] ?? '' : null);

/** An integer or float argument: decimal, 0x, 0 octal, or a sign after a quote. */
function numberOf(state: State, isFloat: boolean): number | bigint {
  const value = next(state);
  if (value === null) return 0;
  if (/^['"]/.test(value)) return value.codePointAt(1) ?? 0;
  const matched = (isFloat ? /^\s*[-+]?(0x[\da-f]+|inf(inity)?|nan|(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)/i : /^\s*[-+]?(0x[\da-f]+|0[0-7]*|[1-9]\d*)/i).exec(value);
  if (matched === null) {
    state.errors.push(state.expected(value));
    return 0;
  }
  if (matched[0].length < value.length) state.errors.push(state.partly(value));
  const text = matched[0].trim();
  if (isFloat) return /inf/i.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
  const sign = text.startsWith('-') ? -1n : 1n;
  const digits = text.replace(/^[-+]/, '');
  return sign * BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits === '' ? '0' : digits);
}

function integer(state: State, letter: string, precision: number | null): string {
  const value = BigInt(numberOf(state, false));
  const unsigned = value < 0n ? BigInt.asUintN(64, value) : value;
  const text = letter === 'd' || letter === 'i' ? String(value < 0n ? -value : value)
    : letter === 'o' ? unsigned.toString(8) : letter === 'u' ? String(unsigned) : unsigned.toString(16);
  const shown = text.padStart(precision ?? 0, '0');
  return (value < 0n && (letter === 'd' || letter === 'i') ? '-' : '') + (letter === 'X' ? shown.toUpperCase() : shown);
}

function float(state: State, letter: string, precision: number | null): string {
  const value = Number(numberOf(state, true));
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
  const places = precision ?? 6;
  const exponential = (text: string): string => text.replace(/e([-+])(\d)$/, 'e$10$2');
  const lower = letter.toLowerCase();
  if (lower === 'f') return value.toFixed(places);
  if (lower === 'e') return exponential(value.toExponential(places));
  const digits = places === 0 ? 1 : places;
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(Number(value.toPrecision(digits)))));
  if (exponent < -4 || exponent >= digits) return exponential(value.toExponential(digits - 1).replace(/\.?0+e/, 'e'));
  return value.toFixed(Math.max(0, digits - 1 - exponent)).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}

function pad(text: string, flags: string, width: number, isNumber: boolean): string {
  const missing = width - byteLength(text);
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!flags.includes('0') || !isNumber) return ' '.repeat(missing) + text;
  const sign = /^([-+ ]|0[xX])?/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

function convert(state: State, flags: string, width: number, precision: number | null, letter: string, quote: (text: string) => string): string {
  if (letter === 's') return pad((next(state) ?? '').slice(0, precision ?? undefined), flags, width, false);
  if (letter === 'c') return pad((next(state) ?? '').slice(0, 1), flags, width, false);
  if (letter === 'q') return pad(quote(next(state) ?? ''), flags, width, false);
  if (letter === 'b') {
    const { text, stops } = unescape(next(state) ?? '', true);
    state.stops = stops;
    return pad(text.slice(0, precision ?? undefined), flags, width, false);
  }
  const isInteger = 'diouxX'.includes(letter);
  const bare = isInteger ? integer(state, letter, precision) : float(state, letter, precision);
  const prefix = flags.includes('#') && letter.toLowerCase() === 'x' && bare !== '0' ? `0${letter}` : flags.includes('#') && letter === 'o' && !bare.startsWith('0') ? '0' : '';
  const signed = 'diefgEFG'.includes(letter) && !bare.startsWith('-') ? (flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') : '';
  return pad(signed + prefix + (/[EFG]/.test(letter) ? bare.toUpperCase() : bare), precision !== null && isInteger ? flags.replace('0', '') : flags, width, true);
}

const DIRECTIVE = /%([-+ 0#']*)(\*|\d*)(?:\.(\*|-?\d*))?(?:hh|h|ll|l|L|j|z|t)?([\s\S]?)/y;

/**
 * printf as coreutils and bash have it: the format again until all arguments are used. `words` are the two complaints
 * about a number (`'x': expected a numeric value`, `'3x': value not completely converted`), which bash words its way.
 */
export function printf(
  format: string, args: readonly string[],
  words: { expected: (value: string) => string; partly: (value: string) => string; invalid: (directive: string) => string }, quote: (text: string) => string,
): PrintfResult & { readonly isFatal: boolean } {
  const state: State = { args, at: 0, errors: [], expected: words.expected, partly: words.partly, stops: false };
  let text = '';
  for (;;) {
    const before = state.at;
    let at = 0;
    while (at < format.length && !state.stops) {
      const percent = format.indexOf('%', at);
      const literal = unescape(format.slice(at, percent === -1 ? undefined : percent));
      text += literal.text;
      if (literal.stops || percent === -1) {
        state.stops ||= literal.stops;
        break;
      }
      DIRECTIVE.lastIndex = percent;
      const [whole = '', flags = '', width = '', precision, letter = ''] = DIRECTIVE.exec(format) ?? [];
      at = percent + Math.max(1, whole.length);
      if (letter === '%') text += '%';
      else if (!/[scqbdiouxXeEfFgGaA]/.test(letter) || letter === '') {
        return { text, errors: [...state.errors, words.invalid(whole)], isFatal: true };
      } else {
        const wide = width === '*' ? Number(numberOf(state, false)) : Number(width);
        const exact = precision === undefined ? null : precision === '*' ? Number(numberOf(state, false)) : Number(precision);
        const sign = wide < 0 ? `${flags}-` : flags;
        text += convert(state, sign, Math.abs(wide), exact !== null && exact < 0 ? null : exact, letter, quote);
      }
    }
    if (state.stops || state.at >= args.length || state.at === before) return { text, errors: state.errors, isFatal: false };
  }
}
