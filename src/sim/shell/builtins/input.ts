import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import { newReadline, readLine } from '../../host/readline/index.ts';
import { Complaint, Discard } from '../flow.ts';
import type { Shell } from '../shell.ts';
import { handleSignals } from '../traps.ts';
import { isName } from '../variables.ts';
import type { Builtin } from './index.ts';
import { parseOptions, type Options } from './options.ts';

interface Request {
  readonly fd: number;
  readonly delimiter: string;
  /** Ends after so many characters (`-n`; with `isExact`, `-N`: delimiters count as characters). */
  readonly count: number | null;
  readonly isExact: boolean;
  readonly isRaw: boolean;
  readonly timeoutMs: number | null;
}

interface Input {
  readonly text: string;
  readonly isEnded: boolean;
  readonly isLate: boolean;
}

/** One character from a descriptor; null when none came in time. */
function* readOne(sh: Shell, fd: number, untilMs: number | null): Routine<string | null> {
  for (;;) {
    if (untilMs !== null) {
      if (!sh.sys.hasInput(fd)) {
        if (sh.sys.nowMs() >= untilMs) return null;
        yield* sh.sys.sleep(Math.min(20, untilMs - sh.sys.nowMs()));
        continue;
      }
    }
    try {
      return yield* sh.sys.read(fd, 1);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      if (error.errno !== 'EINTR') throw new Complaint(`read: read error: ${String(fd)}: ${error.text}`);
      sh.pendingTraps.push(...sh.sys.takeSignals());
      yield* handleSignals(sh);
    }
  }
}

/** Reads up to the delimiter; a backslash joins lines and quotes unless the input is raw. */
function* readInput(sh: Shell, request: Request): Routine<Input> {
  const untilMs = request.timeoutMs === null ? null : sh.sys.nowMs() + request.timeoutMs;
  let text = '';
  let count = 0;
  for (;;) {
    if (request.count !== null && count >= request.count) return { text, isEnded: false, isLate: false };
    const char = yield* readOne(sh, request.fd, untilMs);
    if (char === null) return { text, isEnded: true, isLate: true };
    if (char === '') return { text, isEnded: true, isLate: false };
    if (char === request.delimiter && !request.isExact) return { text, isEnded: false, isLate: false };
    if (char === '\\' && !request.isRaw) {
      const next = yield* readOne(sh, request.fd, untilMs);
      if (next !== null && next !== '\n' && next !== '') text += `\\${next}`;
    } else if (char !== '\0') text += char;
    count += 1;
  }
}

/** Splits at IFS into at most `count` parts; the last takes the rest. */
export function splitLine(text: string, ifs: string, count: number, isRaw: boolean): string[] {
  const isBlank = (char: string): boolean => ifs.includes(char) && ' \t\n'.includes(char);
  const out: string[] = [];
  let at = 0;
  const skipBlanks = (): void => {
    while (at < text.length && isBlank(text[at] ?? '')) at += 1;
  };
  skipBlanks();
  while (at < text.length && out.length < count - 1) {
    const start = at;
    while (at < text.length && !ifs.includes(text[at] ?? '')) at += !isRaw && text[at] === '\\' ? 2 : 1;
    out.push(text.slice(start, at));
    skipBlanks();
    if (at < text.length && ifs.includes(text[at] ?? '') && !isBlank(text[at] ?? '')) {
      at += 1;
      skipBlanks();
    }
  }
  if (at < text.length) out.push(lastPart(text.slice(at), ifs, isRaw));
  return out.map((part) => (isRaw ? part : part.replace(/\\([^])/g, '$1')));
}

/** The rest of a line: blanks at its end go, and a single separator behind a single field. */
function lastPart(rest: string, ifs: string, isRaw: boolean): string {
  let end = rest.length;
  while (end > 0 && ifs.includes(rest[end - 1] ?? '') && ' \t\n'.includes(rest[end - 1] ?? '')
    && (isRaw || rest[end - 2] !== '\\')) end -= 1;
  const trimmed = rest.slice(0, end);
  const only = trimmed.slice(0, -1);
  const isSeparator = trimmed !== '' && ifs.includes(trimmed.slice(-1)) && ![...only].some((char) => ifs.includes(char));
  return isSeparator ? only : trimmed;
}

