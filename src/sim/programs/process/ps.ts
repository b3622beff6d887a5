// ps (procps-ng 3.3.17): UNIX, BSD and GNU options.
import type { ProcessInfo } from '../../host/process.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { COLUMNS, layRow, type Column, type Context } from './columns.ts';

const USAGE = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

class PsError extends Error {}

/** What the arguments ask for. */
interface Request {
  /** Selections that add up; none: the caller's own on its terminal. */
  readonly tests: ((process: ProcessInfo) => boolean)[];
  bsdAll: boolean;
  bsdNoTty: boolean;
  onlyRunning: boolean;
  isNegated: boolean;
  columns: Column[] | null;
  format: string | null;
  hasHeader: boolean;
  forest: 'none' | 'unix' | 'ascii';
  sort: { key: string; isDescending: boolean }[];
  wide: number;
  isNameOnly: boolean;
  showsEnvironment: boolean;
  showsLabel: boolean;
}

const FORMATS: Readonly<Record<string, string>> = {
  default: 'pid,tname,time,ucmd', bsd: 'pid,tname,stat,bsdtime,args', full: 'uid_hack,pid,ppid,c,stime,tname,time,cmd',
  user: 'user,pid,pcpu,pmem,vsz,rss,tname,stat,start_time,bsdtime,args', jobs: 'pid,pgid,sid,tname,time,ucmd',
  bsdJobs: 'ppid,pid,pgid,sid,tname,tpgid,stat,uid,bsdtime,args', long: 'f,s,uid,pid,ppid,c,opri,ni,addr,sz,wchan,tname,time,ucmd',
  bsdLong: 'f,uid,pid,ppid,pri,ni,vsz,rss,wchan,stat,tname,bsdtime,args', extra: 'uid_hack,pid,ppid,c,sz,rss,psr,stime,tname,time,cmd',
  fullLong: 'f,s,uid_hack,pid,ppid,c,opri,ni,addr,sz,wchan,stime,tname,time,cmd', fullJobs: 'uid_hack,pid,ppid,pgid,sid,c,stime,tname,time,cmd',
  virtual: 'pid,tname,stat,bsdtime,drs,rss,pmem,args', signals: 'uid,pid,stat,tname,bsdtime,args',
};

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');

/** `pid=,user=WHO` → columns; a header after `=` runs to the end of its argument unless it is empty. */
function parseFormat(text: string): Column[] {
  const columns: Column[] = [];
  for (let rest = text; rest !== '';) {
    const [, name = '', mark] = /^[\s,]*([^\s,=:]+(?::\d+)?)(=)?/.exec(rest) ?? [];
    if (name === '') throw new PsError('error: improper AIX field descriptor');
    rest = rest.slice(rest.indexOf(name) + name.length);
    const [specifier = '', width] = name.split(':');
    const column = COLUMNS[specifier];
    if (column === undefined) throw new PsError(`error: unknown user-defined format specifier "${specifier}"`);
    const isBare = mark === '=' && /^=(,|$)/.test(rest);
    const header = isBare ? '' : mark === '=' ? rest.slice(1) : column.header;
    if (mark === '=') rest = isBare ? rest.slice(1) : '';
    rest = rest.replace(/^[\s,]+/, '');
    columns.push({ ...column, header, width: Math.max(width === undefined ? column.width : Number(width), mark === '=' ? [...header].length : 0) });
  }
  return columns;
}

class Arguments {
  readonly request: Request = {
    tests: [], bsdAll: false, bsdNoTty: false, onlyRunning: false, isNegated: false, columns: null, format: null, hasHeader: true, forest: 'none',
    sort: [], wide: 0, isNameOnly: false, showsEnvironment: false, showsLabel: false,
  };
  readonly #sys: Sys;
  readonly #args: readonly string[];
  #at = 0;

  constructor(sys: Sys) {
    this.#sys = sys;
    this.#args = sys.argv.slice(1);
  }

