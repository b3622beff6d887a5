import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { test } from 'vitest';
import { Runner } from '../../src/sim/runner.ts';
import { putFile } from '../../src/sim/world.testing.ts';
import type { World } from '../../src/sim/world.ts';
import { replayTranscript } from './transcript.testing.ts';

/** keystone's database as it was recorded after the whole installation: with its ids, lists stand in the recorded order. */
const DATABASE = gunzipSync(readFileSync(new URL('openstack.sql.gz', import.meta.url))).toString('utf8').split('CREATE DATABASE `glance`')[0] ?? '';

const load = async (world: World): Promise<void> => {
  putFile(new Runner(world), 'controller', '/root/keystone.sql', DATABASE);
};

/** Loads it. Its password hashes are real bcrypt, which the lab's keystone only imitates: they are made anew. */
const RELOAD = [
  'mysql -N -e "SELECT password_hash FROM keystone.password LIMIT 1" > /root/hash; mysql -e "DROP DATABASE keystone"; mysql < /root/keystone.sql',
  `mysql -e "UPDATE keystone.password SET password_hash = '$(cat /root/hash)'"; systemctl restart httpd memcached`,
  '. /root/admin-openrc; openstack user set --password DEMO_PASS myuser',
];

const RANDOM: readonly (readonly [RegExp, string])[] = [
  [/req-[0-9a-f-]{36}/g, 'req-ID'], [/\b[0-9a-f]{32}\b/g, '0123456789abcdef0123456789abcdef'], [/gAAAAA[\w=-]+/g, 'TOKEN'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000/g, 'TIME'], [/-{100,}/g, '---'], [/(\|\s(?:TIME|TOKEN))\s+\|/g, '$1 |'],
];

/** What the installation had not yet made when keystone was alone. */
const UNDO = ['user delete myuser glance placement nova neutron', 'project delete service myproject', 'role delete myrole', 'service delete image placement compute network'];

test('identity commands of the installation', { timeout: 180_000 }, () => replayTranscript({
  file: 'openstack-happy.jsonl', scene: 'recorded/keystone', begin: load, normalise: RANDOM,
  prepare: [...RELOAD, ...UNDO.map((line) => `. /root/admin-openrc; openstack ${line}`)],
}));

test('identity commands that fail', { timeout: 180_000 }, () => replayTranscript({
  file: 'openstack-identity.jsonl', scene: 'recorded/keystone', begin: load, normalise: RANDOM, prepare: RELOAD,
}));
