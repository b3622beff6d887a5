// What a person gets to see for each of twenty mistakes, and a few more: one lab for each, broken in one place, asked once.
// The words are those of the recordings of the real software.
import { beforeAll, expect, test } from 'vitest';
import { labIn } from '../../bin/scenes.ts';
import type { Json } from '../../src/base/json.ts';
import { antelope } from '../../src/sim/plans.ts';
import { Runner } from '../../src/sim/runner.ts';
import { World } from '../../src/sim/world.ts';

interface Mistake {
  readonly area: 'hosts file' | 'database' | 'grant' | 'ini' | 'key files' | 'httpd' | 'memcached' | 'environment' | 'log file';
  readonly name: string;
  /** What is done wrong, after the whole chapter. */
  readonly commands: readonly string[];
  /** What is tried then; with the admin's variables set unless it says otherwise. */
  readonly tries: string;
  readonly exit?: number;
  /** What the terminal shows: all of stdout and stderr, ids replaced. */
  readonly shows: string | RegExp;
  /** A log and what it says. */
  readonly logs?: readonly [path: string, line: string | RegExp];
}

const CONF = '/etc/keystone/keystone.conf';
const KEYSTONE_LOG = '/var/log/keystone/keystone.log';
const ERROR_LOG = '/var/log/httpd/keystone.log';
const RESTART = 'systemctl restart httpd';
const TOKEN = 'openstack token issue -f value -c user_id';
const DB_SYNC = 'su -s /bin/sh -c "keystone-manage db_sync" keystone';
const edit = (script: string): string => `sed -i '${script}' ${CONF}`;

const NO_VERSIONS = 'Failed to discover available identity versions when contacting http://controller:5000/v3. Attempting to parse version from URL.\n';
const refused = (why: string): string => `${NO_VERSIONS}Unable to establish connection to http://controller:5000/v3/auth/tokens: HTTPConnectionPool(host='controller', port=5000): `
  + `Max retries exceeded with url: /v3/auth/tokens (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f>: Failed to establish a new connection: ${why}'))\n`;
const NOT_LOADED = `${NO_VERSIONS}Internal Server Error (HTTP 500)\n`;
const CRASHED = 'Internal Server Error (HTTP 500)\n';
const JSON_500 = 'An unexpected error prevented the server from fulfilling your request. (HTTP 500) (Request-ID: REQ)\n';
const UNAUTHORIZED = 'The request you have made requires authentication. (HTTP 401) (Request-ID: REQ)\n';
const OK = 'ID\n';

