// What a fresh machine lacks: npm packages, and for the tests a browser and a database of Debian's.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Installs the packages of the lock file unless they are there in the same version. */
export function installPackages() {
  const marker = 'node_modules/.package-lock.json';
  const isFresh = existsSync(marker) && sameLock(marker);
  if (isFresh) return;
  process.stdout.write('Installing packages (npm install) …\n');
  // Not `npm ci`: it gives up where a registry lacks an optional package of another platform.
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Whether what is installed is what the lock file names, by name and version. */
function sameLock(marker) {
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const present = JSON.parse(readFileSync(marker, 'utf8')).packages;
  return Object.entries(present).every(([path, { version }]) => wanted[path]?.version === version)
    && Object.entries(wanted).every(([path, entry]) => path === '' || entry.optional === true || present[path]?.version === entry.version);
}

/** Installs Debian packages whose file is missing; where apt or its rights are missing the tests that need them say so. */
export function installDebian(files) {
  const missing = Object.entries(files).filter(([, file]) => !existsSync(file)).map(([name]) => name);
  if (missing.length === 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  process.stdout.write(`Installing ${missing.join(', ')} (apt-get) …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (args) => {
    const [command, ...rest] = [...sudo, 'apt-get', ...args];
    return spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  };
  if (!run(['update', '-qq'])) process.stdout.write('apt-get update failed.\n');
  if (!run(['install', '-y', '-qq', '--no-install-recommends', ...missing])) process.stdout.write(`Could not install ${missing.join(', ')}.\n`);
}
