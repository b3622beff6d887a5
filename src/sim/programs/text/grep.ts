import { command, statOrNull } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import { UsageError } from '../../host/getopt.ts';
import { LineReader } from '../../host/line-reader.ts';
import { splitPath } from '../../host/path.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { GREP_OPTIONS, grepPlan, type GrepPlan } from './grep-options.ts';

const FLUSH_AT = 16384;
const painted = (code: string, text: string): string => `\x1b[${code}m\x1b[K${text}\x1b[m\x1b[K`;

/** A file on its way through grep. */
interface Scan {
  readonly name: string | null;
  readonly shownName: string;
  line: number;
  offset: number;
  count: number;
  /** Lines still to print after a match. */
  trailing: number;
  /** The lines before, for -B: number, offset, text. */
  recent: [number, number, string][];
  lastPrinted: number;
}

/** One run of grep. */
class Grep {
  readonly #sys: Sys;
  readonly #plan: GrepPlan;
  readonly #hasNames: boolean;
  #pending = '';
  #hasPrintedGroup = false;
  hasMatched = false;
  hasFailed = false;

  constructor(sys: Sys, plan: GrepPlan, hasNames: boolean) {
    this.#sys = sys;
    this.#plan = plan;
    this.#hasNames = hasNames;
  }

  get isDone(): boolean {
    return this.#plan.output === 'quiet' && this.hasMatched;
  }

  *#complain(name: string, text: string): Routine<void> {
    this.hasFailed = true;
    yield* this.flush();
    if (!this.#plan.silent) yield* this.#sys.write(2, `grep: ${name}: ${text}\n`);
  }

  *flush(): Routine<void> {
    const text = this.#pending;
    this.#pending = '';
    if (text !== '') yield* this.#sys.write(1, text);
  }