const seconds = (text: string): number => {
  if (!/^\d*\.?\d*$/.test(text) || text === '') throw new Complaint(`read: ${text}: invalid timeout specification`);
  return Number(text) * 1000;
};

function requestOf({ letters, values }: Options): Request {
  const count = values.N ?? values.n;
  if (count !== undefined && !/^\d+$/.test(count)) throw new Complaint(`read: ${count}: invalid number`);
  return {
    fd: Number(values.u ?? 0), delimiter: values.d === undefined ? '\n' : values.d === '' ? '\0' : values.d[0] ?? '\n',
    count: count === undefined ? null : Number(count), isExact: values.N !== undefined, isRaw: letters.has('r'),
    timeoutMs: values.t === undefined ? null : seconds(values.t),
  };
}

/** Reads with the terminal set as `-s`, `-n`, `-e` need it. */
function* readFromTty(sh: Shell, options: Options, request: Request): Routine<Input> {
  const { letters, values } = options;
  if (letters.has('e')) {
    const result = yield* readLine(sh.sys, newReadline(), {
      prompt: values.p ?? '', output: 2, ...(values.i === undefined ? {} : { initial: values.i }),
    });
    if (result.kind === 'interrupt') throw new Discard(130, null);
    return { text: result.kind === 'line' ? result.text : '', isEnded: result.kind === 'eof', isLate: false };
  }
  if (values.p !== undefined) yield* sh.err(values.p);
  const isSingle = request.count !== null || request.delimiter !== '\n';
  const before = sh.sys.ttyMode(request.fd);
  sh.sys.setTtyMode(request.fd, { ...(letters.has('s') ? { echo: false } : {}), ...(isSingle ? { canonical: false } : {}) });
  try {
    return yield* readInput(sh, isSingle ? { ...request, delimiter: request.delimiter === '\n' ? '\r' : request.delimiter } : request);
  } finally {
    sh.sys.setTtyMode(request.fd, before);
  }
}

const read: Builtin = function* (sh, words) {
  const options = parseOptions(words, 'ersa:d:i:n:N:p:t:u:');
  const { values, operands } = options;
  for (const name of operands) if (!isName(name.replace(/\[.*\]$/s, ''))) throw new Complaint(`read: \`${name}': not a valid identifier`);
  const request = requestOf(options);
  if (!sh.sys.descriptors().includes(request.fd)) {
    throw new Complaint(`read: ${String(request.fd)}: invalid file descriptor: Bad file descriptor`);
  }
  if (request.timeoutMs === 0) return sh.sys.hasInput(request.fd) ? 0 : 1;
  const input = sh.sys.isTty(request.fd) ? yield* readFromTty(sh, options, request) : yield* readInput(sh, request);
  assignRead(sh, input.text, request, operands, values.a ?? null);
  return input.isLate ? 142 : input.isEnded ? 1 : 0;
};

function assignRead(sh: Shell, text: string, request: Request, names: readonly string[], array: string | null): void {
  if (array !== null) {
    sh.setArray(array, splitLine(text, sh.ifs, Infinity, request.isRaw));
    return;
  }
  const plain = request.isRaw ? text : text.replace(/\\([^])/g, '$1');
  if (names.length === 0) sh.set('REPLY', plain);
  else if (request.isExact) names.forEach((name, index) => { sh.set(name, index === 0 ? plain : ''); });
  else {
    const parts = splitLine(text, sh.ifs, names.length, request.isRaw);
    names.forEach((name, index) => { sh.set(name, parts[index] ?? ''); });
  }
}

