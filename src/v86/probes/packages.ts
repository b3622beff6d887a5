import { fromBase64 } from '../../base/base64.ts';
import { fromBytes } from '../../base/bytes.ts';
import { parseIni, type IniEntry } from '../../base/ini.ts';
import { isNear } from '../../base/near.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';

const FOLDER = '/etc/yum.repos.d';
/** What rpm and dnf read changes with the size or the time of one of these. */
const SOFTWARE = `stat -c '%n|%F|%s|%i %.9Y %.9Z' /var/lib/rpm/rpmdb.sqlite* ${FOLDER} ${FOLDER}/* /etc/dnf/vars/* /etc/yum/vars/* 2>/dev/null; true`;
const PACKAGES = "rpm -qa --qf '%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE}\\n'";

interface Software {
  /** Marks of what is installed (null: rpm's database is somewhere else), and of how dnf is configured. */
  readonly packages: string | null;
  readonly dnf: string;
  /** Paths of dnf's files. */
  readonly files: readonly string[];
}

async function softwareMarks(shell: Shell): Promise<Software> {
  const lines = (await shell.run(SOFTWARE)).text.split('\n');
  const isRpm = (line: string): boolean => line.includes('/rpmdb.sqlite');
  const others = lines.filter((line) => !isRpm(line));
  // sqlite's helper files come and go with readers; what is written and not yet in the database has a size.
  const rpm = lines.filter(isRpm).filter((line) => !/-shm\|/.test(line)).map((line) => (/-wal\|/.test(line) ? line.split('|').slice(0, 3).join('|') : line));
  const packages = rpm.length === 0 ? null : rpm.join('\n');
  const files = others.map((line) => line.split('|')).filter(([, type]) => type?.startsWith('regular')).map(([path = '']) => path);
  return { packages, dnf: others.join('\n'), files };
}

export async function answerPackage(shell: Shell, { host, name }: Asked<'package'>): Promise<AnswerTo<'package'>> {
  const { packages } = await softwareMarks(shell);
  const { text, status } = await (packages === null ? shell.run(PACKAGES) : shell.runUnless(packages, PACKAGES));
  if (status !== 0) return { kind: 'package', version: null, similar: [], problem: `rpm does not answer on \`${host}\`` };
  const all = text.trim().split('\n').map((line) => {
    const [found = '', version = ''] = line.split(' ');
    return { name: found, version: version.replace(/^0:/, '') };
  });
  return {
    kind: 'package', version: all.filter((each) => each.name === name).at(-1)?.version ?? null,
    similar: all.filter((each) => isNear(each.name, name)),
  };
}

/** All lines of dnf's files, each with its file's name in front: by one program, not one a file. */
const READ_ALL = `grep -aHs -d skip '' ${FOLDER}/* /etc/dnf/vars/* /etc/yum/vars/* | base64`;

/** Files of dnf by path. */
async function dnfFiles(shell: Shell): Promise<ReadonlyMap<string, string>> {
  const { dnf, files } = await softwareMarks(shell);
  const lines = fromBytes(fromBase64((await shell.runUnless(dnf, READ_ALL)).text)).split('\n');
  return new Map(files.map((path): [string, string] => [path, lines.filter((line) => line.startsWith(`${path}:`)).map((line) => `${line.slice(path.length + 1)}\n`).join('')]));
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
  const files = await dnfFiles(shell);
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

/** `lab-updates` of the image compares what is installed with what the enabled repositories hold, without Python. */
export async function answerUpdates(shell: Shell, { host }: Asked<'updates'>): Promise<AnswerTo<'updates'>> {
  const { packages, dnf } = await softwareMarks(shell);
  const { text, status } = await (packages === null ? shell.run('lab-updates') : shell.runUnless(`${packages}\n${dnf}`, 'lab-updates'));
  if (status !== 0) return { kind: 'updates', pending: [], problem: `what waits for an update on \`${host}\` cannot be told` };
  return { kind: 'updates', pending: text.split('\n').filter((name) => name !== '').sort() };
}
