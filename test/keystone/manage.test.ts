// keystone-manage beyond the chapter's happy path. What is expected was seen of keystone 22 itself.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { labIn } from '../../bin/scenes.ts';
import type { Json } from '../../src/base/json.ts';
import { antelope } from '../../src/sim/plans.ts';
import { Runner } from '../../src/sim/runner.ts';
import { World } from '../../src/sim/world.ts';

const LOG = '/var/log/keystone/keystone.log';
const OWNER = '--keystone-user keystone --keystone-group keystone';
const USAGE = 'usage: keystone-manage [bootstrap|credential_migrate|credential_rotate|credential_setup|db_sync|db_version|doctor|domain_config_upload|fernet_rotate|fernet_setup|'
  + 'create_jws_keypair|mapping_populate|mapping_purge|mapping_engine|receipt_rotate|receipt_setup|saml_idp_metadata|token_rotate|token_setup|trust_flush]';

let start: string;
let lab: Runner;

beforeAll(async () => {
  start = JSON.stringify((await labIn('recorded/keystone-conf')).world.toJSON());
}, 120_000);

beforeEach(async () => {
  lab = new Runner(await World.fromJSON(antelope(), JSON.parse(start) as Json));
});

/** Runs keystone-manage: what it prints, its status, and what came into the log, without times, pids and the calls of tracebacks. */
async function manage(words: string): Promise<{ shown: string; exit: number; log: string[] }> {
  await lab.run('controller', `rm -f ${LOG}`);
  const { stdout, stderr, exit } = await lab.run('controller', `keystone-manage ${words}`);
  const text = (await lab.run('controller', `cat ${LOG} 2>/dev/null`)).stdout;
  const log = text.replaceAll(/^\S+ \S+ \d+ /gm, '').split('\n').filter((line) => line !== '' && !/^ERROR keystone {2,}/.test(line));
  return { shown: stdout + stderr, exit: exit ?? -1, log };
}

const OPENED = ['INFO alembic.runtime.migration [-] Context impl MySQLImpl.', 'INFO alembic.runtime.migration [-] Will assume non-transactional DDL.'];
const opened = (times: number): string[] => Array.from({ length: times }, () => OPENED).flat();

test('the database in phases', async () => {
  expect(await manage('db_version')).toEqual({ shown: 'None\n', exit: 0, log: opened(1) });
  expect((await manage('db_sync --check')).exit).toBe(2);
  const early = await manage('db_sync --contract');
  expect([early.exit, early.log[2]]).toEqual([1, 'CRITICAL keystone [-] Unhandled error: oslo_db.exception.DBMigrationError: You are attempting to upgrade contract ahead of expand. Please refer to '
    + 'https://docs.openstack.org/keystone/latest/admin/identity-upgrading.html to see the proper steps for rolling upgrades.']);
  expect((await manage('db_sync --expand')).log).toEqual([...opened(2), 'INFO alembic.runtime.migration [-] Running upgrade  -> 27e647c0fad4, Initial version',
    'INFO alembic.runtime.migration [-] Running upgrade 27e647c0fad4 -> 29e87d24a316, Initial no-op Yoga expand migration.']);
  expect(await manage('db_sync --check')).toEqual({ shown: '', exit: 4, log: [...opened(5),
    'INFO keystone.cmd.cli [-] Expand version is ahead of contract. Your next step is to run `keystone-manage db_sync --contract`.',
    'INFO keystone.cmd.cli [-] Current repository versions:', 'Expand: 29e87d24a316 (head: 29e87d24a316)', 'Contract: None (head: None)'] });
  expect((await manage('db_sync --contract')).log).toEqual([...opened(3), 'INFO alembic.runtime.migration [-] Running upgrade 27e647c0fad4 -> e25ffa003242, Initial no-op Yoga contract migration.']);
  expect((await manage('db_sync --check')).log.at(-4)).toBe('INFO keystone.cmd.cli [-] All db_sync commands are upgraded to the same version and up-to-date.');
  expect(await manage('db_sync')).toEqual({ shown: '', exit: 0, log: opened(2) });
  expect(await manage('db_sync --migrate')).toEqual({ shown: 'Data migrations are no longer supported with alembic. This is now a no-op.\n', exit: 0, log: [] });
  expect((await manage('db_sync 12')).log[0]).toBe('CRITICAL keystone [-] Unhandled error: Exception: Specifying a version is no longer supported');
  const tables = await lab.run('controller', 'mysql keystone -e "show tables; select * from alembic_version; select id, name, enabled, is_domain from project"');
  expect(tables.stdout.split('\n').length).toBe(1 + 49 + 1 + 2 + 1 + 1 + 1);
}, 60_000);

