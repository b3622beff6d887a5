import { beforeAll, expect, test } from 'vitest';
import { labIn } from '../../../../bin/scenes.ts';
import { Runner } from '../../runner.ts';
import { putFile } from '../../world.testing.ts';

let lab: Runner;

beforeAll(async () => {
  lab = new Runner((await labIn('recorded/mariadb')).world);
}, 60_000);

const run = (command: string, stdin = '') => lab.run('controller', command, { stdin });

/** Restarts with one more option file; answers the unit's state and the last lines of its log without their times. */
async function restartWith(text: string): Promise<string> {
  putFile(lab, 'controller', '/etc/my.cnf.d/zz.cnf', text);
  await run('systemctl reset-failed mariadb; systemctl restart mariadb');
  const { stdout } = await run('systemctl show mariadb -p ActiveState,ExecMainStatus; journalctl -u mariadb _COMM=mariadbd -n 30 -o cat | grep -v InnoDB; rm /etc/my.cnf.d/zz.cnf');
  return stdout;
}

test('an unknown variable ends it with status 7', async () => {
  const shown = await restartWith('[mysqld]\nbind-adress = 10.0.0.11\n');
  expect(shown).toContain('ActiveState=failed');
  expect(shown).toContain('ExecMainStatus=7');
  expect((await run('journalctl -u mariadb -n 8 -o cat')).stdout).toMatch(/\[ERROR\] \/usr\/sbin\/mariadbd: unknown variable 'bind-adress=10\.0\.0\.11'\n.*\[ERROR\] Aborting\n/);
}, 20_000);

test('an option before any group in an included file is only complained of', async () => {
  const shown = await restartWith('foo = 1\n[mysqld]\nmax_connections = 77\n');
  expect(shown).toContain('ActiveState=active');
  expect((await run('journalctl -u mariadb -n 30 -o cat')).stdout).toContain('error: Found option without preceding group in config file: /etc/my.cnf.d/zz.cnf at line: 1\n');
  expect((await run('mysql -N -e "SELECT @@max_connections"')).stdout).toBe('4096\n');
}, 20_000);

test('a port that is taken', async () => {
  const shown = await restartWith('[mysqld]\nport = 22\nbind-address = 0.0.0.0\n');
  expect(shown).toContain('ActiveState=failed');
  await run('systemctl reset-failed mariadb; systemctl restart mariadb');
}, 20_000);

test('a table lives in its file', async () => {
  await run('mysql', 'CREATE DATABASE d; CREATE TABLE d.t (a INT); INSERT INTO d.t VALUES (1);');
  await run('systemctl restart mariadb');
  expect((await run('mysql -e "SELECT * FROM d.t"')).stdout).toBe('a\n1\n');
  await run('rm -rf /var/lib/mysql/d');
  expect((await run('mysql -e "SHOW DATABASES LIKE \'d\'"')).stdout).toBe('');
}, 20_000);

test('what another host is told', async () => {
  const refused = await lab.run('controller', 'mysql -h controller -u keystone -px', {});
  expect(refused.stderr).toBe("ERROR 1130 (HY000): Host 'controller' is not allowed to connect to this MariaDB server\n");
  await run('mysql', "GRANT ALL ON keystone.* TO keystone@'%' IDENTIFIED BY 'pw';");
  expect((await run('mysql -h controller -u keystone -px')).stderr).toBe("ERROR 1045 (28000): Access denied for user 'keystone'@'controller' (using password: YES)\n");
  expect((await run('mysql -h controller -u keystone -ppw -e "SELECT USER(), CURRENT_USER()"')).stdout).toBe('USER()\tCURRENT_USER()\nkeystone@controller\tkeystone@%\n');
}, 20_000);
