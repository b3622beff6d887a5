import type { Routine } from '../../host/program.ts';
import { formatNumber, inColumns } from './columns.ts';
import { DnfError } from './console.ts';
import { downloadPackages, isCached, packageFolder, type Wanted } from './download.ts';
import { History, databaseVersion, type Transaction } from './history.ts';
import { checkSignatures } from './keys.ts';
import { planSteps, runSteps, stepReporter } from './run-transaction.ts';
import type { Session } from './session.ts';
import type { Item, Solution } from './solver.ts';
import { transactionTable, type ExtraLines } from './transaction-table.ts';
import { byNevra, nevra } from './version.ts';

/** Shows, asks, downloads, checks, runs, notes. */
export function* transact(session: Session, solution: Solution, extras: readonly ExtraLines[], groups: Transaction['groups']): Routine<void> {
  const { console } = session;
  const table = transactionTable(solution, extras, console.screen);
  if (table !== '') yield* console.info(table);
  const { items } = solution;
  if (items.length === 0 && groups.length === 0) {
    yield* console.info('Nothing to do.');
    yield* console.info('Complete!');
    return;
  }
  const wanted = packagesToFetch(session, items);
  yield* showSizes(session, items, wanted);
  if (session.options.flags.has('--downloadonly')) yield* console.info('DNF will only download packages for the transaction.');
  if (!(yield* session.confirm())) throw new DnfError('Operation aborted.', { isBare: true });
  const workMs = items.reduce((total, { spec, action }) => total + 300 + (action === 'erase' ? 0 : spec.sizeBytes / 6000 + spec.installedBytes / 60_000), 1000) * 1.5;
  try {
    yield* fetchAndCheck(session, wanted, workMs);
  } catch (error) {
    if (error instanceof DnfError) {
      yield* console.info("The downloaded packages were saved in cache until the next successful transaction.\nYou can remove cached packages by executing 'dnf clean packages'.");
    }
    throw error;
  }
  if (session.options.flags.has('--downloadonly')) {
    yield* console.info('Complete!');
    yield* console.info("The downloaded packages were saved in cache until the next successful transaction.\nYou can remove cached packages by executing 'dnf clean packages'.");
    return;
  }
  yield* runAndNote(session, items, groups, workMs);
  dropPackages(session);
}

function packagesToFetch(session: Session, items: readonly Item[]): Wanted[] {
  const order = (item: Item): number => session.config.repositories.findIndex(({ id }) => id === item.repository);
  return items.filter(({ action }) => action !== 'erase')
    .sort((left, right) => order(left) - order(right) || byNevra(left.spec, right.spec))
    .map(({ spec, repository }) => ({ spec, repository: session.config.repositories.find(({ id }) => id === repository) ?? null }));
}

function* showSizes(session: Session, items: readonly Item[], wanted: readonly Wanted[]): Routine<void> {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  if (wanted.length === 0) {
    if (items.length > 0) yield* session.console.info(`Freed space: ${formatNumber(sum(items.map(({ spec }) => spec.installedBytes)))}`);
    return;
  }
  const all = sum(wanted.map(({ spec }) => spec.sizeBytes));
  const local = sum(wanted.filter((each) => isCached(session.console, session.cache, each)).map(({ spec }) => spec.sizeBytes));
  if (local > 0) yield* session.console.info(`Total size: ${formatNumber(all)}`);
  if (local !== all) yield* session.console.info(`Total download size: ${formatNumber(all - local)}`);
  if (items.every(({ action }) => action === 'install' || action === 'reinstall')) {
    yield* session.console.info(`Installed size: ${formatNumber(sum(wanted.map(({ spec }) => spec.installedBytes)))}`);
  }
}

function* fetchAndCheck(session: Session, wanted: readonly Wanted[], workMs: number): Routine<void> {
  if (wanted.length === 0) return;
  yield* session.console.info('Downloading Packages:');
  yield* downloadPackages(session.console, session.cache, wanted, workMs);
  yield* checkSignatures(session.console, session.database, wanted, () => session.confirm());
}

function* runAndNote(session: Session, items: readonly Item[], groups: Transaction['groups'], workMs: number): Routine<void> {
  const { console, sys } = session;
  for (const line of ['Running transaction check', 'Transaction check succeeded.', 'Running transaction test', 'Transaction test succeeded.', 'Running transaction']) {
    yield* console.info(line);
    yield* sys.work(60, workMs);
  }
  sys.ignoreSignals(['SIGINT']);
  const report = stepReporter(console);
  const beginMs = sys.nowMs();
  const beginVersion = databaseVersion(session.database);
  const steps = planSteps(solvableOrder(session, items));
  yield* report('Preparing', '', 1, 1, false);
  const done = yield* runSteps(console, session.database, steps, report, workMs);
  yield* verify(session, items);
  const history = History.load(sys);
  history.add({
    beginMs, endMs: sys.nowMs(), beginVersion, endVersion: databaseVersion(session.database), uid: sys.credentials.uid,
    command: session.options.line, releasever: session.config.main.releasever ?? '', isOk: true, comment: session.options.values.get('--comment')?.at(-1) ?? '', items: done, groups,
  });
  history.save(sys);
  yield* summarize(session, items);
  yield* console.info('Complete!');
}

/** As libsolv numbers them: by repository, then by name. */
function solvableOrder(session: Session, items: readonly Item[]): Item[] {
  const order = (item: Item): number => (item.action === 'erase' ? -1 : session.config.repositories.findIndex(({ id }) => id === item.repository));
  return [...items].sort((left, right) => order(left) - order(right) || byNevra(left.spec, right.spec));
}

function* verify(session: Session, items: readonly Item[]): Routine<void> {
  const report = stepReporter(session.console);
  const names = solvableOrder(session, items).flatMap(({ spec, action, replaces }) =>
    (action === 'erase' ? [nevra(spec)] : [nevra(spec), ...replaces.map((old) => nevra(old.spec))]));
  for (const [index, name] of names.entries()) yield* report('Verifying', name, index + 1, names.length, false);
}

function* summarize(session: Session, items: readonly Item[]): Routine<void> {
  const names = (choose: (item: Item) => boolean): string[] => items.filter(choose).sort((left, right) => byNevra(left.spec, right.spec)).map(({ spec }) => nevra(spec));
  const parts = ([
    ['Upgraded', names(({ action }) => action === 'upgrade')], ['Downgraded', names(({ action }) => action === 'downgrade')],
    ['Installed', names(({ action }) => action === 'install')], ['Reinstalled', names(({ action }) => action === 'reinstall')],
    ['Removed', [...names(({ action }) => action === 'erase')]],
  ] as const).map(([heading, list]) => inColumns(heading, list, session.console.screen)).join('');
  yield* session.console.progress(`\n${parts}\n`);
}

/** After success the packages leave the cache, unless keepcache. */
function dropPackages(session: Session): void {
  if (session.config.main.keepCache) return;
  for (const repository of session.config.repositories) {
    const folder = packageFolder(session.cache, repository);
    if (!session.sys.exists(folder)) continue;
    for (const file of session.sys.readDirectory(folder)) session.sys.unlink(`${folder}/${file}`);
  }
}
