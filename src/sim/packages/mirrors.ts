import { indexFile, rpmFile } from '../host/package-file.ts';
import { nevra, nvra } from '../programs/dnf/version.ts';
import { KEYS } from './payload/sources.ts';
import type { MirroredRepository, Profile } from './profile.ts';
import { signingKey } from './repository-file.ts';

/** A page of the simulated internet, as wire/outside asks for it. */
export type Page = { readonly type: string; readonly body: string };

const XML = 'text/xml';
const PLAIN = 'text/plain';

/** Keys and single files that guides name, by `host/path`. */
const FILES: Readonly<Record<string, () => Page>> = {
  'rpm.mariadb.org/RPM-GPG-KEY-MariaDB': () => ({ type: PLAIN, body: signingKey(KEYS.mariadb) }),
  'yum.mariadb.org/RPM-GPG-KEY-MariaDB': () => ({ type: PLAIN, body: signingKey(KEYS.mariadb) }),
  'mirror.mariadb.org/yum/RPM-GPG-KEY-MariaDB': () => ({ type: PLAIN, body: signingKey(KEYS.mariadb) }),
  'www.centos.org/keys/RPM-GPG-KEY-CentOS-Official': () => ({ type: PLAIN, body: signingKey(KEYS.centos) }),
  'www.centos.org/keys/RPM-GPG-KEY-CentOS-SIG-Cloud': () => ({ type: PLAIN, body: signingKey(KEYS.cloud) }),
  'dl.fedoraproject.org/pub/epel/RPM-GPG-KEY-EPEL-9': () => ({ type: PLAIN, body: signingKey(KEYS.epel) }),
  'dl.fedoraproject.org/pub/epel/epel-release-latest-9.noarch.rpm': () => ({ type: 'application/x-rpm', body: rpmFile('epel-release-9-7.el9.noarch') }),
};

/** What the mirrors of a profile's repositories serve: `repodata/`, packages, metalinks, keys; null: no such page. */
export function mirrorPages(profile: Profile): (host: string, target: string) => Page | null {
  const places = profile.repositories.flatMap((repository) => repository.at.map((at) => ({ at, repository })));
  const links = new Map(profile.repositories.flatMap((each) => (each.metalink === null ? [] : [[each.metalink, each] as const])));
  const names = new Map<string, ReadonlyMap<string, string>>();
  return (host, target) => {
    const [path = '', query = ''] = target.split('?');
    const address = `${host}${path}`.replace(/([^:])\/{2,}/g, '$1/');
    if (path === '/metalink') return metalink(links, query);
    const file = FILES[address];
    if (file !== undefined) return file();
    const place = places.find(({ at }) => address === at || address.startsWith(`${at}/`));
    return place === undefined ? null : inRepository(place.repository, address.slice(place.at.length), names);
  };
}

function metalink(links: ReadonlyMap<string, MirroredRepository>, query: string): Page | null {
  const wanted = new Query(query);
  const repository = links.get(wanted.get('repo'));
  if (repository === undefined || wanted.get('arch') !== 'x86_64') return null;
  return {
    type: 'application/metalink+xml',
    body: `<?xml version="1.0" encoding="utf-8"?>\n<metalink version="3.0"><files><file name="repomd.xml"><resources>\n${
      repository.at.map((at) => `<url protocol="https" type="https">https://${at}/repodata/repomd.xml</url>\n`).join('')
    }</resources></file></files></metalink>\n`,
  };
}

/** The few words of a query string (the pure zones have no URLSearchParams). */
class Query {
  readonly #pairs: Map<string, string>;

  constructor(query: string) {
    this.#pairs = new Map(query.split('&').map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return [name, decodeURIComponent(value)];
    }));
  }

  get(name: string): string {
    return this.#pairs.get(name) ?? '';
  }
}

function inRepository(repository: MirroredRepository, path: string, names: Map<string, ReadonlyMap<string, string>>): Page | null {
  if (path === '/repodata/repomd.xml') {
    return { type: XML, body: repomd(repository) };
  }
  if (path === '/repodata/primary.xml.gz') return { type: 'application/x-gzip', body: indexFile(repository.index) };
  if (path === '' || path === '/') return { type: 'text/html', body: `<html><body><h1>Index of /</h1>\n<a href="repodata/">repodata/</a>\n<a href="Packages/">Packages/</a>\n</body></html>\n` };
  const name = /\/([^/]+)\.rpm$/.exec(path)?.[1];
  if (name === undefined) return null;
  const known = names.get(repository.index) ?? new Map(repository.packages.map((header) => [nvra(header), nevra(header)]));
  names.set(repository.index, known);
  const key = known.get(name);
  return key === undefined ? null : { type: 'application/x-rpm', body: rpmFile(key) };
}

const repomd = (repository: MirroredRepository): string => `<?xml version="1.0" encoding="UTF-8"?>
<repomd xmlns="http://linux.duke.edu/metadata/repo">
  <revision>${repository.packages.length}</revision>
  <data type="primary">
    <size>${repository.metadataBytes}</size>
    <location href="repodata/primary.xml.gz"/>
  </data>
</repomd>
`;
