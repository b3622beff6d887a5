import type { PackageSpec } from '../../host/package.ts';
import type { Routine } from '../../host/program.ts';
import { describe } from './commands-list.ts';
import { DnfError } from './console.ts';
import { parseRelation, providesOf, satisfies } from './relation.ts';
import { filePaths, globToRegExp, isNamed, matching, uniqueByName, type Sack } from './sack.ts';
import type { Session } from './session.ts';
import { unneeded } from './solver.ts';
import { byNevra, evrText, nevra } from './version.ts';

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

