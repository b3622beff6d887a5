import { Failure, complain, confirm } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import { diskKib } from '../../host/human.ts';
import type { Stat } from '../../host/inode.ts';
import { modeText } from '../../host/mode.ts';
import { splitPath } from '../../host/path.ts';
import type { Program, Routine } from '../../host/program.ts';
import { curly } from '../../host/quote.ts';
import { runCommand } from '../../host/run-command.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { FindParser, type Action, type Expression, type FindPlan, type Visit } from './find-expression.ts';
import { below } from './walk.ts';

const HALF_YEAR_MS = 31_556_952_000 / 2;
const TYPE_LETTERS = { file: 'f', directory: 'd', symlink: 'l', character: 'c', fifo: 'p', socket: 's' } as const;

/** One run of find. */
class Find {
  readonly #sys: Sys;
  readonly #plan: FindPlan;
  readonly #follow: 'P' | 'L' | 'H';
  #pending = '';
  #isPruned = false;
  isDone = false;
  status = 0;

  constructor(sys: Sys, plan: FindPlan, follow: 'P' | 'L' | 'H') {
    this.#sys = sys;
    this.#plan = plan;
    this.#follow = follow;
  }

  *flush(): Routine<void> {
    const text = this.#pending;
    this.#pending = '';
    if (text !== '') yield* this.#sys.write(1, text);
  }

