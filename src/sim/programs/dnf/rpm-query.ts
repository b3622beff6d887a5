import { SysError } from '../../host/errors.ts';
import type { PackageCatalogue, PackageSpec, Scriptlet } from '../../host/package.ts';
import { rpmNamed } from '../../host/package-file.ts';
import { normalize, splitPath } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import { err, out } from '../../host/stdio.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { digest } from './repositories.ts';
import { fetchUrl } from './fetch.ts';
import { filesOf } from './payload-files.ts';
import { ownsPath, parseRelation, providesOf, satisfies } from './relation.ts';
import type { Installed, RpmDatabase, TrustedKey } from './rpmdb.ts';
import type { RpmOptions } from './rpm-options.ts';
import { filePaths, globToRegExp, isGlob } from './sack.ts';
import { nvra } from './version.ts';

/** A package to show: installed, or a file's. */
export interface Row {
  readonly spec: PackageSpec;
  readonly installed: Installed | null;
}

/** Whether rpm's label (name, name-version, name-version-release, each with .arch) means the package. */
export function isLabelled(spec: PackageSpec, label: string): boolean {
  const forms = [spec.name, `${spec.name}-${spec.version}`, `${spec.name}-${spec.version}-${spec.release}`];
  const all = [...forms, ...forms.map((form) => `${form}.${spec.arch}`)];
  if (!isGlob(label)) return all.includes(label);
  const pattern = globToRegExp(label);
  return all.some((form) => pattern.test(form));
}

/** A key as the package that rpm keeps it as. */
export const keyName = (key: TrustedKey): string => `gpg-pubkey-${key.id.slice(-8)}-${digest(key.user, 8)}`;

/** `rpm -q…`: answers with the number of failures, as the exit status. */
export function* query(sys: Sys, catalogue: PackageCatalogue, database: RpmDatabase, options: RpmOptions): Routine<number> {
  const rows: Row[] = [];
  let failures = 0;
  const { flags, args } = options;
  if (args.length === 0 && !flags.has('all')) {
    yield* err(sys, 'rpm: no arguments given for query\n');
    return 1;
  }
  if (flags.has('all')) {
    const chosen = database.packages.filter(({ spec }) => args.length === 0 || args.some((glob) => isLabelled(spec, glob)));
    rows.push(...chosen.map((installed) => ({ spec: installed.spec, installed })));
    const keys = database.keys.map(keyName).filter((name) => args.length === 0 || args.some((glob) => globToRegExp(glob).test(name) || globToRegExp(glob).test('gpg-pubkey')));
    if (isPlain(options) && keys.length > 0 && !flags.has('last')) yield* out(sys, keys.map((name) => `${name}\n`).join(''));
  } else {
    for (const word of args) {
      const found = yield* rowsOf(sys, catalogue, database, options, word);
      if (typeof found === 'string') {
        if (found.startsWith('error:')) yield* err(sys, found);
        else if (found.startsWith('gpg-pubkey')) yield* out(sys, found);
        else {
          failures += 1;
          yield* out(sys, found);
        }
        if (found.startsWith('error:')) failures += 1;
        continue;
      }
      for (const row of found) yield* out(sys, render(sys, row, options));
    }
    return failures;
  }
  const ordered = flags.has('last') ? [...rows].sort(lastFirst) : rows;
  yield* out(sys, ordered.map((row) => render(sys, row, options)).join(''));
  return failures;
}

/** rpm pipes `--last` through `sort -rn`: of the same second the name decides, backwards. */
function lastFirst(left: Row, right: Row): number {
  const seconds = ({ installed }: Row): number => Math.floor((installed?.installedMs ?? 0) / 1000);
  return seconds(right) - seconds(left) || (nvra(left.spec) < nvra(right.spec) ? 1 : -1);
}

const isPlain = ({ flags, format }: RpmOptions): boolean =>
  format === null && !['list', 'info', 'configfiles', 'docfiles', 'requires', 'provides', 'conflicts', 'obsoletes', 'scripts', 'recommends'].some((flag) => flags.has(flag));