  parse(): Request {
    while (this.#at < this.#args.length) {
      const arg = this.#args[this.#at++] ?? '';
      if (arg.startsWith('--')) this.#long(arg);
      else if (arg.startsWith('-') && arg.length > 1 && !/^-\d/.test(arg)) this.#unix(arg.slice(1));
      else if (/^-?\d/.test(arg)) this.#pids(arg.replace(/^-/, ''));
      else this.#bsd(arg);
    }
    return this.request;
  }

  #value(rest: string, missing: string): string {
    if (rest !== '') return rest;
    const value = this.#args[this.#at++];
    if (value === undefined) throw new PsError(missing);
    return value;
  }

  #add(test: (process: ProcessInfo) => boolean): void {
    this.request.tests.push(test);
  }

  #pids(text: string): void {
    const list = words(text).map((word) => {
      if (!/^\d+$/.test(word)) throw new PsError('error: process ID list syntax error');
      return Number(word);
    });
    if (list.length === 0) throw new PsError('error: list of process IDs must follow -p');
    this.#add((process) => list.includes(process.pid));
  }

  #users(text: string): void {
    const uids = words(text).map((word) => {
      const uid = /^\d+$/.test(word) ? Number(word) : this.#sys.accounts.byName(word)?.uid;
      if (uid === undefined) throw new PsError('error: user name does not exist');
      return uid;
    });
    this.#add((process) => uids.includes(process.uid));
  }

  #groups(text: string): void {
    const ids = words(text).map((word) => {
      const id = /^\d+$/.test(word) ? Number(word) : this.#sys.accounts.groupByName(word)?.gid;
      if (id === undefined) throw new PsError('error: group name does not exist');
      return id;
    });
    this.#add((process) => ids.includes(process.gid) || ids.includes(process.session));
  }

  #ttys(text: string): void {
    const names = words(text).map((word) => word.replace(/^\/dev\//, ''));
    this.#add((process) => names.some((name) => process.tty === name || process.tty === `pts/${name}` || (name === '?' || name === '-') && process.tty === null));
  }

  #columns(text: string): void {
    this.request.columns = [...this.request.columns ?? [], ...parseFormat(text)];
  }

  #sorts(text: string): void {
    for (const word of words(text)) {
      const [, sign, name = ''] = /^([+-]?)(.*)$/.exec(word) ?? [];
      if (COLUMNS[name] === undefined) throw new PsError('error: unknown sort specifier');
      this.request.sort.push({ key: name, isDescending: sign === '-' });
    }
  }

  #unix(letters: string): void {
    const { request } = this;
    if (letters.includes('u') && /^a?u?x/.test(letters) && this.#sys.accounts.byName(letters.slice(letters.indexOf('u') + 1)) === null) return this.#bsd(letters);
    for (let at = 0; at < letters.length; at += 1) {
      const letter = letters.charAt(at);
      const rest = letters.slice(at + 1);
      const take = (missing: string): string => {
        at = letters.length;
        return this.#value(rest, missing);
      };
      switch (letter) {
        case 'e': case 'A': this.#add(() => true); break;
        case 'a': this.#add((process) => process.tty !== null && process.session !== process.pid); break;
        case 'd': this.#add((process) => process.session !== process.pid); break;
        case 'f': request.format = request.format === 'long' ? 'fullLong' : request.format === 'jobs' ? 'fullJobs' : 'full'; break;
        case 'F': request.format = 'extra'; break;
        case 'l': request.format = request.format === 'full' ? 'fullLong' : 'long'; break;
        case 'j': request.format = request.format === 'full' ? 'fullJobs' : 'jobs'; break;
        case 'H': request.forest = 'unix'; break;
        case 'N': request.isNegated = true; break;
        case 'w': request.wide += 1; break;
        case 'y': case 'c': case 'M': if (letter === 'M') request.showsLabel = true; break;
        case 'Z': request.showsLabel = true; break;
        case 'L': case 'T': case 'm': request.columns ??= parseFormat('pid,lwp,tname,time,ucmd'); break;
        case 'p': case 'q': this.#pids(take('error: list of process IDs must follow -p')); break;
        case 'C': { const names = words(take('error: list of command names must follow -C')); this.#add((process) => names.includes(process.name)); break; }
        case 'u': case 'U': this.#users(take(`error: must specify user list or omit -${letter}`)); break;
        case 'g': case 'G': this.#groups(take('error: must specify group list')); break;
        case 's': { const ids = words(take('error: list of session leaders OR effective group IDs was invalid')).map(Number); this.#add((process) => ids.includes(process.session)); break; }
        case 't': this.#ttys(take('error: list of terminals (pty, tty...) must follow -t')); break;
        case 'o': case 'O': this.#columns(`${letter === 'O' ? 'pid,' : ''}${take('error: format specification must follow -o')}`); break;
        case 'V': throw new PsError('version');
        default: throw new PsError('error: unsupported SysV option');
      }
    }
  }

  #bsd(letters: string): void {
    const { request } = this;
    for (let at = 0; at < letters.length; at += 1) {
      const letter = letters.charAt(at);
      const rest = letters.slice(at + 1);
      const take = (missing: string): string => {
        at = letters.length;
        return this.#value(rest, missing);
      };
      switch (letter) {
        case 'a': request.bsdAll = true; break;
        case 'x': request.bsdNoTty = true; break;
        case 'g': break;
        case 'r': request.onlyRunning = true; break;
        case 'u': request.format = 'user'; break;
        case 'j': request.format = 'bsdJobs'; break;
        case 'l': request.format = 'bsdLong'; break;
        case 'v': request.format = 'virtual'; break;
        case 's': request.format = 'signals'; break;
        case 'f': request.forest = 'ascii'; break;
        case 'w': request.wide += 1; break;
        case 'h': request.hasHeader = false; break;
        case 'e': request.showsEnvironment = true; break;
        case 'c': request.isNameOnly = true; break;
        case 'Z': case 'M': request.showsLabel = true; break;
        case 'n': case 'S': case 'm': break;
        case 'T': this.#add((process) => process.tty === this.#ownTty()); break;
        case 'p': this.#pids(take('error: list of process IDs must follow p')); break;
        case 'U': this.#users(take('error: must specify user list')); break;
        case 't': this.#ttys(rest === '' ? this.#ownTty() ?? '?' : take('')); break;
        case 'o': this.#columns(take('error: format specification must follow o')); break;
        case 'k': this.#sorts(take('error: long sort specification must follow \'k\'')); break;
        default: throw new PsError(letter === '-' ? 'error: garbage option' : 'error: unsupported option (BSD syntax)');
      }
      request.format ??= 'bsd';
    }
  }

  #ownTty(): string | null {
    return this.#sys.processes().find((process) => process.pid === this.#sys.pid)?.tty ?? null;
  }

  #long(arg: string): void {
    const [name = '', ...parts] = arg.slice(2).split('=');
    const value = (): string => (arg.includes('=') ? parts.join('=') : this.#value('', `error: option --${name} requires an argument`));
    const { request } = this;
    switch (name) {
      case 'forest': request.forest = 'ascii'; break;
      case 'sort': this.#sorts(value()); break;
      case 'format': this.#columns(value()); break;
      case 'pid': case 'quick-pid': this.#pids(value()); break;
      case 'ppid': { const ids = words(value()).map(Number); this.#add((process) => ids.includes(process.ppid)); break; }
      case 'user': case 'User': this.#users(value()); break;
      case 'group': case 'Group': this.#groups(value()); break;
      case 'sid': { const ids = words(value()).map(Number); this.#add((process) => ids.includes(process.session)); break; }
      case 'tty': this.#ttys(value()); break;
      case 'no-headers': case 'no-heading': case 'noheader': case 'noheaders': request.hasHeader = false; break;
      case 'headers': case 'heading': break;
      case 'deselect': request.isNegated = true; break;
      case 'context': request.showsLabel = true; break;
      case 'cols': case 'columns': case 'width': request.wide = -Number(value()); break;
      case 'rows': case 'lines': value(); break;
      case 'version': throw new PsError('version');
      case 'help': throw new PsError('help');
      default: throw new PsError('error: unknown gnu long option');
    }
  }
}

// ── choosing

function chosen(sys: Sys, request: Request): ProcessInfo[] {
  const all = sys.processes();
  const own = all.find((process) => process.pid === sys.pid);
  const { tests } = request;
  if (request.bsdAll || request.bsdNoTty) {
    tests.push((process) => (request.bsdAll || process.uid === sys.credentials.uid) && (request.bsdNoTty || process.tty !== null));
  }
  if (tests.length === 0) {
    const isBsd = request.format !== null && ['bsd', 'user', 'bsdJobs', 'bsdLong', 'virtual', 'signals'].includes(request.format);
    tests.push((process) => process.uid === sys.credentials.uid && (isBsd ? process.tty !== null : process.tty === own?.tty));
  }
  return all.filter((process) => tests.some((test) => test(process)) !== request.isNegated && (!request.onlyRunning || process.status === 'R'));
}

function sorted(processes: ProcessInfo[], request: Request, context: Context): ProcessInfo[] {
  const { sort } = request;
  if (sort.length === 0) return processes;
  return [...processes].sort((a, b) => {
    for (const { key, isDescending } of sort) {
      const column = COLUMNS[key] as Column;
      const [left, right] = [column.value(a, context), column.value(b, context)];
      const order = column.isRight && !Number.isNaN(Number(left)) && !Number.isNaN(Number(right)) ? Number(left) - Number(right) : left < right ? -1 : left > right ? 1 : 0;
      if (order !== 0) return isDescending ? -order : order;
    }
    return a.pid - b.pid;
  });
}

/** Children under their parents; fills in the branches that stand before their commands. */
function asForest(processes: readonly ProcessInfo[], style: 'unix' | 'ascii', indent: Map<number, string>): ProcessInfo[] {
  const pids = new Set(processes.map((process) => process.pid));
  const ordered: ProcessInfo[] = [];
  const visit = (process: ProcessInfo, above: string, depth: number, isLast: boolean): void => {
    ordered.push(process);
    if (depth > 0) indent.set(process.pid, style === 'unix' ? '  '.repeat(depth) : `${above} \\_ `);
    const children = processes.filter((each) => each.ppid === process.pid && each.pid !== process.pid);
    const below = style === 'unix' || depth === 0 ? above : `${above}${isLast ? '    ' : ' |  '}`;
    for (const [index, child] of children.entries()) visit(child, below, depth + 1, index === children.length - 1);
  };
  for (const root of processes.filter((process) => !pids.has(process.ppid))) visit(root, '', 0, true);
  return ordered;
}

function* show(sys: Sys, request: Request): Routine<number> {
  const indent = new Map<number, string>();
  const context: Context = { sys, nowMs: sys.nowMs(), indent, isNameOnly: request.isNameOnly, showsEnvironment: request.showsEnvironment };
  const picked = sorted(chosen(sys, request), request, context);
  const rows = request.forest === 'none' ? picked : asForest(picked, request.forest, indent);
  const label = request.showsLabel ? [COLUMNS['label'] as Column] : [];
  const columns = [...label, ...(request.columns ?? parseFormat(FORMATS[request.format ?? 'default'] ?? ''))];
  const width = request.wide < 0 ? -request.wide : sys.isTty(1) ? (request.wide >= 2 ? Infinity : request.wide === 1 ? 132 : sys.ttySize(1).columns) : Infinity;
  const lines = rows.map((process) => layRow(columns, columns.map((column) => column.value(process, context))));
  const hasHeader = request.hasHeader && columns.some((column) => column.header !== '');
  const all = hasHeader ? [layRow(columns, columns.map((column) => column.header)), ...lines] : lines;
  yield* sys.write(1, all.map((line) => `${[...line].slice(0, width).join('')}\n`).join(''));
  return rows.length === 0 ? 1 : 0;
}

export const ps: Program = {
  name: 'ps',
  *run(sys) {
    try {
      return yield* show(sys, new Arguments(sys).parse());
    } catch (error) {
      if (!(error instanceof PsError)) throw error;
      if (error.message === 'version') yield* sys.write(1, 'ps from procps-ng 3.3.17\n');
      else if (error.message === 'help') yield* sys.write(1, USAGE);
      else yield* sys.write(2, `${error.message}\n${USAGE}`);
      return error.message === 'version' || error.message === 'help' ? 0 : 1;
    }
  },
};
