import type { PackageSpec } from '../host/package.ts';
import { parseEvr } from '../../base/rpm-version.ts';

/** A package without what lies inside it: what a profile's tables hold. */
export type Header = Omit<PackageSpec, 'files' | 'users' | 'groups' | 'scripts' | 'programs'>;

/** What all packages of a repository share. */
export interface Origin {
  readonly vendor: string;
  readonly packager: string;
  readonly buildHost?: string;
  /** Full fingerprint's last 16 hex digits, lower case; null: unsigned. */
  readonly signedBy: string | null;
  readonly url?: string;
}

const list = (text: string | undefined): string[] => (text ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '');

/**
 * Reads a table of packages: `name|evr|arch|download kB|installed kB|license|requires|summary|provides|more`, one a
 * line. `more` holds `recommends=a,b;conflicts=c;obsoletes=d;url=…;built=YYYY-MM-DD`.
 */
export function rows(repository: string, text: string): Header[] {
  return text.trim().split('\n').map((line) => row(repository, line));
}

function row(repository: string, line: string): Header {
  const [name = '', evr = '', arch, download, installed, license = '', requires, summary = '', provides, more = ''] = line.split('|');
  const { epoch, version, release } = parseEvr(evr);
  const extra = Object.fromEntries(more.split(';').filter((each) => each !== '').map((each) => {
    const at = each.indexOf('=');
    return [each.slice(0, at), each.slice(at + 1)];
  }));
  const kilobytes = Number(download) || 20;
  return {
    name, version, release, repository, license, summary,
    ...(epoch === 0 ? {} : { epoch }),
    arch: arch === 'n' ? 'noarch' : 'x86_64',
    sizeBytes: vary(kilobytes, name),
    installedBytes: vary(installed === undefined || installed === '' ? kilobytes * 3 : Number(installed), evr),
    requires: list(requires),
    ...(provides === undefined || provides === '' ? {} : { provides: list(provides) }),
    ...(extra['recommends'] === undefined ? {} : { recommends: list(extra['recommends']) }),
    ...(extra['conflicts'] === undefined ? {} : { conflicts: list(extra['conflicts']) }),
    ...(extra['obsoletes'] === undefined ? {} : { obsoletes: list(extra['obsoletes']) }),
    ...(extra['url'] === undefined ? {} : { url: extra['url'] }),
    ...(extra['source'] === undefined ? {} : { source: extra['source'] }),
    ...(extra['description'] === undefined ? {} : { description: extra['description'] }),
  };
}

/** Kilobytes as bytes that do not end in zeros: real packages never have round sizes. */
function vary(kilobytes: number, seed: string): number {
  let hash = 7;
  for (let index = 0; index < seed.length; index += 1) hash = (Math.imul(hash, 31) + seed.charCodeAt(index)) >>> 0;
  return kilobytes * 1024 - 512 + (hash % 1000);
}