  /** Searches an operand, or what is below it. */
  *operand(name: string): Routine<void> {
    if (name === '-') {
      yield* this.#file(0, this.#plan.label);
      return;
    }
    try {
      if (this.#sys.stat(name).type === 'directory') yield* this.#directory(name, name, true);
      else if (!this.#isLeftOut(name)) yield* this.#path(name, name);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      yield* this.#complain(name, error.text);
    }
  }

  *#directory(path: string, shown: string, isNamed: boolean): Routine<void> {
    if (this.#plan.recursive === 'no') {
      if (!this.#plan.skipsDirectories) yield* this.#complain(shown, 'Is a directory');
      return;
    }
    if (!isNamed && this.#plan.excludeDirectories.some((each) => each.test(splitPath(path).name))) return;
    let names: string[];
    try {
      names = this.#sys.readDirectory(path);
    } catch (error) {
      yield* this.#complain(shown, strerror(error));
      return;
    }
    for (const name of names) {
      if (this.isDone) return;
      const at = path.endsWith('/') ? path + name : `${path}/${name}`;
      yield* this.#below(at, shown === '' ? name : shown.endsWith('/') ? shown + name : `${shown}/${name}`);
    }
  }

  *#below(path: string, shown: string): Routine<void> {
    const link = this.#sys.lstat(path);
    if (link.type === 'symlink' && this.#plan.recursive !== 'follow') return;
    let stat = link;
    try {
      if (link.type === 'symlink') stat = this.#sys.stat(path);
    } catch (error) {
      yield* this.#complain(shown, strerror(error));
      return;
    }
    if (stat.type === 'directory') yield* this.#directory(path, shown, false);
    else if (stat.type === 'file' && !this.#isLeftOut(shown)) yield* this.#path(path, shown);
  }

  /** The current directory, whose files show without `./`. */
  *here(): Routine<void> {
    yield* this.#directory('.', '', true);
  }

  #isLeftOut(name: string): boolean {
    const last = splitPath(name).name;
    if (this.#plan.exclude.some((each) => each.test(last) || each.test(name))) return true;
    return this.#plan.include.length > 0 && !this.#plan.include.some((each) => each.test(last));
  }

  *#path(path: string, shown: string): Routine<void> {
    let fd: number;
    try {
      fd = this.#sys.open(path, { read: true });
    } catch (error) {
      yield* this.#complain(shown, strerror(error));
      return;
    }
    try {
      const [input, output] = [this.#sys.statFd(fd), this.#sys.statFd(1)];
      if (input.type === 'file' && output.type === 'file' && input.ino === output.ino && this.#plan.output === 'lines') {
        yield* this.#complain(shown, 'input file is also the output');
        return;
      }
      yield* this.#file(fd, shown);
    } finally {
      this.#sys.close(fd);
    }
  }

  *#file(fd: number, shownName: string): Routine<void> {
    const plan = this.#plan;
    const reader = new LineReader(this.#sys, fd, plan.separator);
    const scan: Scan = {
      name: this.#hasNames ? shownName : null, shownName, line: 0, offset: 0, count: 0, trailing: 0, recent: [], lastPrinted: 0,
    };
    const stopsAtFirst = plan.output === 'quiet' || plan.output === 'with-match' || plan.output === 'without-match';
    for (;;) {
      if (!reader.hasLine || this.#pending.length > FLUSH_AT) yield* this.flush();
      if (scan.count >= plan.most && (scan.trailing === 0 || plan.output !== 'lines')) break;
      const raw = yield* reader.next();
      if (raw === null) break;
      if (this.#line(scan, raw)) break;
      if (stopsAtFirst && scan.count > 0) break;
    }
    this.#finish(scan);
    yield* this.flush();
  }

  /** Looks at one line; true when the file needs no more reading. */
  #line(scan: Scan, raw: string): boolean {
    const plan = this.#plan;
    const text = raw.endsWith(plan.separator) ? raw.slice(0, -1) : raw;
    scan.line += 1;
    plan.pattern.lastIndex = 0;
    const isSelected = scan.count < plan.most && plan.pattern.test(text) !== plan.inverts;
    if (isSelected) {
      scan.count += 1;
      this.hasMatched = true;
      if (plan.output === 'lines' && plan.asText !== 'text' && /\0|[\uDC80-\uDCFF]/.test(text)) {
        if (plan.asText === 'binary') this.#pending += `grep: ${scan.shownName}: binary file matches\n`;
        return true;
      }
      if (plan.output === 'lines') this.#selected(scan, text);
    } else if (plan.output === 'lines') this.#unselected(scan, text);
    scan.offset += raw.length;
    return false;
  }

  #selected(scan: Scan, text: string): void {
    const hasContext = this.#plan.before > 0 || this.#plan.after > 0;
    const firstShown = scan.recent[0]?.[0] ?? scan.line;
    if (hasContext && this.#hasPrintedGroup && (scan.lastPrinted === 0 || firstShown > scan.lastPrinted + 1)) {
      this.#pending += this.#plan.color ? `${painted('36', '--')}\n` : '--\n';
    }
    for (const [line, offset, before] of scan.recent) this.#print(scan, before, line, offset, false);
    scan.recent = [];
    this.#print(scan, text, scan.line, scan.offset, true);
    this.#hasPrintedGroup = true;
    scan.trailing = this.#plan.after;
  }

  #unselected(scan: Scan, text: string): void {
    if (scan.trailing > 0) {
      scan.trailing -= 1;
      this.#print(scan, text, scan.line, scan.offset, false);
    } else if (this.#plan.before > 0) {
      scan.recent.push([scan.line, scan.offset, text]);
      if (scan.recent.length > this.#plan.before) scan.recent.shift();
    }
  }

  /** The `name:line:` before a line, `-` instead of `:` for context. */
  #lead(scan: Scan, line: number, offset: number, mark: string): string {
    const { color, numbers, offsets, nameEnd } = this.#plan;
    const separator = color ? painted('36', mark) : mark;
    const name = scan.name === null ? '' : (color ? painted('35', scan.name) : scan.name) + (nameEnd ?? separator);
    return name + (numbers ? (color ? painted('32', String(line)) : String(line)) + separator : '')
      + (offsets ? (color ? painted('32', String(offset)) : String(offset)) + separator : '');
  }

  #print(scan: Scan, text: string, line: number, offset: number, isSelected: boolean): void {
    const { onlyMatching, inverts, color, pattern, separator } = this.#plan;
    scan.lastPrinted = line;
    const mark = isSelected ? ':' : '-';
    pattern.lastIndex = 0;
    if (onlyMatching) {
      if (!isSelected || inverts) return;
      for (const match of text.matchAll(pattern)) {
        if (match[0] !== '') this.#pending += `${this.#lead(scan, line, offset + match.index, mark)}${color ? painted('01;31', match[0]) : match[0]}${separator}`;
      }
      return;
    }
    const shown = color && isSelected !== inverts ? text.replace(pattern, (match) => (match === '' ? '' : painted('01;31', match))) : text;
    this.#pending += `${this.#lead(scan, line, offset, mark)}${shown}${separator}`;
  }

  #finish(scan: Scan): void {
    const { output, color, nameEnd } = this.#plan;
    const name = color ? painted('35', scan.shownName) : scan.shownName;
    if (output === 'count') this.#pending += `${scan.name === null ? '' : name + (nameEnd ?? (color ? painted('36', ':') : ':'))}${scan.count}\n`;
    if (output === 'with-match' && scan.count > 0) this.#pending += name + (nameEnd ?? '\n');
    if (output === 'without-match' && scan.count === 0) this.#pending += name + (nameEnd ?? '\n');
  }
}

function grepCommand(name: string, preset: 'G' | 'E' | 'F'): Program {
  return command({
    name, usage: ['[OPTION]... PATTERNS [FILE]...'],
    summary: 'Prints the lines that match one of the PATTERNS (basic regular expressions; -E extended, -F plain text).',
    version: 'grep (GNU grep) 3.6', options: GREP_OPTIONS, usageStatus: 2, isShortNamed: true,
    hint: "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.",
    notModelled: ['exclude-from', 'T'],
    *run(sys, args) {
      const givesPattern = args.has('e') || args.has('f');
      if (args.has('V')) {
        yield* sys.write(1, 'grep (GNU grep) 3.6\n');
        return 0;
      }
      if (!givesPattern && args.operands.length === 0) throw new UsageError('');
      const plan = grepPlan(sys, args, args.operands[0], preset);
      const files = givesPattern ? args.operands : args.operands.slice(1);
      const hasNames = plan.names === 'always' || (plan.names === 'when-many' && (files.length > 1 || (plan.recursive !== 'no' && (files[0] === undefined || statOrNull(sys, files[0])?.type === 'directory'))));
      const grep = new Grep(sys, plan, hasNames);
      if (files.length === 0 && plan.recursive !== 'no') yield* grep.here();
      for (const file of files.length > 0 ? files : plan.recursive === 'no' ? ['-'] : []) {
        if (!grep.isDone) yield* grep.operand(file);
      }
      yield* grep.flush();
      if (grep.isDone) return 0;
      return grep.hasFailed ? 2 : grep.hasMatched ? 0 : 1;
    },
  });
}

/** grep(1). */
export const grep = grepCommand('grep', 'G');
/** egrep(1): grep -E. */
export const egrep = grepCommand('egrep', 'E');
/** fgrep(1): grep -F. */
export const fgrep = grepCommand('fgrep', 'F');
