import { expect, test } from 'vitest';
import type { Session } from './context.ts';
import { startEngine, type TestEngine } from './engine.testing.ts';
import { LockWait, Server } from './server.ts';

function withTable(): TestEngine {
  const engine = startEngine();
  engine.run('CREATE DATABASE d');
  engine.run('USE d');
  engine.run('CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(10))');
  engine.run("INSERT INTO t VALUES (1,'a'),(2,'b')");
  return engine;
}

function second(engine: TestEngine): Session {
  const session = engine.session();
  engine.run('USE d', session);
  return session;
}

test('what is not committed is seen by nobody else', () => {
  const engine = withTable();
  const other = second(engine);
  engine.run('BEGIN');
  engine.run("UPDATE t SET v = 'changed' WHERE id = 1");
  engine.run('DELETE FROM t WHERE id = 2');
  engine.run("INSERT INTO t VALUES (3,'c')");
  expect(engine.text('SELECT * FROM t')).toBe('id\tv\n1\tchanged\n3\tc');
  expect(engine.text('SELECT * FROM t', other)).toBe('id\tv\n1\ta\n2\tb');
  engine.run('COMMIT');
  expect(engine.text('SELECT * FROM t', other)).toBe('id\tv\n1\tchanged\n3\tc');
});

test('a row that another transaction has changed must be waited for', () => {
  const engine = withTable();
  const other = second(engine);
  engine.run('BEGIN');
  engine.run("UPDATE t SET v = 'mine' WHERE id = 1");
  expect(() => engine.run("UPDATE t SET v = 'theirs' WHERE id = 1", other)).toThrow(LockWait);
  expect(engine.text("UPDATE t SET v = 'theirs' WHERE id = 2", other)).toBe('1 affected, 0 warnings Rows matched: 1  Changed: 1  Warnings: 0');
});

test('ROLLBACK and ROLLBACK TO take back in order', () => {
  const engine = withTable();
  engine.run('BEGIN');
  engine.run("UPDATE t SET id = 10 WHERE id = 1");
  engine.run('SAVEPOINT s');
  engine.run("UPDATE t SET v = 'x', id = 11 WHERE id = 10");
  engine.run('ROLLBACK TO s');
  expect(engine.text('SELECT * FROM t')).toBe('id\tv\n2\tb\n10\ta');
  engine.run('ROLLBACK');
  expect(engine.text('SELECT * FROM t')).toBe('id\tv\n1\ta\n2\tb');
});

test('a server that died in a transaction starts without its changes', () => {
  const engine = withTable();
  engine.run('BEGIN');
  engine.run('DELETE FROM t');
  engine.run('CREATE TABLE other (a INT)');
  engine.run('BEGIN');
  engine.run("INSERT INTO t VALUES (7,'lost')");
  const { server } = engine;
  const again = new Server({ disk: engine.disk, state: server.state, version: server.version, hostname: 'controller', random: () => 0, nowMs: () => 0 });
  expect(again.recover()).toBe(1);
  expect(engine.text('SELECT * FROM t')).toBe('id\tv');
});

test('a statement that fails half way leaves nothing', () => {
  const engine = withTable();
  expect(engine.text("INSERT INTO t VALUES (3,'c'),(1,'again')")).toBe("ERROR 1062 (23000): Duplicate entry '1' for key 'PRIMARY'");
  expect(engine.text('SELECT COUNT(*) FROM t')).toBe('COUNT(*)\n2');
});

test('the files are the truth: a removed folder is a lost database', () => {
  const engine = withTable();
  for (const path of [...engine.disk.files.keys()]) if (path.startsWith('/var/lib/mysql/d/')) engine.disk.files.delete(path);
  expect(engine.text('SELECT * FROM d.t')).toBe("ERROR 1146 (42S02): Table 'd.t' doesn't exist");
  expect(engine.text("SHOW DATABASES LIKE 'd'")).toBe('Database (d)');
});

test('a table without its data file', () => {
  const engine = withTable();
  engine.disk.unlink('/var/lib/mysql/d/t.ibd');
  expect(engine.text('SELECT * FROM t')).toBe("ERROR 1932 (42S02): Table 'd.t' doesn't exist in engine");
});

test('privileges: global, database with wildcards, table, column', () => {
  const engine = withTable();
  engine.run("CREATE USER u@localhost IDENTIFIED BY 'x'");
  const user = engine.session('u');
  expect(engine.text('USE d', user)).toBe("ERROR 1044 (42000): Access denied for user 'u'@'localhost' to database 'd'");
  engine.run('GRANT SELECT (id) ON d.t TO u@localhost');
  expect(engine.text('USE d', user)).toBe('0 affected, 0 warnings');
  expect(engine.text('SELECT id FROM t', user)).toBe('id\n1\n2');
  expect(engine.text('DELETE FROM t', user)).toBe("ERROR 1142 (42000): DELETE command denied to user 'u'@'localhost' for table `d`.`t`");
  engine.run('GRANT ALL ON `d%`.* TO u@localhost');
  expect(engine.text('CREATE DATABASE d2', user)).toBe('1 affected, 0 warnings');
  expect(engine.text('CREATE DATABASE x', user)).toBe("ERROR 1044 (42000): Access denied for user 'u'@'localhost' to database 'x'");
  expect(engine.text('SET GLOBAL max_connections = 5', user)).toBe('ERROR 1227 (42000): Access denied; you need (at least one of) the SUPER privilege(s) for this operation');
});

test('hand-edited grant tables count only after FLUSH PRIVILEGES', () => {
  const engine = withTable();
  engine.run("INSERT INTO mysql.global_priv VALUES ('localhost','hand','{\"access\":1}')");
  const user = engine.session('hand');
  expect(engine.text('SELECT * FROM d.t', user)).toBe("ERROR 1142 (42000): SELECT command denied to user 'hand'@'localhost' for table `d`.`t`");
  engine.run('FLUSH PRIVILEGES');
  expect(engine.text('SELECT COUNT(*) FROM d.t', user)).toBe('COUNT(*)\n2');
});

test('without WHERE the shortest key with all columns gives the order', () => {
  const engine = withTable();
  engine.run('CREATE TABLE r (id INT PRIMARY KEY, name VARCHAR(20), x INT, UNIQUE KEY (name))');
  engine.run("INSERT INTO r VALUES (1,'z',1),(2,'a',2)");
  expect(engine.text('SELECT id, name FROM r')).toBe('id\tname\n2\ta\n1\tz');
  expect(engine.text('SELECT * FROM r')).toBe('id\tname\tx\n1\tz\t1\n2\ta\t2');
});

test('a temporary table is its session\'s own', () => {
  const engine = withTable();
  const other = second(engine);
  engine.run('CREATE TEMPORARY TABLE t (only INT)');
  engine.run('INSERT INTO t VALUES (5)');
  expect(engine.text('SELECT * FROM t')).toBe('only\n5');
  expect(engine.text('SELECT COUNT(*) FROM t', other)).toBe('COUNT(*)\n2');
  expect(engine.text('DROP TABLE t')).toBe('0 affected, 0 warnings');
  expect(engine.text('SELECT COUNT(*) FROM t')).toBe('COUNT(*)\n2');
});
