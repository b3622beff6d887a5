import { fromBase64 } from '../../base/base64.ts';
import { fromBytes } from '../../base/bytes.ts';
import { parseIni, type IniEntry } from '../../base/ini.ts';
import { isNear } from '../../base/near.ts';
import { compareEvr, parseEvr, type Evr } from '../../base/rpm-version.ts';
import { quoted } from '../agent.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { linesOf } from './told.ts';

const FOLDER = '/etc/yum.repos.d';
/** Its own configuration tells rpm nothing that it needs for this, and to read it takes a quarter of the time. */
const RPM = "rpm --rcfile /dev/null --macros /dev/null --dbpath /var/lib/rpm --define '_db_backend sqlite'";
/** What is in rpm's database was checked when it was installed: to do it again takes twice as long. */
const PACKAGES = `${RPM} -qa --noplugins --nodigest --nosignature --qf '%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE}\\n'`;

interface Software {
  /** Changes with what is installed. */
  readonly mark: string;
  /** What dnf reads, by path. */
  readonly files: ReadonlyMap<string, string>;
}

async function softwareOf(shell: Shell): Promise<Software> {
  const told = await shell.tell('software');
  const end = told.indexOf('\n');
  const files = linesOf(told.slice(end + 1));
  return { mark: told.slice(0, Math.max(0, end)), files: new Map(files.map(([path = '', text = '']): [string, string] => [path, fromBytes(fromBase64(text))])) };
}

interface Installed {
  readonly name: string;
  readonly evr: string;
}

/** The packages of rpm's database; null when rpm does not answer. */
async function installedOn(shell: Shell): Promise<readonly Installed[] | null> {
  const { mark } = await softwareOf(shell);
  const { text, status } = await (mark === '' ? shell.run(PACKAGES) : shell.runUnless(mark, PACKAGES));
  if (status !== 0) return null;
  return text.trim().split('\n').map((line) => {
    const [name = '', evr = ''] = line.split(' ');
    return { name, evr };
  });
}

export async function answerPackage(shell: Shell, { host, name }: Asked<'package'>): Promise<AnswerTo<'package'>> {
  const all = await installedOn(shell);
  if (all === null) return { kind: 'package', version: null, similar: [], problem: `rpm does not answer on \`${host}\`` };
  return {
    kind: 'package', version: all.filter((each) => each.name === name).at(-1)?.evr.replace(/^0:/, '') ?? null,
    similar: all.filter((each) => isNear(each.name, name)).map((each) => ({ name: each.name, version: each.evr.replace(/^0:/, '') })),
  };
}

interface Repository {
  readonly id: string;
  readonly file: string;
  readonly options: ReadonlyMap<string, string>;
}

function repositoriesOf(files: ReadonlyMap<string, string>): readonly Repository[] {
  const paths = [...files.keys()].filter((path) => path.startsWith(FOLDER) && path.endsWith('.repo')).sort();
  return paths.flatMap((file) => {
    const { sections, entries } = parseIni(files.get(file) ?? '');
    return sections.filter((id) => id !== 'main').map((id) => ({ id, file, options: optionsOf(entries, id) }));
  });
}

const optionsOf = (entries: readonly IniEntry[], section: string): ReadonlyMap<string, string> =>
  new Map(entries.filter((entry) => entry.section === section).map(({ key, value }) => [key, value]));

const isYes = (value: string | undefined, otherwise: boolean): boolean => (value === undefined ? otherwise : /^(1|yes|true|on)$/i.test(value.trim()));

/** `$releasever` and the like, as dnf fills them in. */
function filledIn(text: string, files: ReadonlyMap<string, string>): string {
  const known = (name: string): string | undefined => files.get(`/etc/dnf/vars/${name}`) ?? files.get(`/etc/yum/vars/${name}`);
  const own: Readonly<Record<string, string>> = { releasever: '9', basearch: 'x86_64', arch: 'x86_64' };
  return text.replace(/\$\{?(\w+)\}?/g, (all, name: string) => known(name)?.trim() ?? own[name] ?? all);
}

