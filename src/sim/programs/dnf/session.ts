import type { PackageCatalogue, PackageSpec } from '../../host/package.ts';
import { rpmNamed } from '../../host/package-file.ts';
import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { DnfError, type Console } from './console.ts';
import type { Transaction } from './history.ts';
import type { Options } from './options.ts';
import { globToRegExp, Sack, type Available } from './sack.ts';
import { cacheOf, loadRepositories, type Cache } from './repositories.ts';
import { readConfig, setMainOption, setRepositoryOption, type DnfConfig, type Repository } from './repo-config.ts';
import { RpmDatabase } from './rpmdb.ts';
import { isExcludedBy, Solver, type Solution } from './solver.ts';
import { transact } from './transact.ts';
import type { ExtraLines } from './transaction-table.ts';

/** One run of dnf: configuration, what is loaded, and the way from a wish to a finished transaction. */
export class Session {
  readonly console: Console;
  readonly options: Options;
  readonly catalogue: PackageCatalogue;
  readonly config: DnfConfig;
  readonly cache: Cache;
  readonly database: RpmDatabase;
  /** Problem texts go before this to whoever asks. */
  #sack: Sack | null = null;

  constructor(console: Console, options: Options, catalogue: PackageCatalogue) {
    this.console = console;
    this.options = options;
    this.catalogue = catalogue;
    const one = (name: string): string | undefined => options.values.get(name)?.at(-1);
    this.config = readConfig(console.sys, { ...(one('--config') === undefined ? {} : { config: one('--config') as string }), releasever: one('--releasever') ?? null });
    this.cache = cacheOf(console.sys, this.config.main.cacheDir);
    this.database = RpmDatabase.load(console.sys, catalogue);
    this.config.main.assumeYes ||= options.flags.has('--assumeyes');
    if (options.flags.has('--best')) this.config.main.best = true;
    if (options.flags.has('--nobest')) this.config.main.best = false;
    this.config.main.excludes.push(...(options.values.get('--exclude') ?? []).flatMap((text) => text.split(/[\s,]+/)));
  }

  get sys(): Sys {
    return this.console.sys;
  }

  /** Applies --setopt, --repofrompath, --enablerepo and their like; throws as dnf refuses an unknown repository. */
  *configure(): Routine<void> {
    for (const warning of this.config.warnings) yield* this.console.error(warning);
    for (const setting of this.options.values.get('--setopt') ?? []) yield* this.#set(setting);
    for (const pair of this.options.values.get('--repofrompath') ?? []) this.#addRepository(pair);
    const asked = this.options.repositories;
    if (asked.some(({ kind }) => kind === 'only')) for (const each of this.config.repositories) each.isEnabled = false;
    for (const { kind, pattern } of asked) {
      const found = this.config.repositories.filter(({ id }) => globToRegExp(pattern).test(id));
      if (found.length === 0 && kind !== 'disable') throw new DnfError(`Unknown repo: '${pattern}'`);
      if (found.length === 0) yield* this.console.error(`No matching repo to modify: ${pattern}.`);
      for (const each of found) each.isEnabled = kind !== 'disable';
    }
    if (this.options.flags.has('--nogpgcheck')) for (const each of this.config.repositories) each.gpgCheck = false;
  }

