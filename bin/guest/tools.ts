// What the build needs of the machine, and what to say where it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

const isRoot = (): boolean => process.getuid?.() === 0;

/** Programs and the packages of Debian (and Ubuntu) that hold them. */
const PACKAGES: Readonly<Record<string, string>> = {
  mmdebstrap: 'mmdebstrap', 'arch-test': 'arch-test', 'mke2fs': 'e2fsprogs', zstd: 'zstd', unshare: 'util-linux', tar: 'tar',
};
const UNPRIVILEGED: Readonly<Record<string, string>> = { newuidmap: 'uidmap' };

const isThere = (program: string): boolean =>
  ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].some((folder) => existsSync(`${folder}/${program}`));

/** Debian's packages whose programs are missing here. */
export function missingPackages(): readonly string[] {
  const wanted = { ...PACKAGES, ...(isRoot() ? {} : UNPRIVILEGED) };
  return Object.entries(wanted).filter(([program]) => !isThere(program)).map(([, name]) => name);
}

/** Why the image cannot be built on this machine, with the way out, or null. */
export function obstacle(): string | null {
  if (process.platform !== 'linux') return `The image is built from Debian's packages, on Linux only (this is ${process.platform}). Any Linux will do, also in a virtual machine or a container.`;
  if (!['x64', 'ia32'].includes(process.arch)) return `The image holds 32-bit PC programs, which this machine (${process.arch}) cannot run while building. Use a PC.`;
  const missing = missingPackages();
  if (missing.length > 0) {
    return `These packages are missing: ${missing.join(', ')}. On Debian or Ubuntu:\n\n    sudo apt-get install ${missing.join(' ')}\n\n(or, as root, npm run guest -- --install-tools).`;
  }
  if (isRoot()) return null;
  const { username } = userInfo();
  if (!readFileSync('/etc/subuid', 'utf8').split('\n').some((line) => line.startsWith(`${username}:`))) {
    return `${username} has no line in /etc/subuid, so nothing can be built without root. As root:\n\n    usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${username}`;
  }
  if (spawnSync('unshare', ['--map-root-user', '--map-auto', 'true']).status !== 0) {
    return 'This system does not let users make name spaces (unshare --map-root-user --map-auto true fails). Build as root.';
  }
  return null;
}

/** Installs what is missing with apt-get, where that can be done; `obstacle` says what is still missing then. */
export function installTools(): void {
  const missing = missingPackages();
  if (process.platform !== 'linux' || missing.length === 0 || !isRoot()) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', ...missing]]) {
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  }
}
