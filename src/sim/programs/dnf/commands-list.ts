import type { PackageSpec } from '../../host/package.ts';
import type { Routine } from '../../host/program.ts';
import { calcColumns, countLengths, formatColumns, formatNumber, highlight, keyValue } from './columns.ts';
import { DnfError } from './console.ts';
import type { Installed } from './rpmdb.ts';
import { isNamed, listed, type Available, type Sack } from './sack.ts';
import type { Session } from './session.ts';
import { unneeded } from './solver.ts';
import { byEvr, byNevra, nevra } from './version.ts';

/** A package to show with where it is from: `@repo` when installed. */
export interface Shown {
  readonly spec: PackageSpec;
  readonly from: string;
  readonly installed: Installed | null;
  readonly style: string;
}

interface Section {
  readonly title: string;
  readonly rows: readonly Shown[];
}

const shownInstalled = (each: Installed, sack: Sack): Shown => {
  const newest = sack.available.filter(({ spec }) => spec.name === each.spec.name).map(({ spec }) => spec).sort(byEvr).at(-1);
  const order = newest === undefined ? null : byEvr(newest, each.spec);
  return { spec: each.spec, from: `@${each.from || 'System'}`, installed: each, style: order === null ? 'bold,red' : order > 0 ? 'yellow' : order === 0 ? 'dim,cyan' : 'bold,yellow' };
};

const shownAvailable = (each: Available, sack: Sack): Shown => {
  const old = sack.database.named(each.spec.name).map(({ spec }) => spec).sort(byEvr).at(-1);
  const order = old === undefined ? null : byEvr(each.spec, old);
  return { spec: each.spec, from: each.repository, installed: null, style: order === null ? 'bold,cyan' : order > 0 ? 'bold,blue' : order === 0 ? 'bold,underline,green' : 'dim,cyan' };
};

type ListKind = 'all' | 'installed' | 'available' | 'updates' | 'extras' | 'obsoletes' | 'recent' | 'autoremove';

const KINDS: readonly ListKind[] = ['all', 'installed', 'available', 'updates', 'extras', 'obsoletes', 'recent', 'autoremove'];

/** Which list is meant, by option or by the first word. */
function kindOf(session: Session): { kind: ListKind; patterns: readonly string[] } {
  const { flags, args } = session.options;
  const byFlag = KINDS.find((each) => flags.has(`--${each}`));
  if (byFlag !== undefined) return { kind: byFlag, patterns: args };
  const word = args[0] === 'upgrades' ? 'updates' : args[0];
  if ((KINDS as readonly (string | undefined)[]).includes(word)) return { kind: word as ListKind, patterns: args.slice(1) };
  if (flags.has('--obsoletes')) return { kind: 'obsoletes', patterns: args };
  return { kind: 'all', patterns: args };
}

function sections(session: Session, sack: Sack, kind: ListKind, patterns: readonly string[]): Section[] {
  const isWanted = ({ spec }: { spec: PackageSpec }): boolean => patterns.length === 0 || patterns.some((pattern) => isNamed(spec, pattern));
  const installed = sack.database.sorted().filter(isWanted);
  const names = new Set(sack.available.map(({ spec }) => `${spec.name}.${spec.arch}`));
  const inNew = (each: Available): boolean => {
    if (session.options.flags.has('--showduplicates')) return sack.database.find(nevra(each.spec)) === null;
    const olds = sack.database.named(each.spec.name);
    return olds.length === 0 || olds.every(({ spec }) => byEvr(spec, each.spec) < 0);
  };
  const source = session.options.flags.has('--showduplicates') ? sack.available : sack.latest();
  const available = source.filter(isWanted).filter(inNew).sort((left, right) => byNevra(left.spec, right.spec));
  const asInstalled = (list: readonly Installed[]): Shown[] => list.map((each) => shownInstalled(each, sack));
  const asAvailable = (list: readonly Available[]): Shown[] => list.map((each) => shownAvailable(each, sack));
  const updates = sack.upgrades().map(({ next }) => next).filter(isWanted).sort((left, right) => byNevra(left.spec, right.spec));
  const extras = installed.filter(({ spec }) => !names.has(`${spec.name}.${spec.arch}`));
  const all: Record<ListKind, Section[]> = {
    all: [{ title: 'Installed Packages', rows: asInstalled(installed) }, { title: 'Available Packages', rows: asAvailable(available) }],
    installed: [{ title: 'Installed Packages', rows: asInstalled(installed) }],
    available: [{ title: 'Available Packages', rows: asAvailable(available) }],
    updates: [{ title: 'Available Upgrades', rows: asAvailable(updates).map((each) => ({ ...each, style: 'bold,green' })) }],
    extras: [{ title: 'Extra Packages', rows: asInstalled(extras) }],
    obsoletes: [{ title: 'Obsoleting Packages', rows: [] }],
    recent: [{ title: 'Recently Added Packages', rows: [] }],
    autoremove: [{ title: 'Autoremove Packages', rows: asInstalled(unneeded(installed, sack.installed)) }],
  };
  return all[kind].filter(({ rows }) => rows.length > 0);
}