  *#set(setting: string): Routine<void> {
    const match = /^(?:([^=]*)\.)?([^.=]+)=(.*)$/s.exec(setting);
    if (match === null) throw new DnfError(`Setopt argument has no value: ${setting}`);
    const [, pattern, name = '', value = ''] = match;
    if (pattern === undefined) {
      if (!setMainOption(this.config.main, name, value)) yield* this.console.error(`Main config did not have a ${name} attr. before setopt`);
      return;
    }
    for (const each of this.config.repositories.filter(({ id }) => globToRegExp(pattern).test(id))) {
      if (!setRepositoryOption(each, name, value)) yield* this.console.error(`Repo ${each.id} did not have a ${name} attr. before setopt`);
    }
  }

  #addRepository(pair: string): void {
    const [id = '', path = ''] = pair.split(',');
    this.config.repositories.push({
      id, file: '', name: id, isEnabled: true, baseurls: [path.includes('://') ? path : `file://${path}`], metalink: null, mirrorlist: null,
      gpgCheck: this.config.main.gpgCheck, gpgKeys: [], skipIfUnavailable: this.config.main.skipIfUnavailable, metadataExpire: 172_800, priority: 99, excludes: [],
    });
  }

  get enabled(): Repository[] {
    return this.config.repositories.filter(({ isEnabled }) => isEnabled);
  }

  /** Repositories loaded, installed packages known. `withoutRepositories` for commands that need none (remove). */
  *sack(options: { readonly withoutRepositories?: boolean; readonly isMakecache?: boolean } = {}): Routine<Sack> {
    if (this.#sack !== null) return this.#sack;
    const isExcluded = (spec: PackageSpec, id: string): boolean =>
      isExcludedBy(spec, [...this.config.main.excludes, ...(this.config.repositories.find((each) => each.id === id)?.excludes ?? [])]);
    if (options.withoutRepositories === true) {
      this.#sack = new Sack(this.database, [], isExcluded);
      return this.#sack;
    }
    const loaded = yield* loadRepositories(this.console, this.catalogue, this.cache, this.enabled, {
      cacheOnly: this.options.flags.has('--cacheonly'), refresh: this.options.flags.has('--refresh'), isMakecache: options.isMakecache === true,
    });
    if (!loaded.hasDownloaded && loaded.checkedMs !== null && options.isMakecache !== true) {
      yield* this.console.info(`Last metadata expiration check: ${ago(this.sys.nowMs() - loaded.checkedMs)} ago on ${this.console.time(loaded.checkedMs)}.`);
    }
    this.#sack = new Sack(this.database, loaded.repositories, isExcluded);
    return this.#sack;
  }

  /** A solver with the options of the command line. */
  solver(sack: Sack): Solver {
    const { flags } = this.options;
    return new Solver(sack, {
      allowErasing: flags.has('--allowerasing'), skipBroken: flags.has('--skip-broken'), best: this.config.main.best,
      weakDeps: this.config.main.installWeakDeps, cleanRequirements: this.config.main.cleanRequirements && !flags.has('--noautoremove'),
      installOnlyLimit: this.config.main.installOnlyLimit, protectedNames: this.#protected(),
    });
  }

  #protected(): ReadonlySet<string> {
    const folder = '/etc/dnf/protected.d';
    const names = new Set<string>();
    if (!this.sys.exists(folder)) return names;
    for (const file of this.sys.readDirectory(folder)) {
      for (const name of this.sys.readFile(`${folder}/${file}`).split('\n')) if (name.trim() !== '' && !name.startsWith('#')) names.add(name.trim());
    }
    return names;
  }

  /** Problems in libsolv's words; throws unless they may be skipped. */
  *resolve(solver: Solver): Routine<Solution> {
    const solution = solver.solve();
    if (solution.problems.length > 0) {
      const texts = solution.problems.map(({ lines }, index) =>
        ` Problem${solution.problems.length > 1 ? ` ${index + 1}` : ''}: ${lines.join('\n  - ')}`);
      if (solution.skipped.length === 0) {
        const hints = this.#hints(solution);
        throw new DnfError(`\n${texts.join('\n')}`, hints === '' ? {} : { hint: hints });
      }
      yield* this.console.error(`\n${texts.join('\n')}`);
    }
    yield* this.console.info('Dependencies resolved.');
    return solution;
  }

  #hints({ problems }: Solution): string {
    if (problems.some(({ lines }) => lines[0]?.startsWith('The operation would') === true)) {
      return this.config.main.best ? "(try to add '--skip-broken' to skip uninstallable packages or '--nobest' to use not only best candidate packages)" : "(try to add '--skip-broken' to skip uninstallable packages)";
    }
    const hints = [
      ...(problems.some(({ isConflict }) => isConflict) && !this.options.flags.has('--allowerasing') ? ["'--allowerasing' to command line to replace conflicting packages"] : []),
      ...(this.options.flags.has('--skip-broken') ? [] : ["'--skip-broken' to skip uninstallable packages"]),
      ...(this.config.main.best && !this.options.flags.has('--nobest') ? ["'--nobest' to use not only best candidate packages"] : []),
    ];
    return hints.length === 0 ? '' : `(try to add ${hints.join(' or ')})`;
  }

  /** Asks until y or n; the end of input and Ctrl-C mean no. */
  *confirm(): Routine<boolean> {
    if (this.options.flags.has('--assumeno')) return false;
    if (this.config.main.assumeYes) return true;
    for (;;) {
      yield* this.sys.write(1, this.config.main.defaultYes ? 'Is this ok [Y/n]: ' : 'Is this ok [y/N]: ');
      let answer: string | null;
      try {
        answer = yield* this.sys.readLine(0);
      } catch (error) {
        if (!(error instanceof SysError) || error.errno !== 'EINTR') throw error;
        this.sys.takeSignals();
        return false;
      }
      const word = (answer ?? '').trim().toLowerCase();
      if (word === '') return this.config.main.defaultYes;
      if (['y', 'yes', 'n', 'no'].includes(word)) return word.startsWith('y');
    }
  }

  /** Shows, asks, downloads, checks, runs, notes. */
  *transact(solution: Solution, extras: readonly ExtraLines[] = [], groups: Transaction['groups'] = []): Routine<void> {
    yield* transact(this, solution, extras, groups);
  }

  /** A package file given by path; null with the error said when it cannot be read. */
  *localPackage(sack: Sack, path: string): Routine<Available | null> {
    let content: string | null = null;
    try {
      content = this.sys.readFile(path);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
    }
    const key = content === null ? null : rpmNamed(content);
    const spec = key === null ? null : this.catalogue.package(key);
    if (spec === null) throw new DnfError(`Can not load RPM file: ${path}.\nCould not open: ${path}`, { isBare: true });
    return sack.addCommandLine(spec);
  }
}

/** `0:01:27`, as Python prints a timedelta. */
export function ago(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const days = Math.floor(seconds / 86_400);
  const rest = seconds % 86_400;
  const clock = `${Math.floor(rest / 3600)}:${String(Math.floor((rest % 3600) / 60)).padStart(2, '0')}:${String(rest % 60).padStart(2, '0')}`;
  return days === 0 ? clock : `${days} day${days === 1 ? '' : 's'}, ${clock}`;
}
