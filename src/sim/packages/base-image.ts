import { hashPassword } from '../host/password-hash.ts';
import { ROOT } from '../host/inode.ts';
import type { FileSystem } from '../host/file-system.ts';
import type { Host } from '../host/host.ts';
import { Installer } from '../host/systemd/install.ts';
import { SystemdError } from '../host/systemd/systemd.ts';
import type { PackageCatalogue, PackageSpec } from '../host/package.ts';
import { addAccounts, installFiles, makeDirectories, type Disk } from '../programs/dnf/payload-files.ts';
import { RPMDB, RpmDatabase } from '../programs/dnf/rpmdb.ts';
import { unneeded } from '../programs/dnf/solver.ts';
import { nevra } from '../programs/dnf/version.ts';
import { connectionFile } from './payload/network.ts';
import type { HostSpec, Profile } from './profile.ts';

/** A disk that is being laid, without a running kernel: everything as root. */
class RawDisk implements Disk {
  readonly #files: FileSystem;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  exists(path: string): boolean {
    try {
      return this.#files.find(path, { as: ROOT }).node !== null;
    } catch {
      return false;
    }
  }

  lstat(path: string): ReturnType<Disk['lstat']> { return this.#files.stat(path, { as: ROOT, follow: false }); }
  readFile(path: string): string { return this.#files.readFile(path, ROOT); }
  readLink(path: string): string { return this.#files.at(path, { as: ROOT, follow: false }).content; }
  writeFile(path: string, text: string, options?: { append?: boolean; mode?: number }): void {
    this.#files.writeFile(path, text, ROOT, options?.mode ?? 0o644);
  }
  mkdir(path: string, mode = 0o755): void { this.#files.create(path, 'directory', mode, ROOT); }
  rmdir(path: string): void { this.#files.rmdir(path, ROOT); }
  unlink(path: string): void { this.#files.unlink(path, ROOT); }
  rename(from: string, to: string): void { this.#files.rename(from, to, ROOT); }
  symlink(target: string, path: string): void { this.#files.create(path, 'symlink', 0o777, ROOT, target); }
  chmod(path: string, mode: number): void { this.#files.chmod(path, mode, ROOT); }
  chown(path: string, uid: number, gid: number): void { this.#files.chown(path, uid, gid, ROOT); }
  setTimes(path: string, atimeMs: number, mtimeMs: number): void { this.#files.setTimes(path, atimeMs, mtimeMs, ROOT); }
  readDirectory(path: string): string[] { return this.#files.readDirectory(path, ROOT); }
}

/** Lays the disk of a freshly installed host, and sets its interfaces and kernel tables. */
export function prepareHost(profile: Profile, spec: HostSpec, host: Host, catalogue: PackageCatalogue): void {
  const disk = new RawDisk(host.files);
  const packages = installOrder(profile, catalogue);
  for (const each of packages) {
    addAccounts(disk, each);
    installFiles(disk, each, null);
  }
  enableUnits(host.files, packages, spec, profile.unitsOff);
  layDevices(disk, host.files);
  for (const [path, content, mode] of ownFiles(profile, spec)) {
    makeDirectories(disk, path.replace(/\/[^/]*$/, '') || '/');
    disk.writeFile(path, content, { mode });
  }
  for (const [path, target] of [['/etc/localtime', `../usr/share/zoneinfo/${profile.timeZone}`]] as const) disk.symlink(target, path);
  setRootPassword(disk, profile.rootPassword);
  writeDatabase(profile, packages, host.files);
  host.files.settleTimes(profile.installedMs);
  host.network.interfaces = [LOOPBACK, ...spec.interfaces.map((each) => ({ ...each, addresses: [...each.addresses] }))]
    .map((each) => ({ ...each }));
  host.network.routes = spec.routes.map((route) => ({ ...route }));
  host.tables.set('kernel.hostname', spec.hostname);
}

const LOOPBACK = { name: 'lo', mac: '00:00:00:00:00:00', mtu: 65536, isUp: true, addresses: ['127.0.0.1/8', '::1/128'] };

/** `setup` and `filesystem` first: the others need accounts and directories. */
function installOrder(profile: Profile, catalogue: PackageCatalogue): PackageSpec[] {
  const specs = profile.installed.map((header) => catalogue.package(nevra(header)) as PackageSpec);
  const rank = (spec: PackageSpec): number => (spec.name === 'setup' ? 0 : spec.name === 'filesystem' ? 1 : 2);
  return specs.sort((left, right) => rank(left) - rank(right));
}

/** What `systemctl preset` does when each package is installed, and what the installer switches off afterwards. */
function enableUnits(files: FileSystem, packages: readonly PackageSpec[], spec: HostSpec, off: readonly string[]): void {
  const installer = new Installer(files, { hostname: spec.hostname, machineId: spec.machineId, bootId: '', kernel: '' });
  const units = packages.flatMap((each) => (each.scripts ?? []).flatMap((script) => (script.kind === 'systemd' ? script.units : [])));
  for (const unit of units) {
    try {
      installer.run('preset', [unit]);
    } catch (error) {
      if (!(error instanceof SystemdError)) throw error;
    }
  }
  installer.run('disable', off);
}

function layDevices(disk: Disk, files: FileSystem): void {
  for (const name of ['null', 'zero', 'full', 'random', 'urandom', 'tty', 'ptmx']) files.create(`/dev/${name}`, 'character', 0o666, ROOT, name);
  files.create('/dev/console', 'character', 0o600, ROOT, 'console');
  disk.mkdir('/dev/pts', 0o755);
  disk.mkdir('/dev/shm', 0o1777);
  for (const [name, target] of [['fd', '/proc/self/fd'], ['stdin', '/proc/self/fd/0'], ['stdout', '/proc/self/fd/1'], ['stderr', '/proc/self/fd/2']]) {
    disk.symlink(target ?? '', `/dev/${name}`);
  }
  disk.mkdir('/run/lock', 0o755);
  disk.mkdir('/run/user', 0o755);
}

/** Beginning of the installer's connection ids; the interface's own address ends them. */
const UUID_HEAD = '8d6b9c1e-3f5a-4c27-9e10-';

/** What the installer writes, not a package: names, network, mounts. */
function ownFiles(profile: Profile, spec: HostSpec): [string, string, number][] {
  const root = '3b2cf59a-99bf-4b20-be36-ce2948efa985';
  return [
    ['/etc/hostname', `${spec.hostname}\n`, 0o644],
    ['/etc/machine-id', `${spec.machineId}\n`, 0o444],
    ['/etc/locale.conf', `LANG=${profile.locale}\n`, 0o644],
    ['/etc/vconsole.conf', 'KEYMAP="us"\nFONT="eurlatgr"\n', 0o644],
    ['/etc/adjtime', '0.0 0 0.0\n0\nUTC\n', 0o644],
    ['/etc/resolv.conf', '# Written by NetworkManager\nnameserver 10.0.0.2\n', 0o644],
    ['/etc/fstab', `# device  directory  type  options  dump  pass\nUUID=${root} / xfs defaults 0 0\nUUID=5fd0c86e-955c-406a-8226-7e3162a27c99 /boot xfs defaults 0 0\n`, 0o644],
    ['/etc/crypttab', '', 0o600],
    ...spec.interfaces.filter((each) => each.addresses.length > 0).map((each): [string, string, number] => [
      `/etc/NetworkManager/system-connections/${each.name}.nmconnection`,
      connectionFile(each.name, `${UUID_HEAD}${each.mac.replaceAll(':', '')}`, each.addresses[0] ?? '', '10.0.0.1', '10.0.0.2'),
      0o600,
    ]),
    ['/root/anaconda-ks.cfg', `lang ${profile.locale}\nkeyboard us\ntimezone ${profile.timeZone} --utc\nnetwork --hostname=${spec.hostname}\nfirewall --disabled\n%packages\n@^minimal-environment\n%end\n`, 0o600],
    ...['messages', 'secure', 'maillog', 'spooler', 'cron'].map((name): [string, string, number] => [`/var/log/${name}`, '', 0o600]),
    ...['dnf.log', 'dnf.rpm.log', 'dnf.librepo.log', 'hawkey.log'].map((name): [string, string, number] => [`/var/log/${name}`, '', 0o644]),
    ['/var/log/wtmp', '', 0o664], ['/var/log/btmp', '', 0o660], ['/var/log/lastlog', '', 0o664],
    ['/var/log/README', 'Most of the log is in the journal: see journalctl.\n', 0o644],
  ];
}

function setRootPassword(disk: Disk, password: string): void {
  const shadow = disk.readFile('/etc/shadow').replace(/^root:[^:]*:/, `root:${hashPassword(password, 'Qv8sWb0JrZk1xN4u')}:`);
  disk.writeFile('/etc/shadow', shadow);
}

function writeDatabase(profile: Profile, packages: readonly PackageSpec[], files: FileSystem): void {
  const database = new RpmDatabase(packages.map((spec) => ({
    spec, installedMs: profile.installedMs, from: 'anaconda', reason: profile.userInstalled.has(spec.name) ? 'user' as const : 'dependency' as const,
  })));
  for (const loose of unneeded(database.packages, database.packages)) {
    database.remove(loose.spec);
    database.add({ ...loose, reason: 'group' });
  }
  const node = files.writeFile(RPMDB, '', ROOT, 0o644);
  files.setBlob(node, database.toJson(), database.sizeBytes());
}