const MISTAKES: readonly Mistake[] = [
  { area: 'hosts file', name: 'controller is missing', commands: ["sed -i '/controller/d' /etc/hosts"], tries: TOKEN, exit: 1, shows: refused('[Errno -2] Name or service not known') },
  { area: 'hosts file', name: 'controller is another machine', commands: ["sed -i 's/^10.0.0.11 /10.0.0.31 /' /etc/hosts"], tries: TOKEN, exit: 1, shows: refused('[Errno 111] Connection refused') },
  {
    area: 'database', name: 'db_sync was forgotten', commands: ['mysql -e "DROP DATABASE keystone; CREATE DATABASE keystone"', RESTART], tries: TOKEN, exit: 1, shows: CRASHED,
    logs: [ERROR_LOG, `sqlalchemy.exc.ProgrammingError: (pymysql.err.ProgrammingError) (1146, "Table 'keystone.project' doesn't exist")`],
  },
  {
    area: 'database', name: 'bootstrap was forgotten', commands: ['mysql -e "DROP DATABASE keystone; CREATE DATABASE keystone"', DB_SYNC, RESTART], tries: TOKEN, exit: 1, shows: UNAUTHORIZED,
    logs: [KEYSTONE_LOG, 'WARNING keystone.auth.core [None REQ - - - - - -] Could not find domain: Default.: keystone.exception.DomainNotFound: Could not find domain: Default.'],
  },
  {
    area: 'database', name: 'there is no database', commands: ['mysql -e "DROP DATABASE keystone"'], tries: DB_SYNC, exit: 1, shows: '',
    logs: [KEYSTONE_LOG, `CRITICAL keystone [-] Unhandled error: oslo_db.exception.DBNonExistentDatabase: (pymysql.err.OperationalError) (1049, "Unknown database 'keystone'")`],
  },
  {
    area: 'database', name: 'mariadb is stopped', commands: ['systemctl stop mariadb', RESTART], tries: `timeout 30 ${TOKEN}`, exit: 124, shows: '',
    logs: [KEYSTONE_LOG, 'WARNING oslo_db.sqlalchemy.engines [None REQ - - - - - -] SQL connection failed. 10 attempts left.: oslo_db.exception.DBConnectionError: '
      + `(pymysql.err.OperationalError) (2003, "Can't connect to MySQL server on 'controller' ([Errno 111] Connection refused)")`],
  },
  {
    area: 'grant', name: 'the account may come from localhost only', commands: ["mysql -e \"DROP USER 'keystone'@'%'\""], tries: DB_SYNC, exit: 1, shows: '',
    logs: [KEYSTONE_LOG, `CRITICAL keystone [-] Unhandled error: sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (1130, "Host 'controller' is not allowed to connect to this MariaDB server")`],
  },
  {
    area: 'grant', name: 'the grant is for another database', commands: ["mysql -e \"REVOKE ALL ON keystone.* FROM 'keystone'@'%'; GRANT ALL ON keystne.* TO 'keystone'@'%'\""], tries: DB_SYNC, exit: 1, shows: '',
    logs: [KEYSTONE_LOG, `CRITICAL keystone [-] Unhandled error: sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (1044, "Access denied for user 'keystone'@'%' to database 'keystone'")`],
  },
  {
    area: 'ini', name: 'the password in connection is wrong', commands: [edit('s/KEYSTONE_DBPASS@/WRONG@/'), RESTART], tries: TOKEN, exit: 1, shows: CRASHED,
    logs: [ERROR_LOG, `sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (1045, "Access denied for user 'keystone'@'controller' (using password: YES)")`],
  },
  {
    area: 'ini', name: 'the bracket of a section is missing', commands: [edit('s/^\\[database\\]/[database/'), RESTART], tries: TOKEN, exit: 1, shows: NOT_LOADED,
    logs: [ERROR_LOG, /oslo_config\.cfg\.ConfigFileParseError: Failed to parse \/etc\/keystone\/keystone\.conf: at \/etc\/keystone\/keystone\.conf:\d+, Invalid section \(must end with \]\): '\[database'/],
  },
  {
    area: 'ini', name: 'connection is not set: SQLite', commands: [edit('s/^connection = /conection = /')], tries: DB_SYNC, exit: 1, shows: '',
    logs: [KEYSTONE_LOG, 'CRITICAL keystone [-] Unhandled error: oslo_db.exception.DBNonExistentDatabase: (sqlite3.OperationalError) unable to open database file'],
  },
  {
    area: 'ini', name: 'a comment behind connection', commands: [edit('s/^connection = .*/&  #change password and ip port controller/')], tries: DB_SYNC, exit: 1, shows: '',
    logs: [KEYSTONE_LOG, `(1044, "Access denied for user 'keystone'@'%' to database 'keystone  #change password and ip port controller'")`],
  },
  {
    area: 'ini', name: 'the host in connection is mistyped', commands: [edit('s/@controller/@contoller/')], tries: DB_SYNC, exit: 1, shows: '',
    logs: [KEYSTONE_LOG, `WARNING oslo_db.sqlalchemy.engines [-] SQL connection failed. 1 attempts left.: oslo_db.exception.DBConnectionError: (pymysql.err.OperationalError) (2003, "Can't connect to MySQL server on 'contoller' ([Errno -2] Name or service not known)")`],
  },
  {
    area: 'ini', name: 'an @ in the password', commands: [edit('s/KEYSTONE_DBPASS@/KEY@PASS@/')], tries: DB_SYNC, exit: 1, shows: '',
    logs: [KEYSTONE_LOG, `SQL connection failed. 10 attempts left.: oslo_db.exception.DBConnectionError: (pymysql.err.OperationalError) (2003, "Can't connect to MySQL server on 'PASS@controller' ([Errno -2] Name or service not known)")`],
  },
  {
    area: 'ini', name: 'the token provider is mistyped', commands: [edit('s/^provider = fernet/provider = ferent/'), RESTART], tries: TOKEN, exit: 1, shows: NOT_LOADED,
    logs: [ERROR_LOG, "ImportError: Unable to find 'ferent' driver in 'keystone.token.provider'."],
  },
  {
    area: 'ini', name: 'keystone may not read keystone.conf', commands: [`chmod 600 ${CONF}`], tries: DB_SYNC, exit: 1,
    shows: /^Traceback \(most recent call last\):\n(.*\n)*oslo_config\.cfg\.ConfigFilesPermissionDeniedError: Failed to open some config files: \/etc\/keystone\/keystone\.conf\n$/,
  },
  {
    area: 'key files', name: 'no keys when httpd starts', commands: ['mv /etc/keystone/fernet-keys /root', RESTART], tries: TOKEN, exit: 1, shows: NOT_LOADED,
    logs: [ERROR_LOG, 'SystemExit: /etc/keystone/fernet-keys/ does not exist'],
  },
  {
    area: 'key files', name: 'keys removed while keystone runs', commands: ['for i in 1 2 3 4 5 6; do curl -s http://controller:5000/v3; done', 'mv /etc/keystone/fernet-keys /root'], tries: TOKEN, exit: 1, shows: JSON_500,
    logs: [KEYSTONE_LOG, 'ERROR keystone.common.fernet_utils [None REQ - - - - - -] Either [fernet_tokens] key_repository does not exist or Keystone does not have sufficient permission to access it: /etc/keystone/fernet-keys/'],
  },
  {
    area: 'key files', name: 'keys that belong to root', commands: ['chown -R root:root /etc/keystone/fernet-keys', RESTART], tries: TOKEN, exit: 1, shows: NOT_LOADED,
    logs: [ERROR_LOG, "PermissionError: [Errno 13] Permission denied: '/etc/keystone/fernet-keys/'"],
  },
  { area: 'httpd', name: 'wsgi-keystone.conf is not linked', commands: ['rm /etc/httpd/conf.d/wsgi-keystone.conf', RESTART], tries: TOKEN, exit: 1, shows: refused('[Errno 111] Connection refused') },
  { area: 'httpd', name: 'httpd is stopped', commands: ['systemctl stop httpd'], tries: TOKEN, exit: 1, shows: refused('[Errno 111] Connection refused') },
  {
    area: 'httpd', name: 'the virtual host is there twice', commands: ['cp /usr/share/keystone/wsgi-keystone.conf /etc/httpd/conf.d/zz.conf'], tries: 'httpd -t', exit: 1,
    shows: 'AH00526: Syntax error on line 1 of /etc/httpd/conf.d/zz.conf:\nCannot define multiple Listeners on the same IP:port\n',
  },
  { area: 'memcached', name: 'memcached is stopped: tokens work', commands: ['systemctl stop memcached'], tries: TOKEN, exit: 0, shows: OK },
  { area: 'environment', name: 'no variables', commands: [], tries: `env -u OS_AUTH_URL ${TOKEN}`, exit: 1, shows: 'Missing value auth-url required for auth plugin password\n' },
  { area: 'environment', name: 'a wrong password', commands: [], tries: `OS_PASSWORD=wrong ${TOKEN}`, exit: 1, shows: UNAUTHORIZED },
  { area: 'environment', name: 'a domain that does not exist', commands: [], tries: `OS_USER_DOMAIN_NAME=Defalt ${TOKEN}`, exit: 1, shows: UNAUTHORIZED },
  {
    area: 'log file', name: 'keystone-manage ran as root first', commands: [`chown root:root ${KEYSTONE_LOG}`], tries: DB_SYNC, exit: 1,
    shows: /^Traceback \(most recent call last\):\n(.*\n)*PermissionError: \[Errno 13\] Permission denied: '\/var\/log\/keystone\/keystone\.log'\n$/,
  },
];

