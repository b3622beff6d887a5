import { byteLength } from '../../../base/bytes.ts';
import { localTime } from '../../host/strftime.ts';
import type { Routine } from '../../host/program.ts';
import { Complaint } from '../flow.ts';
import type { Shell } from '../shell.ts';
import { isName } from '../variables.ts';
import { decodeEscapes } from '../words/escapes.ts';
import { backslashQuote } from '../words/quote.ts';
import type { Builtin } from './index.ts';
import { badOption } from './options.ts';

const echo: Builtin = function* (sh, words) {
  let hasNewline = true;
  let isDecoded = sh.shopts.has('xpg_echo');
  let at = 1;
  for (; /^-[neE]+$/.test(words[at] ?? ''); at += 1) {
    for (const letter of (words[at] ?? '').slice(1)) {
      if (letter === 'n') hasNewline = false;
      else isDecoded = letter === 'e';
    }
  }
  const text = words.slice(at).join(' ');
  const decoded = isDecoded ? decodeEscapes(text, 'echo') : { text, isStopped: false };
  yield* sh.out(decoded.text + (hasNewline && !decoded.isStopped ? '\n' : ''));
  return 0;
};

interface Directive {
  readonly flags: string;
  readonly width: number | null;
  readonly precision: number | null;
  readonly conversion: string;
}

/** One run over printf's format; takes arguments one by one. */
class Formatter {
  /** Complaints, each with the text before it that ended in a newline: the real one writes line by line. */
  readonly complaints: { readonly text: string; readonly after: number }[] = [];
  text = '';
  isStopped = false;
  readonly #sh: Shell;
  #args: readonly string[];
  #hasTaken = false;

  constructor(sh: Shell, args: readonly string[]) {
    this.#sh = sh;
    this.#args = args;
  }

  get hasArguments(): boolean {
    return this.#args.length > 0;
  }

  get hasTaken(): boolean {
    return this.#hasTaken;
  }

  #take(): string | null {
    const [first, ...rest] = this.#args;
    this.#args = rest;
    this.#hasTaken = true;
    return first ?? null;
  }

  #complain(text: string): void {
    this.complaints.push({ text, after: this.text.lastIndexOf('\n') + 1 });
  }

  run(format: string): void {
    const pattern = /%%|%\(([^)]*)\)T|%([-+ 0#']*)(\*|-?\d+)?(?:\.(\*|\d*))?[hlLjzt]*([^])|%/g;
    let at = 0;
    for (const match of format.matchAll(pattern)) {
      this.#literal(format.slice(at, match.index));
      at = match.index + match[0].length;
      if (this.isStopped) return;
      this.#one(match);
      if (this.isStopped) return;
    }
    this.#literal(format.slice(at));
  }

  #literal(text: string): void {
    this.text += decodeEscapes(text, 'format').text;
  }

  #one(match: RegExpMatchArray): void {
    const [whole, time, flags = '', width, precision, conversion] = match;
    if (whole === '%%') this.text += '%';
    else if (time !== undefined) this.#time(time);
    else if (conversion === undefined) throw new Complaint("printf: `%': missing format character");
    else this.#convert({
      flags: flags + (width?.startsWith('-') === true ? '-' : ''),
      width: width === undefined ? null : width === '*' ? Number(this.#take() ?? 0) : Math.abs(Number(width)),
      precision: precision === undefined ? null : precision === '*' ? Number(this.#take() ?? 0) : Number(precision),
      conversion,
    });
  }

  #time(format: string): void {
    const value = this.#take();
    const ms = value === null || value === '-1' ? this.#sh.sys.nowMs() : value === '-2' ? this.#sh.startMs : Number(value) * 1000;
    this.text += localTime(this.#sh.sys, format === '' ? '%X' : format, ms);
  }

  #convert(directive: Directive): void {
    const { conversion } = directive;
    switch (conversion) {
      case 's': this.#put(this.#cut(this.#take() ?? '', directive), directive); break;
      case 'q': this.#put(this.#cut(backslashQuote(this.#take() ?? ''), directive), directive); break;
      case 'c': this.#put([...(this.#take() ?? '')][0] ?? '', directive); break;
      case 'b': {
        const { text, isStopped } = decodeEscapes(this.#take() ?? '', '%b');
        this.#put(this.#cut(text, directive), directive);
        this.isStopped = isStopped;
        break;
      }
      case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': this.#put(this.#integer(directive), directive); break;
      case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case 'a': case 'A':
        this.#put(this.#real(directive), directive); break;
      case 'n': this.#take(); break;
      default: throw new Complaint(`printf: \`${conversion}': invalid format character`);
    }
  }

  #cut(text: string, { precision }: Directive): string {
    return precision === null ? text : [...text].slice(0, precision).join('');
  }

  #put(text: string, { flags, width, conversion, precision }: Directive): void {
    const length = 'sqbc'.includes(conversion) ? byteLength(text) : text.length;
    const missing = Math.max(0, (width ?? 0) - length);
    const isZero = flags.includes('0') && !flags.includes('-') && (precision === null || !'diuoxX'.includes(conversion));
    if (flags.includes('-')) this.text += text + ' '.repeat(missing);
    else if (isZero && !'sqbc'.includes(conversion)) this.text += text.replace(/^([-+ ]?(?:0[xX])?)/, `$1${'0'.repeat(missing)}`);
    else this.text += ' '.repeat(missing) + text;
  }

  #number(text: string | null): bigint {
    if (text === null || text === '') return 0n;
    if (/^['"]/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
    const trimmed = text.trimStart();
    const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(trimmed);
    if (match === null || match[0].length !== trimmed.length) this.#complain(`printf: ${text}: invalid number`);
    if (match === null) return 0n;
    const digits = match[2] ?? '0';
    const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
    return match[1] === '-' ? -value : value;
  }

  #integer({ flags, precision, conversion }: Directive): string {
    const value = this.#number(this.#take());
    const isSigned = conversion === 'd' || conversion === 'i';
    const magnitude = isSigned ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
    const base = { o: 8, x: 16, X: 16 }[conversion] ?? 10;
    let digits = magnitude.toString(base).padStart(precision ?? 1, '0');
    if (conversion === 'X') digits = digits.toUpperCase();
    if (flags.includes('#') && magnitude !== 0n) digits = ({ o: '0', x: '0x', X: '0X' }[conversion] ?? '') + digits;
    const sign = !isSigned ? '' : value < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
    return sign + digits;
  }

  #real({ flags, precision, conversion }: Directive): string {
    const argument = this.#take() ?? '';
    const value = argument === '' ? 0 : Number(argument);
    if (Number.isNaN(value) && !/^[-+]?nan$/i.test(argument)) this.#complain(`printf: ${argument}: invalid number`);
    const real = Number.isNaN(value) ? 0 : value;
    const text = formatReal(Math.abs(real), conversion, precision ?? 6);
    const sign = real < 0 || Object.is(real, -0) ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
    return sign + text;
  }
}

