import { Failure } from '../../host/command.ts';
import { parseDate } from '../../host/parse-date.ts';
import { strerror } from '../../host/errors.ts';
import type { Stat } from '../../host/inode.ts';
import { applyMode, parseMode } from '../../host/mode.ts';
import { curly } from '../../host/quote.ts';
import { RegexError, posixRegex } from '../../host/regex.ts';
import type { Sys } from '../../host/sys.ts';
import { zoneName } from '../../host/time-zone.ts';

/** A file that find looks at. */
export interface Visit {
  readonly path: string;
  readonly name: string;
  readonly stat: Stat;
  readonly depth: number;
  /** The starting point it was found under. */
  readonly root: string;
}

export type Action =
  | { readonly kind: 'print' | 'print0' | 'ls' | 'delete' | 'prune' | 'quit' }
  | { readonly kind: 'printf'; readonly format: string }
  | { readonly kind: 'exec'; readonly argv: readonly string[]; readonly asks: boolean; readonly inDirectory: boolean; readonly isBatch: boolean; batch: string[] };

/** find's expression as a tree. */
export type Expression =
  | { readonly kind: 'test'; readonly holds: (visit: Visit) => boolean }
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'not'; readonly inner: Expression }
  | { readonly kind: 'and' | 'or' | 'comma'; readonly left: Expression; readonly right: Expression };

export interface FindPlan {
  readonly expression: Expression;
  readonly minDepth: number;
  readonly maxDepth: number;
  readonly depthFirst: boolean;
  readonly hasAction: boolean;
  readonly actions: readonly Action[];
  readonly warnings: readonly string[];
}

const TRUE: Expression = { kind: 'test', holds: () => true };
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SIZE_UNITS: Readonly<Record<string, number>> = { '': 512, b: 512, c: 1, w: 2, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };
const TYPES = { f: 'file', d: 'directory', l: 'symlink', c: 'character', p: 'fifo', s: 'socket', b: 'block' } as const;

/** A shell pattern as fnmatch reads it (a slash is no border). */
export function globRegex(glob: string, ignoreCase: boolean): RegExp {
  let source = '';
  for (let at = 0; at < glob.length; at += 1) {
    const sign = glob[at] ?? '';
    const close = sign === '[' ? glob.indexOf(']', at + 2) : -1;
    if (sign === '*') source += '.*';
    else if (sign === '?') source += '.';
    else if (close !== -1) {
      source += `[${glob.slice(at + 1, close).replace(/^!/, '^').replaceAll('\\', '\\\\').replaceAll('[:', '').replaceAll(':]', '')}]`;
      at = close;
    } else {
      const plain = sign === '\\' ? glob[++at] ?? '\\' : sign;
      source += plain.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    }
  }
  return new RegExp(`^${source}$`, ignoreCase ? 'sui' : 'su');
}

/** Compares a measure with `n`, `+n` (more) or `-n` (less). */
function compared(text: string, name: string): (value: number) => boolean {
  const matched = /^([-+]?)(\d+(?:\.\d+)?)$/.exec(text);
  if (matched === null) throw new Failure(`invalid argument \`${text}' to \`${name}'`);
  const limit = Number(matched[2]);
  return matched[1] === '+' ? (value) => value > limit : matched[1] === '-' ? (value) => value < limit : (value) => value === limit;
}

/** Reads the words after the starting points. */
export class FindParser {
  readonly #sys: Sys;
  readonly #words: readonly string[];
  readonly #startMs: number;
  #at = 0;
  readonly #plan = { minDepth: 0, maxDepth: Infinity, depthFirst: false, warnings: [] as string[], actions: [] as Action[] };

  constructor(sys: Sys, words: readonly string[]) {
    this.#sys = sys;
    this.#words = words;
    this.#startMs = sys.nowMs();
  }

