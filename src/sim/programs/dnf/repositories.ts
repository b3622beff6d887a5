import type { PackageCatalogue, RepositoryContent } from '../../host/package.ts';
import { indexFile, indexNamed } from '../../host/package-file.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { DnfError, type Console } from './console.ts';
import { fetchUrl } from './fetch.ts';
import { makeDirectories } from './payload-files.ts';
import { doneLine, transfer, waiting } from './progress.ts';
import { readOr, type Repository } from './repo-config.ts';
import type { LoadedRepository } from './sack.ts';

/** Where metadata and packages are kept between runs. */
export interface Cache {
  readonly folder: string;
}

/** root's cache, or a user's own below /var/tmp. */
export function cacheOf(sys: Sys, configured: string): Cache {
  const { uid } = sys.credentials;
  if (uid === 0) return { folder: configured };
  const name = sys.accounts.byUid(uid)?.name ?? String(uid);
  return { folder: `/var/tmp/dnf-${name}-${digest(name).slice(0, 8)}` };
}

/** A short stable digest (FNV-1a, hexadecimal) for folder names and database versions. */
export function digest(text: string, length = 16): string {
  let hex = '';
  for (let round = 0; hex.length < length; round += 1) {
    let hash = (0x811c9dc5 ^ Math.imul(round + 1, 0x9e3779b1)) >>> 0;
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
    hex += ((hash ^ (hash >>> 15)) >>> 0).toString(16).padStart(8, '0');
  }
  return hex.slice(0, length);
}

const sourceOf = (repository: Repository): string => repository.metalink ?? repository.mirrorlist ?? repository.baseurls.join(',');

export const repositoryFolder = (cache: Cache, repository: Repository): string =>
  `${cache.folder}/${repository.id}-${digest(sourceOf(repository))}`;

const solvFile = (cache: Cache, repository: Repository): string => `${cache.folder}/${repository.id}.solv`;

export interface LoadOptions {
  /** Only what is cached (-C). */
  readonly cacheOnly?: boolean;
  /** Download anew (--refresh). */
  readonly refresh?: boolean;
  /** dnf makecache: ask for repomd.xml even when the cache is fresh enough. */
  readonly isMakecache?: boolean;
}

/** What loading told: the repositories and the age of the youngest metadata. */
export interface Loaded {
  readonly repositories: LoadedRepository[];
  /** ms since the epoch of the newest metadata, or null. */
  readonly checkedMs: number | null;
  readonly hasDownloaded: boolean;
}

/** Loads the metadata of repositories, from the cache while it is fresh, else from their mirrors, with progress. */
export function* loadRepositories(
  console: Console, catalogue: PackageCatalogue, cache: Cache, repositories: readonly Repository[], options: LoadOptions,
): Routine<Loaded> {
  const loaded: LoadedRepository[] = [];
  const ignored: string[] = [];
  let checkedMs: number | null = null;
  let hasDownloaded = false;
  let spin = 0;
  for (const repository of repositories) {
    const cached = fromCache(console.sys, cache, repository, options);
    let index = cached?.index ?? null;
    let timeMs = cached?.timeMs ?? null;
    if (index === null) {
      if (options.cacheOnly === true) throw new DnfError(`Cache-only enabled but no cache for '${repository.id}'`);
      const fetched = yield* download(console, cache, repository, spin);
      spin += 1;
      if (fetched === null) {
        ignored.push(repository.id);
        continue;
      }
      index = fetched;
      timeMs = console.sys.nowMs();
      hasDownloaded = true;
    }
    const content = catalogue.repository(index);
    loaded.push(loadedOf(repository, content));
    if (timeMs !== null && (checkedMs === null || timeMs > checkedMs)) checkedMs = timeMs;
  }
  if (ignored.length > 0) yield* console.error(`Ignoring repositories: ${ignored.join(', ')}`);
  return { repositories: loaded, checkedMs, hasDownloaded };
}

const loadedOf = (repository: Repository, content: RepositoryContent | null): LoadedRepository => ({
  id: repository.id, priority: repository.priority, packages: content?.packages ?? [], groups: content?.groups ?? [], modules: content?.modules ?? [],
});

function fromCache(sys: Sys, cache: Cache, repository: Repository, options: LoadOptions): { index: string; timeMs: number } | null {
  const path = solvFile(cache, repository);
  if (!sys.exists(path) || !sys.exists(`${repositoryFolder(cache, repository)}/repodata/repomd.xml`)) return null;
  const index = indexNamed(readOr(sys, path, ''));
  if (index === null) return null;
  const timeMs = sys.stat(path).mtimeMs;
  if (options.cacheOnly === true) return { index, timeMs };
  if (options.refresh === true || options.isMakecache === true) return null;
  const isEdited = repository.file !== '' && sys.exists(repository.file) && sys.stat(repository.file).mtimeMs > timeMs;
  const isExpired = isEdited || (repository.metadataExpire >= 0 && sys.nowMs() - timeMs > repository.metadataExpire * 1000);
  return isExpired || expired(sys, cache).includes(repository.id) ? null : { index, timeMs };
}

const expiredFile = (cache: Cache): string => `${cache.folder}/expired_repos.json`;

