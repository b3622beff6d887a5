import type { PackageSpec } from '../../host/package.ts';
import { Broken, chain, conflictOf, isBestOfName, isRich, nothingProvides, type Link } from './problem.ts';
import { meets, parseRelation, providesOf, satisfies, type Relation } from './relation.ts';
import type { Action, Item, Problem, Solution, SolverOptions } from './solution.ts';
import { unneeded } from './unneeded.ts';
import type { Installed, Reason } from './rpmdb.ts';
import { globToRegExp, type Available, type Sack } from './sack.ts';
import { byEvr, nevra } from './version.ts';

export type { Action, Item, Problem, Solution, SolverOptions } from './solution.ts';
export { unneeded } from './unneeded.ts';

/** Several versions of these live side by side. */
const INSTALL_ONLY = new Set(['kernel', 'kernel-core', 'kernel-modules', 'kernel-modules-core', 'kernel-devel']);

export const isInstallOnly = (spec: PackageSpec): boolean => INSTALL_ONLY.has(spec.name);

interface Added {
  readonly available: Available;
  readonly why: Item['why'];
}

/** What is to be, for the state of the three maps that it was made from, with answers already found. */
interface Known {
  readonly added: ReadonlyMap<string, Added>;
  readonly removed: ReadonlyMap<string, unknown>;
  readonly key: string;
  readonly specs: readonly PackageSpec[];
  readonly providers: Map<string, boolean>;
}

/** Finds out what must happen for the asked changes, or why it cannot. One use. */
export class Solver {
  readonly #sack: Sack;
  readonly #options: SolverOptions;
  #added = new Map<string, Added>();
  #removed = new Map<string, { installed: Installed; why: Item['why'] }>();
  #obsoleted = new Map<string, Installed>();
  #known: Known | null = null;
  readonly #reinstalled = new Set<string>();
  readonly #problems: Problem[] = [];
  readonly #skipped: Available[] = [];

  constructor(sack: Sack, options: SolverOptions) {
    this.#sack = sack;
    this.#options = options;
  }

  /** Asks for a package; failing alternatives are tried in turn. */
  install(choices: readonly Available[], why: Item['why'] = 'asked'): void {
    this.#attempt(choices, (choice) => { this.#add(choice, why, []); });
  }

  reinstall(choice: Available): void {
    this.#reinstalled.add(nevra(choice.spec));
    this.#attempt([choice], () => { this.#added.set(nevra(choice.spec), { available: choice, why: 'asked' }); });
  }

  erase(installed: Installed, why: Item['why'] = 'asked'): void {
    this.#remove(installed, why);
  }

