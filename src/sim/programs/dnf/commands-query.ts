import { calcColumns, countLengths, formatColumns, formatNumber, highlight, keyValue, section } from './columns.ts';
import { DnfError } from './console.ts';
import { meets, parseRelation, providesOf, satisfies } from './relation.ts';
import { filePaths, globToRegExp, isGlob, isNamed, listed, matching, type Available, type Sack } from './sack.ts';
import type { Installed } from './rpmdb.ts';
import type { PackageSpec } from '../../host/package.ts';
import type { Routine } from '../../host/program.ts';
import type { Session } from './session.ts';
import { unneeded } from './solver.ts';
import { byEvr, byNevra, evrText, nevra } from './version.ts';

/** A package to show with where it is from: `@repo` when installed. */
interface Shown {
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
function describe({ spec, from, installed }: Shown, session: Session): string {
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

/** `dnf search`: by name and summary; with `--all` or without such a match by description and URL too. */
export function* search(session: Session): Routine<number> {
  session.console.infoToStderr = true;
  const sack = yield* session.sack();
  const words = session.options.args[0] === 'all' && session.options.args.length > 1 ? session.options.args.slice(1) : session.options.args;
  const candidates = uniqueByName([...sack.installed.map(({ spec }) => spec), ...sack.latest().map(({ spec }) => spec)]);
  const inAll = session.options.flags.has('--all') || session.options.args[0] === 'all';
  let groups = searchGroups(candidates, words, ['Name', 'Summary']);
  if (groups.length === 0 || inAll) groups = searchGroups(candidates, words, ['Name', 'Summary', 'Description', 'URL']);
  if (groups.length === 0) {
    yield* session.console.info('No matches found.');
    return 0;
  }
  for (const { title, specs } of groups) {
    yield* session.console.print(section(title, session.console.screen));
    for (const spec of specs) yield* session.console.print(searchLine(spec, words, session));
  }
  return 0;
}

/** Each package once, by name and architecture, newest build. */
function uniqueByName(specs: readonly PackageSpec[]): PackageSpec[] {
  const best = new Map<string, PackageSpec>();
  for (const spec of specs) {
    const key = `${spec.name}.${spec.arch}`;
    const known = best.get(key);
    if (known === undefined || byEvr(known, spec) < 0) best.set(key, spec);
  }
  return [...best.values()].sort(byNevra);
}

type Field = 'Name' | 'Summary' | 'Description' | 'URL';

const fieldText = (spec: PackageSpec, field: Field): string =>
  ({ Name: spec.name, Summary: spec.summary, Description: spec.description ?? '', URL: spec.url ?? '' }[field]);

const contains = (text: string, word: string): boolean =>
  (isGlob(word) ? globToRegExp(`*${word}*`, 'i').test(text) : text.toLowerCase().includes(word.toLowerCase()));

function searchGroups(specs: readonly PackageSpec[], words: readonly string[], fields: readonly Field[]): { title: string; specs: PackageSpec[] }[] {
  const groups = new Map<string, { rank: number; specs: PackageSpec[] }>();
  for (const spec of specs) {
    const hits = words.map((word) => fields.filter((field) => contains(fieldText(spec, field), word)));
    if (hits.some((each) => each.length === 0) && words.length > 1) continue;
    const keys = fields.filter((field) => hits.some((each) => each.includes(field)));
    if (keys.length === 0) continue;
    const isExact = words.some((word) => spec.name === word);
    const title = `${isExact ? 'Name Exactly' : keys.join(' & ')} Matched: ${words.join(', ')}`;
    const rank = isExact ? 99 : keys.reduce((sum, field) => sum + ({ Name: 7, Summary: 4, Description: 3, URL: 1 }[field]), 0) * 2;
    const group = groups.get(title) ?? { rank, specs: [] };
    group.specs.push(spec);
    groups.set(title, group);
  }
  return [...groups].sort((left, right) => right[1].rank - left[1].rank).map(([title, group]) => ({ title, specs: group.specs }));
}

function searchLine(spec: PackageSpec, words: readonly string[], session: Session): string {
  const text = keyValue(`${spec.name}.${spec.arch} : `, spec.summary, session.console.screen);
  return session.console.isTty ? marked(text, words) : text;
}

function marked(text: string, words: readonly string[]): string {
  const [on, off] = highlight('bold,magenta');
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');
  return text.replace(pattern, (hit) => `${on}${hit}${off}`);
}

/** `dnf provides`. */
export function* provides(session: Session): Routine<number> {
  const sack = yield* session.sack();
  let hasFound = false;
  const rows = [...sack.database.sorted().map(({ spec }) => ({ spec, repo: '@System' })), ...sack.available.map(({ spec, repository }) => ({ spec, repo: repository }))]
    .sort((left, right) => byNevra(left.spec, right.spec) || Number(left.repo !== '@System') - Number(right.repo !== '@System'));
  for (const { spec, repo } of rows) {
    const matches = session.options.args.flatMap((subject) => matchedFrom(spec, subject));
    if (matches.length === 0) continue;
    hasFound = true;
    yield* session.console.print(`${keyValue(`${nevra(spec)} : `, spec.summary, session.console.screen)}\nRepo        : ${repo}\nMatched from:\n${matches.join('\n')}\n`);
  }
  if (!hasFound) throw new DnfError('No matches found. If searching for a file, try specifying the full path or using a wildcard prefix ("*/") at the beginning.');
  return 0;
}

/** `Provide    : …` and `Filename    : …` lines for what a word finds in a package. */
function matchedFrom(spec: PackageSpec, subject: string): string[] {
  const pattern = globToRegExp(subject);
  const wanted = parseRelation(subject);
  const provided = providesOf(spec).filter((each) => (isGlob(subject) ? pattern.test(each.name) : each.name === wanted.name && meets(each, wanted)));
  const lines = provided.map(({ text }) => `Provide    : ${text}`);
  if (lines.length > 0) return lines;
  const paths = /^[*/]/.test(subject) ? [subject] : [`/usr/bin/${subject}`, `/usr/sbin/${subject}`, `/bin/${subject}`, `/sbin/${subject}`];
  const patterns = paths.map((path) => globToRegExp(path.replace(/^\/s?bin\//, (folder) => `/usr${folder}`)));
  return filePaths(spec).filter((path) => patterns.some((each) => each.test(path))).map((path) => `Filename    : ${path}`);
}

/** `dnf deplist`. */
export function* deplist(session: Session): Routine<number> {
  session.console.infoToStderr = true;
  const sack = yield* session.sack();
  for (const { spec } of queryRows(session, sack, session.options.args)) yield* session.console.print(dependencyList(spec, sack));
  return 0;
}

function dependencyList(spec: PackageSpec, sack: Sack): string {
  const requires = [...new Set(spec.requires)].sort().map((text) => {
    const wanted = parseRelation(text);
    const specs = uniqueByName([...sack.installed.map((each) => each.spec), ...sack.latest().map((each) => each.spec)].filter((each) => satisfies(each, wanted)));
    return [`  dependency: ${text}`, ...specs.map((each) => `   provider: ${nevra(each)}`)].join('\n');
  });
  return [`package: ${nevra(spec)}`, ...requires].join('\n');
}

/** Packages that repoquery's words and options choose. */
function queryRows(session: Session, sack: Sack, words: readonly string[]): { spec: PackageSpec; repository: string }[] {
  const { flags, values } = session.options;
  const installed = (): { spec: PackageSpec; repository: string }[] => sack.database.sorted().map(({ spec }) => ({ spec, repository: '@System' }));
  let rows: { spec: PackageSpec; repository: string }[] = flags.has('--installed') ? installed()
    : flags.has('--userinstalled') ? sack.database.sorted().filter(({ reason }) => reason === 'user').map(({ spec }) => ({ spec, repository: '@System' }))
    : flags.has('--unneeded') ? unneeded(sack.installed, sack.installed).map(({ spec }) => ({ spec, repository: '@System' }))
    : flags.has('--upgrades') ? sack.upgrades().map(({ next }) => next)
    : flags.has('--extras') ? sack.database.sorted().filter(({ spec }) => !sack.available.some((each) => each.spec.name === spec.name)).map(({ spec }) => ({ spec, repository: '@System' }))
    : values.has('--latest-limit') ? sack.latest() : sack.available;
  if (words.length > 0) rows = [...new Set(words.flatMap((word) => matching(rows, word)))];
  for (const text of values.get('--whatprovides') ?? []) rows = matching(rows, text);
  for (const path of values.get('--file') ?? values.get('-f') ?? []) rows = rows.filter(({ spec }) => filePaths(spec).some((each) => globToRegExp(path).test(each)));
  for (const text of values.get('--whatrequires') ?? []) {
    const targets = [...sack.installed, ...sack.available].filter(({ spec }) => isNamed(spec, text)).map(({ spec }) => spec);
    rows = rows.filter(({ spec }) => spec.requires.map(parseRelation).some((wanted) => globToRegExp(text).test(wanted.name) || targets.some((each) => satisfies(each, wanted))));
  }
  return [...rows].sort((left, right) => byNevra(left.spec, right.spec));
}

/** `dnf repoquery`. */
export function* repoquery(session: Session): Routine<number> {
  session.console.infoToStderr = true;
  const sack = yield* session.sack();
  const { flags, values } = session.options;
  const rows = queryRows(session, sack, session.options.args);
  if (flags.has('--deplist')) {
    for (const { spec } of rows) yield* session.console.print(dependencyList(spec, sack));
    return 0;
  }
  const format = values.get('--queryformat')?.at(-1) ?? values.get('--qf')?.at(-1);
  const lines = rows.flatMap(({ spec, repository }): string[] => {
    if (flags.has('--list')) return filePaths(spec);
    if (flags.has('--requires')) return [...spec.requires];
    if (flags.has('--provides')) return providesOf(spec).map(({ text }) => text);
    if (flags.has('--conflicts')) return [...(spec.conflicts ?? [])];
    if (flags.has('--obsoletes')) return [...(spec.obsoletes ?? [])];
    if (flags.has('--recommends')) return [...(spec.recommends ?? [])];
    if (flags.has('--info')) return [`${describe({ spec, from: repository, installed: sack.database.find(nevra(spec)), style: '' }, session)}\n`];
    if (format !== undefined) return [queryFormat(format, spec, repository)];
    return [`${spec.name}-${spec.epoch ?? 0}:${spec.version}-${spec.release}.${spec.arch}`];
  });
  const isSet = ['--list', '--requires', '--provides', '--conflicts', '--obsoletes', '--recommends'].some((flag) => flags.has(flag));
  for (const line of isSet ? [...new Set(lines)].sort() : [...new Set(lines)]) yield* session.console.print(line);
  return 0;
}

function queryFormat(format: string, spec: PackageSpec, repository: string): string {
  const tags: Readonly<Record<string, string>> = {
    name: spec.name, version: spec.version, release: spec.release, arch: spec.arch, epoch: String(spec.epoch ?? 0), evr: evrText(spec),
    reponame: repository, repoid: repository, summary: spec.summary, size: String(spec.sizeBytes), installsize: String(spec.installedBytes), nevra: nevra(spec), license: spec.license,
  };
  return format.replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/%(-?\d+)?\{(\w+)\}/g, (_, width: string | undefined, tag: string) => {
    const value = tags[tag.toLowerCase()] ?? `%{${tag}}`;
    return width === undefined ? value : width.startsWith('-') ? value.padEnd(-Number(width)) : value.padStart(Number(width));
  });
}

/** `dnf check`: installed packages whose requirements nothing meets. */
export function* check(session: Session): Routine<number> {
  const sack = yield* session.sack({ withoutRepositories: true });
  const lines = sack.database.sorted().flatMap(({ spec }) => spec.requires.map(parseRelation)
    .filter((wanted) => !wanted.name.startsWith('(') && !sack.installed.some((each) => satisfies(each.spec, wanted)))
    .map((wanted) => `${nevra(spec)} has missing requires of ${wanted.text}`));
  for (const line of lines) yield* session.console.print(line);
  if (lines.length > 0) throw new DnfError(`Check discovered ${lines.length} problem(s)`);
  return 0;
}