export async function answerRepository(shell: Shell, { id }: Asked<'repository'>): Promise<AnswerTo<'repository'>> {
  const { files } = await softwareOf(shell);
  const repositories = repositoriesOf(files);
  const strays = [...files.keys()].filter((path) => path.startsWith(FOLDER) && !path.endsWith('.repo'));
  const others = repositories.map((each) => each.id);
  const mine = repositories.find((each) => each.id === id);
  if (mine === undefined) return { kind: 'repository', isEnabled: null, others, strays };
  const first = (key: string): string | undefined => mine.options.get(key)?.trim().split(/[\s,]+/)[0];
  const url = first('baseurl') ?? first('metalink') ?? first('mirrorlist');
  const keyUrl = first('gpgkey');
  return {
    kind: 'repository', isEnabled: isYes(mine.options.get('enabled'), true), others, strays, file: mine.file,
    checksSignatures: isYes(mine.options.get('gpgcheck'), false),
    ...(url === undefined ? {} : { url: filledIn(url, files) }), ...(keyUrl === undefined ? {} : { keyUrl: filledIn(keyUrl, files) }),
  };
}

/** Where the image holds a copy of what is behind an address of dnf (lab_mirror.py). */
function mirrorOf(options: ReadonlyMap<string, string>, files: ReadonlyMap<string, string>): string | null {
  const [metalink, baseurl] = ['metalink', 'baseurl'].map((key) => /^\w+:\/\/([^/?]+)([^?\s]*)(?:\?(\S*))?/.exec(filledIn(options.get(key) ?? '', files)));
  const linked = new URLSearchParams(metalink?.[3] ?? '').get('repo');
  if (metalink !== null && metalink !== undefined && linked !== null) return `/srv/mirror/${metalink[1] ?? ''}/${linked}`;
  return baseurl === null || baseurl === undefined ? null : `/srv/mirror/${baseurl[1] ?? ''}${baseurl[2] ?? ''}`.replace(/\/$/, '');
}

/** Names and versions of all packages of these repositories, a tag of their metadata a line. The image's mirror never changes. */
const offersOf = (folders: readonly string[]): string =>
  `gzip -dc ${folders.map((folder) => quoted(`${folder}/repodata/primary.xml.gz`)).join(' ')} 2>/dev/null | grep -o -e '<name>[^<]*' -e '<version [^>]*'; true`;

function parsedOffers(text: string): readonly { readonly name: string; readonly evr: Evr }[] {
  return [...text.matchAll(/<name>(.*)\n<version (.*)/g)].map(([, name = '', version = '']) => {
    const value = (key: string): string => new RegExp(`\\b${key}="([^"]*)"`).exec(version)?.[1] ?? '';
    return { name, evr: { epoch: Number(value('epoch')), version: value('ver'), release: value('rel') } };
  });
}

/** Compares what is installed with what the enabled repositories offer, without dnf, whose Python takes many seconds. */
export async function answerUpdates(shell: Shell, { host }: Asked<'updates'>): Promise<AnswerTo<'updates'>> {
  const [installed, { files }] = await Promise.all([installedOn(shell), softwareOf(shell)]);
  if (installed === null) return { kind: 'updates', pending: [], problem: `what waits for an update on \`${host}\` cannot be told` };
  const folders = repositoriesOf(files).filter(({ options }) => isYes(options.get('enabled'), true)).flatMap(({ options }) => mirrorOf(options, files) ?? []);
  const offers = folders.length === 0 ? [] : parsedOffers((await shell.runUnless('', offersOf(folders))).text);
  const newest = new Map(installed.map(({ name, evr }) => [name, parseEvr(evr)]));
  const pending = offers.filter(({ name, evr }) => {
    const mine = newest.get(name);
    return mine !== undefined && compareEvr(evr, mine) > 0;
  });
  return { kind: 'updates', pending: [...new Set(pending.map(({ name }) => name))].sort() };
}