function* rowsOf(sys: Sys, catalogue: PackageCatalogue, database: RpmDatabase, { flags }: RpmOptions, word: string): Routine<Row[] | string> {
  const wrap = (list: readonly Installed[]): Row[] => list.map((installed) => ({ spec: installed.spec, installed }));
  if (flags.has('package')) {
    const read = yield* readPackage(sys, catalogue, word);
    if (typeof read === 'string') return read;
    if (read.signedBy !== null && read.signedBy !== undefined && !database.trusts(read.signedBy)) yield* err(sys, noKey(word, read));
    return [{ spec: read, installed: null }];
  }
  if (flags.has('file') || flags.has('path')) return byFile(sys, database, word, wrap);
  if (flags.has('whatprovides')) {
    const found = database.packages.filter(({ spec }) => satisfies(spec, parseRelation(word)));
    return found.length > 0 ? wrap(found) : `no package provides ${word}\n`;
  }
  if (flags.has('whatrequires')) {
    const found = database.packages.filter(({ spec }) => spec.requires.some((text) => parseRelation(text).name === word));
    return found.length > 0 ? wrap(found) : `no package requires ${word}\n`;
  }
  if (flags.has('whatconflicts') || flags.has('whatobsoletes') || flags.has('whatrecommends')) {
    const kind = flags.has('whatconflicts') ? 'conflicts' : flags.has('whatobsoletes') ? 'obsoletes' : 'recommends';
    const found = database.packages.filter(({ spec }) => (spec[kind] ?? []).some((text) => parseRelation(text).name === word));
    return found.length > 0 ? wrap(found) : `no package ${kind} ${word}\n`;
  }
  if (word === 'gpg-pubkey' && database.keys.length > 0) return database.keys.map((key) => `${keyName(key)}\n`).join('');
  const found = database.packages.filter(({ spec }) => isLabelled(spec, word));
  return found.length > 0 ? wrap(found) : `package ${word} is not installed\n`;
}

export const noKey = (path: string, spec: PackageSpec): string =>
  `warning: ${path}: Header V4 RSA/SHA256 Signature, key ID ${(spec.signedBy ?? '').slice(-8)}: NOKEY\n`;

function byFile(sys: Sys, database: RpmDatabase, word: string, wrap: (list: readonly Installed[]) => Row[]): Row[] | string {
  const absolute = normalize(word.startsWith('/') ? word : `${sys.cwd}/${word}`);
  const owners = (path: string): Installed[] => database.packages.filter(({ spec }) => ownsPath(spec, path));
  const direct = owners(absolute);
  if (direct.length > 0) return wrap(direct);
  try {
    sys.lstat(absolute);
  } catch (error) {
    if (error instanceof SysError) return `error: file ${absolute}: ${error.text}\n`;
    throw error;
  }
  const { directory, name } = splitPath(absolute);
  const found = owners(`${sys.realPath(directory).replace(/\/$/, '')}/${name}`);
  return found.length > 0 ? wrap(found) : `file ${word} is not owned by any package\n`;
}

/** The package in a file (or at a URL), or the error line. */
export function* readPackage(sys: Sys, catalogue: PackageCatalogue, path: string): Routine<PackageSpec | string> {
  let content: string;
  if (path.includes('://')) {
    const fetched = yield* fetchUrl(sys, path);
    if (!fetched.ok) return `error: skipping ${path} - transfer failed\n`;
    content = fetched.body;
  } else {
    try {
      content = sys.readFile(path);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      return `error: open of ${path} failed: ${error.text}\n`;
    }
  }
  const key = rpmNamed(content);
  const spec = key === null ? null : catalogue.package(key);
  return spec ?? `error: ${path}: not an rpm package (or package manifest)\n`;
}

