// The image's teller, run for real by this machine's perl over this machine's files, sockets and MariaDB.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf, sqlTold } from '../../src/v86/probes/told.ts';
import { startTeller, whyNoTeller, type Teller } from './teller.testing.ts';

const why = whyNoTeller();
const root = mkdtempSync(join(tmpdir(), 'teller-'));
afterAll(() => { rmSync(root, { recursive: true, force: true }); });

const listening = (server: Server): Promise<number> => new Promise((resolve) => { server.listen(0, '127.0.0.1', () => { resolve((server.address() as AddressInfo).port); }); });

describe.skipIf(why !== null)(`what the teller says${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let teller: Teller;
  const tell = async (...question: readonly string[]): Promise<string> => (await teller.ask('', ...question)).text;
  beforeAll(() => { teller = startTeller(root); });
  afterAll(() => { teller.stop(); });

  it('is the text when it is new, and its number alone when the asker knows it', async () => {
    const path = join(root, 'a b\tc\\d');
    writeFileSync(path, 'one\n');
    const first = await teller.ask('', 'file', path);
    expect(await teller.ask(first.number, 'file', path)).toEqual({ number: first.number, text: '' });
    expect(await teller.ask('other', 'file', path)).toEqual(first);
    writeFileSync(path, 'two\n');
    const second = await teller.ask(first.number, 'file', path);
    expect(second.number).not.toBe(first.number);
    expect(Buffer.from(second.text.split('\n')[1] ?? '', 'base64').toString()).toBe('two\n');
    expect(await tell('nothing', 'of', 'the kind')).toBe('');
  });

  it('tells files: type, mode, owner, size, text; links and where they lead; long ones without their text', async () => {
    const path = join(root, 'file');
    writeFileSync(path, 'x'.repeat(6001));
    chmodSync(path, 0o640);
    const [owner, group] = ['-un', '-gn'].map((option) => spawnSync('id', [option], { encoding: 'utf8' }).stdout.trim());
    const [[type, mode, ...rest] = []] = linesOf(await tell('file', path));
    expect([type, mode, ...rest.slice(0, 3)]).toEqual(['file', '0640', owner, group, '6001']);
    expect((await tell('file', path)).trim().split('\n')).toHaveLength(1);
    for (const [name, to] of [['link', 'file'], ['dangling', 'no\nwhere']] as const) symlinkSync(to, join(root, name));
    expect(linesOf(await tell('file', join(root, 'link')))[0]).toMatchObject(['symlink', '0777', owner, group, '6001', rest[3], 'file', 'file']);
    expect(linesOf(await tell('file', join(root, 'dangling')))[0]).toMatchObject(['symlink', '0777', owner, group, '0', '', 'no\nwhere', '']);
    expect(linesOf(await tell('file', root))[0]?.[0]).toBe('directory');
    expect(await tell('file', join(root, 'none'))).toBe('');
    expect(Number(await tell('changed', path))).toBeCloseTo(Date.now() / 1000, -2);
  });

  it('tells who listens where, names, and whether a connection is taken', async () => {
    const server = createServer((socket) => { socket.destroy(); });
    const port = await listening(server);
    const udp = createSocket('udp6');
    await new Promise<void>((resolve) => { udp.bind(0, '::1', resolve); });
    const listeners = linesOf(await tell('listeners'));
    const program = readFileSync('/proc/self/comm', 'utf8').trim();
    expect(listeners).toContainEqual(['tcp', '127.0.0.1', String(port), program]);
    expect(listeners).toContainEqual(['udp', '::1', String(udp.address().port), program]);
    udp.close();
    expect(await tell('connect', '127.0.0.1', String(port))).toBe('');
    await new Promise((resolve) => { server.close(resolve); });
    expect(await tell('connect', '127.0.0.1', String(port))).toBe('Connection refused\n');
    expect(await tell('name', '10.0.0.31')).toBe('10.0.0.31');
    expect(await tell('name', 'localhost')).toBe('127.0.0.1');
    expect(await tell('name', 'no.such.host.invalid')).toBe('');
  });

  it('tells the processes of a control group, and whether a password is a hash\'s', async () => {
    const child = spawn('sleep', ['60']);
    mkdirSync(join(root, 'groups/x.slice/a.service'), { recursive: true });
    writeFileSync(join(root, 'groups/x.slice/a.service/cgroup.procs'), `${String(child.pid)}\n999999999\n`);
    writeFileSync(join(root, 'clock'), '1.5 100\n20 300\n');
    const told = linesOf(await tell('processes', join(root, 'groups'), join(root, 'clock'), 'a.service'));
    expect(told.slice(0, 2)).toEqual([['clock', '1.5 100'], ['clock', '20 300']]);
    expect(told.slice(2)).toMatchObject([['process', String(child.pid), expect.any(String), 'sleep 60', expect.stringMatching(new RegExp(`^[RS] ${String(process.pid)} (\\S+ ){17}\\d+ `))]]);
    child.kill();
    const [[kind, now = ''] = []] = linesOf(await tell('processes', join(root, 'groups'), join(root, 'none'), 'none.service'));
    expect([kind, Math.round(Number(now.split(' ')[1]) / 100)]).toEqual(['clock', Math.round(Date.now() / 100_000)]);
    // crypt(3), SHA-512: of the word "secret".
    const hash = spawnSync('perl', ['-e', "print crypt('secret', '$6$salt$')"], { encoding: 'utf8' }).stdout;
    expect([await tell('crypted', 'secret', hash), await tell('crypted', 'Secret', hash)]).toEqual(['yes', 'no']);
  });
});

const hasServer = why === null && spawnSync('sh', ['-c', 'command -v mariadbd && command -v mariadb-install-db && command -v mysql']).status === 0;

describe.skipIf(!hasServer)('what the teller says of MariaDB', () => {
  let teller: Teller;
  let server: ChildProcess;
  const socket = join(root, 'server.sock');
  const sql = async (user: string, password: string, database: string, ...statements: readonly string[]) =>
    sqlTold((await teller.ask('', 'sql', socket, user, password, database, ...statements)).text);

  beforeAll(async () => {
    teller = startTeller(root);
    chmodSync(root, 0o777);
    const asUser = process.getuid?.() === 0 ? [spawnSync('id', ['mysql']).status === 0 ? '--user=mysql' : '--user=root'] : [];
    spawnSync('mariadb-install-db', ['--no-defaults', ...asUser, `--datadir=${root}/data`, '--skip-test-db', '--auth-root-authentication-method=normal']);
    server = spawn('mariadbd', ['--no-defaults', ...asUser, `--datadir=${root}/data`, `--socket=${socket}`, '--skip-networking', '--character-set-server=utf8mb4'], { stdio: 'ignore' });
    for (let tries = 0; tries < 300 && (await sql('root', '', '', 'DO 1')).error !== null; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 200); });
  }, 120_000);
  afterAll(async () => {
    teller.stop();
    await new Promise((resolve) => { server.once('exit', resolve); server.kill('SIGTERM'); });
  }, 30_000);

  it('has rows, NULL, columns, odd characters and long values; goes on after an error', async () => {
    const made = await sql('root', '', '', 'CREATE DATABASE k', 'CREATE TABLE k.t (a int, `b c` mediumtext)', "INSERT INTO k.t VALUES (1, NULL), (2, 'x\ty\nz\\\\ü'), (3, REPEAT('l', 70000))", "CREATE USER k@localhost IDENTIFIED BY 'it''s'",
      'GRANT ALL ON k.* TO k@localhost');
    expect(made).toEqual({ columns: [], rows: [], error: null });
    const { columns, rows, error } = await sql('root', '', 'k', 'SELECT * FROM nope', 'SELECT * FROM t ORDER BY a');
    expect({ columns, error }).toEqual({ columns: ['a', 'b c'], error: { code: 1146, words: "Table 'k.nope' doesn't exist" } });
    expect(rows).toEqual([['1', null], ['2', 'x\ty\nz\\ü'], ['3', 'l'.repeat(70_000)]]);
  });

  it('has all results of a compound statement', async () => {
    const { rows, error } = await sql('root', '', '', "BEGIN NOT ATOMIC\nSELECT 1;\nEXECUTE IMMEDIATE 'SELECT 2';\nEND", 'SELECT 3');
    expect({ rows, error }).toEqual({ rows: [['1'], ['2'], ['3']], error: null });
  });

  it('says the server\'s own words when it does not let somebody in, and the client\'s when there is no server', async () => {
    expect((await sql('k', "it's", 'k', 'SELECT CURRENT_USER()')).rows).toEqual([['k@localhost']]);
    expect((await sql('k', 'other', '', 'SELECT 1')).error).toEqual({ code: 1045, words: "Access denied for user 'k'@'localhost' (using password: YES)" });
    expect((await sql('k', '', '', 'SELECT 1')).error).toEqual({ code: 1045, words: "Access denied for user 'k'@'localhost' (using password: NO)" });
    expect((await sql('k', "it's", 'mysql', 'SELECT 1')).error).toEqual({ code: 1044, words: "Access denied for user 'k'@'localhost' to database 'mysql'" });
    // Where the client's settings say that it is.
    const path = join(root, 'elsewhere.sock');
    writeFileSync(join(root, 'bin/my_print_defaults'), `#!/bin/sh\necho --quick; echo "--socket=${path}"\n`, { mode: 0o755 });
    expect(sqlTold((await teller.ask('', 'sql', join(root, 'none.sock'), 'root', '', '', 'SELECT 1')).text).error).toEqual({ code: 2002, words: `Can't connect to local server through socket '${path}' (2)` });
    expect(sqlTold((await teller.ask('', 'sql', 'no.such.host.invalid', 'root', '', '', 'SELECT 1')).text).error).toEqual({ code: 2005, words: "Unknown server host 'no.such.host.invalid' (-2)" });
  });
});