const mapfile: Builtin = function* (sh, words) {
  const { letters, values, operands } = parseOptions(words, 'd:n:O:s:tu:C:c:');
  const delimiter = values.d === undefined ? '\n' : values.d === '' ? '\0' : values.d[0] ?? '\n';
  if (!/^\d*$/.test(values.n ?? '')) throw new Complaint(`${words[0] ?? ''}: ${values.n ?? ''}: invalid line count`);
  const limit = Number(values.n ?? 0);
  const text = yield* sh.sys.readAll(Number(values.u ?? 0));
  const lines = text.split(delimiter).map((line) => line + delimiter);
  const last = lines.pop() ?? '';
  if (last !== delimiter) lines.push(last.slice(0, -1));
  const skipped = lines.slice(Number(values.s ?? 0));
  const chosen = limit > 0 ? skipped.slice(0, limit) : skipped;
  const shown = letters.has('t') ? chosen.map((line) => (line.endsWith(delimiter) ? line.slice(0, -1) : line)) : chosen;
  const name = operands[0] ?? 'MAPFILE';
  if (!isName(name)) throw new Complaint(`mapfile: \`${name}': not a valid identifier`);
  if (values.O === undefined) sh.setArray(name, shown);
  else shown.forEach((line, index) => { sh.set(name, line, { index: String(Number(values.O) + index) }); });
  return 0;
};

/** One step over the options of `args`: sets the variable, OPTARG and OPTIND. */
const getopts: Builtin = function* (sh, words) {
  const [, spec, name, ...rest] = words;
  if (spec === undefined || name === undefined) {
    yield* sh.err('getopts: usage: getopts optstring name [arg ...]\n');
    return 2;
  }
  const args = words.length > 3 ? rest : sh.parameters;
  const index = Number(sh.get('OPTIND') ?? 1);
  const word = args[index - 1];
  if (word === undefined || !word.startsWith('-') || word === '-' || word === '--') {
    setIndex(sh, word === '--' ? index + 1 : index, 1);
    sh.set(name, '?');
    return 1;
  }
  return yield* nextOption(sh, { spec, name, args, index, word });
};

interface OptionStep {
  readonly spec: string;
  readonly name: string;
  readonly args: readonly string[];
  readonly index: number;
  readonly word: string;
}

function setIndex(sh: Shell, index: number, at: number): void {
  sh.set('OPTIND', String(index));
  sh.getoptsAt = at;
}

function* nextOption(sh: Shell, { spec, name, args, index, word }: OptionStep): Routine<number> {
  const letter = word[sh.getoptsAt] ?? '';
  const isSilent = spec.startsWith(':') || sh.get('OPTERR') === '0';
  const place = letter === ':' ? -1 : spec.replace(/^:/, '').indexOf(letter);
  const rest = word.slice(sh.getoptsAt + 1);
  const step = rest === '' ? [index + 1, 1] as const : [index, sh.getoptsAt + 1] as const;
  sh.variables.unset('OPTARG');
  if (place === -1) {
    setIndex(sh, ...step);
    sh.set(name, '?');
    if (spec.startsWith(':')) sh.set('OPTARG', letter);
    else if (!isSilent) yield* sh.err(`${sh.name}: illegal option -- ${letter}\n`);
    return 0;
  }
  if (spec.replace(/^:/, '')[place + 1] !== ':') {
    setIndex(sh, ...step);
    sh.set(name, letter);
    return 0;
  }
  const value = rest === '' ? args[index] : rest;
  setIndex(sh, rest === '' ? index + 2 : index + 1, 1);
  if (value === undefined) {
    sh.set(name, spec.startsWith(':') ? ':' : '?');
    if (spec.startsWith(':')) sh.set('OPTARG', letter);
    else if (!isSilent) yield* sh.err(`${sh.name}: option requires an argument -- ${letter}\n`);
    return 0;
  }
  sh.set(name, letter);
  sh.set('OPTARG', value);
  return 0;
}

/** What reads input and arguments. */
export const INPUT: Readonly<Record<string, Builtin>> = { read, mapfile, readarray: mapfile, getopts };
