// The guest's readers of keystone, their scripts and the image's teller run for real by this machine's sh, awk and perl over what the
// simulator made: a real MariaDB gets the simulated rows, a folder its files. Both labs must then answer the same.
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labIn } from '../../bin/scenes.ts';
import { COLUMNS } from '../../src/facts/identity-tables.ts';
import type { CommandRecord } from '../../src/lab/lab.ts';
import type { Answer, Probe, ProbeKind } from '../../src/lab/probe.ts';
import { TABLES } from '../../src/sim/services/keystone/tables.ts';
import { Runner } from '../../src/sim/runner.ts';
import type { SimLab } from '../../src/sim/sim-lab.ts';
import type { Said } from '../../src/v86/agent.ts';
import type { Guest } from '../../src/v86/guest.ts';
import { answerAll } from '../../src/v86/probes.ts';
import { LAB_TELL, whyNoTeller } from './teller.testing.ts';

const SCENE = 'antelope/keystone/openrc';
const CONF = '/etc/keystone/keystone.conf';
const HTTPD = ['/etc/httpd/conf/httpd.conf', '/etc/httpd/conf.d/wsgi-keystone.conf', '/etc/httpd/conf.d/ssl.conf', '/etc/httpd/conf.d/welcome.conf', '/etc/httpd/conf.modules.d/00-base.conf'];
const hasServer = spawnSync('sh', ['-c', 'command -v mariadbd && command -v mariadb-install-db && command -v mysql']).status === 0 && whyNoTeller() === null;

const root = mkdtempSync(join(tmpdir(), 'guest-probes-'));
const socket = join(root, 'var/lib/mysql/mysql.sock');
let server: ChildProcess | null = null;
let lab: SimLab;
let runner: Runner;
let token = '';

type Of<K extends ProbeKind> = Extract<Answer, { kind: K }>;
const simulated = <K extends ProbeKind>(probe: Extract<Probe, { kind: K }>): Promise<Of<K>> => lab.ask(probe) as Promise<Of<K>>;

/** Paths of the guest, moved below a folder of ours; `httpd` is found on a path of ours. */
const moved = (script: string): string => script
  .replaceAll(/(\/etc\/(?:keystone|httpd)|\/var\/lib\/mysql|\/root|\/run\/lab|\/sys\/fs\/cgroup)\b/g, `${root}$1`)
  .replace('setpriv --reuid keystone --regid keystone --init-groups ', '');

function run(script: string): Promise<Said> {
  return new Promise((resolve) => {
    execFile('sh', ['-c', `${LAB_TELL}{ ${moved(script)}\n} 2>&1`], { encoding: 'utf8', env: { ...process.env, PATH: `${root}/bin:/usr/sbin:${process.env['PATH'] ?? ''}`, LC_ALL: 'C.UTF-8' } }, (error, stdout) => {
      resolve({ text: stdout.replaceAll(root, ''), status: error === null ? 0 : Number(error.code) });
    });
  });
}

const guest = { agent: { run } } as unknown as Guest;
const HOSTS = [{ name: 'controller', address: '10.0.0.11' }, { name: 'compute1', address: '10.0.0.31' }];
/** Each question is a new one. */
let asked = 0;
async function real<K extends ProbeKind>(probe: Extract<Probe, { kind: K }>, history: readonly CommandRecord[] = []): Promise<Of<K>> {
  asked += 1;
  const [answer] = await answerAll([probe], { hosts: HOSTS, history, activityOf: () => ({ revision: asked, restMs: 0 }), nowMs: 0, patiently: null, guestOf: (host) => (host === 'controller' ? guest : null) });
  return answer as Of<K>;
}

function put(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  chmodSync(join(root, path), mode);
}

async function takeOver(path: string, mode?: number): Promise<void> {
  const { text } = await simulated({ kind: 'file', host: 'controller', path });
  put(path, text ?? '', mode);
}

