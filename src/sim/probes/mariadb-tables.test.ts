import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../services/mariadb/engine/engine.testing.ts';
import { ServerTables } from './mariadb-tables.ts';

const engine = startEngine();
const tables = new ServerTables(engine.server);
const login = (user: string, password: string, from: string, database: string | null = null) =>
  tables.login({ user, password, database, address: from === 'compute1' ? '10.0.0.31' : 'localhost', name: from });

beforeAll(() => {
  for (const sql of [
    'CREATE DATABASE keystone', 'CREATE DATABASE keyston', 'CREATE TABLE keystone.project (id INT, name VARCHAR(20))',
    "INSERT INTO keystone.project VALUES (1, 'admin'), (2, NULL)",
    "GRANT ALL PRIVILEGES ON keystone.* TO 'keystone'@'localhost' IDENTIFIED BY 'one'",
    "GRANT SELECT, INSERT ON keystone.* TO 'keystone'@'%' IDENTIFIED BY 'two'",
    "GRANT ALL ON *.* TO 'boss'@'%' IDENTIFIED BY 'three'",
  ]) expect(engine.run(sql)).toMatchObject({ kind: 'ok' });
});

describe('the probes\' view of a server', () => {
  it('lists what people made', () => {
    expect(tables.databases()).toEqual([{ name: 'keyston', tables: 0 }, { name: 'keystone', tables: 1 }]);
    expect(tables.tableNames('keystone')).toEqual(['project']);
    expect(tables.accounts().filter(({ user }) => user === 'keystone').map(({ user, host, grants }) => [user, host, grants.at(-1)])).toEqual([
      ['keystone', '%', 'GRANT SELECT, INSERT ON `keystone`.* TO `keystone`@`%`'],
      ['keystone', 'localhost', 'GRANT ALL PRIVILEGES ON `keystone`.* TO `keystone`@`localhost`'],
    ]);
  });

  it('knows privileges on a database, global ones included', () => {
    expect(tables.privileges('keystone', 'localhost', 'keystone')).toEqual({ privileges: ['ALL PRIVILEGES'], hasAll: true });
    expect(tables.privileges('keystone', '%', 'keystone')).toEqual({ privileges: ['SELECT', 'INSERT'], hasAll: false });
    expect(tables.privileges('keystone', '%', 'keyston')).toEqual({ privileges: [], hasAll: false });
    expect(tables.privileges('boss', '%', 'keystone').hasAll).toBe(true);
  });

  it('knows passwords and logins as the server judges them', () => {
    expect(tables.isPassword('keystone', 'localhost', 'one')).toBe(true);
    expect(tables.isPassword('keystone', '%', 'one')).toBe(false);
    expect(login('keystone', 'two', 'compute1', 'keystone')).toEqual({ isAccepted: true, account: "'keystone'@'%'" });
    expect(login('keystone', 'two', 'localhost')).toEqual({
      isAccepted: false, code: 1045, account: "'keystone'@'localhost'", error: "Access denied for user 'keystone'@'localhost' (using password: YES)",
    });
    expect(login('nova', 'x', 'compute1')).toMatchObject({ code: 1045 });
    expect(login('keystone', 'two', 'compute1', 'keyston')).toEqual({
      isAccepted: false, code: 1044, error: "Access denied for user 'keystone'@'%' to database 'keyston'",
    });
    expect(login('boss', 'three', 'compute1', 'nova')).toEqual({ isAccepted: false, code: 1049, error: "Unknown database 'nova'" });
  });

  it('answers a SELECT and nothing else', () => {
    expect(tables.select('keystone', 'SELECT id, name FROM project ORDER BY id')).toEqual({ columns: ['id', 'name'], rows: [['1', 'admin'], ['2', null]] });
    expect(tables.select('keystone', 'SELECT * FROM nothing')).toMatchObject({ error: "Table 'keystone.nothing' doesn't exist" });
    expect(tables.select('nova', 'SELECT 1')).toEqual({ columns: [], rows: [], error: "Unknown database 'nova'" });
    expect(tables.select('keystone', 'DROP TABLE project')).toEqual({ columns: [], rows: [], error: 'only a SELECT can be asked' });
  });
});

describe('a host that no account allows', () => {
  it('is refused before the password is asked', () => {
    const bare = new ServerTables(startEngine().server);
    expect(bare.login({ user: 'keystone', password: 'x', database: null, address: '10.0.0.31', name: 'compute1' })).toEqual({
      isAccepted: false, code: 1130, error: "Host 'compute1' is not allowed to connect to this MariaDB server",
    });
  });
});
