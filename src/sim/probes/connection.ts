// probes: an option that holds a database's URL: what it says, and how far a login with it comes from this host.
import { parseIni } from '../../base/ini.ts';
import type { UrlParts } from '../../lab/probe.ts';
import type { Host } from '../host/host.ts';
import { parseDbUrl } from '../services/oslo/db-url.ts';
import type { World } from '../world.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { textOf } from './machine.ts';
import { answerLogin } from './mariadb.ts';
import { whyNot } from './names.ts';

export async function answerConnection(host: Host, asked: Asked<'connection'>, world: World): Promise<AnswerTo<'connection'>> {
  const { path, section, name } = asked;
  const text = textOf(host, path);
  if (text === null) return { kind: 'connection', value: null, problem: `there is no file \`${path}\` on \`${host.id}\`` };
  const { entries, problems } = parseIni(text);
  const [broken] = problems;
  const same = entries.filter((entry) => entry.key === name);
  const mine = same.findLast((entry) => entry.section === section);
  const elsewhere = same.filter((entry) => entry.section !== section).map((entry) => ({ section: entry.section, line: entry.line, value: entry.value }));
  const base = { kind: 'connection' as const, elsewhere, ...(broken === undefined ? {} : { broken: { ...broken, text: broken.text ?? '' } }) };
  if (mine === undefined) return { ...base, value: null };
  const source = { host: host.id, path, line: mine.line, text: text.split('\n')[mine.line - 1] ?? '' };
  const parts = partsOf(mine.value);
  return { ...base, value: mine.value, source, parts, ...(parts === null ? {} : { login: await loginOf(host, parts, world) }) };
}

/** A database URL in pieces; null when it is none. */
export function partsOf(value: string): UrlParts | null {
  const url = parseDbUrl(value);
  if (url === null || url.host === null) return null;
  const driver = url.driver === null ? url.dialect : `${url.dialect}+${url.driver}`;
  return { driver, user: url.user ?? '', password: url.password ?? '', host: url.host, port: url.port, database: url.database ?? '' };
}

type Login = NonNullable<AnswerTo<'connection'>['login']>;

/** The way of the login that a URL describes: the name, the port, the account, the database. */
export async function loginOf(host: Host, parts: UrlParts, world: World): Promise<Login> {
  const port = parts.port ?? 3306;
  const reached = world.wire.reach(host, parts.host, port);
  if (reached.errno !== null) {
    const why = whyNot(reached.errno, reached.address, parts.host, port, world);
    return { isAccepted: false, code: 2003, error: `nobody answers at \`${parts.host}\`, port ${port}`, ...(why === null ? {} : { why }) };
  }
  if (reached.host === null) return { isAccepted: false, code: 2003, error: `\`${parts.host}\` is no host of this lab` };
  const { user, password, database } = parts;
  const asked = { kind: 'login' as const, host: reached.host.id, from: host.id, user, password, database, byName: true };
  const { isAccepted, code, error, why, problem, account } = await answerLogin(reached.host, asked, world, parts.host);
  const said = problem ?? error;
  return { isAccepted, ...(code === undefined ? {} : { code }), ...(said === undefined ? {} : { error: said }), ...(why === undefined ? {} : { why }), ...(account === undefined ? {} : { account }) };
}
