import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import { exactly, formatNumber, highlight, keyValue, widthOf } from './columns.ts';
import { DnfError } from './console.ts';
import { fetchUrl } from './fetch.ts';
import { findCommand, UsageFailure, usageOf } from './options.ts';
import { expire, mirrorInUse } from './repositories.ts';
import type { Repository } from './repo-config.ts';
import { globToRegExp } from './sack.ts';
import type { Session } from './session.ts';
import { nevra } from './version.ts';

type Which = 'all' | 'enabled' | 'disabled' | 'enabled-default';

function which(session: Session): { which: Which; patterns: readonly string[] } {
  const { flags, args } = session.options;
  const [first = '', ...rest] = args;
  const byWord = ['all', 'enabled', 'disabled'].includes(first) ? (first as Which) : null;
  const patterns = (byWord === null ? args : rest).map((each) => each.toLowerCase());
  const byFlag = (['all', 'enabled', 'disabled'] as const).find((each) => flags.has(`--${each}`));
  return { which: byFlag ?? byWord ?? 'enabled-default', patterns };
}

/** `dnf repolist` and `dnf repoinfo`. */
export function* repolist(session: Session): Routine<number> {
  const { which: wanted, patterns } = which(session);
  const isInfo = session.options.command === 'repoinfo' || session.console.isVerbose;
  const isMatch = (each: Repository): boolean => patterns.length === 0
    || patterns.some((pattern) => globToRegExp(pattern).test(each.id.toLowerCase()) || globToRegExp(pattern).test(each.name.toLowerCase()));
  const hasStatus = wanted === 'all' || (wanted === 'enabled-default' && patterns.length > 0);
  const shown = [...session.config.repositories].sort((left, right) => (left.id < right.id ? -1 : 1)).filter(isMatch).filter(({ isEnabled }) =>
    (isEnabled ? wanted !== 'disabled' : wanted !== 'enabled' && !(wanted === 'enabled-default' && patterns.length === 0)));
  if (session.config.repositories.length === 0) {
    yield* session.console.error('No repositories available');
    return 0;
  }
  if (isInfo) return yield* repoinfo(session, shown, hasStatus);
  if (shown.length > 0) yield* session.console.print(repositoryTable(shown, hasStatus, session));
  return 0;
}

function repositoryTable(shown: readonly Repository[], hasStatus: boolean, session: Session): string {
  let id = Math.max('repo id'.length, ...shown.map((each) => each.id.length));
  let name = Math.max(...shown.map((each) => each.name.length));
  const status = Math.max('status'.length, ...shown.map((each) => (each.isEnabled ? 7 : 8)));
  let left = widthOf(session.console.screen) - (hasStatus ? id + status + 2 : id + 1);
  if (left < name) name = left;
  else {
    left -= name;
    id += Math.floor(left / 2);
    name += left - Math.floor(left / 2);
  }
  const style = (text: string, kind: string): string => (session.console.isTty ? `${highlight(kind).join('').replace('\x1b(B\x1b[m', '')}${text}\x1b(B\x1b[m` : text);
  const state = (each: Repository): string => (each.isEnabled ? style('enabled', 'green,bold') : style('disabled', 'red'));
  const head = hasStatus ? `${'repo id'.padEnd(id)} ${exactly('repo name', name)} status` : `${'repo id'.padEnd(id)} repo name`;
  const lines = shown.map((each) => (hasStatus ? `${each.id.padEnd(id)} ${exactly(each.name, name)} ${state(each)}` : `${each.id.padEnd(id)} ${each.name}`));
  return [head, ...lines].join('\n');
}

function* repoinfo(session: Session, shown: readonly Repository[], hasStatus: boolean): Routine<number> {
  session.console.infoToStderr = true;
  const sack = yield* session.sack();
  let total = 0;
  const texts: string[] = [];
  for (const each of shown) {
    const loaded = sack.repositories.find(({ id }) => id === each.id);
    const line = (key: string, value: string): string => keyValue(`${key.padEnd(19)}: `, value, session.console.screen);
    const expires = each.metadataExpire < 0 ? 'Never (last: unknown)' : `${grouped(each.metadataExpire)} second(s) (last: ${loaded === undefined ? 'unknown' : session.console.time(session.sys.nowMs())})`;
    total += loaded?.packages.length ?? 0;
    texts.push([
      line('Repo-id', each.id), line('Repo-name', each.name), ...(hasStatus ? [line('Repo-status', each.isEnabled ? 'enabled' : 'disabled')] : []),
      ...(loaded === undefined ? [] : [
        line('Repo-revision', String(loaded.packages.length)), line('Repo-updated', session.console.time(session.sys.nowMs())),
        line('Repo-pkgs', grouped(loaded.packages.length)), line('Repo-available-pkgs', grouped(loaded.packages.length)),
        line('Repo-unique-NEVRAs', formatNumber(new Set(loaded.packages.map(nevra)).size)),
        line('Repo-size', formatNumber(loaded.packages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))),
      ]),
      ...(each.metalink === null ? [] : [line('Repo-metalink', each.metalink)]), ...(each.mirrorlist === null ? [] : [line('Repo-mirrors', each.mirrorlist)]),
      ...(each.baseurls.length > 0 ? [line('Repo-baseurl', each.baseurls.join(', '))]
        : each.isEnabled ? [line('Repo-baseurl', `${mirrorInUse(session.sys, session.cache, each)}/ (0 more)`)] : []),
      line('Repo-expire', expires), line('Repo-filename', each.file),
    ].join('\n'));
  }
  if (texts.length > 0) yield* session.console.print(texts.join('\n\n'));
  yield* session.console.print(`Total packages: ${grouped(total)}`);
  return 0;
}

