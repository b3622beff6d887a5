// The same statements against our engine and against Debian's mariadb-server on a data directory of its own, where it
// is installed. What differs must be in the list, with its reason.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../src/sim/services/mariadb/engine/engine.testing.ts';
import { tableText } from '../../src/sim/programs/mysql/print.ts';

const STATEMENTS = readFileSync(new URL('statements.sql', import.meta.url), 'utf8').trimEnd().split('\n').map((line) => line.replace(/;$/, ''));
const PRINTS = process.env['COMPARE_DIFF'] === '1';

/** Statements whose answers differ for a reason, by how they begin. */
const EXCEPT: readonly (readonly [string, string])[] = [
  ['USE cmp', 'the client answers, not the server'],
  ['SELECT table_name, table_type, engine, table_rows', 'InnoDB only estimates the number of rows'],
];

const hasServer = spawnSync('sh', ['-c', 'command -v mariadbd && command -v mariadb-install-db && command -v mariadb']).status === 0;
const folder = hasServer ? mkdtempSync(join(tmpdir(), 'compare-')) : '';
const socket = process.env['COMPARE_SOCKET'] ?? join(folder, 'mysql.sock');
let server: ChildProcess | null = null;

const isUp = (): boolean => spawnSync('mariadb', ['--no-defaults', '-S', socket, '-e', 'select 1']).status === 0;

beforeAll(async () => {
  if (!hasServer || process.env['COMPARE_SOCKET'] !== undefined) return;
  chmodSync(folder, 0o777);
  // Debian makes the account mysql only with the whole server package, not with its core.
  const hasAccount = process.env['COMPARE_AS_ROOT'] !== '1' && spawnSync('id', ['mysql']).status === 0;
  const asUser = process.getuid?.() === 0 ? [hasAccount ? '--user=mysql' : '--user=root'] : [];
  spawnSync('mariadb-install-db', ['--no-defaults', ...asUser, '--auth-root-socket-user=mysql', `--datadir=${folder}/data`, '--skip-test-db']);
  server = spawn('mariadbd', ['--no-defaults', ...asUser, `--datadir=${folder}/data`, `--socket=${socket}`, '--skip-networking', '--character-set-server=utf8mb4', '--collation-server=utf8mb4_general_ci'], { stdio: 'ignore' });
  for (let tries = 0; tries < 60 && !isUp(); tries += 1) await new Promise((resolve) => { setTimeout(resolve, 250); });
}, 60_000);

afterAll(async () => {
  const running = server;
  if (running !== null) {
    await new Promise((resolve) => {
      running.once('exit', resolve);
      running.kill('SIGTERM');
    });
  }
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
}, 30_000);

const MARK = '@@@@';

/** The real answers, one per statement, as `mariadb -t -vv` prints them. */
function realAnswers(): string[] {
  const script = `SET NAMES utf8mb4;\n${STATEMENTS.map((statement) => `SELECT '${MARK}';\n${statement};\n`).join('')}`;
  // A statement with an open quote would swallow the next mark: it is sent by itself.
  const { stdout } = spawnSync('sh', ['-c', `mariadb --no-defaults --default-character-set=utf8mb4 -S ${socket} -f -n -t -vv --skip-print-query-on-error 2>&1`], {
    input: script.replace("SELECT 'abc;\n", "SELECT 'abc';\n"), encoding: 'utf8',
  });
  return stdout.split(`--------------\nSELECT '${MARK}'\n--------------\n`).slice(1)
    .map((part) => part.slice(part.indexOf('\n\n', part.indexOf('1 row in set')) + 2))
    .map((part) => part.replace(/^--------------\n[\s\S]*?\n--------------\n\n/, '').replace(/(ERROR \d+ \(\w+\)) at line \d+/, '$1').replace(/Bye\n$/, '').replace(/\n--------------\n[\s\S]*?\n--------------\n*$/, '').trimEnd());
}

const rowsWord = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;

/** Our answers in the same form. */
function ourAnswers(): string[] {
  const engine = startEngine({ character_set_server: 'utf8mb4', collation_server: 'utf8mb4_general_ci', sql_mode: 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION' });
  const session = engine.session();
  engine.run('SET NAMES utf8mb4', session);
  return STATEMENTS.map((statement) => {
    const answer = engine.run(statement === "SELECT 'abc" ? "SELECT 'abc'" : statement, session);
    if (typeof answer === 'string') return answer;
    const warnings = answer.warnings === 0 ? '' : `, ${answer.warnings} ${answer.warnings === 1 ? 'warning' : 'warnings'}`;
    if (answer.kind === 'ok') return `Query OK, ${rowsWord(answer.affectedRows)} affected${warnings}${answer.info === '' ? '' : `\n${answer.info}`}`;
    if (answer.rows.length === 0) return `Empty set${warnings}`;
    return `${tableText(answer.columns, answer.rows, true)}${rowsWord(answer.rows.length)} in set${warnings}`;
  });
}

test.skipIf(!hasServer)(`${STATEMENTS.length} statements answer as Debian's mariadb-server answers them`, () => {
  const real = realAnswers();
  const ours = ourAnswers();
  expect(real).toHaveLength(STATEMENTS.length);
  const different = STATEMENTS.flatMap((statement, index) => {
    if (real[index] === ours[index] || EXCEPT.some(([start]) => statement.startsWith(start))) return [];
    if (PRINTS) process.stdout.write(`── ${statement}\nreal ${real[index] ?? ''}\nours ${ours[index] ?? ''}\n`);
    return [statement];
  });
  process.stdout.write(`${STATEMENTS.length - different.length} of ${STATEMENTS.length} equal\n`);
  expect(different).toEqual([]);
}, 120_000);
