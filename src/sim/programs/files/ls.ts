import { command, complain, statOrNull } from '../../host/command.ts';
import { collation, type Compare } from '../../host/collate.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import { shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { compareVersions } from '../../host/version-order.ts';
import { Colors, type Entry } from './ls-color.ts';
import { LsPainter } from './ls-format.ts';
import { LS_OPTIONS, lsPlan, type LsPlan } from './ls-options.ts';
import { below } from './walk.ts';

const extension = (name: string): string => /\.[^.]*$/.exec(name)?.[0] ?? '';

function comparison(plan: LsPlan, byName: Compare): (left: Entry, right: Entry) => number {
  const names = (left: Entry, right: Entry): number => byName(left.name, right.name);
  const first = {
    none: () => 0, name: () => 0,
    time: (left: Entry, right: Entry) => right.stat[plan.time] - left.stat[plan.time],
    size: (left: Entry, right: Entry) => right.stat.sizeBytes - left.stat.sizeBytes,
    extension: (left: Entry, right: Entry) => byName(extension(left.name), extension(right.name)),
    version: (left: Entry, right: Entry) => compareVersions(left.name, right.name),
  }[plan.sort];
  const isDirectory = (entry: Entry): number => ((entry.behind ?? entry.stat).type === 'directory' ? 0 : 1);
  return (left, right) => {
    const group = plan.directoriesFirst ? isDirectory(left) - isDirectory(right) : 0;
    const order = plan.sort === 'none' ? 0 : first(left, right) || names(left, right);
    return group || (plan.reverse ? -order : order);
  };
}

/** One run of ls: what it has printed and how badly it went. */
class Listing {
  readonly #sys: Sys;
  readonly #plan: LsPlan;
  readonly #painter: LsPainter;
  readonly #compare: (left: Entry, right: Entry) => number;
  #isFirst = true;
  status = 0;

  constructor(sys: Sys, plan: LsPlan) {
    this.#sys = sys;
    this.#plan = plan;
    this.#painter = new LsPainter(sys, plan, plan.color ? new Colors(sys) : null);
    this.#compare = comparison(plan, collation(sys));
  }

  *run(operands: readonly string[]): Routine<void> {
    const names = operands.length === 0 ? ['.'] : operands;
    const entries: Entry[] = [];
    for (const name of names) {
      const entry = yield* this.#named(name);
      if (entry !== null) entries.push(entry);
    }
    entries.sort(this.#compare);
    const isListed = (entry: Entry): boolean => !this.#plan.asDirectory && this.#shown(entry).type === 'directory';
    const files = entries.filter((entry) => !isListed(entry));
    const directories = entries.filter(isListed);
    yield* this.#sys.write(1, this.#painter.list(files));
    if (files.length > 0) this.#isFirst = false;
    const isTitled = names.length > 1 || this.#plan.recursive;
    for (const directory of directories) yield* this.#directory(directory.name, isTitled);
  }

  /** What decides whether a named entry is listed as a directory: a link may lead to one. */
  #shown(entry: Entry): Entry['stat'] {
    return this.#plan.follow === 'named' && entry.behind?.type === 'directory' ? entry.behind : entry.stat;
  }

  *#named(name: string): Routine<Entry | null> {
    try {
      const stat = this.#plan.follow === 'always' ? this.#sys.stat(name) : this.#sys.lstat(name);
      return { name, path: name, stat, behind: stat.type === 'symlink' ? statOrNull(this.#sys, name) : null };
    } catch (error) {
      yield* complain(this.#sys, `cannot access ${shellQuoteAlways(name)}: ${strerror(error)}`);
      this.status = 2;
      return null;
    }
  }

  *#directory(path: string, isTitled: boolean): Routine<void> {
    let names: string[];
    try {
      names = this.#sys.readDirectory(path);
    } catch (error) {
      yield* complain(this.#sys, `cannot open directory ${shellQuoteAlways(path)}: ${strerror(error)}`);
      this.status = this.#isFirst && !isTitled ? 2 : Math.max(this.status, isTitled ? 2 : 1);
      return;
    }
    const entries = (yield* this.#entries(path, names)).sort(this.#compare);
    const title = isTitled ? `${this.#isFirst ? '' : '\n'}${this.#painter.quoted(path)}:\n` : '';
    this.#isFirst = false;
    const total = this.#plan.layout === 'long' || this.#plan.blocks ? this.#painter.total(entries) : '';
    yield* this.#sys.write(1, title + total + this.#painter.list(entries));
    if (!this.#plan.recursive) return;
    for (const entry of entries) {
      if (entry.stat.type === 'directory' && entry.name !== '.' && entry.name !== '..') yield* this.#directory(entry.path, true);
    }
  }

  *#entries(path: string, names: readonly string[]): Routine<Entry[]> {
    const { hidden, ignored } = this.#plan;
    const wanted = names.filter((name) => (hidden !== 'none' || !name.startsWith('.')) && !ignored.some((pattern) => pattern.test(name)));
    const entries: Entry[] = [];
    for (const name of hidden === 'all' ? ['.', '..', ...wanted] : wanted) {
      const full = below(path, name);
      try {
        const link = this.#sys.lstat(full);
        const stat = this.#plan.follow === 'always' ? statOrNull(this.#sys, full) ?? link : link;
        entries.push({ name, path: full, stat, behind: stat.type === 'symlink' ? statOrNull(this.#sys, full) : null });
      } catch (error) {
        if (!(error instanceof SysError)) throw error;
        yield* complain(this.#sys, `cannot access ${shellQuoteAlways(full)}: ${error.text}`);
        this.status = Math.max(this.status, 1);
      }
    }
    return entries;
  }
}

function lister(name: string, preset: readonly string[]): Program {
  return command({
    name, usage: ['[OPTION]... [FILE]...'],
    summary: 'Lists files and what is in directories (the current one by default), sorted by name.',
    version: `${name} (GNU coreutils) 8.32`, options: LS_OPTIONS, usageStatus: 2,
    notModelled: ['D', 'Z', 'author', 'block-size', 'hyperlink'],
    *run(sys, args) {
      const withPreset: ParsedOptions = { ...args, lastOf: (...names) => args.lastOf(...names) ?? names.find((each) => preset.includes(each)) ?? null };
      const listing = new Listing(sys, lsPlan(sys, withPreset));
      yield* listing.run(args.operands);
      return listing.status;
    },
  });
}

/** ls(1). */
export const ls = lister('ls', []);

/** dir(1): ls -C -b. */
export const dir = lister('dir', ['C', 'b']);
