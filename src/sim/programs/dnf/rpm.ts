import { SysError } from '../../host/errors.ts';
import type { PackageCatalogue, PackageSpec } from '../../host/package.ts';
import type { Program, Routine } from '../../host/program.ts';
import { err, out } from '../../host/stdio.ts';
import type { Sys } from '../../host/sys.ts';
import { Console } from './console.ts';
import { fetchUrl } from './fetch.ts';
import { keyIdOf, parseKeys, trusted } from './keys.ts';
import { parseRelation, satisfies } from './relation.ts';
import { RpmDatabase, type Installed } from './rpmdb.ts';
import { parseRpm, RpmUsage, USAGE, type RpmOptions } from './rpm-options.ts';
import { isLabelled, keyName, noKey, query, readPackage } from './rpm-query.ts';
import { verify } from './rpm-verify.ts';
import { planSteps, runSteps, type Report } from './run-transaction.ts';
import type { Item } from './solver.ts';
import { byEvr, nevra, nvra } from './version.ts';

/** rpm of CentOS Stream 9. */
const VERSION = '4.16.1.3';

/** rpm: asks and changes the database of installed packages. */
export const rpm: Program = {
  name: 'rpm',
  *run(sys) {
    let options: RpmOptions;
    try {
      options = parseRpm(sys.argv.slice(1));
    } catch (error) {
      if (!(error instanceof RpmUsage)) throw error;
      yield* err(sys, `${error.message}\n`);
      return 1;
    }
    if (options.mode === 'version') {
      yield* out(sys, `RPM version ${VERSION}\n`);
      return 0;
    }
    if (options.mode === 'none' || options.mode === 'help') return yield* usage(sys, options);
    if (options.mode === 'eval') return yield* evaluate(sys, options.args);
    const catalogue = yield* sys.external(sys.packages());
    const database = RpmDatabase.load(sys, catalogue);
    return yield* act(sys, catalogue, database, options);
  },
};

function* act(sys: Sys, catalogue: PackageCatalogue, database: RpmDatabase, options: RpmOptions): Routine<number> {
  switch (options.mode) {
    case 'query': return yield* query(sys, catalogue, database, options);
    case 'verify': return yield* verify(sys, database, options);
    case 'import': return yield* importKeys(sys, database, options.args);
    case 'checksig': return yield* checkSignatures(sys, catalogue, database, options.args);
    case 'erase': return yield* erase(sys, database, options);
    case 'rebuilddb': return 0;
    default: return yield* install(sys, catalogue, database, options);
  }
}

function* usage(sys: Sys, options: RpmOptions): Routine<number> {
  const text = `RPM version ${VERSION}\nCopyright (C) 1998-2002 - Red Hat, Inc.\nThis program may be freely redistributed under the terms of the GNU GPL\n\n${USAGE}`;
  yield* options.mode === 'help' ? out(sys, text) : err(sys, text);
  return options.mode === 'help' ? 0 : 1;
}

const MACROS: Readonly<Record<string, string>> = {
  _arch: 'x86_64', _host_cpu: 'x86_64', dist: '.el9', rhel: '9', centos: '9', el9: '1', _prefix: '/usr', _bindir: '/usr/bin', _sysconfdir: '/etc', _libdir: '/usr/lib64',
  _unitdir: '/usr/lib/systemd/system', _dbpath: '/var/lib/rpm', _topdir: '/root/rpmbuild',
};

/** `rpm -E`: the macros that people ask for; unknown ones stay as they are. */
function* evaluate(sys: Sys, args: readonly string[]): Routine<number> {
  for (const arg of args) yield* out(sys, `${arg.replace(/%\{\??(\w+)\}|%(\w+)/g, (whole, braced: string | undefined, plain: string | undefined) => MACROS[braced ?? plain ?? ''] ?? whole)}\n`);
  return 0;
}

/** Whether we may change the database; says so when not. */
function* mayChange(sys: Sys): Routine<boolean> {
  if (sys.credentials.uid === 0) return true;
  yield* err(sys, "error: can't create transaction lock on /var/lib/rpm/.rpm.lock (Permission denied)\n");
  return false;
}

function* importKeys(sys: Sys, database: RpmDatabase, args: readonly string[]): Routine<number> {
  let failures = 0;
  for (const path of args) {
    const text = yield* readKeyFile(sys, path);
    if (text === null) {
      failures += 1;
      yield* err(sys, `error: ${path}: import read failed(2).\n`);
      continue;
    }
    const keys = parseKeys(text);
    if (keys.length === 0) {
      failures += 1;
      yield* err(sys, `error: ${path}: key 1 not an armored public key.\n`);
      continue;
    }
    if (!(yield* mayChange(sys))) return 1;
    for (const key of keys) if (!database.trusts(keyIdOf(key))) database.keys.push(trusted(key, sys.nowMs()));
    database.save(sys);
  }
  return failures;
}