const sql = (statements: string): void => {
  const { status, stderr } = spawnSync('mysql', ['--no-defaults', '-S', socket], { input: statements, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
};
const literal = (value: string | null): string => (value === null ? 'NULL' : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`);

/** The simulated rows of a table, as an INSERT; columns that are not read get something. */
async function rowsOf(table: string, columns: readonly string[]): Promise<string> {
  const { columns: all, rows } = await simulated({ kind: 'rows', host: 'controller', database: 'keystone', sql: `SELECT * FROM \`${table}\`` });
  if (!columns.every((column) => rows.length === 0 || all.includes(column))) throw new Error(`${table} has no ${columns.join()}`);
  return rows.map((row) => `INSERT INTO \`${table}\` (${all.map((name) => `\`${name}\``).join()}) VALUES (${row.map(literal).join()});`).join('\n');
}

beforeAll(async () => {
  if (!hasServer) return;
  lab = await labIn(SCENE);
  runner = new Runner(lab.world);
  chmodSync(root, 0o777);
  const hasAccount = spawnSync('id', ['mysql']).status === 0;
  const asUser = process.getuid?.() === 0 ? [hasAccount ? '--user=mysql' : '--user=root'] : [];
  mkdirSync(dirname(socket), { recursive: true });
  chmodSync(dirname(socket), 0o777);
  spawnSync('mariadb-install-db', ['--no-defaults', ...asUser, `--datadir=${root}/data`, '--skip-test-db']);
  server = spawn('mariadbd', ['--no-defaults', ...asUser, `--datadir=${root}/data`, `--socket=${socket}`, '--skip-networking', '--skip-grant-tables', '--character-set-server=utf8mb4'], { stdio: 'ignore' });
  for (let tries = 0; tries < 100 && spawnSync('mysql', ['--no-defaults', '-S', socket, '-e', 'select 1']).status !== 0; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 200); });
  await runner.run('controller', '. /root/admin-openrc; openstack project create --description "It\'s a\\\\b \\"ü\\"" demo; openstack user create --password x --project demo demo; openstack role add --user demo --project demo member');
  token = (await runner.run('controller', '. /root/admin-openrc; openstack token issue -f value -c id')).stdout.trim();
  const inserts = await Promise.all(Object.entries(COLUMNS).map(([table, columns]) => rowsOf(table, columns)));
  sql(`CREATE DATABASE keystone; USE keystone; SET FOREIGN_KEY_CHECKS = 0;\n${TABLES.map((each) => `${each};`).join('\n')}\n${inserts.join('\n')}`);
  put('/bin/httpd', '#!/bin/sh\ncat "$0.says" 2>/dev/null && exit 1\nexit 0\n', 0o755);
  mkdirSync(join(root, 'run/lab'), { recursive: true });
  for (const path of [CONF, '/root/admin-openrc', ...HTTPD]) await takeOver(path);
  for (const key of ['0', '1']) await takeOver(`/etc/keystone/fernet-keys/${key}`, 0o600);
  mkdirSync(join(root, 'etc/keystone/credential-keys'));
}, 180_000);

afterAll(async () => {
  const running = server;
  if (running !== null) await new Promise((resolve) => { running.once('exit', resolve); running.kill('SIGTERM'); });
  rmSync(root, { recursive: true, force: true });
}, 30_000);

describe.skipIf(!hasServer)('both labs answer the same', () => {
  const host = 'controller';
  it.each<Probe>([
    { kind: 'user', host, name: 'admin' }, { kind: 'user', host, name: 'nova' }, { kind: 'project', host, name: 'Demo' }, { kind: 'role', host, name: 'member' },
    { kind: 'service', host, type: 'identity' }, { kind: 'endpoint', host, service: 'identity' }, { kind: 'region', host, name: 'RegionOne' },
  ])('$kind', async (probe) => {
    const answer = await lab.ask(probe);
    expect(JSON.stringify(answer)).toContain(probe.kind === 'role' ? 'admin' : probe.kind === 'region' ? 'RegionOne' : '"id"');
    expect(await real(probe as Extract<Probe, { kind: 'user' }>)).toEqual(answer);
  });

  it('assignments and everything, in whatever order the rows lie', async () => {
    const sorted = (answer: Of<'identity'>) => ({ ...answer.identity, assignments: [...answer.identity?.assignments ?? []].map((each) => JSON.stringify(each)).sort() });
    const [ours, theirs] = [await simulated({ kind: 'identity', host }), await real({ kind: 'identity', host })];
    expect(sorted(theirs)).toEqual(sorted(ours));
    expect(theirs.identity?.projects.map(({ description }) => description)).toContain('It\'s a\\b "ü"');
    const mine = await real({ kind: 'assignment', host, user: 'demo' });
    expect(mine).toEqual({ ...await simulated({ kind: 'assignment', host, user: 'demo' }), assignments: expect.any(Array) });
    expect(mine.assignments).toMatchObject([{ role: 'member', actor: 'demo', target: 'demo' }]);
  });

  it('a token, by the key files', async () => {
    const [ours, theirs] = [await simulated({ kind: 'token', host, token }), await real({ kind: 'token', host, token })];
    expect(ours.report).toMatchObject({ keyFile: '/etc/keystone/fernet-keys/1', roles: ['admin', 'member', 'reader'] });
    // The lab's clock is another one than this machine's.
    expect({ ...theirs.report, nowMs: 0, isValid: true, refusal: null }).toEqual({ ...ours.report, nowMs: 0 });
    expect((await real({ kind: 'token', host, token: `${token.slice(0, -4)}AAAA` })).report).toMatchObject({ isValid: false, refusal: 'None of the keys opens it' });
  });

  it('httpd, its files and its complaint', async () => {
    const ours = await simulated({ kind: 'httpd', host });
    expect(ours.config?.applications).toHaveLength(1);
    expect(await real({ kind: 'httpd', host })).toEqual(ours);
    put('/bin/httpd.says', `AH00526: Syntax error on line 2 of ${root}/etc/httpd/conf.d/x.conf:\nInvalid command 'Lisen', perhaps misspelled\n`);
    put('/etc/httpd/conf.d/x.conf', '# one\nLisen 5001\n');
    expect((await real({ kind: 'httpd', host })).config).toMatchObject({ error: "Invalid command 'Lisen', perhaps misspelled", errorAt: { path: '/etc/httpd/conf.d/x.conf', line: 2 } });
  });

  it('the words of a file to be sourced', async () => {
    const [ours, theirs] = [await simulated({ kind: 'openrc', host, path: '/root/admin-openrc' }), await real({ kind: 'openrc', host, path: '/root/admin-openrc' })];
    expect(ours).toMatchObject({ isThere: true, faults: [], login: { step: 'done' } });
    // Nothing listens on this machine's port 5000, and it may not know the name.
    expect(theirs).toEqual({ ...ours, login: expect.objectContaining({ step: expect.stringMatching(/name|port/) }) });
    const record = { terminal: 't1', host, user: 'root', cwd: '/root', line: '. rc', exit: 0, atMs: 0, variables: [{ name: 'OS_USERNAME', value: 'admin', isExported: false }] };
    expect(await real({ kind: 'environment', host }, [record])).toMatchObject({ shells: [{ terminal: 't1', login: { step: 'variables', error: '`OS_AUTH_URL` is not set' } }] });
  });
});

describe.skipIf(!hasServer)('what only a real system has', () => {
  const host = 'controller';

  it('keys with owners and modes', async () => {
    const me = spawnSync('id', ['-un'], { encoding: 'utf8' }).stdout.trim();
    const answer = await real({ kind: 'keys', host, path: '/etc/keystone/fernet-keys/' });
    expect(answer).toMatchObject({
      directory: { type: 'directory', owner: me }, keys: [{ name: '0', isKey: true, type: 'file', mode: '0600', owner: me }, { name: '1', isKey: true }],
      siblings: ['/etc/keystone/credential-keys'],
    });
    expect(await real({ kind: 'keys', host, path: '/etc/keystone/credential-keys' })).toMatchObject({ directory: { type: 'directory' }, keys: [], siblings: ['/etc/keystone/fernet-keys'] });
    expect(await real({ kind: 'keys', host, path: '/etc/keystone/none' })).toMatchObject({ directory: null, keys: [] });
  });

  it('a password, by bcrypt', async () => {
    // As keystone's, with fewer rounds: 16 instead of 4096.
    const hash = spawnSync('perl', ['-e', 'print crypt("geheim ü", q($2b$04$abcdefghijklmnopqrstuu))'], { encoding: 'utf8' }).stdout;
    sql(`UPDATE keystone.password SET password_hash = '${hash}'`);
    expect((await real({ kind: 'user', host, name: 'admin', password: 'geheim ü' })).isPassword).toBe(true);
    expect((await real({ kind: 'user', host, name: 'admin', password: 'geheim' })).isPassword).toBe(false);
  });

  it('processes of a unit, and when they started', async () => {
    const before = Date.now();
    const child = spawn('sleep', ['30']);
    put('/sys/fs/cgroup/system.slice/httpd.service/cgroup.procs', `${String(child.pid)}\n`);
    put('/etc/keystone/changed', '');
    const { processes, files } = await real({ kind: 'processes', host, unit: 'httpd', files: ['/etc/keystone/changed', '/none'] });
    child.kill();
    expect(processes).toMatchObject([{ pid: child.pid, ppid: process.pid, title: 'sleep 30' }]);
    expect(Math.abs((processes[0]?.startMs ?? 0) - before)).toBeLessThan(1500);
    expect(files).toMatchObject([{ path: '/etc/keystone/changed' }]);
    expect(Math.abs((files[0]?.changedMs ?? 0) - before)).toBeLessThan(5000);
  });

  it('says what is missing', async () => {
    sql('DROP DATABASE keystone');
    expect(await real({ kind: 'region', host, name: 'x' })).toEqual({ kind: 'region', regions: [], problem: 'there is no database `keystone` on `controller`', why: '`CREATE DATABASE keystone` makes it.' });
    sql('CREATE DATABASE keystone');
    expect(await real({ kind: 'identity', host })).toMatchObject({ identity: null, problem: 'the database `keystone` has no tables of keystone yet' });
  });
});
