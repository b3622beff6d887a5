// Puts keystone's tables into the state they had when the recordings were made: the same users, services, endpoints and
// ids. Passwords are set anew, since the hashes are not the real software's.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ROOT } from '../../src/sim/host/inode.ts';
import type { World } from '../../src/sim/world.ts';

const DUMP = gunzipSync(readFileSync(new URL('openstack.sql.gz', import.meta.url))).toString('utf8');

/** The rows of keystone's tables at the end of the recorded installation. */
function rows(): string {
  const own = DUMP.slice(DUMP.indexOf('USE `keystone`;'), DUMP.indexOf('CREATE DATABASE', DUMP.indexOf('USE `keystone`;')));
  const inserts = own.split('\n').filter((line) => line.startsWith('INSERT INTO') && !line.includes('`alembic_version`'));
  const tables = [...new Set(inserts.map((line) => /`(\w+)`/.exec(line)?.[1] ?? ''))];
  return ['SET FOREIGN_KEY_CHECKS=0;', ...tables.map((table) => `DELETE FROM \`${table}\`;`), ...inserts, ''].join('\n');
}

/** For `begin` of a transcript: the file that `KEYSTONE_STATE` reads. */
export async function putKeystoneState(world: World): Promise<void> {
  await Promise.resolve(world.host('controller').files.writeFile('/root/recorded-keystone.sql', rows(), ROOT, 0o600));
}

const SET = (user: string, password: string): string => `. /root/admin-openrc; openstack user set --password ${password} ${user}`;

/** For `prepare`: fills the tables and sets the passwords of the guide. */
export const KEYSTONE_STATE: readonly string[] = [
  'mysql keystone < /root/recorded-keystone.sql',
  'keystone-manage bootstrap --bootstrap-password ADMIN_PASS --bootstrap-region-id RegionOne --bootstrap-public-url http://controller:5000/v3/ '
    + '--bootstrap-internal-url http://controller:5000/v3/ --bootstrap-admin-url http://controller:5000/v3/',
  SET('myuser', 'DEMO_PASS'), SET('glance', 'GLANCE_PASS'), SET('placement', 'PLACEMENT_PASS'), SET('nova', 'NOVA_PASS'), SET('neutron', 'NEUTRON_PASS'),
  // Users are listed in the order of their passwords.
  'mysql keystone -e "UPDATE password SET created_at_int = 1795159624725853 + local_user_id"',
];
