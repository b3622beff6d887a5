import { COLUMNS, DATABASE, IdentityTables, missingTables, type Problem, type Row, type TableName } from '../../facts/identity-tables.ts';
import { answerOfTables, type IdentityKind } from '../../facts/identity-answers.ts';
import { KEYSTONE_CONF } from '../../facts/cloud-login.ts';
import { LONGEST_PASSWORD, type IsPassword } from '../../facts/kinds.ts';
import { keyRepositoryOf, reportOn } from '../../facts/token.ts';
import { fromBytes, toBytes } from '../../base/bytes.ts';
import { keyFolder } from './keys.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { textOf } from './machine.ts';
import { asRoot, isAboutServer, problemOf } from './mariadb.ts';

const NAMES = Object.keys(COLUMNS) as TableName[];

/** One row of it is its table's name and its values as texts. A table that is not there is an error, and the next one comes. */
const STATEMENTS = [
  `SELECT 'database', SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '${DATABASE}'`,
  `SELECT 'table', TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${DATABASE}'`,
  ...NAMES.map((table) => `SELECT '${table}', ${COLUMNS[table].map((column) => `\`${column}\``).join(', ')} FROM \`${DATABASE}\`.\`${table}\``),
];

/** Keystone's tables on a host, or why there are none. */
export async function identityOf(shell: Shell): Promise<IdentityTables | Problem> {
  const { rows, error } = await asRoot(shell, STATEMENTS);
  if (rows.length === 0 && error !== null && isAboutServer(error.code)) return problemOf(shell, error.words);
  const of = (kind: string): readonly (readonly (string | null)[])[] => rows.filter(([first]) => first === kind).map(([, ...values]) => values);
  const missing = missingTables(shell.host, of('database').length === 0 ? null : of('table').map(([name]) => name ?? ''));
  return missing ?? new IdentityTables((table) => of(table).map((values): Row => Object.fromEntries(COLUMNS[table].map((column, index) => [column, values[index] ?? null]))));
}

/** Passwords that were compared before: bcrypt takes the guest most of a second. */
const compared = new Map<string, boolean>();
const MOST_COMPARED = 50;

/** Compares by the guest's crypt(3); keystone's own way would be Python. */
export const passwordsOf = (shell: Shell): IsPassword => async (hash, password) => {
  const key = `${hash} ${password}`;
  const known = compared.get(key);
  if (known !== undefined) return known;
  const cut = fromBytes(toBytes(password).slice(0, LONGEST_PASSWORD));
  const told = await shell.tell('crypted', cut, hash);
  if (told === '') return false;
  if (compared.size >= MOST_COMPARED) compared.clear();
  compared.set(key, told === 'yes');
  return told === 'yes';
};

export async function answerIdentity<K extends IdentityKind>(shell: Shell, asked: Asked<K>): Promise<AnswerTo<K>> {
  return answerOfTables(await identityOf(shell), asked, passwordsOf(shell));
}

export async function answerToken(shell: Shell, { token }: Asked<'token'>): Promise<AnswerTo<'token'>> {
  const [tables, text, date] = await Promise.all([identityOf(shell), textOf(shell, KEYSTONE_CONF), shell.run('date +%s')]);
  if ('problem' in tables) return { kind: 'token', report: null, ...tables };
  const conf = text ?? '';
  const facts = { tables, conf, folder: await keyFolder(shell, keyRepositoryOf(conf)), nowMs: Number(date.text.trim()) * 1000, written };
  return { kind: 'token', report: reportOn(token.trim(), facts) };
}

/** `2026-11-20 08:28:14`, as MariaDB writes it. */
const written = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