/** Thousands apart, as Python's %d with grouping. */
const grouped = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

/** `dnf makecache`. */
export function* makecache(session: Session): Routine<number> {
  if (session.enabled.length === 0) {
    throw new DnfError(`There are no enabled repositories in ${session.config.main.reposDir.map((folder) => `"${folder}"`).join(', ')}.`);
  }
  yield* session.sack({ isMakecache: true });
  yield* session.console.info('Metadata cache created.');
  return 0;
}

const CLEAN_TYPES = ['metadata', 'packages', 'dbcache', 'expire-cache', 'all'];

/** `dnf clean`. */
export function* clean(session: Session): Routine<number> {
  const { args } = session.options;
  const bad = args.find((each) => !CLEAN_TYPES.includes(each));
  if (bad !== undefined) {
    const spec = findCommand('clean');
    const usage = spec === null ? '' : usageOf(session.options.program, spec);
    throw new UsageFailure(`${usage}${session.options.program} clean: error: argument {metadata,packages,dbcache,expire-cache,all}: invalid choice: '${bad}' (choose from ${CLEAN_TYPES.map((each) => `'${each}'`).join(', ')})\n`);
  }
  const isAll = args.includes('all');
  if (args.includes('expire-cache') || args.includes('metadata')) {
    if (args.includes('expire-cache')) {
      expire(session.sys, session.cache, session.config.repositories.map(({ id }) => id));
      yield* session.console.info('Cache was expired');
    }
  }
  let count = 0;
  for (const path of filesBelow(session, session.cache.folder)) {
    const isPackage = path.endsWith('.rpm');
    const isDatabase = path.endsWith('.solv');
    const isMetadata = !isPackage && !isDatabase;
    const goes = isAll || (isPackage && args.includes('packages')) || (isDatabase && (args.includes('dbcache') || args.includes('metadata'))) || (isMetadata && args.includes('metadata'));
    if (!goes) continue;
    session.sys.unlink(path);
    count += 1;
  }
  yield* session.console.info(`${count} file${count === 1 ? '' : 's'} removed`);
  return 0;
}

function filesBelow(session: Session, folder: string): string[] {
  let names: string[];
  try {
    names = session.sys.readDirectory(folder);
  } catch (error) {
    if (error instanceof SysError) return [];
    throw error;
  }
  return names.flatMap((name) => {
    const path = `${folder}/${name}`;
    return session.sys.lstat(path).type === 'directory' ? filesBelow(session, path) : [path];
  });
}

/** `dnf config-manager`. */
export function* configManager(session: Session): Routine<number> {
  const { flags, values, args } = session.options;
  const added = values.get('--add-repo') ?? [];
  if (added.length > 0) return yield* addRepositories(session, added);
  if (flags.has('--dump-variables')) {
    for (const [name, value] of Object.entries(session.config.variables)) yield* session.console.print(`${name} = ${value}`);
    return 0;
  }
  const settings = (values.get('--setopt') ?? []).map((text) => /^(?:([^=]*)\.)?([^.=]+)=(.*)$/s.exec(text)).filter((match) => match !== null);
  const patterns = [...args, ...settings.flatMap((match) => (match[1] === undefined ? [] : [match[1]]))];
  const change = flags.has('--enable') ? '1' : flags.has('--disable') ? '0' : null;
  if (patterns.length === 0) {
    if (change !== null) throw new DnfError(`argument ${change === '1' ? '--enable/--set-enabled' : '--disable/--set-disabled'}: must supply repositories`, { exit: 2 });
    if (flags.has('--save') && settings.length > 0) saveMain(session, settings);
    else yield* session.console.print(dump('main', mainValues(session)));
    return 0;
  }
  const found = session.config.repositories.filter(({ id }) => patterns.some((pattern) => pattern.split(',').some((each) => globToRegExp(each).test(id))));
  if (found.length === 0) throw new DnfError(`No matching repo to modify: ${patterns.join(', ')}.`);
  if (change === null && !flags.has('--save')) {
    for (const each of found) yield* session.console.print(dump(`repo: ${each.name}`, repositoryValues(each)));
    return 0;
  }
  for (const each of found) {
    const changes = new Map<string, string>(change === null ? [] : [['enabled', change]]);
    if (flags.has('--save')) for (const match of settings) if (match[1] === undefined || globToRegExp(match[1]).test(each.id)) changes.set(match[2] ?? '', match[3] ?? '');
    writeOptions(session, each.file, each.id, changes);
  }
  return 0;
}

