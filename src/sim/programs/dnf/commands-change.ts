import { DnfError } from './console.ts';
import { fetchUrl } from './fetch.ts';
import type { HistoryItem, Transaction } from './history.ts';
import { downloadPackages, tagged, type Wanted } from './download.ts';
import { rpmFile, rpmNamed } from '../../host/package-file.ts';
import type { PackageGroupSet } from '../../host/package.ts';
import type { Routine } from '../../host/program.ts';
import { isGlob, isNamed, matching, type Available, type Sack } from './sack.ts';
import type { Session } from './session.ts';
import { unneeded, type Solver } from './solver.ts';
import { byEvr, nevra } from './version.ts';

/** A word on the command line in bold, where that shows. */
export const bold = (session: Session, text: string): string => (session.console.isTty ? `\x1b[1m${text}\x1b(B\x1b[m` : text);

function* noMatch(session: Session, subject: string): Routine<void> {
  yield* session.console.info(`No match for argument: ${bold(session, subject)}`);
}

const newestFirst = (list: readonly Available[]): Available[] =>
  [...list].sort((left, right) => left.priority - right.priority || byEvr(right.spec, left.spec));

/** Marks what one argument of `dnf install` means. False: nothing matches. */
function* markInstall(session: Session, sack: Sack, solver: Solver, subject: string): Routine<boolean> {
  if (isPackageFile(subject)) {
    const local = yield* fileArgument(session, sack, subject);
    if (local === null) return false;
    if (sack.database.find(nevra(local.spec)) !== null) yield* session.console.info(`Package ${nevra(local.spec)} is already installed.`);
    else solver.install([local]);
    return true;
  }
  const found = matching(sack.available, subject);
  const present = matching(sack.installed, subject);
  if (found.length + present.length === 0) return false;
  const names = [...new Set([...present, ...found].map(({ spec }) => spec.name))].sort();
  for (const name of names) {
    const candidates = newestFirst(found.filter(({ spec }) => spec.name === name));
    const installed = present.filter(({ spec }) => spec.name === name).sort((left, right) => byEvr(left.spec, right.spec)).at(-1);
    const best = candidates[0];
    if (installed !== undefined && (best === undefined || byEvr(best.spec, installed.spec) <= 0)) {
      yield* session.console.info(`Package ${nevra(installed.spec)} is already installed.`);
    } else if (names.length > 1 && !isGlob(subject) && !isNamed({ ...best?.spec, name } as Available['spec'], subject)) {
      solver.install(newestFirst(found));
      return true;
    } else {
      solver.install(candidates);
    }
  }
  return true;
}

const isPackageFile = (subject: string): boolean => subject.endsWith('.rpm') && (subject.includes('/') || subject.includes('://') || !isGlob(subject));

