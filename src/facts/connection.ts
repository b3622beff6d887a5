// What an option says that holds a database's URL.
import { parseDbUrl } from '../base/db-url.ts';
import { parseIni } from '../base/ini.ts';
import type { UrlParts } from '../lab/probe.ts';
import type { AnswerTo, Asked } from './kinds.ts';

export type Login = NonNullable<AnswerTo<'connection'>['login']>;

/** What the file's text says; null: no such file. Whether the login would work is for the lab to tell. */
export function readConnection(text: string | null, { host, path, section, name }: Asked<'connection'>): AnswerTo<'connection'> {
  if (text === null) return { kind: 'connection', value: null, problem: `there is no file \`${path}\` on \`${host}\`` };
  const { entries, problems } = parseIni(text);
  const [broken] = problems;
  const same = entries.filter((entry) => entry.key === name);
  const mine = same.findLast((entry) => entry.section === section);
  const elsewhere = same.filter((entry) => entry.section !== section).map((entry) => ({ section: entry.section, line: entry.line, value: entry.value }));
  const base = { kind: 'connection' as const, elsewhere, ...(broken === undefined ? {} : { broken: { ...broken, text: broken.text ?? '' } }) };
  if (mine === undefined) return { ...base, value: null };
  const source = { host, path, line: mine.line, text: text.split('\n')[mine.line - 1] ?? '' };
  return { ...base, value: mine.value, source, parts: partsOf(mine.value) };
}

/** A database URL in pieces; null when it is none. */
export function partsOf(value: string): UrlParts | null {
  const url = parseDbUrl(value);
  if (url === null || url.host === null) return null;
  const driver = url.driver === null ? url.dialect : `${url.dialect}+${url.driver}`;
  return { driver, user: url.user ?? '', password: url.password ?? '', host: url.host, port: url.port, database: url.database ?? '' };
}

/** How the way of a login ended, in words. */
export const nobodyAt = ({ host }: UrlParts, port: number, why: string | null): Login =>
  ({ isAccepted: false, code: 2003, error: `nobody answers at \`${host}\`, port ${port}`, ...(why === null ? {} : { why }) });
export const noHost = ({ host }: UrlParts): Login => ({ isAccepted: false, code: 2003, error: `\`${host}\` is no host of this lab` });

/** The database's own answer. */
export function loginSaid({ isAccepted, code, error, why, problem, account }: AnswerTo<'login'>): Login {
  const said = problem ?? error;
  return {
    isAccepted, ...(code === undefined ? {} : { code }), ...(said === undefined ? {} : { error: said }), ...(why === undefined ? {} : { why }),
    ...(account === undefined ? {} : { account }),
  };
}