let start: string;
beforeAll(async () => {
  const { world } = await labIn('recorded/keystone');
  if (!world.canSave()) throw new Error('the lab is not at rest');
  start = JSON.stringify(world.toJSON());
}, 120_000);

const tidy = (text: string): string => text.replaceAll(/\b[0-9a-f]{32}\b/g, 'ID').replaceAll(/req-[0-9a-f-]{36}/g, 'REQ').replaceAll(/0x7f[0-9a-f]+/g, '0x7f');

test('the table names twenty mistakes or more, in every area', () => {
  expect(MISTAKES.length).toBeGreaterThanOrEqual(20);
  expect(new Set(MISTAKES.map(({ area }) => area))).toEqual(new Set(['hosts file', 'database', 'grant', 'ini', 'key files', 'httpd', 'memcached', 'environment', 'log file']));
});

test.each(MISTAKES)('$area: $name', async ({ commands, tries, exit, shows, logs }) => {
  const runner = new Runner(await World.fromJSON(antelope(), JSON.parse(start) as Json));
  for (const command of commands) await runner.run('controller', command);
  const seen = await runner.run('controller', `. /root/admin-openrc; ${tries}`);
  const shown = tidy(seen.stdout + seen.stderr);
  if (typeof shows === 'string') expect(shown).toBe(shows);
  else expect(shown).toMatch(shows);
  expect(seen.exit).toBe(exit ?? 0);
  if (logs === undefined) return;
  const log = tidy((await runner.run('controller', `cat ${logs[0]}`)).stdout);
  if (typeof logs[1] === 'string') expect(log).toContain(logs[1]);
  else expect(log).toMatch(logs[1]);
}, 60_000);
