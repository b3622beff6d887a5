// What keystone stands on: its database's URL, its keys, httpd and its processes.
import type { UrlParts } from '../../lab/probe.ts';
import type { Verdict } from '../types.ts';
import { place } from './machine.ts';
import { loginCause } from './tables.ts';
import type { Want } from './want.ts';
import { absent, code, failed, firstFailure, listed, passed, type AnswerTo } from './words.ts';

type WantOf<K extends Want['kind']> = Extract<Want, { kind: K }>;

export function judgeConnection(want: WantOf<'connection'>, answer: AnswerTo<'connection'>): Verdict {
  const [server = ''] = want.servers;
  const wanted = `${code(`${want.name} = ${want.driver}://${want.user}:${want.password}@${server}/${want.database}`)} in section ${code(`[${want.section}]`)} of ${code(want.path)} on ${code(want.host)}`;
  if (answer.broken !== undefined) {
    return failed(wanted, `line ${answer.broken.line} of ${code(want.path)} cannot be read: ${code(answer.broken.text)}`, `${answer.broken.message}. Whoever reads the file gives up there.`);
  }
  if (answer.value === null) {
    const other = answer.elsewhere?.find((each) => each.value.includes('://')) ?? answer.elsewhere?.[0];
    return absent(wanted, `${code(want.name)} is not set in ${code(`[${want.section}]`)}`, other === undefined
      ? 'A line that begins with `#` is a comment and sets nothing.'
      : `Line ${other.line} sets it in section ${code(`[${other.section}]`)}: the section above a line decides whose it is.`);
  }
  const at = place(answer.source);
  const see = at === null ? '' : ` See ${at}.`;
  if (answer.parts === null || answer.parts === undefined) {
    return failed(wanted, `${code(answer.value)} is no URL of a database`, `Its form is ${code('driver://user:password@host/database')}.${see}`);
  }
  const [what, why] = connectionMistake(want, answer.parts) ?? [null, null];
  return firstFailure(wanted, `it is set, and the login works${at === null ? '' : ` (${at})`}`, [
    [what === null, what ?? '', `${why ?? ''}${see}`.trim()],
    [answer.login?.isAccepted !== false, `it is set, but the login fails: ${answer.login?.error ?? ''}`, answer.login?.why ?? loginCause({ user: want.user, from: want.host }, answer.login ?? {}) ?? `The account and its grants decide.${see}`],
  ]);
}

