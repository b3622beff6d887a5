// Debian's packages of a guest, laid out as a system: fetched, or taken from where the clone before kept them.
import { existsSync, readFileSync } from 'node:fs';
import { cacheFile, fromCache, intoCache } from './cache.ts';
import { mirrorProblem } from './mirror.ts';
import type { Runner } from './shell.ts';

const SUITE = 'bookworm';
const VARIANT = [
  '--architectures=i386', '--variant=minbase', '--aptopt=Acquire::Languages "none"', '--aptopt=Apt::Install-Recommends "false"',
  ...['man', 'locale', 'doc', 'info'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
];

/** Debian's packages cannot be fetched: a trouble of the machine, not of the recipes. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export interface PackagesPlan {
  /** Files that name packages. */
  readonly lists: readonly string[];
  readonly tar: string;
  readonly mirror: string;
  /** Fetch what Debian has today, whatever was kept. */
  readonly isFresh: boolean;
  readonly runner: Runner;
  readonly say: (line: string) => void;
}

/** The names in lists of packages. */
export const namesIn = (lists: readonly string[]): readonly string[] =>
  [...new Set(lists.join('\n').replaceAll(/#.*/g, '').split(/\s+/).filter((name) => name !== ''))];

/** Debian's minimal system with the packages of the lists, as a tar file. Throws Unreachable. */
export async function layPackages({ lists, tar, mirror, isFresh, runner, say }: PackagesPlan): Promise<void> {
  const names = namesIn(lists.map((list) => readFileSync(list, 'utf8')));
  const cached = cacheFile('packages', [SUITE, ...VARIANT, ...names]);
  if (!isFresh && await fromCache(cached, tar, runner)) {
    say(`   from ${cached} (--fresh fetches anew)`);
    return;
  }
  const why = await mirrorProblem(mirror, SUITE);
  if (why !== null) throw new Unreachable(why);
  await runner.run('mmdebstrap', [
    `--mode=${process.getuid?.() === 0 ? 'root' : 'unshare'}`, ...VARIANT, `--include=${names.join(',')}`, SUITE, tar,
    ...[SUITE, `${SUITE}-updates`].map((suite) => `deb ${mirror} ${suite} main`),
  ]);
  if (!existsSync(tar)) throw new Error('mmdebstrap wrote nothing');
  await intoCache(cached, tar, runner);
}
