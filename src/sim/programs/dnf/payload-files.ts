import { SysError } from '../../host/errors.ts';
import type { PackageGroup, PackageSpec, PackageUser, PayloadFile } from '../../host/package.ts';
import { splitPath } from '../../host/path.ts';
import { programFile } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

/** What installing files needs of a host: a running one's Sys, or a disk that is being built. */
export type Disk = Pick<Sys, 'exists' | 'lstat' | 'readFile' | 'readLink' | 'writeFile' | 'mkdir' | 'rmdir' | 'unlink'
  | 'rename' | 'symlink' | 'chmod' | 'chown' | 'setTimes' | 'readDirectory'>;

/** All that a package lays down, program files among it, in order of path. */
export function filesOf(spec: PackageSpec): PayloadFile[] {
  const programs = Object.entries(spec.programs ?? {}).map(([path, { program, mode }]): PayloadFile =>
    ({ path, content: programFile(program), mode: mode ?? 0o755 }));
  return [...(spec.files ?? []), ...programs].sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0));
}

/** Makes a directory and those above it that are missing, as root 0755. */
export function makeDirectories(disk: Disk, path: string): void {
  if (path === '/' || disk.exists(path)) return;
  makeDirectories(disk, splitPath(path).directory);
  disk.mkdir(path, 0o755);
}

/** Ids of an account name by /etc/passwd and /etc/group; 0 for a name they do not have (as rpm does, with a warning). */
function idOf(disk: Disk, file: '/etc/passwd' | '/etc/group', name: string): number {
  if (name === 'root') return 0;
  const line = readOrEmpty(disk, file).split('\n').find((each) => each.startsWith(`${name}:`));
  return Number(line?.split(':')[2] ?? 0);
}

function readOrEmpty(disk: Disk, path: string): string {
  return disk.exists(path) ? disk.readFile(path) : '';
}

/** What became of the configuration files: the `warning:` lines that rpm prints. */
export type Warnings = string[];

/** Lays down a package's files. `old` is the version it replaces, `null` on first installation. */
export function installFiles(disk: Disk, spec: PackageSpec, old: PackageSpec | null): Warnings {
  const warnings: Warnings = [];
  const before = new Map((old === null ? [] : filesOf(old)).map((file) => [file.path, file]));
  for (const file of filesOf(spec)) {
    if (file.isGhost === true) continue;
    makeDirectories(disk, splitPath(file.path).directory);
    place(disk, file, before.get(file.path) ?? null, spec, warnings);
  }
  return warnings;
}

function place(
  disk: Disk, file: PayloadFile, before: PayloadFile | null, spec: PackageSpec, warnings: Warnings,
): void {
  if (file.isDirectory === true) {
    if (!disk.exists(file.path)) disk.mkdir(file.path, file.mode ?? 0o755);
    giveOwner(disk, file.path, file);
    if (disk.lstat(file.path).mode !== (file.mode ?? 0o755)) disk.chmod(file.path, file.mode ?? 0o755);
    return;
  }
  const target = file.isConfig === true ? configTarget(disk, file, before, warnings) : file.path;
  if (target === null) return;
  if (file.target !== undefined) {
    if (isPresent(disk, target)) disk.unlink(target);
    disk.symlink(file.target, target);
    return;
  }
  const content = file.content ?? '';
  const isThere = isPresent(disk, target);
  const isSame = isThere && disk.lstat(target).type === 'file' && disk.readFile(target) === content;
  if (isThere && !isSame && disk.lstat(target).type !== 'directory') disk.unlink(target);
  if (!isSame) disk.writeFile(target, content, { mode: file.mode ?? 0o644 });
  settle(disk, target, file, spec.buildTimeMs ?? 0);
}

/** Owner, mode and time as the package says; what is right already is left alone (most of an update). */
function settle(disk: Disk, path: string, file: PayloadFile, builtMs: number): void {
  const mode = file.mode ?? 0o644;
  const uid = idOf(disk, '/etc/passwd', file.owner ?? 'root');
  const gid = idOf(disk, '/etc/group', file.group ?? 'root');
  const stat = disk.lstat(path);
  if (stat.uid !== uid || stat.gid !== gid) disk.chown(path, uid, gid);
  if (stat.mode !== mode) disk.chmod(path, mode);
  if (stat.mtimeMs !== builtMs) disk.setTimes(path, builtMs, builtMs);
}

