import type { PackageGroupSet, ModuleStream } from '../../host/package.ts';
import type { Routine } from '../../host/program.ts';
import { groupArguments, groupLines, markGroup } from './commands-change.ts';
import { DnfError } from './console.ts';
import { History } from './history.ts';
import type { Sack } from './sack.ts';
import type { Session } from './session.ts';

const SUBCOMMANDS = ['summary', 'list', 'info', 'remove', 'install', 'upgrade', 'mark'];
const SYNONYMS: Readonly<Record<string, string>> = { update: 'upgrade', erase: 'remove', groups: 'summary' };

/** `dnf group`. */
export function* group(session: Session): Routine<number> {
  const [word = 'summary', ...names] = session.options.args;
  const command = SYNONYMS[word] ?? word;
  if (!SUBCOMMANDS.includes(command)) {
    yield* session.console.error(`Invalid groups sub-command, use: ${SUBCOMMANDS.join(', ')}.`);
    return 1;
  }
  const sack = yield* session.sack();
  switch (command) {
    case 'list': return yield* list(session, sack, names);
    case 'info': return yield* info(session, sack, names);
    case 'install': return yield* install(session, sack, names);
    case 'remove': return yield* remove(session, sack, names);
    case 'summary': return yield* summary(session, sack);
    default: throw new DnfError(`handstack: dnf: group ${command} is not modelled`, { isBare: true });
  }
}

const allGroups = (sack: Sack): PackageGroupSet[] => sack.repositories.flatMap(({ groups }) => groups);

/** Ids of groups that dnf itself installed and has not removed. */
function installedIds(session: Session): Set<string> {
  const ids = new Set<string>();
  for (const { groups } of History.load(session.sys).transactions) for (const [action, id] of groups) {
    if (action === 'Install') ids.add(id);
    else ids.delete(id);
  }
  return ids;
}

function* summary(session: Session, sack: Sack): Routine<number> {
  const installed = installedIds(session);
  const groups = allGroups(sack).filter((each) => each.isEnvironment !== true);
  const here = groups.filter(({ id }) => installed.has(id)).length;
  if (here > 0) yield* session.console.info(`Installed Groups: ${here}`);
  yield* session.console.info(`Available Groups: ${groups.length - here}`);
  return 0;
}

function* list(session: Session, sack: Sack, names: readonly string[]): Routine<number> {
  const installed = installedIds(session);
  const wanted = names.map((name) => name.toLowerCase());
  const groups = allGroups(sack).filter(({ id, name }) => wanted.length === 0 || wanted.includes(id.toLowerCase()) || wanted.includes(name.toLowerCase()));
  const sections: [string, PackageGroupSet[]][] = [
    ['Available Environment Groups:', groups.filter((each) => each.isEnvironment === true && !installed.has(each.id))],
    ['Installed Environment Groups:', groups.filter((each) => each.isEnvironment === true && installed.has(each.id))],
    ['Installed Groups:', groups.filter((each) => each.isEnvironment !== true && installed.has(each.id))],
    ['Available Groups:', groups.filter((each) => each.isEnvironment !== true && !installed.has(each.id))],
  ];
  for (const [title, rows] of sections) {
    if (rows.length === 0) continue;
    yield* session.console.print(title);
    for (const each of rows) yield* session.console.print(`   ${each.name}${session.options.flags.has('--ids') ? ` (${each.id})` : ''}`);
  }
  return 0;
}

function* info(session: Session, sack: Sack, names: readonly string[]): Routine<number> {
  const missing: string[] = [];
  const groups = allGroups(sack);
  for (const name of names) {
    const each = groups.find(({ id, name: title }) => id.toLowerCase() === name.toLowerCase() || title.toLowerCase() === name.toLowerCase());
    if (each === undefined) {
      yield* session.console.error(`Warning: Group ${name} does not exist.`);
      missing.push(name);
      continue;
    }
    yield* session.console.print(each.isEnvironment === true ? environmentText(each, groups) : groupText(each));
  }
  if (missing.length === names.length && names.length > 0) throw new DnfError('No groups matched.');
  return 0;
}

const section = (title: string, names: readonly string[]): string[] => (names.length === 0 ? [] : [` ${title}:`, ...[...names].sort().map((name) => `   ${name}`)]);

const groupText = (each: PackageGroupSet): string => [
  `Group: ${each.name}`, ` Description: ${each.description}`,
  ...section('Mandatory Packages', each.mandatory), ...section('Default Packages', each.defaults ?? []), ...section('Optional Packages', each.optional ?? []),
].join('\n');

