import type { Routine } from '../../host/program.ts';
import type { ProcessInfo } from '../../host/process.ts';
import { DnfError } from './console.ts';
import { ownsPath } from './relation.ts';
import { readOr } from './repo-config.ts';
import type { Session } from './session.ts';

/** `dnf updateinfo`: the repositories of CentOS publish no advisories, so summary and list are empty; info ends its empty text. */
export function* updateinfo(session: Session): Routine<number> {
  yield* session.sack();
  const { args, flags } = session.options;
  const view = ['--summary', '--list', '--info'].find((flag) => flags.has(flag))?.slice(2) ?? args[0];
  if (view === 'info') yield* session.console.print('');
  return 0;
}

/** Packages whose update asks for a new boot (needs_restarting of dnf-plugins-core). */
const NEED_REBOOT = ['kernel', 'kernel-core', 'kernel-rt', 'glibc', 'linux-firmware', 'systemd', 'dbus', 'dbus-broker', 'dbus-daemon'];
const OWN_LIST = '/etc/dnf/plugins/needs-restarting.d';

/** `dnf needs-restarting`: processes older than the package of their program or of the C library; -r: whether to boot anew. */
export function* needsRestarting(session: Session): Routine<number> {
  const { flags } = session.options;
  if (flags.has('-r') || flags.has('--reboothint')) return yield* rebootHint(session);
  const stale = yield* staleProcesses(session, flags.has('-u') || flags.has('--useronly'));
  if (flags.has('-s') || flags.has('--services')) {
    const units = stale.flatMap(({ unit }) => (unit?.endsWith('.service') === true ? [unit] : []));
    for (const unit of new Set(units)) yield* session.console.print(unit);
    return 0;
  }
  for (const { pid, argv } of stale) yield* session.console.print(`${pid} : ${argv.map((word) => `${word} `).join('')}`);
  return 0;
}

function* rebootHint(session: Session): Routine<number> {
  const { console, database, sys } = session;
  const names = new Set([...NEED_REBOOT, ...(yield* ownNames(session))]);
  const updated = database.packages.filter(({ spec, installedMs }) => names.has(spec.name) && installedMs > sys.bootMs);
  if (updated.length === 0) {
    yield* console.print('No core libraries or services have been updated since boot-up.\nReboot should not be necessary.');
    return 0;
  }
  const lines = [...new Set(updated.map(({ spec }) => spec.name))].sort().map((name) => `  * ${name}\n`);
  yield* console.print(`Core libraries or services have been updated since boot-up:\n${lines.join('')}\n`
    + 'Reboot is required to fully utilize these updates.\nMore information: https://access.redhat.com/solutions/27943');
  return 1;
}

/** Names that an administrator added, those that are installed; a warning for each of the others. */
function* ownNames({ console, database, sys }: Session): Routine<string[]> {
  const files = sys.exists(OWN_LIST) ? sys.readDirectory(OWN_LIST).filter((name) => name.endsWith('.conf')) : [];
  const names: string[] = [];
  for (const file of files) {
    for (const name of readOr(sys, `${OWN_LIST}/${file}`, '').split('\n').filter((line) => line !== '')) {
      if (database.named(name).length > 0) names.push(name);
      else yield* console.error(`No installed package found for package name "${name}" specified in needs-restarting file "${file}".`);
    }
  }
  return names;
}

/** Processes that run a program older than what is installed now; others' processes only root can look into. */
function* staleProcesses({ console, database, sys }: Session, isOwnOnly: boolean): Routine<ProcessInfo[]> {
  const { uid } = sys.credentials;
  const libraryMs = Math.max(0, ...database.named('glibc').map(({ installedMs }) => installedMs));
  const stale: ProcessInfo[] = [];
  for (const process of [...sys.processes()].sort((left, right) => left.pid - right.pid)) {
    if (process.path === '' || (isOwnOnly && process.uid !== uid)) continue;
    if (uid !== 0 && process.uid !== uid) {
      yield* console.error(`Failed to read PID ${process.pid}'s smaps.`);
      continue;
    }
    const owner = database.packages.find(({ spec }) => ownsPath(spec, process.path));
    const changedMs = Math.max(libraryMs, owner?.installedMs ?? 0);
    if (changedMs > Math.floor(process.startMs / 1000) * 1000) stale.push(process);
  }
  return stale;
}

/** Options that dnf has and the lab does not follow: to go on as if they had not been given would be a lie. */
export const NOT_MODELLED = [
  '--installroot', '--forcearch', '--advisory', '--advisories', '--bz', '--bzs', '--cve', '--cves', '--sec-severity', '--secseverity', '--security', '--bugfix',
  '--enhancement', '--newpackage', '--disableexcludes', '--randomwait', '--debugsolver', '--oldinstallonly', '--source', '--url', '--urls', '--urlprotocol',
  '--arch', '--archlist', '--alldeps', '--resolve', '--location', '--nvr', '--duplicates', '--obsoleted', '--changelogs', '--hidden', '--profile', '--dump',
  '--ignore-installed', '--ignore-extras', '--skip-unavailable', '--output', '-6',
];

/** Throws for an option that is not modelled. `updateinfo` may choose among no advisories as it likes. */
export function refuseNotModelled({ options }: Session): void {
  const isGiven = (name: string): boolean => options.flags.has(name) || options.values.has(name);
  const odd = NOT_MODELLED.find(isGiven) ?? (isGiven('--destdir') && options.command !== 'download' ? '--destdir' : undefined);
  if (odd === undefined || (options.command === 'updateinfo' && odd !== '--installroot' && odd !== '--forcearch')) return;
  throw new DnfError(`handstack: dnf: option ${odd} is not modelled`, { isBare: true });
}