/** One package as the options ask for it. */
export function render(sys: Sys, row: Row, { flags, format }: RpmOptions): string {
  const { spec } = row;
  if (format !== null) return queryFormat(sys, row, format);
  if (flags.has('last')) return `${nvra(spec).padEnd(45)} ${localTime(sys, '%c', row.installed?.installedMs ?? 0)}\n`;
  const parts: string[] = [];
  if (flags.has('info')) parts.push(describe(sys, row));
  if (flags.has('requires')) parts.push(lines([...new Set([...spec.requires, ...RPMLIB])].sort()));
  if (flags.has('provides')) parts.push(lines(providesOf(spec).map(({ text }) => text)));
  if (flags.has('conflicts')) parts.push(lines([...(spec.conflicts ?? [])].sort()));
  if (flags.has('obsoletes')) parts.push(lines([...(spec.obsoletes ?? [])].sort()));
  if (flags.has('recommends')) parts.push(lines([...(spec.recommends ?? [])].sort()));
  if (flags.has('scripts')) parts.push((spec.scripts ?? []).map(scriptText).join(''));
  if (['changelog', 'triggers', 'suggests', 'supplements', 'enhances'].some((flag) => flags.has(flag))) parts.push('');
  if (['list', 'configfiles', 'docfiles', 'state', 'dump', 'filesbypkg'].some((flag) => flags.has(flag))) parts.push(fileList(spec, flags));
  return parts.length === 0 ? `${nvra(spec)}\n` : parts.join('');
}

/** What every package needs of rpm itself. */
const RPMLIB = ['rpmlib(CompressedFileNames) <= 3.0.4-1', 'rpmlib(FileDigests) <= 4.6.0-1', 'rpmlib(PayloadFilesHavePrefix) <= 4.0-1'];

const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');

function fileList(spec: PackageSpec, flags: ReadonlySet<string>): string {
  const isFiltered = flags.has('configfiles') || flags.has('docfiles');
  const files = filesOf(spec).filter((file) => !isFiltered || (flags.has('configfiles') && file.isConfig === true) || (flags.has('docfiles') && file.isDoc === true));
  if (filePaths(spec).length === 0) return '(contains no files)\n';
  if (flags.has('state')) return lines(files.map(({ path }) => `normal        ${path}`));
  if (flags.has('filesbypkg')) return lines(files.map(({ path }) => `${spec.name.padEnd(25)} ${path}`));
  return lines(files.map(({ path }) => path));
}

function describe(sys: Sys, { spec, installed }: Row): string {
  const time = (ms: number): string => localTime(sys, '%c', ms);
  const built = spec.buildTimeMs ?? 0;
  const rows: [string, string][] = [
    ['Name', spec.name], ...((spec.epoch ?? 0) === 0 ? [] : [['Epoch', String(spec.epoch)] as [string, string]]), ['Version', spec.version],
    ['Release', spec.release], ['Architecture', spec.arch], ['Install Date', installed === null ? '(not installed)' : time(installed.installedMs)],
    ['Group', 'Unspecified'], ['Size', String(spec.installedBytes)], ['License', spec.license],
    ['Signature', spec.signedBy === null || spec.signedBy === undefined ? '(none)' : `RSA/SHA256, ${time(built + 300_000)}, Key ID ${spec.signedBy}`],
    ['Source RPM', `${spec.source ?? spec.name}.src.rpm`], ['Build Date', time(built)], ['Build Host', spec.buildHost ?? 'localhost'],
    ...(spec.packager === undefined ? [] : [['Packager', spec.packager] as [string, string]]), ...(spec.vendor === undefined ? [] : [['Vendor', spec.vendor] as [string, string]]),
    ...(spec.url === undefined ? [] : [['URL', spec.url] as [string, string]]), ['Summary', spec.summary],
  ];
  return `${rows.map(([key, value]) => `${key.padEnd(12)}: ${value}\n`).join('')}Description :\n${spec.description ?? ''}\n`;
}

/** A scriptlet as `rpm -q --scripts` shows it: what the macro of that kind runs. */
function scriptText(script: Scriptlet): string {
  switch (script.kind) {
    case 'systemd': {
      const units = script.units.join(' ');
      return `postinstall scriptlet (using /bin/sh):\n\nsystemctl --no-reload preset ${units}\n`
        + `preuninstall scriptlet (using /bin/sh):\n\nif [ $1 -eq 0 ]; then\n    systemctl --no-reload disable --now ${units}\nfi\n`
        + (script.restarts === true ? `postuninstall scriptlet (using /bin/sh):\n\nif [ $1 -ge 1 ]; then\n    systemctl try-restart ${units}\nfi\n` : '');
    }
    case 'ldconfig': return 'postinstall program: /sbin/ldconfig\npostuninstall program: /sbin/ldconfig\n';
    case 'alternatives': return `postinstall scriptlet (using /bin/sh):\nalternatives --install ${script.link} ${script.name} ${script.path} ${script.priority}\n`;
    case 'run': return `${{ pre: 'preinstall', post: 'postinstall', preun: 'preuninstall', postun: 'postuninstall', posttrans: 'posttrans' }[script.when]} scriptlet (using /bin/sh):\n${script.argv.join(' ')}\n`;
  }
}