const environmentText = (each: PackageGroupSet, groups: readonly PackageGroupSet[]): string => [
  `Environment Group: ${each.name}`, ` Description: ${each.description}`,
  ...section('Mandatory Groups', each.mandatory.map((id) => groups.find((other) => other.id === id)?.name ?? id)),
].join('\n');

function* install(session: Session, sack: Sack, names: readonly string[]): Routine<number> {
  if (names.length === 0) throw new DnfError('Missing groups argument');
  const missing: string[] = [];
  const found = yield* groupArguments(session, sack, names, missing);
  if (found.length === 0) throw new DnfError('Nothing to do.');
  const solver = session.solver(sack);
  for (const each of found) markGroup(sack, solver, each, session.options.flags.has('--with-optional'));
  yield* session.transact(yield* session.resolve(solver), groupLines(found), found.map(({ id }) => ['Install', id] as const));
  return 0;
}

function* remove(session: Session, sack: Sack, names: readonly string[]): Routine<number> {
  const installed = installedIds(session);
  const found = allGroups(sack).filter(({ id, name }) => names.some((word) => [id, name].some((text) => text.toLowerCase() === word.toLowerCase())));
  for (const word of names.filter((name) => !found.some((each) => each.id === name || each.name === name))) yield* session.console.error(`Group '${word}' is not installed.`);
  const gone = found.filter(({ id }) => installed.has(id));
  if (gone.length === 0) throw new DnfError('No groups marked for removal.');
  const solver = session.solver(sack);
  for (const each of gone) for (const name of [...each.mandatory, ...(each.defaults ?? [])]) {
    for (const one of sack.database.named(name)) if (one.reason === 'group') solver.erase(one);
  }
  yield* session.transact(yield* session.resolve(solver), [{ heading: 'Removing Groups', rows: gone.map((each) => [each.name, '', '', '', ''] as const) }], gone.map(({ id }) => ['Removed', id] as const));
  return 0;
}

/** `dnf module`: streams are listed; enabling them changes nothing that the tables hold, so it says so. */
export function* module(session: Session): Routine<number> {
  const [command = '', ...specs] = session.options.args;
  const sack = yield* session.sack();
  const modules = sack.repositories.flatMap((repository) => repository.modules.map((each) => ({ ...each, repository: repository.id })));
  const matches = ({ name, stream }: ModuleStream, text: string): boolean => text === name || text === `${name}:${stream}` || text.startsWith(`${name}:${stream}/`);
  const unknown = specs.filter((text) => !modules.some((each) => matches(each, text)));
  if (command === 'list' || command === 'info') {
    const rows = modules.filter((each) => specs.length === 0 || specs.some((text) => matches(each, text)));
    if (rows.length === 0 && specs.length > 0) throw new DnfError('No matching Modules to list');
    yield* moduleTable(session, rows);
    return 0;
  }
  if (unknown.length > 0) throw new DnfError(`Problems in request:\nmissing groups or modules: ${unknown.join(', ')}`);
  throw new DnfError(`handstack: dnf: module ${command} is not modelled`, { isBare: true });
}

function* moduleTable(session: Session, rows: readonly (ModuleStream & { readonly repository: string })[]): Routine<void> {
  if (rows.length === 0) return;
  const title = (id: string): string => session.config.repositories.find((each) => each.id === id)?.name ?? id;
  const name = Math.max(4, ...rows.map((each) => each.name.length));
  const stream = Math.max(6, ...rows.map((each) => each.stream.length + (each.isDefault === true ? 4 : 0)));
  const profiles = (each: ModuleStream): string => each.profiles.map((profile) => (profile === each.defaultProfile ? `${profile} [d]` : profile)).join(', ');
  const profile = Math.max(8, ...rows.map((each) => profiles(each).length));
  for (const repository of new Set(rows.map((each) => each.repository))) {
    yield* session.console.print(title(repository));
    yield* session.console.print(`${'Name'.padEnd(name)} ${'Stream'.padEnd(stream)} ${'Profiles'.padEnd(profile)} Summary`);
    for (const each of rows.filter((row) => row.repository === repository)) {
      yield* session.console.print(`${each.name.padEnd(name)} ${`${each.stream}${each.isDefault === true ? ' [d]' : ''}`.padEnd(stream)} ${profiles(each).padEnd(profile)} ${each.summary}`);
    }
  }
  yield* session.console.print('\nHint: [d]efault, [e]nabled, [x]disabled, [i]nstalled');
}
