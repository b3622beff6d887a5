import type { Host } from '../host/host.ts';
import { ROOT } from '../host/inode.ts';
import { indexNamed } from '../host/package-file.ts';
import type { PackageCatalogue, RepositoryContent } from '../host/package.ts';
import { readConfig, type DnfConfig, type Repository } from '../programs/dnf/repo-config.ts';
import { byEvr } from '../programs/dnf/version.ts';
import type { World } from '../world.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { lookUp } from './machine.ts';
import { installed } from './packages.ts';

/** dnf.conf and the repositories, as dnf itself reads them on that host. */
function configOf(host: Host): DnfConfig {
  return readConfig({
    readFile: (path) => host.files.readFile(path, ROOT),
    readDirectory: (path) => host.files.readDirectory(path, ROOT),
  });
}

export function answerRepository(host: Host, { id }: Asked<'repository'>): AnswerTo<'repository'> {
  const config = configOf(host);
  const folder = '/etc/yum.repos.d';
  const entries = [...(lookUp(host, folder)?.entries?.keys() ?? [])];
  const strays = entries.filter((name) => !name.endsWith('.repo')).map((name) => `${folder}/${name}`);
  const others = config.repositories.map((each) => each.id);
  const mine = config.repositories.find((each) => each.id === id);
  const broken = config.warnings.find((warning) => warning.includes('failed loading'));
  if (mine === undefined) {
    return { kind: 'repository', isEnabled: null, others, strays, ...(broken === undefined ? {} : { error: `dnf cannot read a file: ${broken}` }) };
  }
  const url = mine.baseurls[0] ?? mine.metalink ?? mine.mirrorlist;
  const [keyUrl] = mine.gpgKeys;
  return {
    kind: 'repository', isEnabled: mine.isEnabled, others, strays, file: mine.file, checksSignatures: mine.gpgCheck,
    ...(url === null ? {} : { url }), ...(keyUrl === undefined ? {} : { keyUrl }),
  };
}

export async function answerUpdates(host: Host, _asked: Asked<'updates'>, world: World): Promise<AnswerTo<'updates'>> {
  const catalogue = await world.plan.packages();
  const enabled = configOf(host).repositories.filter((each) => each.isEnabled);
  const offered = (await Promise.all(enabled.map((each) => contentOf(each, host, world, catalogue)))).flatMap((content) => content?.packages ?? []);
  const newest = new Map<string, (typeof offered)[number]>();
  for (const spec of [...offered].sort(byEvr)) newest.set(`${spec.name}.${spec.arch}`, spec);
  const present = new Map<string, (typeof offered)[number]>();
  for (const { spec } of [...installed(host, catalogue)].sort((a, b) => byEvr(a.spec, b.spec))) present.set(`${spec.name}.${spec.arch}`, spec);
  const pending = [...present].filter(([key, spec]) => {
    const other = newest.get(key);
    return other !== undefined && byEvr(other, spec) > 0;
  });
  return { kind: 'updates', pending: pending.map(([, spec]) => spec.name).sort() };
}

/** What a repository offers, as its mirror serves it; null when it cannot be had from that host. */
async function contentOf(repository: Repository, host: Host, world: World, catalogue: PackageCatalogue): Promise<RepositoryContent | null> {
  const { metalink } = repository;
  const bases = repository.baseurls.length > 0 || metalink === null ? repository.baseurls
    : [...(await page(metalink, host, world) ?? '').matchAll(/>(https?:[^<]*)\/repodata\/repomd\.xml</g)].map((match) => match[1] ?? '');
  for (const base of bases) {
    const index = indexNamed(await page(`${base.replace(/\/+$/, '')}/repodata/primary.xml.gz`, host, world) ?? '');
    if (index !== null) return catalogue.repository(index);
  }
  return null;
}

/** The body of a page of the outside, or null. */
async function page(url: string, host: Host, world: World): Promise<string | null> {
  const parts = /^https?:\/\/([^/]+)(\/.*)$/.exec(url);
  const address = parts === null ? null : host.network.resolve(parts[1] ?? '');
  if (parts === null || address === null) return null;
  const reply = await world.wire.outside.answer(address, 443, {
    protocol: 'http', kind: 'request', method: 'GET', target: parts[2] ?? '/', headers: { host: parts[1] ?? '' }, body: '',
  });
  return reply?.protocol === 'http' && reply.kind === 'response' && reply.status === 200 ? reply.body : null;
}