/** rpm's --queryformat: `%{TAG}`, `%-20{TAG}`, `%{TAG:date}`, `[%{ARRAY}\\n]`, backslash escapes. */
function queryFormat(sys: Sys, { spec, installed }: Row, format: string): string {
  const built = spec.buildTimeMs ?? 0;
  const scalar: Readonly<Record<string, string>> = {
    NAME: spec.name, VERSION: spec.version, RELEASE: spec.release, EPOCH: (spec.epoch ?? 0) === 0 ? '(none)' : String(spec.epoch), EPOCHNUM: String(spec.epoch ?? 0),
    ARCH: spec.arch, SIZE: String(spec.installedBytes), LONGSIZE: String(spec.installedBytes), SUMMARY: spec.summary, LICENSE: spec.license, GROUP: 'Unspecified', URL: spec.url ?? '(none)',
    VENDOR: spec.vendor ?? '(none)', PACKAGER: spec.packager ?? '(none)', BUILDHOST: spec.buildHost ?? '(none)', SOURCERPM: `${spec.source ?? spec.name}.src.rpm`,
    DESCRIPTION: spec.description ?? '', INSTALLTIME: installed === null ? '(none)' : String(Math.floor(installed.installedMs / 1000)), BUILDTIME: String(Math.floor(built / 1000)),
    NVRA: nvra(spec), NEVRA: `${spec.name}-${(spec.epoch ?? 0) === 0 ? '' : `${spec.epoch}:`}${spec.version}-${spec.release}.${spec.arch}`, NVR: `${spec.name}-${spec.version}-${spec.release}`,
    EVR: `${(spec.epoch ?? 0) === 0 ? '' : `${spec.epoch}:`}${spec.version}-${spec.release}`, OS: 'linux', PLATFORM: `${spec.arch}-redhat-linux-gnu`,
  };
  const arrays: Readonly<Record<string, readonly string[]>> = {
    FILENAMES: filePaths(spec), REQUIRES: spec.requires, REQUIRENAME: spec.requires.map((text) => parseRelation(text).name), PROVIDES: providesOf(spec).map(({ text }) => text),
    PROVIDENAME: providesOf(spec).map(({ name }) => name), FILESIZES: filesOf(spec).map((file) => String((file.content ?? '').length)),
  };
  const value = (tag: string, kind: string | undefined): string => {
    const name = tag.toUpperCase().replace(/^RPMTAG_/, '');
    if (kind === 'date' && /TIME$/.test(name)) return localTime(sys, '%c', Number(scalar[name]) * 1000);
    return scalar[name] ?? arrays[name]?.[0] ?? '(none)';
  };
  const fill = (text: string, at: number | null): string => text.replace(/%(-?\d+)?\{(=?)([\w]+)(?::(\w+))?\}/g, (_, width: string | undefined, _fixed, tag: string, kind: string | undefined) => {
    const found = at === null ? value(tag, kind) : arrays[tag.toUpperCase()]?.[at] ?? value(tag, kind);
    return width === undefined ? found : Number(width) < 0 ? found.padEnd(-Number(width)) : found.padStart(Number(width));
  });
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };
  const plain = format.replace(/\\([ntr\\])/g, (_, letter: string) => escapes[letter] ?? letter);
  const unrolled = plain.replace(/\[([^\]]*)\]/g, (_, body: string) => {
    const tags = [...body.matchAll(/\{=?(\w+)/g)].map((match) => (match[1] ?? '').toUpperCase());
    const length = Math.max(0, ...tags.map((tag) => arrays[tag]?.length ?? 0));
    return Array.from({ length }, (_unused, index) => fill(body, index)).join('');
  });
  return fill(unrolled, null);
}

