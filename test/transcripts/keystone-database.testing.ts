// keystone's database as it was recorded after the whole installation: with its ids, lists stand in the recorded order.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Runner } from '../../src/sim/runner.ts';
import { putFile } from '../../src/sim/world.testing.ts';
import type { World } from '../../src/sim/world.ts';

const DATABASE = gunzipSync(readFileSync(new URL('openstack.sql.gz', import.meta.url))).toString('utf8').split('CREATE DATABASE `glance`')[0] ?? '';

/** Puts the dump on the controller. */
export function putDump(world: World): Promise<void> {
  putFile(new Runner(world), 'controller', '/root/keystone.sql', DATABASE);
  return Promise.resolve();
}

/** Loads it. Its password hashes are real bcrypt, which the lab's keystone only imitates: they are made anew. */
export const LOAD_DUMP = [
  'mysql -N -e "SELECT password_hash FROM keystone.password LIMIT 1" > /root/hash; mysql -e "DROP DATABASE keystone"; mysql < /root/keystone.sql',
  `mysql -e "UPDATE keystone.password SET password_hash = '$(cat /root/hash)'"; systemctl restart httpd memcached`,
  '. /root/admin-openrc; openstack user set --password DEMO_PASS myuser',
];