  #attempt(choices: readonly Available[], add: (choice: Available) => void): void {
    let first: Broken | null = null;
    for (const choice of choices) {
      const added = new Map(this.#added);
      const removed = new Map(this.#removed);
      const obsoleted = new Map(this.#obsoleted);
      try {
        add(choice);
        return;
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        first ??= error;
        this.#added = added;
        this.#removed = removed;
        this.#obsoleted = obsoleted;
        if (this.#options.best && !this.#options.skipBroken) break;
      }
    }
    if (first === null) return;
    this.#problems.push(first.problem);
    this.#skipped.push(...first.problem.skipped);
  }

  #add(choice: Available, why: Item['why'], path: readonly Link[]): void {
    const key = nevra(choice.spec);
    const known = this.#added.get(key);
    if (known !== undefined && why === 'asked') this.#added.set(key, { ...known, why });
    if (known !== undefined || this.#isKept(choice.spec)) return;
    const rival = isInstallOnly(choice.spec) ? undefined : [...this.#added.values()].find(({ available }) => available.spec.name === choice.spec.name);
    if (rival !== undefined) {
      throw new Broken({ lines: [`cannot install both ${nevra(rival.available.spec)} from ${rival.available.repository} and ${key} from ${choice.repository}`, 'conflicting requests'], isConflict: false, skipped: [choice] });
    }
    this.#added.set(key, { available: choice, why });
    this.#checkConflicts(choice, path);
    this.#obsolete(choice.spec);
    for (const text of choice.spec.requires) this.#require(parseRelation(text), choice, path);
    if (this.#options.weakDeps && this.#sack.database.named(choice.spec.name).length === 0) this.#recommend(choice);
    this.#keepDependents(choice, path);
  }

  /** Installed, and staying in this version. */
  #isKept(spec: PackageSpec): boolean {
    return !this.#removed.has(nevra(spec)) && this.#sack.database.find(nevra(spec)) !== null && !this.#reinstalled.has(nevra(spec));
  }

  #require(wanted: Relation, by: Available, path: readonly Link[]): void {
    if (isRich(wanted) || this.#isSatisfied(wanted)) return;
    const providers = this.#sack.providers(wanted);
    if (providers.length === 0) throw new Broken(nothingProvides(wanted, by, path));
    let failure: Broken | null = null;
    const limit = this.#options.best ? providers.filter((each) => isBestOfName(each, providers)) : providers;
    for (const provider of limit) {
      const added = new Map(this.#added);
      const removed = new Map(this.#removed);
      try {
        this.#add(provider, 'dependency', [...path, { by, wanted }]);
        return;
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        failure ??= error;
        this.#added = added;
        this.#removed = removed;
      }
    }
    throw failure as Broken;
  }

  #recommend(choice: Available): void {
    for (const text of choice.spec.recommends ?? []) {
      const wanted = parseRelation(text);
      if (this.#isSatisfied(wanted)) continue;
      const added = new Map(this.#added);
      const provider = this.#sack.providers(wanted)[0];
      if (provider === undefined) continue;
      try {
        this.#add(provider, 'weak', []);
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        this.#added = added;
      }
    }
  }

  /** What will be there after the transaction as far as it is known: made anew only when something changed. */
  #future(): readonly PackageSpec[] {
    const key = `${this.#added.size} ${this.#removed.size} ${this.#obsoleted.size}`;
    const known = this.#known;
    if (known !== null && known.added === this.#added && known.removed === this.#removed && known.key === key) return known.specs;
    const specs = this.#list();
    this.#known = { added: this.#added, removed: this.#removed, key, specs, providers: new Map() };
    return specs;
  }

  #list(): PackageSpec[] {
    const added = [...this.#added.values()].map(({ available }) => available.spec);
    const replaced = new Set(added.filter((spec) => !isInstallOnly(spec)).map(({ name }) => name));
    const kept = this.#sack.installed.filter(({ spec }) => !replaced.has(spec.name) && !this.#removed.has(nevra(spec)) && !this.#obsoleted.has(nevra(spec)));
    return [...kept.map(({ spec }) => spec), ...added];
  }

  #isSatisfied(wanted: Relation): boolean {
    const specs = this.#future();
    const cache = (this.#known as Known).providers;
    const answer = cache.get(wanted.text);
    if (answer !== undefined) return answer;
    const found = specs.some((spec) => satisfies(spec, wanted));
    cache.set(wanted.text, found);
    return found;
  }

  #checkConflicts(choice: Available, path: readonly Link[]): void {
    for (const other of this.#future()) {
      if (other.name === choice.spec.name) continue;
      const clash = conflictOf(choice.spec, other) ?? conflictOf(other, choice.spec);
      if (clash === null) continue;
      const installed = this.#sack.database.find(nevra(other));
      if (installed !== null && this.#options.allowErasing) {
        this.#remove(installed, 'dependent');
        continue;
      }
      throw new Broken({
        lines: [
          ...(installed === null ? [] : [`problem with installed package ${nevra(other)}`]),
          ...chain(path), clash, 'conflicting requests',
        ],
        isConflict: installed !== null, skipped: [choice],
      });
    }
  }

  /** Installed packages that the new one replaces by name. */
  #obsolete(spec: PackageSpec): void {
    for (const text of spec.obsoletes ?? []) {
      const wanted = parseRelation(text);
      for (const installed of this.#sack.installed) {
        if (installed.spec.name !== spec.name && installed.spec.name === wanted.name && providesOf(installed.spec).some((each) => meets(each, wanted))) {
          this.#obsoleted.set(nevra(installed.spec), installed);
        }
      }
    }
  }

  /** Installed packages that needed just the old version follow, or go, or forbid it. */
  #keepDependents(choice: Available, path: readonly Link[]): void {
    if (isInstallOnly(choice.spec)) return;
    const olds = [...this.#sack.database.named(choice.spec.name), ...this.#obsoleted.values()];
    if (olds.length === 0) return;
    for (const installed of this.#sack.installed) {
      if (this.#removed.has(nevra(installed.spec)) || this.#obsoleted.has(nevra(installed.spec))) continue;
      const lost = installed.spec.requires.map(parseRelation).find((wanted) => olds.some((old) => satisfies(old.spec, wanted)) && !this.#isSatisfied(wanted));
      if (lost === undefined || !this.#future().includes(installed.spec)) continue;
      const next = this.#sack.available.filter(({ spec }) => spec.name === installed.spec.name && byEvr(spec, installed.spec) !== 0)
        .sort((left, right) => byEvr(right.spec, left.spec)).find(({ spec }) => !spec.requires.map(parseRelation).some((wanted) => wanted.name === lost.name && !this.#isSatisfied(wanted)));
      if (next !== undefined) this.#add(next, 'dependency', path);
      else if (this.#options.allowErasing) this.#remove(installed, 'dependent');
      else {
        throw new Broken({
          lines: [
            `problem with installed package ${nevra(installed.spec)}`,
            `package ${nevra(installed.spec)} from @System requires ${lost.text}, but none of the providers can be installed`,
            ...olds.map((old) => `cannot install both ${nevra(choice.spec)} from ${choice.repository} and ${nevra(old.spec)} from @System`),
            'conflicting requests',
          ],
          isConflict: true, skipped: [choice],
        });
      }
    }
  }

  #remove(installed: Installed, why: Item['why']): void {
    const key = nevra(installed.spec);
    if (this.#removed.has(key)) return;
    this.#removed.set(key, { installed, why });
    for (const other of this.#sack.installed) {
      if (this.#removed.has(nevra(other.spec))) continue;
      const lost = other.spec.requires.some((text) => {
        const wanted = parseRelation(text);
        return satisfies(installed.spec, wanted) && !isRich(wanted) && !this.#isSatisfied(wanted);
      });
      if (lost) this.#remove(other, 'dependent');
    }
  }

  /** The steps; with problems and without skip-broken there are none. */
  solve(): Solution {
    const guarded = this.#guard();
    if (guarded !== null) this.#problems.push(guarded);
    if (this.#problems.length > 0 && !(this.#options.skipBroken && guarded === null)) return { items: [], problems: this.#problems, skipped: [] };
    if (this.#options.cleanRequirements && [...this.#removed.values()].some(({ why }) => why === 'asked')) this.#clean();
    return { items: [...this.#forward(), ...this.#backward()], problems: this.#problems, skipped: this.#skipped };
  }

  #guard(): Problem | null {
    const doomed = [...this.#removed.values()].map(({ installed }) => installed.spec.name).filter((name) => this.#options.protectedNames.has(name));
    return doomed.length === 0 ? null
      : { lines: [`The operation would result in removing the following protected packages: ${[...new Set(doomed)].sort().join(', ')}`], isConflict: false, skipped: [] };
  }

  /** Dependencies that nothing needs any more. */
  #clean(): void {
    for (const installed of unneeded(this.#sack.installed.filter(({ spec }) => !this.#removed.has(nevra(spec))), this.#sack.installed)) {
      if (!this.#options.protectedNames.has(installed.spec.name)) this.#removed.set(nevra(installed.spec), { installed, why: 'unused' });
    }
  }

  #forward(): Item[] {
    return [...this.#added.values()].map(({ available: { spec, repository }, why }): Item => {
      const olds = isInstallOnly(spec) ? [] : this.#sack.database.named(spec.name);
      const obsoleted = [...this.#obsoleted.values()].filter((old) => (spec.obsoletes ?? []).some((text) => parseRelation(text).name === old.spec.name));
      const old = olds[0];
      const reason: Reason = old?.reason ?? ({ dependency: 'dependency', weak: 'weak', group: 'group' } as Partial<Record<Item['why'], Reason>>)[why] ?? 'user';
      const order = old === undefined ? null : byEvr(old.spec, spec);
      const action: Action = order === null ? 'install' : order === 0 ? 'reinstall' : order < 0 ? 'upgrade' : 'downgrade';
      return { action, spec, repository, reason, replaces: [...olds, ...obsoleted], why };
    });
  }

  #backward(): Item[] {
    const added = new Set([...this.#added.values()].map(({ available }) => available.spec.name));
    return [...this.#removed.values()].filter(({ installed }) => !added.has(installed.spec.name) || isInstallOnly(installed.spec)).map(({ installed, why }): Item =>
      ({ action: 'erase', spec: installed.spec, repository: `@${installed.from}`, reason: installed.reason, replaces: [installed], why }));
  }
}

/** Whether a name or glob of `--exclude` hits the package. */
export const isExcludedBy = (spec: PackageSpec, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => globToRegExp(pattern).test(spec.name) || globToRegExp(pattern).test(nevra(spec)));