/** The first part that is not as wanted: what, and why it matters. */
function connectionMistake(want: WantOf<'connection'>, parts: UrlParts): readonly [string, string] | null {
  if (parts.driver !== want.driver) return [`the URL begins with ${code(`${parts.driver}://`)}`, `The Python driver that is installed is named ${code(want.driver)}.`];
  if (/<|>/.test(`${parts.user}${parts.password}${parts.host}`)) return ['the angle brackets of the guide are still there', 'They stand for a word of your own, brackets included.'];
  if (parts.user !== want.user) return [`the user is ${code(parts.user)}`, `MariaDB knows the account as ${code(want.user)}.`];
  if (parts.password !== want.password) return [`the password is ${code(parts.password)}`, `The grants were made with ${code(want.password)}: MariaDB compares the two.`];
  if (!want.servers.includes(parts.host)) return [`the host is ${code(parts.host)}`, `The database is on ${code(want.servers[0] ?? '')}.`];
  if (parts.port !== null && parts.port !== 3306) return [`the port is ${code(String(parts.port))}`, 'MariaDB listens on 3306.'];
  if (/\s*#/.test(parts.database)) {
    return [`the comment behind the URL is part of it: the database would be ${code(parts.database)}`, 'In these files a comment has a line of its own. A `#` further right belongs to the value.'];
  }
  return parts.database === want.database ? null : [`the database is ${code(parts.database)}`, `It was created as ${code(want.database)}.`];
}

export function judgeKeys(want: WantOf<'keys'>, answer: AnswerTo<'keys'>): Verdict {
  const path = code(want.path);
  const wanted = `${path} on ${code(want.host)} holds keys that only ${code(want.owner)} can read`;
  const { directory, keys } = answer;
  if (directory === null) {
    const beside = answer.siblings.length === 0 ? '' : ` ${listed(answer.siblings)} is there: each kind of key has a directory and a command of its own, and running the other one twice changes nothing.`;
    return absent(wanted, `there is no ${path}`, `${code(want.madeBy)} makes it.${beside}`);
  }
  const broken = keys.filter((key) => !key.isKey);
  const foreign = keys.find((key) => key.owner !== want.owner);
  const open = keys.find((key) => (Number.parseInt(key.mode, 8) & 0o077) !== 0);
  const closed = [directory, ...keys].find((each) => (Number.parseInt(each.mode, 8) & 0o400) === 0);
  const reader = `Keystone runs as the user ${code(want.owner)}. It could not read them, and would answer every request with an error.`;
  return firstFailure(wanted, `it holds ${listed(keys.map((key) => key.name))}`, [
    [directory.type === 'directory', `${path} is a ${directory.type}`],
    [keys.length > 0, `${path} is empty`, `${code(want.madeBy)} fills it.`],
    [directory.owner === want.owner, `${path} belongs to user ${code(directory.owner)}`, reader],
    [foreign === undefined, `the key ${code(foreign?.name ?? '')} belongs to user ${code(foreign?.owner ?? '')}`, reader],
    [closed === undefined, `the mode ${code(closed?.mode ?? '')} keeps even ${code(want.owner)} out`, reader],
    [directory.group === want.group, `${path} belongs to group ${code(directory.group)}`, `${code('--keystone-group')} says which group it is given to.`],
    [broken.length === 0, `${listed(broken.map((key) => key.name))} in ${path} is no key`, 'A key is one line of 44 characters. Keystone stops at a file that is none.'],
    [open === undefined && (Number.parseInt(directory.mode, 8) & 0o007) === 0, `the mode ${code(open?.mode ?? directory.mode)} lets others read ${open === undefined ? path : `the key ${code(open.name)}`}`,
      'Whoever has a key can make tokens that keystone believes.'],
    [keys.length > 1, `${path} holds only the key ${code(keys[0]?.name ?? '')}`, 'There should be the primary key, which signs, and key 0, which comes next.'],
  ]);
}

export function judgeHttpd(want: WantOf<'httpd'>, answer: AnswerTo<'httpd'>): Verdict {
  const wanted = wantedOfHttpd(want);
  const { config } = answer;
  if (config === null) return absent(wanted, `there is no httpd on ${code(want.host)}`, answer.why ?? 'It comes with the package `httpd`.');
  const at = place(config.errorAt ?? undefined);
  const app = want.serves === undefined ? undefined : config.applications.find((each) => each.script.endsWith(want.serves ?? ''));
  const name = config.serverName;
  return firstFailure(wanted, 'its configuration says so', [
    [config.error === null, `httpd does not understand its configuration: ${config.error ?? ''}`, at === null ? null : `See ${at}.`],
    [want.serverName === undefined || name !== null, `${code('ServerName')} is not set`,
      'A line that begins with `#` is a comment. Without the directive httpd guesses its name, and complains at each start.'],
    [want.serverName === undefined || sameName(name?.value, want.serverName), `${code('ServerName')} is ${code(name?.value ?? '')}`, seen(place(name?.source))],
    [want.serves === undefined || app !== undefined, `httpd does not serve ${code(want.serves ?? '')}`,
      `No file in ${code('/etc/httpd/conf.d')} whose name ends in ${code('.conf')} says so. Keystone's own is ${code('/usr/share/keystone/wsgi-keystone.conf')}.`],
    [want.port === undefined || config.listens.some((each) => each.port === want.port), `no ${code(`Listen ${want.port ?? ''}`)} among its ports ${listed(config.listens.map((each) => String(each.port)))}`],
    [want.loaded !== true || !config.isOutdated, 'the files were changed after httpd had read them', `httpd reads them when it starts: ${code('systemctl restart httpd')}.`],
  ]);
}

/** `controller` and `controller:80` name the same server. */
const sameName = (seenName: string | undefined, wanted: string): boolean => seenName?.replace(/:80$/, '').toLowerCase() === wanted.toLowerCase();

const seen = (at: string | null): string | null => (at === null ? null : `See ${at}.`);

function wantedOfHttpd(want: WantOf<'httpd'>): string {
  const parts = [
    want.serverName === undefined ? '' : `is named ${code(want.serverName)}`, want.serves === undefined ? '' : `serves ${code(want.serves)}`,
    want.port === undefined ? '' : `listens on port ${want.port}`,
  ].filter((part) => part !== '');
  return `httpd on ${code(want.host)} ${parts.join(', ') || 'understands its configuration'}`;
}

export function judgeProcesses(want: WantOf<'processes'>, answer: AnswerTo<'processes'>): Verdict {
  const unit = code(want.unit.includes('.') ? want.unit : `${want.unit}.service`);
  const who = want.user === undefined ? '' : ` of the user ${code(want.user)}`;
  const wanted = `among the processes of ${unit} on ${code(want.host)} there are ${code(want.title)}${who}`;
  if (answer.processes.length === 0) return absent(wanted, `${unit} has no processes`, answer.why ?? null);
  const mine = answer.processes.filter((each) => each.title.includes(want.title));
  if (mine.length === 0) return failed(wanted, `${unit} has only ${listed([...new Set(answer.processes.map((each) => each.title))])}`, 'What it should serve was not in its configuration when it started.');
  const foreign = want.user === undefined ? undefined : mine.find((each) => each.user !== want.user);
  if (foreign !== undefined) return failed(wanted, `${code(foreign.title)} runs as ${code(foreign.user)}`);
  const newer = answer.files.find((file) => mine.some((each) => each.startMs < file.changedMs));
  if (newer !== undefined) {
    return failed(wanted, `${code(newer.path)} was changed after ${code(want.title)} had read it`, `It reads the file when it starts: ${code(`systemctl restart ${want.unit}`)}.`);
  }
  return passed(wanted, `${mine.length} of its ${answer.processes.length} processes are`);
}