/** Decimals as C rounds them: the exact binary value, ties to even (JavaScript rounds ties up). */
function toFixed(value: number, precision: number): string {
  const text = value.toFixed(precision);
  const exact = value.toFixed(Math.min(100, precision + 40));
  const rest = exact.slice(exact.indexOf('.') + 1 + precision);
  const isTie = /^50*$/.test(rest) && value < 1e21;
  const down = exact.slice(0, exact.indexOf('.') + (precision === 0 ? 0 : 1 + precision));
  return isTie && /[02468]$/.test(down) ? down : text;
}

const exponent = (text: string): string => text.replace(/e([-+])(\d)$/, 'e$10$2');

function formatReal(value: number, conversion: string, precision: number): string {
  if (!Number.isFinite(value)) return 'inf';
  const kind = conversion.toLowerCase();
  if (kind === 'f') return toFixed(value, precision);
  if (kind === 'e') return upper(exponent(value.toExponential(precision)), conversion);
  const digits = Math.max(1, precision);
  const power = value === 0 ? 0 : Number(/e([-+]\d+)$/.exec(value.toExponential(digits - 1))?.[1] ?? 0);
  const text = power < -4 || power >= digits ? exponent(value.toExponential(digits - 1)) : value.toFixed(digits - 1 - power);
  return upper(text.includes('.') ? text.replace(/\.?0+(?=e|$)/, '') : text, conversion);
}

const upper = (text: string, conversion: string): string => (conversion === conversion.toUpperCase() ? text.toUpperCase() : text);

const printf: Builtin = function* (sh, words) {
  let at = 1;
  let target: string | null = null;
  if (words[at] === '-v') {
    target = words[at + 1] ?? '';
    at += 2;
    if (!isName(target.replace(/\[.*\]$/s, ''))) throw new Complaint(`printf: \`${target}': not a valid identifier`, 2);
  } else if (/^-[^-]/.test(words[at] ?? '')) throw badOption('printf', (words[at] ?? '').slice(0, 2));
  if (words[at] === '--') at += 1;
  const format = words[at];
  if (format === undefined) {
    yield* sh.err('printf: usage: printf [-v var] format [arguments]\n');
    return 2;
  }
  return yield* printAll(sh, format, words.slice(at + 1), target);
};

function* printAll(sh: Shell, format: string, args: readonly string[], target: string | null): Routine<number> {
  const formatter = new Formatter(sh, args);
  let problem: Complaint | null = null;
  try {
    do {
      const before = formatter.hasTaken;
      formatter.run(format);
      if (!before && !formatter.hasTaken) break;
    } while (formatter.hasArguments && !formatter.isStopped);
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    problem = error;
  }
  let written = 0;
  for (const { text, after } of formatter.complaints) {
    if (target === null) yield* sh.out(formatter.text.slice(written, after));
    written = after;
    yield* sh.complain(text);
  }
  if (target === null) yield* sh.out(formatter.text.slice(written));
  else sh.set(target, formatter.text);
  if (problem !== null) throw problem;
  return formatter.complaints.length > 0 ? 1 : 0;
}

/** What writes text. */
export const OUTPUT: Readonly<Record<string, Builtin>> = { echo, printf };