/** Where a configuration file goes: its place, `.rpmnew` beside a changed one, or null when the present one stays. */
function configTarget(disk: Disk, file: PayloadFile, before: PayloadFile | null, warnings: Warnings): string | null {
  if (!isPresent(disk, file.path) || disk.lstat(file.path).type !== 'file') return file.path;
  const present = disk.readFile(file.path);
  if (present === (file.content ?? '')) return file.path;
  if (before !== null && present === (before.content ?? '')) return file.path;
  if (before !== null && (before.content ?? '') === (file.content ?? '')) return null;
  warnings.push(`warning: ${file.path} created as ${file.path}.rpmnew`);
  return `${file.path}.rpmnew`;
}

export function isPresent(disk: Disk, path: string): boolean {
  try {
    disk.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}

function giveOwner(disk: Disk, path: string, file: PayloadFile): void {
  const uid = idOf(disk, '/etc/passwd', file.owner ?? 'root');
  const gid = idOf(disk, '/etc/group', file.group ?? 'root');
  if (uid !== 0 || gid !== 0) disk.chown(path, uid, gid);
}

/** Takes away what `spec` brought and `keeps` does not own; changed configuration stays as `.rpmsave`. */
export function eraseFiles(disk: Disk, spec: PackageSpec, keeps: (path: string) => boolean): Warnings {
  const warnings: Warnings = [];
  for (const file of filesOf(spec).reverse()) {
    if (keeps(file.path) || !isPresent(disk, file.path)) continue;
    const type = disk.lstat(file.path).type;
    if (type === 'directory') {
      if (file.isDirectory === true && disk.readDirectory(file.path).length === 0) disk.rmdir(file.path);
    } else if (file.isConfig === true && type === 'file' && disk.readFile(file.path) !== (file.content ?? '')) {
      disk.rename(file.path, `${file.path}.rpmsave`);
      warnings.push(`warning: ${file.path} saved as ${file.path}.rpmsave`);
    } else {
      disk.unlink(file.path);
    }
  }
  return warnings;
}

/** Adds what is missing of a package's groups and users to the four account files (what %pre's sysusers does). */
export function addAccounts(disk: Disk, spec: PackageSpec): void {
  for (const group of spec.groups ?? []) addGroup(disk, group);
  for (const user of spec.users ?? []) addUser(disk, user);
}

function addGroup(disk: Disk, group: PackageGroup): void {
  if (readOrEmpty(disk, '/etc/group').split('\n').some((line) => line.startsWith(`${group.name}:`))) return;
  appendLine(disk, '/etc/group', `${group.name}:x:${group.gid}:`);
  appendLine(disk, '/etc/gshadow', `${group.name}:!::`);
}

function addUser(disk: Disk, user: PackageUser): void {
  addGroup(disk, { name: user.name, gid: user.gid });
  for (const group of user.groups ?? []) join(disk, group, user.name);
  if (readOrEmpty(disk, '/etc/passwd').split('\n').some((line) => line.startsWith(`${user.name}:`))) return;
  const { name, uid, gid, gecos = '', home = '/', shell = '/sbin/nologin' } = user;
  appendLine(disk, '/etc/passwd', `${name}:x:${uid}:${gid}:${gecos}:${home}:${shell}`);
  appendLine(disk, '/etc/shadow', `${name}:!!:${SHADOW_DAY}::::::`);
}

/** Days since 1970 of the last password change that locked accounts show (the image's day). */
const SHADOW_DAY = 19900;

function join(disk: Disk, group: string, user: string): void {
  const lines = readOrEmpty(disk, '/etc/group').split('\n').map((line) => {
    const [name, , , members = ''] = line.split(':');
    if (name !== group || members.split(',').includes(user)) return line;
    return `${line}${members === '' ? '' : ','}${user}`;
  });
  disk.writeFile('/etc/group', lines.join('\n'));
}

function appendLine(disk: Disk, path: string, line: string): void {
  disk.writeFile(path, `${readOrEmpty(disk, path)}${line}\n`);
}