function* readKeyFile(sys: Sys, path: string): Routine<string | null> {
  if (path.includes('://')) {
    const fetched = yield* fetchUrl(sys, path);
    return fetched.ok ? fetched.body : null;
  }
  try {
    return sys.readFile(path);
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
}

function* checkSignatures(sys: Sys, catalogue: PackageCatalogue, database: RpmDatabase, args: readonly string[]): Routine<number> {
  let failures = 0;
  for (const path of args) {
    const spec = yield* readPackage(sys, catalogue, path);
    if (typeof spec === 'string') {
      failures += 1;
      yield* err(sys, spec);
    } else if (spec.signedBy === null || spec.signedBy === undefined) {
      yield* out(sys, `${path}: digests OK\n`);
    } else {
      const isKnown = database.trusts(spec.signedBy);
      failures += isKnown ? 0 : 1;
      yield* out(sys, `${path}: digests ${isKnown ? 'signatures OK' : 'SIGNATURES NOT OK'}\n`);
    }
  }
  return failures;
}

/** Requirements of `specs` that nothing in `present` meets: rpm's "Failed dependencies". */
function failedDependencies(specs: readonly { readonly spec: PackageSpec; readonly isInstalled: boolean }[], present: readonly PackageSpec[]): string[] {
  return specs.flatMap(({ spec, isInstalled }) => spec.requires.map(parseRelation)
    .filter((wanted) => !/^\(|^rpmlib\(/.test(wanted.name) && !present.some((each) => satisfies(each, wanted)))
    .map(({ text }) => `\t${text} is needed by ${isInstalled ? '(installed) ' : ''}${nevra(spec)}\n`));
}

function* erase(sys: Sys, database: RpmDatabase, { args, flags }: RpmOptions): Routine<number> {
  if (args.length === 0) {
    yield* err(sys, 'rpm: no packages given for erase\n');
    return 1;
  }
  const doomed: Installed[] = [];
  let failures = 0;
  for (const label of args) {
    const keys = database.keys.filter((key) => keyName(key) === label);
    if (keys.length > 0 && (yield* mayChange(sys))) {
      database.keys.splice(0, database.keys.length, ...database.keys.filter((key) => !keys.includes(key)));
      database.save(sys);
      continue;
    }
    const found = database.packages.filter(({ spec }) => isLabelled(spec, label));
    if (found.length === 0) {
      failures += 1;
      yield* err(sys, `error: package ${label} is not installed\n`);
    } else if (found.length > 1 && !flags.has('allmatches')) {
      failures += 1;
      yield* err(sys, `error: "${label}" specifies multiple packages:\n${found.map(({ spec }) => `  ${nvra(spec)}\n`).join('')}`);
    } else doomed.push(...found);
  }
  if (failures > 0) return failures;
  if (!(yield* mayChange(sys))) return 1;
  const left = database.packages.filter((each) => !doomed.includes(each)).map(({ spec }) => spec);
  const before = database.packages.map(({ spec }) => spec);
  const already = new Set(failedDependencies(left.map((spec) => ({ spec, isInstalled: true })), before));
  const broken = flags.has('nodeps') ? [] : failedDependencies(left.map((spec) => ({ spec, isInstalled: true })), left).filter((line) => !already.has(line));
  if (broken.length > 0) {
    yield* err(sys, `error: Failed dependencies:\n${broken.join('')}`);
    return 1;
  }
  if (flags.has('test')) return 0;
  const items = doomed.map((installed): Item => ({ action: 'erase', spec: installed.spec, repository: `@${installed.from}`, reason: installed.reason, replaces: [installed], why: 'asked' }));
  yield* runSteps(rpmConsole(sys), database, planSteps(items), flags.has('verbose') ? preparing(sys, items) : quiet, 1000);
  return 0;
}

function rpmConsole(sys: Sys): Console {
  const console = new Console(sys);
  console.isRpm = true;
  return console;
}

function* quiet(): Routine<void> {
  // Without -v rpm says nothing while it works.
}

/** `rpm -ev`: the packages as they go. */
const preparing = (sys: Sys, items: readonly Item[]): Report => {
  let isFirst = true;
  return function* report(action, name, _number, _total, isLong) {
    if (isFirst) yield* out(sys, 'Preparing packages...\n');
    isFirst = false;
    if (isLong && action === 'Erasing') yield* out(sys, `${nvra(items.find(({ spec }) => nevra(spec) === name)?.spec ?? (items[0] as Item).spec)}\n`);
  };
};

const BAR = '#'.repeat(33);
const barLine = (label: string): string => `${label.padEnd(38)}${BAR} [100%]\n`;

function* install(sys: Sys, catalogue: PackageCatalogue, database: RpmDatabase, { args, flags, mode }: RpmOptions): Routine<number> {
  if (args.length === 0) {
    yield* err(sys, 'rpm: no packages given for install\n');
    return 1;
  }
  const specs: PackageSpec[] = [];
  let failures = 0;
  for (const path of args) {
    if (path.includes('://') && flags.has('verbose')) yield* out(sys, `Retrieving ${path}\n`);
    const spec = yield* readPackage(sys, catalogue, path);
    if (typeof spec === 'string') {
      failures += 1;
      yield* err(sys, spec.replace(/^error: open of (.*) failed: (.*)\n$/, 'error: open of $1 failed: $2\n'));
      continue;
    }
    if (spec.signedBy !== null && spec.signedBy !== undefined && !database.trusts(spec.signedBy)) yield* err(sys, noKey(path, spec));
    if (mode === 'freshen' && database.named(spec.name).length === 0) continue;
    specs.push(spec);
  }
  if (failures > 0) return failures;
  if (!(yield* mayChange(sys))) return 1;
  const shows = flags.has('hash');
  const future = [...database.packages.map(({ spec }) => spec).filter((old) => mode === 'install' || !specs.some(({ name }) => name === old.name)), ...specs];
  const broken = flags.has('nodeps') ? [] : failedDependencies(specs.map((spec) => ({ spec, isInstalled: false })), future);
  if (broken.length > 0) {
    yield* err(sys, `error: Failed dependencies:\n${broken.join('')}`);
    return broken.length;
  }
  if (shows) yield* out(sys, barLine('Verifying...') + barLine('Preparing...'));
  const refused = flags.has('force') || flags.has('replacepkgs') ? [] : specs.flatMap((spec) => refusal(spec, database, flags));
  if (refused.length > 0) {
    yield* err(sys, refused.join(''));
    return refused.length;
  }
  if (flags.has('test')) return 0;
  const items = specs.map((spec) => itemFor(spec, database, mode));
  if (shows) yield* out(sys, 'Updating / installing...\n');
  yield* runSteps(rpmConsole(sys), database, planSteps(items), shows ? hashReport(sys, items) : quiet, 1000);
  return 0;
}

function refusal(spec: PackageSpec, database: RpmDatabase, flags: ReadonlySet<string>): string[] {
  const present = database.named(spec.name).map((each) => each.spec).sort(byEvr).at(-1);
  if (present === undefined) return [];
  const order = byEvr(present, spec);
  if (order === 0) return [`\tpackage ${nvra(spec)} is already installed\n`];
  return order > 0 && !flags.has('oldpackage') ? [`\tpackage ${nvra(present)} (which is newer than ${nvra(spec)}) is already installed\n`] : [];
}

function itemFor(spec: PackageSpec, database: RpmDatabase, mode: RpmOptions['mode']): Item {
  const olds = mode === 'install' ? database.named(spec.name).filter((each) => byEvr(each.spec, spec) === 0) : database.named(spec.name);
  const order = olds[0] === undefined ? null : byEvr(olds[0].spec, spec);
  const action = order === null ? 'install' : order === 0 ? 'reinstall' : order < 0 ? 'upgrade' : 'downgrade';
  return { action, spec, repository: '', reason: olds[0]?.reason ?? 'unknown', replaces: olds, why: 'asked' };
}

const hashReport = (sys: Sys, items: readonly Item[]): Report => {
  let isCleaning = false;
  return function* report(action, name, number, _total, isLong) {
    if (!isLong) return;
    if (action === 'Cleanup' && !isCleaning) {
      isCleaning = true;
      yield* out(sys, 'Cleaning up / removing...\n');
    }
    const spec = items.flatMap((item) => [item.spec, ...item.replaces.map((old) => old.spec)]).find((each) => nevra(each) === name);
    const label = spec === undefined ? name : `${spec.name}-${spec.version}-${spec.release}`;
    yield* out(sys, barLine(`${String(number).padStart(4)}:${label.slice(0, 33)}`));
  };
};