function expired(sys: Sys, cache: Cache): string[] {
  return JSON.parse(readOr(sys, expiredFile(cache), '[]')) as string[];
}

/** Notes that the metadata of these repositories must be checked next time. */
export function expire(sys: Sys, cache: Cache, ids: readonly string[]): void {
  makeDirectories(sys, cache.folder);
  sys.writeFile(expiredFile(cache), JSON.stringify([...new Set([...expired(sys, cache), ...ids])]));
}

/** Names of the mirrors of a repository, best first. */
function* mirrorsOf(sys: Sys, repository: Repository): Routine<{ urls: string[]; error: string | null }> {
  const list = repository.metalink ?? repository.mirrorlist;
  if (list === null) return { urls: repository.baseurls, error: null };
  const answer = yield* fetchUrl(sys, list);
  if (!answer.ok) return { urls: repository.baseurls, error: repository.baseurls.length > 0 ? null : answer.error };
  const urls = [...answer.body.matchAll(/<url[^>]*>([^<]*)\/repodata\/repomd\.xml<\/url>/g)].map((match) => match[1] ?? '');
  const plain = answer.body.split('\n').filter((line) => /^https?:\/\//.test(line));
  return { urls: [...urls, ...plain, ...repository.baseurls], error: urls.length + plain.length === 0 ? 'No URLs in mirrorlist' : null };
}

const join = (base: string, path: string): string => `${base.replace(/\/+$/, '')}/${path}`;

/** Downloads repomd.xml and the index; null when the repository may be skipped. Throws when it may not. */
function* download(console: Console, cache: Cache, repository: Repository, spin: number): Routine<string | null> {
  const { sys } = console;
  const started = sys.nowMs();
  if (console.isTty) yield* console.progress(waiting(console, repository.name, spin));
  const errors: string[] = [];
  let received = 0;
  const mirrors = yield* mirrorsOf(sys, repository);
  let failure = mirrors.error === null ? '' : `Cannot prepare internal mirrorlist: ${mirrors.error}`;
  if (mirrors.error !== null && mirrors.error.startsWith('Curl')) errors.push(mirrors.error);
  if (mirrors.error !== null && mirrors.error.startsWith('Status')) errors.push(mirrors.error);
  for (const base of failure === '' ? mirrors.urls : []) {
    const repomd = yield* fetchUrl(sys, join(base, 'repodata/repomd.xml'));
    if (!repomd.ok) {
      received += repomd.bytes;
      errors.push(repomd.error);
      continue;
    }
    const place = /<location href="([^"]+)"/.exec(repomd.body)?.[1];
    const index = place === undefined ? null : yield* fetchUrl(sys, join(base, place));
    const name = index !== null && index.ok ? indexNamed(index.body) : null;
    if (name === null) {
      errors.push(index !== null && !index.ok ? index.error : `Cannot parse repomd.xml from ${base}`);
      continue;
    }
    const isKnown = readOr(sys, `${repositoryFolder(cache, repository)}/repodata/repomd.xml`, '') === repomd.body && indexNamed(readOr(sys, solvFile(cache, repository), '')) === name;
    const bytes = isKnown ? REPOMD_BYTES : Number(/<size>(\d+)<\/size>/.exec(repomd.body)?.[1] ?? REPOMD_BYTES);
    yield* transfer(console, repository.name, bytes, METADATA_MS);
    yield* console.progress(doneLine(console, repository.name, bytes, sys.nowMs() - started));
    keep(sys, cache, repository, base, repomd.body, name);
    return name;
  }
  failure = failure === '' ? 'Cannot download repomd.xml: Cannot download repodata/repomd.xml: All mirrors were tried' : failure;
  yield* console.progress(doneLine(console, repository.name, received, Math.max(1, sys.nowMs() - started)));
  yield* console.error(`Errors during downloading metadata for repository '${repository.id}':\n${[...new Set(errors)].map((line) => `  - ${line}`).join('\n')}`);
  const message = `Failed to download metadata for repo '${repository.id}': ${failure}`;
  if (!repository.skipIfUnavailable) throw new DnfError(message);
  yield* console.error(`Error: ${message}`);
  return null;
}

/** What fetching all metadata may take: a share of the student's time, the transaction takes the rest. */
const METADATA_MS = 20_000;

/** What asking again costs when nothing is new: repomd.xml alone. */
const REPOMD_BYTES = 3072;

function keep(sys: Sys, cache: Cache, repository: Repository, base: string, repomd: string, index: string): void {
  const folder = repositoryFolder(cache, repository);
  makeDirectories(sys, `${folder}/repodata`);
  sys.writeFile(`${folder}/repodata/repomd.xml`, repomd);
  sys.writeFile(`${folder}/mirrorlist`, `${base}\n`);
  sys.writeFile(solvFile(cache, repository), indexFile(index));
  if (expired(sys, cache).includes(repository.id)) sys.writeFile(expiredFile(cache), JSON.stringify(expired(sys, cache).filter((id) => id !== repository.id)));
}

/** The mirror that the metadata came from. */
export const mirrorInUse = (sys: Sys, cache: Cache, repository: Repository): string =>
  readOr(sys, `${repositoryFolder(cache, repository)}/mirrorlist`, `${repository.baseurls[0] ?? ''}\n`).split('\n')[0] ?? '';
