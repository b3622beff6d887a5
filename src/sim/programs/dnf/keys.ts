import type { PackageSpec } from '../../host/package.ts';
import type { Routine } from '../../host/program.ts';
import { DnfError, type Console } from './console.ts';
import { fetchUrl } from './fetch.ts';
import type { Wanted } from './download.ts';
import { doneLine } from './progress.ts';
import type { Repository } from './repo-config.ts';
import type { RpmDatabase, TrustedKey } from './rpmdb.ts';
import { nevra, nvra } from './version.ts';

/** A public key as its armoured file tells. */
export interface PublicKey {
  readonly fingerprint: string;
  readonly user: string;
}

/** The keys in an armoured file; [] when it holds none. */
export function parseKeys(text: string): PublicKey[] {
  return [...text.matchAll(/-----BEGIN PGP PUBLIC KEY BLOCK-----\n([\s\S]*?)-----END PGP PUBLIC KEY BLOCK-----/g)].flatMap((block) => {
    const comments = [...(block[1] ?? '').matchAll(/^Comment: (.*)$/gm)].map((match) => match[1] ?? '');
    const [fingerprint = '', user = ''] = comments;
    return /^[0-9A-F]{40}$/.test(fingerprint) ? [{ fingerprint, user }] : [];
  });
}

export const keyIdOf = (key: PublicKey): string => key.fingerprint.slice(-16).toLowerCase();

export const trusted = (key: PublicKey, nowMs: number): TrustedKey => ({ id: keyIdOf(key), user: key.user, importedMs: nowMs });

/** Groups of four, a wider gap none: as gpg prints fingerprints. */
const spaced = (fingerprint: string): string => fingerprint.match(/.{4}/g)?.join(' ') ?? fingerprint;

/** Checks the signatures of packages; asks before a new key is trusted. Throws `GPG check FAILED`. */
export function* checkSignatures(
  console: Console, database: RpmDatabase, packages: readonly Wanted[], confirm: () => Routine<boolean>,
): Routine<void> {
  const errors: string[] = [];
  const tried = new Set<Repository>();
  for (const { spec, repository } of packages) {
    if (repository === null || !repository.gpgCheck) continue;
    if (spec.signedBy === null || spec.signedBy === undefined) {
      errors.push(`Package ${nvra(spec)}.rpm is not signed`);
      continue;
    }
    if (database.trusts(spec.signedBy)) continue;
    if (repository.gpgKeys.length === 0) {
      errors.push(`Public key for ${nvra(spec)}.rpm is not installed`);
      continue;
    }
    if (tried.has(repository)) {
      errors.push(`Public key for ${nvra(spec)}.rpm is not installed${configured(spec, repository)}`);
      continue;
    }
    tried.add(repository);
    const error = yield* importKeys(console, database, spec, repository, confirm);
    if (error !== null) errors.push(error);
  }
  if (errors.length === 0) return;
  for (const error of errors) yield* console.error(error);
  throw new DnfError('GPG check FAILED');
}

const configured = (spec: PackageSpec, repository: Repository): string =>
  `. Failing package is: ${nevra(spec)}\n GPG Keys are configured as: ${repository.gpgKeys.join(', ')}`;

function* importKeys(
  console: Console, database: RpmDatabase, spec: PackageSpec, repository: Repository, confirm: () => Routine<boolean>,
): Routine<string | null> {
  const { sys } = console;
  let hasImported = false;
  let isAllKnown = true;
  for (const url of repository.gpgKeys) {
    const startMs = sys.nowMs();
    const fetched = yield* fetchUrl(sys, url);
    if (!fetched.ok) {
      yield* console.progress(doneLine(console, repository.name, fetched.bytes, Math.max(1, sys.nowMs() - startMs)));
      throw new DnfError(fetched.error, { isBare: true });
    }
    yield* sys.work(5);
    yield* console.progress(doneLine(console, repository.name, fetched.body.length * 4, Math.max(1, sys.nowMs() - startMs)));
    const keys = parseKeys(fetched.body);
    if (keys.length === 0) return `${url}: key 1 import failed.${configured(spec, repository).slice(1)}`;
    for (const key of keys) {
      if (database.trusts(keyIdOf(key))) {
        yield* console.info(`GPG key at ${url} (0x${key.fingerprint.slice(-8)}) is already installed`);
        continue;
      }
      isAllKnown = false;
      yield* console.error(
        `Importing GPG key 0x${key.fingerprint.slice(-8)}:\n Userid     : "${key.user}"\n Fingerprint: ${spaced(key.fingerprint)}\n From       : ${url.replace(/^file:\/\//, '')}`);
      if (!(yield* confirm())) return `Didn't install any keys${configured(spec, repository)}`;
      database.keys.push(trusted(key, sys.nowMs()));
      database.save(sys);
      hasImported = true;
      yield* console.info('Key imported successfully');
    }
  }
  if (database.trusts(spec.signedBy ?? '')) return null;
  if (isAllKnown) {
    return `The GPG keys listed for the "${repository.name}" repository are already installed but they are not correct for this package.\n`
      + `Check that the correct key URLs are configured for this repository.${configured(spec, repository)}`;
  }
  if (hasImported) yield* console.info("Import of key(s) didn't help, wrong key(s)?");
  return `Public key for ${nvra(spec)}.rpm is not installed${configured(spec, repository)}`;
}