  parse(): FindPlan {
    const expression = this.#words.length === 0 ? TRUE : this.#comma();
    const rest = this.#words[this.#at];
    if (rest === ')') throw new Failure('you have too many \')\'');
    if (rest !== undefined) throw new Failure(`paths must precede expression: \`${rest}'`);
    const { actions } = this.#plan;
    return { ...this.#plan, expression, actions, hasAction: actions.some((each) => each.kind !== 'prune' && each.kind !== 'quit') };
  }

  #comma(): Expression {
    let left = this.#or();
    while (this.#words[this.#at] === ',') {
      this.#at += 1;
      left = { kind: 'comma', left, right: this.#or() };
    }
    return left;
  }

  #or(): Expression {
    let left = this.#and();
    while (['-o', '-or'].includes(this.#words[this.#at] ?? '')) {
      const operator = this.#words[this.#at++] ?? '';
      if (this.#at >= this.#words.length) throw new Failure(`expected an expression after '${operator}'`);
      left = { kind: 'or', left, right: this.#and() };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#term();
    for (;;) {
      const word = this.#words[this.#at];
      if (word === undefined || ['-o', '-or', ',', ')'].includes(word)) return left;
      if (word === '-a' || word === '-and') {
        this.#at += 1;
        if (this.#at >= this.#words.length) throw new Failure(`expected an expression after '${word}'`);
      }
      left = { kind: 'and', left, right: this.#term() };
    }
  }

  #term(): Expression {
    const word = this.#words[this.#at++] ?? '';
    if (word === '!' || word === '-not') {
      if (this.#at >= this.#words.length) throw new Failure(`expected an expression after '${word}'`);
      return { kind: 'not', inner: this.#term() };
    }
    if (word === '(') {
      if (this.#words[this.#at] === ')') throw new Failure('invalid expression; empty parentheses are not allowed.');
      const inner = this.#comma();
      if (this.#words[this.#at++] !== ')') throw new Failure('invalid expression; I was expecting to find a \')\' somewhere but did not see one.');
      return inner;
    }
    if (['-o', '-or', '-a', '-and', ','].includes(word)) throw new Failure(`invalid expression; you have used a binary operator '${word}' with nothing before it.`);
    if (word === ')') throw new Failure('invalid expression; you have too many \')\'');
    if (!word.startsWith('-')) throw new Failure(`paths must precede expression: \`${word}'`);
    return this.#action(word) ?? this.#option(word) ?? this.#test(word);
  }

  #argument(name: string): string {
    const word = this.#words[this.#at++];
    if (word === undefined) throw new Failure(`missing argument to \`${name}'`);
    return word;
  }

  #action(word: string): Expression | null {
    const simple = ({ '-print': 'print', '-print0': 'print0', '-ls': 'ls', '-delete': 'delete', '-prune': 'prune', '-quit': 'quit' } as const)[word as '-print'];
    let action: Action | null = null;
    if (simple !== undefined) action = { kind: simple };
    else if (word === '-printf') action = { kind: 'printf', format: this.#argument(word) };
    else if (['-exec', '-execdir', '-ok', '-okdir'].includes(word)) action = this.#exec(word);
    if (action === null) return null;
    if (action.kind === 'delete') this.#plan.depthFirst = true;
    this.#plan.actions.push(action);
    return { kind: 'action', action };
  }

  #exec(word: string): Action {
    const argv: string[] = [];
    for (;;) {
      const next = this.#words[this.#at++];
      if (next === undefined) throw new Failure(`missing argument to \`${word}'`);
      const isBatch = next === '+' && argv.at(-1) === '{}';
      if (next === ';' || isBatch) {
        if (argv.length === 0) throw new Failure(`invalid argument \`${next}' to \`${word}'`);
        return { kind: 'exec', argv: isBatch ? argv.slice(0, -1) : argv, asks: word.startsWith('-ok'), inDirectory: word.endsWith('dir'), isBatch, batch: [] };
      }
      argv.push(next);
    }
  }

  #option(word: string): Expression | null {
    if (word === '-maxdepth' || word === '-mindepth') {
      const text = this.#argument(word);
      if (!/^\d+$/.test(text)) throw new Failure(`Expected a positive decimal integer argument to ${word}, but got ${curly(text)}`);
      if (word === '-maxdepth') this.#plan.maxDepth = Number(text);
      else this.#plan.minDepth = Number(text);
      return TRUE;
    }
    if (word === '-depth' || word === '-d') this.#plan.depthFirst = true;
    else if (!['-mount', '-xdev', '-noleaf', '-daystart', '-follow', '-warn', '-nowarn', '-ignore_readdir_race', '-noignore_readdir_race'].includes(word)) return null;
    return TRUE;
  }

  #test(word: string): Expression {
    const holds = this.#nameTest(word) ?? this.#timeTest(word) ?? this.#ownerTest(word) ?? this.#otherTest(word);
    if (holds === null) throw new Failure(`unknown predicate \`${word}'`);
    return { kind: 'test', holds };
  }

  #nameTest(word: string): ((visit: Visit) => boolean) | null {
    const ignoresCase = word.startsWith('-i');
    if (word === '-name' || word === '-iname') {
      const pattern = this.#argument(word);
      const regex = globRegex(pattern, ignoresCase);
      if (pattern.includes('/') && pattern !== '/') {
        this.#plan.warnings.push(`warning: ${curly(word)} matches against basenames only, but the given pattern contains a directory separator (${curly('/')}), thus the expression will evaluate to false all the time.  Did you mean ${curly('-wholename')}?`);
      }
      return (visit) => regex.test(visit.name);
    }
    if (['-path', '-ipath', '-wholename', '-iwholename'].includes(word)) {
      const regex = globRegex(this.#argument(word), ignoresCase);
      return (visit) => regex.test(visit.path);
    }
    if (word === '-lname' || word === '-ilname') {
      const regex = globRegex(this.#argument(word), ignoresCase);
      return (visit) => visit.stat.type === 'symlink' && regex.test(this.#sys.readLink(visit.path));
    }
    if (word !== '-regex' && word !== '-iregex') return null;
    try {
      const regex = new RegExp(`^(?:${posixRegex(this.#argument(word), { ignoreCase: ignoresCase }).source})$`, ignoresCase ? 'usi' : 'us');
      return (visit) => regex.test(visit.path);
    } catch (error) {
      if (error instanceof RegexError) throw new Failure(error.message);
      throw error;
    }
  }

  #timeTest(word: string): ((visit: Visit) => boolean) | null {
    const matched = /^-([amc])(time|min)$/.exec(word);
    if (matched !== null) {
      const key = ({ a: 'atimeMs', m: 'mtimeMs', c: 'ctimeMs' } as const)[matched[1] as 'a'];
      const unitMs = matched[2] === 'time' ? DAY_MS : MINUTE_MS;
      const test = compared(this.#argument(word), word);
      const age = (visit: Visit): number => (this.#startMs - visit.stat[key]) / unitMs;
      return matched[2] === 'time' ? (visit) => test(Math.floor(age(visit))) : (visit) => test(Math.ceil(age(visit)));
    }
    if (word === '-newer' || word === '-anewer' || word === '-cnewer') {
      const than = this.#statOf(this.#argument(word)).mtimeMs;
      return (visit) => visit.stat[word === '-anewer' ? 'atimeMs' : word === '-cnewer' ? 'ctimeMs' : 'mtimeMs'] > than;
    }
    if (word !== '-newermt') return null;
    const text = this.#argument(word);
    const ms = parseDate(text, this.#startMs, zoneName(this.#sys));
    if (ms === null) throw new Failure(`I cannot figure out how to interpret ${curly(text)} as a date or time`);
    return (visit) => visit.stat.mtimeMs > ms;
  }

  #statOf(path: string): Stat {
    try {
      return this.#sys.stat(path);
    } catch (error) {
      throw new Failure(`${curly(path)}: ${strerror(error)}`);
    }
  }

  #ownerTest(word: string): ((visit: Visit) => boolean) | null {
    const { accounts } = this.#sys;
    if (word === '-user' || word === '-group') {
      const name = this.#argument(word);
      const known = word === '-user' ? accounts.byName(name)?.uid : accounts.groupByName(name)?.gid;
      if (known === undefined && !/^\d+$/.test(name)) throw new Failure(word === '-user' ? `${curly(name)} is not the name of a known user` : `${curly(name)} is not the name of an existing group`);
      const id = known ?? Number(name);
      return (visit) => (word === '-user' ? visit.stat.uid : visit.stat.gid) === id;
    }
    if (word === '-uid' || word === '-gid') {
      const test = compared(this.#argument(word), word);
      return (visit) => test(word === '-uid' ? visit.stat.uid : visit.stat.gid);
    }
    if (word === '-nouser') return (visit) => accounts.byUid(visit.stat.uid) === null;
    if (word === '-nogroup') return (visit) => accounts.groupByGid(visit.stat.gid) === null;
    return null;
  }

  #otherTest(word: string): ((visit: Visit) => boolean) | null {
    switch (word) {
      case '-true': return () => true;
      case '-false': return () => false;
      case '-type': case '-xtype': return this.#type(word);
      case '-size': return this.#size();
      case '-empty': return (visit) => (visit.stat.type === 'file' ? visit.stat.sizeBytes === 0 : visit.stat.type === 'directory' && this.#isEmpty(visit.path));
      case '-perm': return this.#permissions();
      case '-links': case '-inum': {
        const test = compared(this.#argument(word), word);
        return (visit) => test(word === '-links' ? visit.stat.nlink : visit.stat.ino);
      }
      case '-samefile': {
        const { ino } = this.#statOf(this.#argument(word));
        return (visit) => visit.stat.ino === ino;
      }
      case '-readable': return (visit) => this.#sys.access(visit.path, 'read');
      case '-writable': return (visit) => this.#sys.access(visit.path, 'write');
      case '-executable': return (visit) => this.#sys.access(visit.path, 'execute');
      default: return null;
    }
  }

  #isEmpty(path: string): boolean {
    try {
      return this.#sys.readDirectory(path).length === 0;
    } catch (error) {
      strerror(error);
      return false;
    }
  }

  #type(word: string): (visit: Visit) => boolean {
    const letters = this.#argument(word).split(',');
    for (const letter of letters) {
      if (letter.length !== 1) throw new Failure(letter === '' ? `Arguments to ${word} should contain at least one letter` : `Must separate multiple arguments to ${word} using: ','`);
      if (!(letter in TYPES)) throw new Failure(`Unknown argument to ${word}: ${letter}`);
    }
    const types = letters.map((letter) => TYPES[letter as 'f'] as string);
    if (word === '-type') return (visit) => types.includes(visit.stat.type);
    return (visit) => {
      try {
        return types.includes(this.#sys.stat(visit.path).type);
      } catch (error) {
        strerror(error);
        return types.includes('symlink');
      }
    };
  }

  #size(): (visit: Visit) => boolean {
    const text = this.#argument('-size');
    const matched = /^([-+]?\d+)([bcwkMG]?)$/.exec(text);
    if (matched === null) throw new Failure(/[a-zA-Z]$/.test(text) ? `invalid -size type \`${text.at(-1) ?? ''}'` : `Invalid argument \`${text}' to -size`);
    const unit = SIZE_UNITS[matched[2] ?? ''] ?? 512;
    const test = compared(matched[1] ?? '', '-size');
    return (visit) => test(Math.ceil(visit.stat.sizeBytes / unit));
  }

  #permissions(): (visit: Visit) => boolean {
    const text = this.#argument('-perm');
    const how = /^[-/]/.test(text) ? text.charAt(0) : '';
    const change = parseMode(text.slice(how.length));
    if (change === null) throw new Failure(`invalid mode ${curly(text)}`);
    const bits = applyMode(change, 0, { isDirectory: false, umask: 0 });
    if (how === '-') return (visit) => (visit.stat.mode & bits) === bits;
    if (how === '/') return (visit) => bits === 0 || (visit.stat.mode & bits) !== 0;
    return (visit) => visit.stat.mode === bits;
  }
}
