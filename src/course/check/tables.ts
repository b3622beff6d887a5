import { isNear } from '../../base/near.ts';
import type { Verdict } from '../types.ts';
import type { Want } from './want.ts';
import { absent, code, failed, firstFailure, listed, passed, type AnswerTo } from './words.ts';

type WantOf<K extends Want['kind']> = Extract<Want, { kind: K }>;

export function judgeDatabase(want: WantOf<'database'>, answer: AnswerTo<'database'>): Verdict {
  const name = code(want.name);
  const wanted = `MariaDB on ${code(want.host)} has a database ${name}` + (want.tables === undefined ? '' : ` with ${listed(want.tables)}`);
  const near = answer.similar.length === 0 ? null : `There is ${listed(answer.similar)}.`;
  if (!answer.exists) return absent(wanted, `there is no database ${name}`, near === null ? null : `${near} Names must agree letter by letter, capitals too.`);
  if (want.tables !== undefined && answer.tables.length === 0) {
    return failed(wanted, `${name} has no tables yet`, 'Whoever was to make them says at the end of its log why it did not.');
  }
  const missing = (want.tables ?? []).filter((table) => !answer.tables.includes(table));
  if (missing.length > 0) return failed(wanted, `${name} lacks the tables ${listed(missing)}`);
  return passed(wanted, `there is a database ${name}`, near === null ? [] : [`${near} It does no harm; \`DROP DATABASE\` would tidy up.`]);
}

const account = (user: string, host: string): string => code(`'${user}'@'${host}'`);

export function judgeGrant(want: WantOf<'grant'>, answer: AnswerTo<'grant'>): Verdict {
  const who = account(want.user, want.from);
  const wanted = `${who} has all privileges on ${code(`${want.database}.*`)}` + (want.password === undefined ? '' : ` and the password ${code(want.password)}`);
  const slips = answer.accounts.filter((each) => each.user !== want.user && isNear(each.user, want.user)).map((each) => account(each.user, each.host));
  if (!answer.account) return absent(wanted, `there is no account ${who}`, otherAccounts(want, answer, slips));
  const elsewhere = answer.accounts.find((each) => each.user === want.user && each.host === want.from)?.grants ?? [];
  const mine = elsewhere.filter((grant) => !grant.startsWith('GRANT USAGE')).map((grant) => grant.replaceAll('`', ''));
  const verdict = firstFailure(wanted, `${who} has all privileges on ${code(`${want.database}.*`)}`, [
    [answer.hasAll, answer.privileges.length === 0 ? `${who} exists, but has no privileges on ${code(`${want.database}.*`)}`
      : `${who} has only ${listed(answer.privileges)} on ${code(`${want.database}.*`)}`, mine.length === 0 ? null : `What it was granted: ${listed(mine)}.`],
    [want.password === undefined || answer.isPassword === true, `${who} has another password than ${code(want.password ?? '')}`,
      'The password after `IDENTIFIED BY` must be the same in every grant, and later in the service\'s configuration.'],
  ]);
  return { ...verdict, notes: slips.length === 0 ? [] : [`There is also ${slips.join(' and ')}, probably a slip. It does no harm.`] };
}

function otherAccounts(want: WantOf<'grant'>, answer: AnswerTo<'grant'>, slips: readonly string[]): string | null {
  const same = answer.accounts.filter((each) => each.user === want.user);
  if (same.length > 0) {
    const where = want.from === '%' ? `from other hosts (${code('%')})` : `from this host (${code('localhost')})`;
    return `There is ${same.map((each) => account(each.user, each.host)).join(' and ')}. For MariaDB a user with another host part is another account: the one ${where} is missing.`;
  }
  return slips.length === 0 ? null : `There is ${slips.join(' and ')}: compare the name letter by letter.`;
}

const LOGIN_CAUSES: Readonly<Record<number, string>> = {
  1044: 'The account exists and the password is right, but it was granted nothing on this database.',
  1049: 'There is no such database.',
  1130: 'No account allows a login from that host.',
  2003: 'The connection itself failed: nobody answered at that address and port.',
  2005: 'The name of the server is not known there.',
};

export function judgeLogin(want: WantOf<'login'>, answer: AnswerTo<'login'>): Verdict {
  const to = want.database === undefined ? '' : ` to the database ${code(want.database)}`;
  const wanted = `${code(want.user)} can log in from ${code(want.from)}${to} on ${code(want.host)} with the password ${code(want.password)}`;
  return firstFailure(wanted, `the login is accepted${answer.account === undefined ? '' : ` as ${code(answer.account)}`}`, [
    [answer.isAccepted, answer.error ?? 'the login is refused', answer.why ?? loginCause(want, answer)],
  ]);
}

/** Why MariaDB refused somebody, by its number and the account that fitted. */
export function loginCause(
  want: { readonly user: string; readonly from: string }, { code: number, account: fitting }: { readonly code?: number; readonly account?: string },
): string | null {
  if (number !== 1045) return LOGIN_CAUSES[number ?? 0] ?? null;
  if (fitting?.startsWith("''@") === true) {
    return `MariaDB took him for ${code(fitting)}, the account without a name, which fits every user. Its host is more exact than ${code('%')}, and the most exact host wins.`;
  }
  return fitting === undefined ? `No account fits the user ${code(want.user)} from ${code(want.from)}.`
    : `The account ${code(fitting)} fits, but its password is another one. It must be the same in every grant.`;
}

export function judgeRows(want: WantOf<'rows'>, answer: AnswerTo<'rows'>): Verdict {
  const show = (rows: WantOf<'rows'>['rows']): string => listed(rows.map((row) => row.map((cell) => cell ?? 'NULL').join(' | ')));
  const wanted = `${code(want.sql)} in ${code(want.database)} gives ${show(want.rows)}`;
  const key = (row: readonly (string | null)[]): string => JSON.stringify(row);
  const seen = new Set(answer.rows.map(key));
  const missing = want.rows.filter((row) => !seen.has(key(row)));
  return firstFailure(wanted, `it gives ${answer.rows.length} rows`, [
    [answer.error === undefined, answer.error ?? ''],
    [missing.length === 0, answer.rows.length === 0 ? 'it gives no rows' : `it gives ${show(answer.rows)}`],
    [want.exact !== true || answer.rows.length === want.rows.length, `it gives ${answer.rows.length} rows`],
  ]);
}
