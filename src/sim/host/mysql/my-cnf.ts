// mysql: what MariaDB's server, clients and other programs that talk to it share: option files, the installed build,
// a connection. Knows nothing of SQL.
import { SysError } from '../errors.ts';
import type { Sys } from '../sys.ts';

/** One option: its name with dashes, its value or null when it stands alone, and where it was written. */
export interface CnfOption {
  readonly name: string;
  readonly value: string | null;
  readonly file: string | null;
  readonly line: number;
}

export interface Defaults {
  /** Options of the files in order of reading. */
  readonly options: readonly CnfOption[];
  /** The arguments without `--defaults-…`. */
  readonly rest: readonly string[];
  /** Messages for stderr. */
  readonly messages: readonly string[];
  /** A fault in a main file: the program ends with status 1. */
  readonly isFatal: boolean;
}

const MAX_DEPTH = 10;

class Reader {
  readonly options: CnfOption[] = [];
  readonly messages: string[] = [];
  readonly #sys: Sys;
  readonly #groups: ReadonlySet<string>;

  constructor(sys: Sys, groups: readonly string[]) {
    this.#sys = sys;
    this.#groups = new Set(groups);
  }

  /** Reads a file; false when it is broken. A file that is not there is no fault. */
  read(path: string, depth = 0): boolean {
    let text: string;
    try {
      if ((this.#sys.stat(path).mode & 0o002) !== 0 && this.#sys.stat(path).type === 'file') {
        this.messages.push(`Warning: World-writable config file '${path}' is ignored`);
        return true;
      }
      text = this.#sys.readFile(path);
    } catch (error) {
      if (error instanceof SysError) return true;
      throw error;
    }
    return this.#lines(path, text.split('\n'), depth);
  }

  #lines(path: string, lines: readonly string[], depth: number): boolean {
    let group: string | null = null;
    for (const [index, raw] of lines.entries()) {
      const line = raw.trim();
      if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
      if (line.startsWith('!')) {
        this.#include(line, depth);
        continue;
      }
      if (line.startsWith('[')) {
        const end = line.indexOf(']');
        if (end === -1) {
          this.messages.push(`error: Wrong group definition in config file: ${path} at line ${index + 1}`);
          return false;
        }
        group = line.slice(1, end).trim();
        continue;
      }
      if (group === null) {
        this.messages.push(`error: Found option without preceding group in config file: ${path} at line: ${index + 1}`);
        return false;
      }
      if (this.#groups.has(group)) this.options.push({ ...splitOption(line), file: path, line: index + 1 });
    }
    return true;
  }

  #include(line: string, depth: number): void {
    if (depth >= MAX_DEPTH) return;
    const [, kind, path = ''] = /^!include(dir)?\s+(.*?)\s*$/.exec(line) ?? [];
    if (path === '') return;
    if (kind !== 'dir') {
      this.read(path, depth + 1);
      return;
    }
    try {
      const folder = path.endsWith('/') ? path : `${path}/`;
      for (const name of this.#sys.readDirectory(folder)) if (/\.cnf$/.test(name)) this.read(folder + name, depth + 1);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
    }
  }
}

/** `key = value # comment` with quotes and escapes taken away. */
function splitOption(line: string): { name: string; value: string | null } {
  const bare = withoutComment(line);
  const at = bare.indexOf('=');
  if (at === -1) return { name: optionName(bare.trim()), value: null };
  const raw = bare.slice(at + 1).trim();
  const quoted = /^(["'])([\s\S]*)\1$/.exec(raw);
  const value = (quoted?.[2] ?? raw).replace(/\\([ntbrs\\"'])/g, (_, letter: string) =>
    ({ n: '\n', t: '\t', b: '\b', r: '\r', s: ' ' })[letter] ?? letter);
  return { name: optionName(bare.slice(0, at).trim()), value };
}

function withoutComment(line: string): string {
  let quote = '';
  for (const [index, letter] of [...line].entries()) {
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '#') return [...line].slice(0, index).join('').trimEnd();
  }
  return line;
}

/** Options are written with dashes or underscores alike. */
export const optionName = (name: string): string => name.replaceAll('_', '-').toLowerCase();

/**
 * Reads the option files as my_load_defaults does: /etc/my.cnf, then ~/.my.cnf; `--no-defaults`, `--defaults-file=`,
 * `--defaults-extra-file=` and `--defaults-group-suffix=` are taken from the front of the arguments.
 */
export function loadDefaults(sys: Sys, groups: readonly string[], args: readonly string[]): Defaults {
  const own: string[] = [];
  const rest = [...args];
  while (rest[0] !== undefined && /^--(no-defaults$|defaults-(file|extra-file|group-suffix)=)/.test(rest[0])) own.push(rest.shift() ?? '');
  const given = (name: string): string | null => own.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? null;
  const suffix = given('defaults-group-suffix') ?? '';
  const reader = new Reader(sys, suffix === '' ? groups : [...groups, ...groups.map((group) => group + suffix)]);
  if (own.includes('--no-defaults')) return { options: [], rest, messages: [], isFatal: false };
  const file = given('defaults-file');
  if (file !== null && !sys.exists(file)) {
    return { options: [], rest, messages: [`Could not open required defaults file: ${file}`, 'Fatal error in defaults handling. Program aborted'], isFatal: true };
  }
  const extra = given('defaults-extra-file');
  const home = sys.env.HOME;
  const files = file !== null ? [file] : ['/etc/my.cnf', ...(extra === null ? [] : [extra]), ...(home === undefined ? [] : [`${home}/.my.cnf`])];
  for (const path of files) {
    if (!reader.read(path)) {
      return { options: reader.options, rest, messages: [...reader.messages, 'Fatal error in defaults handling. Program aborted'], isFatal: true };
    }
  }
  return { options: reader.options, rest, messages: reader.messages, isFatal: false };
}