/** A package by path or URL, added to the sack. */
function* fileArgument(session: Session, sack: Sack, subject: string): Routine<Available | null> {
  if (!subject.includes('://')) return yield* session.localPackage(sack, subject);
  const name = subject.replace(/^.*\//, '');
  const fetched = yield* fetchUrl(session.sys, subject);
  if (!fetched.ok) {
    for (let attempt = 0; attempt < 4; attempt += 1) yield* session.console.progress(tagged(session.console, 'MIRROR', name, fetched.error));
    yield* session.console.progress(tagged(session.console, 'FAILED', name, fetched.error));
    throw new DnfError(fetched.error, { isBare: true });
  }
  const path = `/var/cache/dnf/${name}`;
  session.sys.writeFile(path, rpmNamed(fetched.body) === null ? fetched.body : rpmFile(rpmNamed(fetched.body) ?? ''));
  return yield* session.localPackage(sack, path);
}

/** `dnf install`. */
export function* install(session: Session): Routine<number> {
  if (session.enabled.length === 0 && session.options.args.some((each) => !isPackageFile(each))) noRepositories(session);
  const sack = yield* session.sack();
  const solver = session.solver(sack);
  const missing: string[] = [];
  const groups: PackageGroupSet[] = [];
  for (const subject of session.options.args) {
    if (subject.startsWith('@')) groups.push(...(yield* groupArguments(session, sack, [subject.slice(1)], missing)));
    else if (!(yield* markInstall(session, sack, solver, subject))) {
      yield* noMatch(session, subject);
      missing.push(subject);
    }
  }
  if (missing.length > 0 && !session.options.flags.has('--skip-broken')) throw new DnfError(`Unable to find a match: ${missing.join(' ')}`);
  for (const group of groups) markGroup(sack, solver, group, session.options.flags.has('--with-optional'));
  const solution = yield* session.resolve(solver);
  yield* session.transact(solution, groupLines(groups), groups.map((group) => ['Install', group.id] as const));
  return 0;
}

export function noRepositories(session: Session): never {
  throw new DnfError(`There are no enabled repositories in ${session.config.main.reposDir.map((folder) => `"${folder}"`).join(', ')}.`);
}

/** `dnf remove`. */
export function* remove(session: Session): Routine<number> {
  const sack = yield* session.sack({ withoutRepositories: true });
  const solver = session.solver(sack);
  let count = 0;
  for (const subject of session.options.args) {
    const found = matching(sack.installed, subject);
    if (found.length === 0) yield* noMatch(session, subject);
    for (const each of found) solver.erase(each);
    count += found.length;
  }
  if (count === 0) yield* session.console.error('No packages marked for removal.');
  yield* session.transact(yield* session.resolve(solver));
  return 0;
}

/** `dnf autoremove`: what came as a dependency and is needed no more; with arguments as remove. */
export function* autoremove(session: Session): Routine<number> {
  const sack = yield* session.sack();
  const solver = session.solver(sack);
  for (const subject of session.options.args) for (const each of matching(sack.installed, subject)) solver.erase(each);
  if (session.options.args.length === 0) for (const each of unneeded(sack.installed, sack.installed)) solver.erase(each, 'unused');
  yield* session.transact(yield* session.resolve(solver));
  return 0;
}

/** `dnf upgrade`. */
export function* upgrade(session: Session): Routine<number> {
  const sack = yield* session.sack();
  const solver = session.solver(sack);
  const upgrades = sack.upgrades();
  const { args } = session.options;
  let count = args.length === 0 ? 1 : 0;
  if (args.length === 0) for (const { next } of upgrades) solver.install([next]);
  for (const subject of args) {
    const chosen = matching(sack.installed, subject, { provides: true });
    if (chosen.length === 0) {
      const available = matching(sack.available, subject, { provides: false });
      if (available.length > 0) yield* session.console.info(`Package ${available[0]?.spec.name ?? subject} available, but not installed.`);
      yield* noMatch(session, subject);
      continue;
    }
    count += 1;
    for (const { old, next } of upgrades) if (chosen.some(({ spec }) => spec === old.spec)) solver.install([next]);
  }
  if (count === 0) throw new DnfError('No packages marked for upgrade.');
  yield* session.transact(yield* session.resolve(solver));
  return 0;
}

/** `dnf distro-sync`: to the newest version that the repositories have, older ones too. */
export function* distroSync(session: Session): Routine<number> {
  const sack = yield* session.sack();
  const solver = session.solver(sack);
  const latest = sack.latest();
  for (const { spec } of sack.installed) {
    if (session.options.args.length > 0 && !session.options.args.some((subject) => isNamed(spec, subject))) continue;
    const next = latest.find((each) => each.spec.name === spec.name && each.spec.arch === spec.arch);
    if (next !== undefined && byEvr(next.spec, spec) !== 0) solver.install([next]);
  }
  yield* session.transact(yield* session.resolve(solver));
  return 0;
}

/** `dnf downgrade`. */
export function* downgrade(session: Session): Routine<number> {
  const sack = yield* session.sack();
  const solver = session.solver(sack);
  let count = 0;
  for (const subject of session.options.args) {
    const candidates = matching(sack.available, subject, { provides: false });
    const names = [...new Set(candidates.map(({ spec }) => spec.name))];
    const installed = sack.installed.filter(({ spec }) => names.includes(spec.name) || isNamed(spec, subject));
    if (installed.length === 0) {
      if (names.length > 0) yield* session.console.error(`Packages for argument ${bold(session, subject)} available, but not installed.`);
      yield* noMatch(session, subject);
      continue;
    }
    for (const { spec } of installed) {
      const older = newestFirst(candidates.filter((each) => each.spec.name === spec.name && byEvr(each.spec, spec) < 0));
      if (older[0] === undefined) {
        yield* session.console.error(`Package ${spec.name} of lowest version already installed, cannot downgrade it.`);
        continue;
      }
      solver.install([older[0]]);
      count += 1;
    }
  }
  if (count === 0) throw new DnfError('No packages marked for downgrade.');
  yield* session.transact(yield* session.resolve(solver));
  return 0;
}

/** `dnf reinstall`. */
export function* reinstall(session: Session): Routine<number> {
  const sack = yield* session.sack();
  const solver = session.solver(sack);
  let count = 0;
  for (const subject of session.options.args) {
    const installed = matching(sack.installed, subject);
    if (installed.length === 0) {
      if (matching(sack.available, subject, { provides: false }).length > 0) yield* session.console.info(`Package ${subject} available, but not installed.`);
      yield* noMatch(session, subject);
      continue;
    }
    for (const { spec, from } of installed) {
      const again = sack.available.find((each) => nevra(each.spec) === nevra(spec));
      if (again === undefined) {
        yield* session.console.info(`Installed package ${bold(session, nevra(spec))}${from === '' ? '' : ` (from ${from})`} not available.`);
        continue;
      }
      solver.reinstall(again);
      count += 1;
    }
  }
  if (count === 0) throw new DnfError('No packages marked for reinstall.');
  yield* session.transact(yield* session.resolve(solver));
  return 0;
}

/** `dnf swap a b`. */
export function* swap(session: Session): Routine<number> {
  const [out = '', into = ''] = session.options.args;
  const sack = yield* session.sack();
  const solver = session.solver(sack);
  for (const each of matching(sack.installed, out)) solver.erase(each);
  if (!(yield* markInstall(session, sack, solver, into))) throw new DnfError(`Unable to find a match: ${into}`);
  yield* session.transact(yield* session.resolve(solver));
  return 0;
}

/** Groups that words name, by id or name; what is none is said and noted in `missing`. */
export function* groupArguments(session: Session, sack: Sack, names: readonly string[], missing: string[]): Routine<PackageGroupSet[]> {
  const groups = sack.repositories.flatMap((repository) => repository.groups);
  const found: PackageGroupSet[] = [];
  for (const name of names) {
    const wanted = name.replace(/^\^/, '').toLowerCase();
    const group = groups.find((each) => each.id.toLowerCase() === wanted || each.name.toLowerCase() === wanted);
    if (group !== undefined) {
      found.push(group);
      continue;
    }
    yield* session.console.error(`Module or Group '${bold(session, name)}' is not available.`);
    missing.push(`@${name}`);
  }
  return found;
}

export function markGroup(sack: Sack, solver: Solver, group: PackageGroupSet, withOptional: boolean): void {
  const groups = sack.repositories.flatMap((repository) => repository.groups);
  const members = group.isEnvironment === true
    ? group.mandatory.flatMap((id) => groups.filter((each) => each.id === id)) : [group];
  for (const member of members) {
    for (const name of [...member.mandatory, ...(member.defaults ?? []), ...(withOptional ? member.optional ?? [] : [])]) {
      const candidates = newestFirst(matching(sack.available, name, { provides: false }));
      if (candidates.length > 0 && sack.database.named(name).length === 0) solver.install(candidates, 'group');
    }
  }
}

export const groupLines = (groups: readonly PackageGroupSet[]): { heading: string; rows: [string, string, string, string, string][] }[] => {
  const rows = (isEnvironment: boolean): [string, string, string, string, string][] =>
    groups.filter((each) => (each.isEnvironment === true) === isEnvironment).map((each) => [each.name, '', '', '', '']);
  return [{ heading: 'Installing Environment Groups', rows: rows(true) }, { heading: 'Installing Groups', rows: rows(false) }];
};

/** `dnf download`: packages into the folder we are in. */
export function* download(session: Session): Routine<number> {
  const sack = yield* session.sack();
  const wanted: Wanted[] = [];
  for (const subject of session.options.args) {
    const best = newestFirst(matching(sack.available, subject))[0];
    if (best === undefined) throw new DnfError(`No package ${subject} available.`);
    wanted.push({ spec: best.spec, repository: session.config.repositories.find(({ id }) => id === best.repository) ?? null });
  }
  yield* downloadPackages(session.console, session.cache, wanted, 1000, session.options.values.get('--destdir')?.at(-1) ?? '.');
  return 0;
}

/** Takes a transaction back (`undo`), or all after one (`rollback`). */
export function* undo(session: Session, transactions: readonly Transaction[]): Routine<number> {
  const sack = yield* session.sack();
  const solver = session.solver(sack);
  for (const { items } of [...transactions].reverse()) for (const item of items) undoItem(sack, solver, item);
  yield* session.transact(yield* session.resolve(solver));
  return 0;
}

function undoItem(sack: Sack, solver: Solver, item: HistoryItem): void {
  if (item.action === 'Install') {
    const installed = sack.database.find(item.nevra);
    if (installed !== null) solver.erase(installed);
  } else if (['Removed', 'Upgraded', 'Downgraded', 'Obsoleted'].includes(item.action)) {
    const old = sack.available.find(({ spec }) => nevra(spec) === item.nevra);
    if (old === undefined) {
      throw new DnfError(`The following problems occurred while running a transaction:\n  Cannot find rpm nevra "${item.nevra}".`);
    }
    if (sack.database.find(item.nevra) === null) solver.install([old], item.reason === 'user' ? 'asked' : 'dependency');
  }
}

/** `dnf mark install|remove|group`. */
export function* mark(session: Session): Routine<number> {
  const [kind = '', ...names] = session.options.args;
  const reason = ({ install: 'user', remove: 'dependency', group: 'group' } as const)[kind];
  if (reason === undefined) throw new DnfError(`argument MARK: invalid choice: '${kind}' (choose from 'install', 'remove', 'group')`);
  const missing: string[] = [];
  for (const name of names) {
    const found = session.database.packages.filter(({ spec }) => isNamed(spec, name));
    if (found.length === 0) missing.push(name);
    for (const each of found) {
      session.database.remove(each.spec);
      session.database.add({ ...each, reason });
      yield* session.console.info(`${nevra(each.spec)} marked as ${{ user: 'user installed', dependency: 'user removed', group: 'group installed' }[reason]}.`);
    }
  }
  for (const name of missing) yield* session.console.error(`Error: Package ${name} is not installed.`);
  if (missing.length > 0) return 1;
  session.database.save(session.sys);
  return 0;
}