const tableColumns = (rows: readonly Shown[], session: Session): number[] => calcColumns(
  [countLengths(rows.map(({ spec }) => listed(spec)[0])), countLengths(rows.map(({ spec }) => listed(spec)[1])), countLengths(rows.map(({ from }) => from))],
  { remainderColumn: 1, total: session.console.screen.columns },
).map((width) => -width);

function tableRow({ spec, from, style }: Shown, [name = 0, version = 0, repository = 0]: readonly number[], session: Session): string {
  const [full, evr] = listed(spec);
  return formatColumns([[full, name, session.console.isTty ? style : ''], [evr, version], [from, repository]]);
}

/** `dnf list`. */
export function* list(session: Session): Routine<number> {
  return yield* showLists(session, (each, columns) => tableRow(each, columns, session), '\n');
}

/** `dnf info`. */
export function* info(session: Session): Routine<number> {
  return yield* showLists(session, (each) => `${describe(each, session)}\n`, '\n');
}

function* showLists(session: Session, render: (each: Shown, columns: readonly number[]) => string, separator: string): Routine<number> {
  const { kind, patterns } = kindOf(session);
  const sack = yield* session.sack();
  const found = sections(session, sack, kind, patterns);
  if (found.length === 0) {
    if (patterns.length > 0) throw new DnfError('No matching Packages to list');
    return 0;
  }
  const columns = tableColumns(found.flatMap(({ rows }) => rows), session);
  for (const { title, rows } of found) {
    yield* session.console.print(title);
    const texts = [...new Set(rows.map((each) => render(each, columns)))];
    yield* session.console.print(texts.join(separator));
  }
  return 0;
}

/** dnf's infoOutput. */
export function describe({ spec, from, installed }: Shown, session: Session): string {
  const { screen } = session.console;
  const line = (key: string, value: string): string => `${key.padEnd(12)} : ${value}`;
  const filled = (key: string, value: string): string => keyValue(`${key.padEnd(12)} : `, value, screen);
  const name = session.console.isTty ? `${highlight('bold')[0]}${spec.name}${highlight('bold')[1]}` : spec.name;
  return [
    line('Name', name), ...((spec.epoch ?? 0) === 0 ? [] : [line('Epoch', String(spec.epoch))]), line('Version', spec.version), line('Release', spec.release),
    line('Architecture', spec.arch), line('Size', formatNumber(installed === null ? spec.sizeBytes : spec.installedBytes)),
    line('Source', `${spec.source ?? spec.name}.src.rpm`), line('Repository', installed === null ? from : '@System'),
    ...(installed !== null && installed.from !== '' ? [line('From repo', installed.from)] : []),
    ...(session.console.isVerbose ? verboseLines(spec, installed, session, line) : []),
    filled('Summary', spec.summary), ...(spec.url === undefined ? [] : [line('URL', spec.url)]), filled('License', spec.license),
    filled('Description', spec.description ?? ''),
  ].join('\n');
}

function verboseLines(spec: PackageSpec, installed: Installed | null, session: Session, line: (key: string, value: string) => string): string[] {
  return [
    line('Packager', spec.packager ?? 'None'), line('Buildtime', session.console.time(spec.buildTimeMs ?? 0)),
    ...(installed === null ? [] : [line('Install time', session.console.time(installed.installedMs))]),
  ];
}

/** `dnf check-update`: exit 100 when there is one. */
export function* checkUpdate(session: Session): Routine<number> {
  const sack = yield* session.sack();
  const { args } = session.options;
  const updates = sack.upgrades().map(({ next }) => next).filter(({ spec }) => args.length === 0 || args.some((pattern) => isNamed(spec, pattern)))
    .sort((left, right) => byNevra(left.spec, right.spec)).map((each) => ({ ...shownAvailable(each, sack), style: 'bold,green' }));
  if (updates.length === 0) return 0;
  const columns = tableColumns(updates, session);
  yield* session.console.print('');
  yield* session.console.print(updates.map((each) => tableRow(each, columns, session)).join('\n'));
  return 100;
}