test('keys: made once, rotated, at most three', async () => {
  const numbers = async (): Promise<string> => (await lab.run('controller', 'cd /etc/keystone/fernet-keys; echo *; stat -c "%U %a" 0 .')).stdout;
  expect((await manage(`fernet_rotate ${OWNER}`)).log).toEqual(['ERROR keystone.common.fernet_utils [-] Either [fernet_tokens] key_repository does not exist or Keystone does not have '
    + 'sufficient permission to access it: /etc/keystone/fernet-keys/']);
  await manage(`fernet_setup ${OWNER}`);
  expect(await numbers()).toBe('0 1\nkeystone 600\nkeystone 700\n');
  expect((await manage(`fernet_setup ${OWNER}`)).log).toEqual(['INFO keystone.common.fernet_utils [-] Key repository is already initialized; aborting.']);
  await manage(`fernet_rotate ${OWNER}`);
  expect((await manage(`fernet_rotate ${OWNER}`)).log.at(-1)).toBe('INFO keystone.common.fernet_utils [-] Excess key to purge: /etc/keystone/fernet-keys/1');
  expect(await numbers()).toBe('0 2 3\nkeystone 600\nkeystone 700\n');
}, 60_000);

test('bootstrap wants keys, tables and a password, in that order; a second time it mends', async () => {
  expect(await manage('bootstrap --bootstrap-password x')).toMatchObject({ shown: '/etc/keystone/fernet-keys/ does not exist\n', exit: 1 });
  await manage(`fernet_setup ${OWNER}`);
  expect(await manage('bootstrap')).toMatchObject({ shown: 'ERROR: Either --bootstrap-password argument or OS_BOOTSTRAP_PASSWORD must be set.\n', exit: 1 });
  expect((await manage('bootstrap --bootstrap-password x')).log[0]).toBe('CRITICAL keystone [-] Unhandled error: sqlalchemy.exc.ProgrammingError: (pymysql.err.ProgrammingError) '
    + `(1146, "Table 'keystone.project' doesn't exist")`);
  await manage('db_sync');
  await manage('bootstrap --bootstrap-password x --no-immutable-roles');
  await lab.run('controller', "mysql keystone -e \"update user set enabled = 0\"");
  const again = (await manage('bootstrap --bootstrap-password y')).log.map((line) => line.replace(/\[(None req)?-.*?\] /, ''));
  expect(again.filter((line) => /admin\.?$/.test(line) && !line.includes('Granted'))).toEqual([
    'INFO keystone.cmd.bootstrap Reset password for user admin.', 'INFO keystone.cmd.bootstrap Enabled user admin.', 'INFO keystone.cmd.bootstrap User admin already has role admin on project admin.',
  ]);
}, 60_000);

test('words that argparse refuses', async () => {
  expect(await manage('bootstrap --bootstrap-password x --bootstrap-public-url http://controller 5000/v3/')).toEqual({
    shown: `${USAGE}\nkeystone-manage: error: unrecognized arguments: 5000/v3/\n`, exit: 2, log: [],
  });
  expect((await manage('fernet_setup')).shown).toBe(`${USAGE} fernet_setup\n       [-h] --keystone-user KEYSTONE_USER --keystone-group KEYSTONE_GROUP\n`
    + `${USAGE.replace('usage: ', '')} fernet_setup: error: the following arguments are required: --keystone-user, --keystone-group\n`);
  expect((await manage('')).shown).toBe(`${USAGE}\nkeystone-manage: error: the following arguments are required: command\n`);
  expect((await manage('db_sync --expand --contract')).shown).toContain('db_sync: error: argument --contract: not allowed with argument --expand\n');
  expect((await manage('--version')).shown).toBe('23.0.2\n');
}, 60_000);