  *complain(message: string): Routine<void> {
    yield* this.flush();
    yield* complain(this.#sys, message);
    this.status = 1;
  }

  *start(root: string): Routine<void> {
    try {
      const stat = this.#follow === 'P' ? this.#sys.lstat(root) : this.#sys.stat(root);
      yield* this.#visit({ path: root, name: splitPath(root).name, stat, depth: 0, root });
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      yield* this.complain(`${curly(root)}: ${error.text}`);
    }
  }

  *#visit(visit: Visit): Routine<void> {
    const { minDepth, maxDepth, depthFirst } = this.#plan;
    this.#isPruned = false;
    const isLookedAt = visit.depth >= minDepth;
    if (isLookedAt && !depthFirst) yield* this.#look(visit);
    const descends = visit.stat.type === 'directory' && visit.depth < maxDepth && !(this.#isPruned && !depthFirst) && !this.isDone;
    if (descends) yield* this.#children(visit);
    if (isLookedAt && depthFirst && !this.isDone) yield* this.#look(visit);
  }

  *#look(visit: Visit): Routine<void> {
    const holds = yield* this.#holds(this.#plan.expression, visit);
    if (holds && !this.#plan.hasAction) this.#pending += `${visit.path}\n`;
    if (this.#pending.length > 16384) yield* this.flush();
  }

  *#children(visit: Visit): Routine<void> {
    let names: string[];
    try {
      names = this.#sys.readDirectory(visit.path);
    } catch (error) {
      yield* this.complain(`${curly(visit.path)}: ${strerror(error)}`);
      return;
    }
    for (const name of names) {
      if (this.isDone) return;
      const path = below(visit.path, name);
      let stat: Stat;
      try {
        stat = this.#sys.lstat(path);
        if (this.#follow === 'L' && stat.type === 'symlink') stat = this.#behind(path, stat);
      } catch (error) {
        yield* this.complain(`${curly(path)}: ${strerror(error)}`);
        continue;
      }
      yield* this.#visit({ path, name, stat, depth: visit.depth + 1, root: visit.root });
    }
  }

  #behind(path: string, link: Stat): Stat {
    try {
      return this.#sys.stat(path);
    } catch (error) {
      strerror(error);
      return link;
    }
  }

  *#holds(expression: Expression, visit: Visit): Routine<boolean> {
    switch (expression.kind) {
      case 'test': return expression.holds(visit);
      case 'not': return !(yield* this.#holds(expression.inner, visit));
      case 'and': return (yield* this.#holds(expression.left, visit)) && (yield* this.#holds(expression.right, visit));
      case 'or': return (yield* this.#holds(expression.left, visit)) || (yield* this.#holds(expression.right, visit));
      case 'comma':
        yield* this.#holds(expression.left, visit);
        return yield* this.#holds(expression.right, visit);
      default: return yield* this.#act(expression.action, visit);
    }
  }

  *#act(action: Action, visit: Visit): Routine<boolean> {
    switch (action.kind) {
      case 'print': this.#pending += `${visit.path}\n`; return true;
      case 'print0': this.#pending += `${visit.path}\0`; return true;
      case 'printf': this.#pending += this.#formatted(action.format, visit); return true;
      case 'ls': this.#pending += this.#listed(visit); return true;
      case 'prune': this.#isPruned = true; return true;
      case 'quit': this.isDone = true; return true;
      case 'delete': return yield* this.#delete(visit);
      default: return yield* this.#execute(action, visit);
    }
  }

  *#delete(visit: Visit): Routine<boolean> {
    if (visit.path === '.') return true;
    try {
      if (visit.stat.type === 'directory') this.#sys.rmdir(visit.path);
      else this.#sys.unlink(visit.path);
      return true;
    } catch (error) {
      yield* this.complain(`cannot delete ${curly(visit.path)}: ${strerror(error)}`);
      return false;
    }
  }

  *#execute(action: Extract<Action, { kind: 'exec' }>, visit: Visit): Routine<boolean> {
    const shown = action.inDirectory ? `./${visit.name}` : visit.path;
    if (action.isBatch) {
      action.batch.push(shown);
      return true;
    }
    yield* this.flush();
    const argv = action.argv.map((word) => word.replaceAll('{}', shown));
    if (action.asks && !(yield* confirm(this.#sys, `< ${argv[0] ?? ''} ... ${visit.path} > ? `))) return false;
    return yield* this.#run(argv, action.inDirectory ? splitPath(visit.path).directory : null);
  }

  *#run(argv: readonly string[], directory: string | null): Routine<boolean> {
    try {
      const ended = yield* runCommand(this.#sys, argv, directory === null ? {} : { cwd: directory });
      return ended.kind === 'exited' && ended.status === 0;
    } catch (error) {
      yield* complain(this.#sys, `${curly(argv[0] ?? '')}: ${strerror(error)}`);
      return false;
    }
  }

  /** Runs what -exec … + has collected. */
  *finish(): Routine<void> {
    yield* this.flush();
    for (const action of this.#plan.actions) {
      if (action.kind !== 'exec' || !action.isBatch || action.batch.length === 0) continue;
      if (!(yield* this.#run([...action.argv, ...action.batch], null))) this.status = 1;
    }
  }

  #owner(stat: Stat): [string, string] {
    const { accounts } = this.#sys;
    return [accounts.byUid(stat.uid)?.name ?? String(stat.uid), accounts.groupByGid(stat.gid)?.name ?? String(stat.gid)];
  }

  #listed(visit: Visit): string {
    const { stat } = visit;
    const [user, group] = this.#owner(stat);
    const now = this.#sys.nowMs();
    const isRecent = stat.mtimeMs <= now && now - stat.mtimeMs < HALF_YEAR_MS;
    const date = localTime(this.#sys, isRecent ? '%b %e %H:%M' : '%b %e  %Y', stat.mtimeMs);
    const target = stat.type === 'symlink' ? ` -> ${this.#sys.readLink(visit.path)}` : '';
    return `${String(stat.ino).padStart(9)} ${String(diskKib(stat)).padStart(6)} ${modeText(stat)} ${String(stat.nlink).padStart(3)} ${user.padEnd(8)} ${group.padEnd(8)} ${String(stat.sizeBytes).padStart(8)} ${date} ${visit.path}${target}\n`;
  }

  #formatted(format: string, visit: Visit): string {
    const { stat } = visit;
    const [user, group] = this.#owner(stat);
    const escapes: Record<string, string> = { n: '\n', t: '\t', '0': '\0', '\\': '\\', r: '\r', a: '\x07' };
    const values: Record<string, () => string> = {
      p: () => visit.path, f: () => visit.name, h: () => (visit.path.includes('/') ? visit.path.slice(0, visit.path.lastIndexOf('/')) || '/' : '.'), s: () => String(stat.sizeBytes),
      m: () => stat.mode.toString(8), M: () => modeText(stat), u: () => user, g: () => group, U: () => String(stat.uid), G: () => String(stat.gid), y: () => TYPE_LETTERS[stat.type],
      i: () => String(stat.ino), n: () => String(stat.nlink), d: () => String(visit.depth), l: () => (stat.type === 'symlink' ? this.#sys.readLink(visit.path) : ''),
      P: () => visit.path.slice(visit.root.length).replace(/^\//, ''), H: () => visit.root, k: () => String(diskKib(stat)), b: () => String(diskKib(stat) * 2), '%': () => '%',
    };
    return format.replace(/\\(.)|%([-]?\d*)(?:([TAC])(.)|(.))/g, (whole, escape: string | undefined, width: string, time: string | undefined, letter: string, plain: string) => {
      if (escape !== undefined) return escapes[escape] ?? whole;
      const ms = time === 'A' ? stat.atimeMs : time === 'C' ? stat.ctimeMs : stat.mtimeMs;
      const text = time !== undefined ? (letter === '@' ? (ms / 1000).toFixed(10) : localTime(this.#sys, letter === '+' ? '%Y-%m-%d+%H:%M:%S.%N0' : letter === 'S' ? '%S.%N0' : `%${letter}`, ms))
        : /[atc]/.test(plain) ? localTime(this.#sys, '%a %b %e %H:%M:%S.%N0 %Y', stat[`${{ a: 'a', t: 'm', c: 'c' }[plain as 'a']}timeMs` as 'atimeMs']) : values[plain]?.() ?? whole;
      return width.startsWith('-') ? text.padEnd(-Number(width)) : text.padStart(Number(width));
    });
  }
}

/** find(1) of findutils. */
export const find: Program = {
  name: 'find',
  *run(sys) {
    const words = sys.argv.slice(1);
    if (words[0] === '--version' || words[0] === '-version') {
      yield* sys.write(1, 'find (GNU findutils) 4.8.0\n');
      return 0;
    }
    if (words[0] === '--help' || words[0] === '-help') {
      yield* sys.write(1, 'Usage: find [-H] [-L] [-P] [path...] [expression]\nLooks for files below each path (the current directory) that fit the expression, and prints or uses them.\n');
      return 0;
    }
    let follow: 'P' | 'L' | 'H' = 'P';
    while (/^-[PLH]$/.test(words[0] ?? '')) follow = (words.shift() ?? '').slice(1) as 'P';
    const first = words.findIndex((word) => /^(-.|[(!,]$)/.test(word));
    const roots = first === -1 ? words : words.slice(0, first);
    try {
      const plan = new FindParser(sys, first === -1 ? [] : words.slice(first)).parse();
      // Warnings are for people: only with a terminal.
      for (const warning of sys.isTty(0) ? plan.warnings : []) yield* complain(sys, warning);
      const run = new Find(sys, plan, follow);
      for (const root of roots.length === 0 ? ['.'] : roots) if (!run.isDone) yield* run.start(root);
      yield* run.finish();
      return run.status;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      yield* complain(sys, error.message);
      return error.status;
    }
  },
};