/** Changes options of one section in a file, adding what is not there; everything else stays. */
function writeOptions(session: Session, path: string, section: string, changes: ReadonlyMap<string, string>): void {
  const lines = session.sys.readFile(path).split('\n');
  const start = lines.findIndex((line) => line.trim() === `[${section}]`);
  const next = lines.findIndex((line, index) => index > start && line.startsWith('['));
  let end = next === -1 ? lines.length : next;
  for (const [name, value] of changes) {
    const at = lines.findIndex((line, index) => index > start && index < end && new RegExp(`^${name.replace(/\W/g, '\\$&')}\\s*=`).test(line));
    if (at !== -1) {
      lines[at] = `${name}=${value}`;
      continue;
    }
    let last = end - 1;
    while (last > start && lines[last]?.trim() === '') last -= 1;
    lines.splice(last + 1, 0, `${name}=${value}`);
    end += 1;
  }
  session.sys.writeFile(path, lines.join('\n'));
}

function saveMain(session: Session, settings: readonly RegExpExecArray[]): void {
  writeOptions(session, '/etc/dnf/dnf.conf', 'main', new Map(settings.filter((match) => match[1] === undefined).map((match) => [match[2] ?? '', match[3] ?? ''])));
}

const dump = (title: string, values: readonly (readonly [string, string])[]): string =>
  `${`=== ${title} ===`.padStart(39 + Math.ceil((title.length + 8) / 2), '=').padEnd(78, '=').replace(/=== /, '= ').replace(/ ===/, ' =')}\n[${title.replace('repo: ', '')}]\n${values.map(([name, value]) => `${name} = ${value}`).join('\n')}\n`;

const flag = (value: boolean): string => (value ? '1' : '0');

const mainValues = ({ config: { main } }: Session): [string, string][] => [
  ['assumeno', '0'], ['assumeyes', flag(main.assumeYes)], ['best', flag(main.best)], ['cachedir', main.cacheDir],
  ['clean_requirements_on_remove', flag(main.cleanRequirements)], ['defaultyes', flag(main.defaultYes)], ['excludepkgs', main.excludes.join(', ')],
  ['gpgcheck', flag(main.gpgCheck)], ['install_weak_deps', flag(main.installWeakDeps)], ['installonly_limit', String(main.installOnlyLimit)],
  ['keepcache', flag(main.keepCache)], ['metadata_expire', String(main.metadataExpire)], ['reposdir', main.reposDir.join(', ')], ['skip_if_unavailable', flag(main.skipIfUnavailable)],
];

const repositoryValues = (each: Repository): [string, string][] => [
  ['baseurl', each.baseurls.join(', ')], ['enabled', flag(each.isEnabled)], ['excludepkgs', each.excludes.join(', ')], ['gpgcheck', flag(each.gpgCheck)],
  ['gpgkey', each.gpgKeys.join(', ')], ['metadata_expire', String(each.metadataExpire)], ['metalink', each.metalink ?? ''], ['mirrorlist', each.mirrorlist ?? ''],
  ['name', each.name], ['priority', String(each.priority)], ['skip_if_unavailable', flag(each.skipIfUnavailable)],
];

/** `--add-repo URL`: a .repo file is fetched, any other address becomes a repository of its own. */
function* addRepositories(session: Session, urls: readonly string[]): Routine<number> {
  let failures = 0;
  for (const given of urls) {
    const url = given.includes('://') ? given : `file://${given.startsWith('/') ? given : `${session.sys.cwd}/${given}`}`;
    yield* session.console.info(`Adding repo from: ${url}`);
    const name = url.replace(/^[a-z]+:\/\//, '').replace(/[^A-Za-z0-9_.-]/g, '_');
    if (url.endsWith('.repo')) {
      const fetched = yield* fetchUrl(session.sys, url);
      if (!fetched.ok) {
        failures += 1;
        yield* session.console.error(fetched.error);
        continue;
      }
      session.sys.writeFile(`/etc/yum.repos.d/${url.replace(/^.*\//, '')}`, fetched.body);
    } else {
      session.sys.writeFile(`/etc/yum.repos.d/${name}.repo`, `[${name}]\nname=created by dnf config-manager from ${url}\nbaseurl=${url}\nenabled=1\n`);
    }
  }
  if (failures > 0) throw new DnfError(`Configuration of repo${failures === 1 ? '' : 's'} failed`);
  return 0;
}
