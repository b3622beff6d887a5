import { rpmFile, rpmNamed } from '../../host/package-file.ts';
import { SysError } from '../../host/errors.ts';
import type { PackageSpec } from '../../host/package.ts';
import type { Routine } from '../../host/program.ts';
import { exactly, formatNumber, formatTime, widthOf } from './columns.ts';
import { doneLine, transfer } from './progress.ts';
import { DnfError, type Console } from './console.ts';
import { fetchUrl } from './fetch.ts';
import { isPresent, makeDirectories } from './payload-files.ts';
import { mirrorInUse, repositoryFolder, type Cache } from './repositories.ts';
import { readOr, type Repository } from './repo-config.ts';
import { nevra, nvra } from './version.ts';

/** A package to fetch and where from; `repository` is null for a file given by path. */
export interface Wanted {
  readonly spec: PackageSpec;
  readonly repository: Repository | null;
}

export const packageFolder = (cache: Cache, repository: Repository): string => `${repositoryFolder(cache, repository)}/packages`;

const cachedPath = (cache: Cache, { spec, repository }: Wanted): string | null =>
  (repository === null ? null : `${packageFolder(cache, repository)}/${nvra(spec)}.rpm`);

/** Whether the package lies in the cache already. */
export function isCached(console: Console, cache: Cache, wanted: Wanted): boolean {
  const path = cachedPath(cache, wanted);
  return path === null || (isPresent(console.sys, path) && rpmNamed(readOr(console.sys, path, '')) === nevra(wanted.spec));
}

/** Downloads what is not cached, with progress lines and the total. `workMs` is the length of the whole command. */
export function* downloadPackages(console: Console, cache: Cache, packages: readonly Wanted[], workMs: number, folder?: string): Routine<void> {
  const { sys } = console;
  const remote = packages.filter((wanted) => wanted.repository !== null);
  const startMs = sys.nowMs();
  let done = 0;
  let bytes = 0;
  try {
    for (const wanted of remote) {
      done += 1;
      const path = folder === undefined ? cachedPath(cache, wanted) ?? '' : `${folder}/${nvra(wanted.spec)}.rpm`;
      if (folder === undefined && isCached(console, cache, wanted)) {
        yield* console.progress(tagged(console, 'SKIPPED', `${nvra(wanted.spec)}.rpm`, 'Already downloaded'));
        continue;
      }
      yield* downloadOne(console, cache, wanted, path, remote.length > 1 ? `(${done}/${remote.length}): ` : '', workMs);
      bytes += wanted.spec.sizeBytes;
    }
  } catch (error) {
    if (!(error instanceof SysError) || error.errno !== 'EINTR') throw error;
    sys.takeSignals();
    yield* console.progress('\n');
    throw new DnfError('Error downloading packages:\n  Interrupted by a SIGINT signal');
  }
  if (bytes > 0 && folder === undefined) yield* total(console, bytes, sys.nowMs() - startMs);
}

/** `[SKIPPED] name: message`, filled to the width. */
export function tagged(console: Console, tag: string, name: string, message: string): string {
  const start = `[${tag}] ${name}: `;
  return `${start}${message.padEnd(Math.max(0, widthOf(console.screen) - start.length - 1))}\n`;
}

function* downloadOne(console: Console, cache: Cache, wanted: Wanted, path: string, counter: string, workMs: number): Routine<void> {
  const { sys } = console;
  const repository = wanted.repository as Repository;
  const file = `${nvra(wanted.spec)}.rpm`;
  const startMs = sys.nowMs();
  const fetched = yield* fetchUrl(sys, `${mirrorInUse(sys, cache, repository).replace(/\/+$/, '')}/Packages/${file}`);
  if (!fetched.ok) {
    yield* console.progress(tagged(console, 'MIRROR', file, fetched.error));
    yield* console.progress(tagged(console, 'FAILED', file, 'No more mirrors to try - All mirrors were already tried without success'));
    throw new DnfError(`Error downloading packages:\n  ${nvra(wanted.spec)}: Cannot download, all mirrors were already tried without success`);
  }
  yield* transfer(console, counter + file, wanted.spec.sizeBytes, workMs);
  makeDirectories(sys, path.replace(/\/[^/]*$/, ''));
  sys.writeFile(path, rpmNamed(fetched.body) === null ? fetched.body : rpmFile(nevra(wanted.spec)), { mode: 0o644 });
  yield* console.progress(doneLine(console, counter + file, wanted.spec.sizeBytes, Math.max(1, sys.nowMs() - startMs)));
}

function* total(console: Console, bytes: number, ms: number): Routine<void> {
  const width = widthOf(console.screen);
  const seconds = Math.max(0.01, ms / 1000);
  const tail = ` ${formatNumber(Math.floor(bytes / seconds)).padStart(5)}B/s | ${formatNumber(bytes).padStart(5)}B ${formatTime(seconds).padStart(9)}     `;
  yield* console.info('-'.repeat(width));
  yield* console.info(exactly('Total', width - tail.length) + tail);
}
