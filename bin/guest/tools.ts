// What the build needs of the machine, and what to say where it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** What is asked about the machine that builds. */
export interface Builder {
  readonly platform: string;
  readonly arch: string;
  readonly isRoot: boolean;
  readonly user: string;
  readonly hasProgram: (name: string) => boolean;
  /** A file's text; empty when there is none. */
  readonly read: (path: string) => string;
  /** Whether users may be roots of name spaces of their own. */
  readonly hasUserSpaces: () => boolean;
}

/** Programs and the packages of Debian (and Ubuntu) that hold them. */
const PACKAGES: Readonly<Record<string, string>> = {
  mmdebstrap: 'mmdebstrap', 'arch-test': 'arch-test', 'mke2fs': 'e2fsprogs', zstd: 'zstd', unshare: 'util-linux', tar: 'tar',
};
const UNPRIVILEGED: Readonly<Record<string, string>> = { newuidmap: 'uidmap' };
const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

const HERE: Builder = {
  platform: process.platform, arch: process.arch, isRoot: process.getuid?.() === 0,
  get user() { return userInfo().username; },
  hasProgram: (name) => FOLDERS.some((folder) => existsSync(`${folder}/${name}`)),
  read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''),
  hasUserSpaces: () => spawnSync('unshare', ['--map-root-user', '--map-auto', 'true']).status === 0,
};

/** Debian's packages whose programs are missing. */
export function missingPackages({ isRoot, hasProgram }: Builder = HERE): readonly string[] {
  const wanted = { ...PACKAGES, ...(isRoot ? {} : UNPRIVILEGED) };
  return Object.entries(wanted).filter(([program]) => !hasProgram(program)).map(([, name]) => name);
}

/** Why the image cannot be built on a machine, with the way out, or null. */
export function obstacle(builder: Builder = HERE): string | null {
  const { platform, arch, isRoot, user } = builder;
  if (platform !== 'linux') return `The image is built from Debian's packages, on Linux only (this is ${platform}). Any Linux will do, also in a virtual machine or a container.`;
  if (!['x64', 'ia32'].includes(arch)) return `The image holds 32-bit PC programs, which this machine (${arch}) cannot run while building. Use a PC.`;
  const missing = missingPackages(builder);
  if (missing.length > 0) {
    return `These packages are missing: ${missing.join(', ')}. On Debian or Ubuntu:\n\n    sudo apt-get install ${missing.join(' ')}\n\n(or, as root, npm run guest -- --install-tools).`;
  }
  if (isRoot) return null;
  const without = ['subuid', 'subgid'].filter((name) => !builder.read(`/etc/${name}`).split('\n').some((line) => line.startsWith(`${user}:`)));
  if (without.length > 0) {
    return `${user} has no line in /etc/${without.join(' and /etc/')}, so nothing can be built without root. As root:\n\n`
      + `    usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${user}`;
  }
  if (builder.hasUserSpaces()) return null;
  return 'This system does not let users make name spaces (unshare --map-root-user --map-auto true fails). Build as root.';
}

/** Installs what is missing with apt-get, where that can be done; `obstacle` says what is still missing then. */
export function installTools(): void {
  const missing = missingPackages();
  if (HERE.platform !== 'linux' || missing.length === 0 || !HERE.isRoot) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', ...missing]]) {
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  }
}
