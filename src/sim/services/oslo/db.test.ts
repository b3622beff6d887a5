import { expect, test } from 'vitest';
import { SqlError } from '../../protocol/mysql.ts';
import { bind, usableUrl } from './db.ts';
import { mysqlError } from './db-errors.ts';
import { tracebackOf } from './traceback.ts';

const shown = (text: string): readonly unknown[] => {
  const { dialect, driver, user, password, host, port, database } = usableUrl(text);
  return [dialect, driver, user, password, host, port, database];
};

test.each<[string, readonly unknown[]]>([
  ['mysql+pymysql://keystone:KEYSTONE_DBPASS@controller/keystone', ['mysql', 'pymysql', 'keystone', 'KEYSTONE_DBPASS', 'controller', null, 'keystone']],
  ['mysql+pymysql://keystone:PASS@host@controller/keystone', ['mysql', 'pymysql', 'keystone', 'PASS', 'host@controller', null, 'keystone']],
  ['mysql+pymysql://keystone:K%40x@controller:3307/keystone  #change', ['mysql', 'pymysql', 'keystone', 'K@x', 'controller', 3307, 'keystone  #change']],
  ['mysql+pymysql://keystone@controller/keystone', ['mysql', 'pymysql', 'keystone', null, 'controller', null, 'keystone']],
  ['mysql+pymysql://a:b@[::1]:33/d?charset=utf8', ['mysql', 'pymysql', 'a', 'b', '::1', 33, 'd']],
  ['sqlite:///keystone.db', ['sqlite', null, null, null, null, null, 'keystone.db']],
])('%s', (text, parts) => {
  expect(shown(text)).toEqual(parts);
});

test.each([
  ['keystone', "sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from string 'keystone'"],
  ['mysql+pymysql:/keystone:x@c/d', "sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from string 'mysql+pymysql:/keystone:x@c/d'"],
  ['mysql+pymysql://keystone:p@controller:33a/keystone', "ValueError: invalid literal for int() with base 10: '33a'"],
  ['mysql://a:b@c/d', "ModuleNotFoundError: No module named 'MySQLdb'"],
  ['mysql+pymsql://a:b@c/d', "sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:mysql.pymsql"],
])('%s cannot be used', (text, why) => {
  expect(() => usableUrl(text)).toThrow(why);
});

test('values take their places quoted', () => {
  expect(bind('SELECT %(a)s, %(b)s, %(c)s, %(d)s WHERE x LIKE \'%%y\'', { a: "it's \\ \n", b: 3, c: null, d: true })).toBe("SELECT 'it\\'s \\\\ \\n', 3, NULL, true WHERE x LIKE '%y'");
});

test('an error shows its statement, its parameters and where to read more', () => {
  const error = mysqlError(new SqlError(1146, '42S02', "Table 'keystone.project' doesn't exist"), 'SELECT 1 \nFROM project \nWHERE name = %(name_1)s', { name_1: 'Default' });
  expect(tracebackOf(error.python).slice(-6)).toEqual([
    'sqlalchemy.exc.ProgrammingError: (pymysql.err.ProgrammingError) (1146, "Table \'keystone.project\' doesn\'t exist")',
    '[SQL: SELECT 1 ', 'FROM project ', 'WHERE name = %(name_1)s]', "[parameters: {'name_1': 'Default'}]", '(Background on this error at: https://sqlalche.me/e/14/f405)',
  ]);
  expect(mysqlError(new SqlError(1062, '23000', "Duplicate entry 'a' for key 'ixu_user_name_domain_id'"))).toMatchObject({ isDuplicate: true, key: 'ixu_user_name_domain_id' });
});
