import { expect, test } from 'vitest';
import { labIn } from '../../bin/scenes.ts';
import { TABLES } from '../../src/sim/services/keystone/tables.ts';
import { Runner } from '../../src/sim/runner.ts';

test('the lab’s MariaDB can make every table of keystone', async () => {
  const runner = new Runner((await labIn('recorded/mariadb')).world);
  const stdin = ['CREATE DATABASE keystone;', 'USE keystone;', ...TABLES.map((statement) => `${statement};`), 'SHOW TABLES;'].join('\n');
  const result = await runner.run('controller', 'mysql -N', { stdin });
  expect(result.stderr).toBe('');
  expect(result.exit).toBe(0);
  expect(result.stdout.trim().split('\n').length).toBe(TABLES.length);
});
