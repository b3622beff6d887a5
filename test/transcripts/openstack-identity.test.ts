import { test } from 'vitest';
import { LOAD_DUMP, putDump } from './keystone-database.testing.ts';
import { replayTranscript } from './transcript.testing.ts';

const RANDOM: readonly (readonly [RegExp, string])[] = [
  [/req-[0-9a-f-]{36}/g, 'req-ID'], [/\b[0-9a-f]{32}\b/g, '0123456789abcdef0123456789abcdef'], [/gAAAAA[\w=-]+/g, 'TOKEN'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000/g, 'TIME'], [/-{100,}/g, '---'], [/(\|\s(?:TIME|TOKEN))\s+\|/g, '$1 |'],
];

/** What the installation had not yet made when keystone was alone. */
const UNDO = ['user delete myuser glance placement nova neutron', 'project delete service myproject', 'role delete myrole', 'service delete image placement compute network'];

test('identity commands of the installation', { timeout: 180_000 }, () => replayTranscript({
  file: 'openstack-happy.jsonl', scene: 'recorded/keystone', begin: putDump, normalise: RANDOM,
  unordered: ['0067', '0107', '0109', '0110', '0112', '0169', '0233', '0234', '0235', '0236', '0237', '0238'].map((number) => `happy-${number}`),
  prepare: [...LOAD_DUMP, ...UNDO.map((line) => `. /root/admin-openrc; openstack ${line}`)],
}));

test('identity commands that fail', { timeout: 180_000 }, () => replayTranscript({
  file: 'openstack-identity.jsonl', scene: 'recorded/keystone', begin: putDump, normalise: RANDOM, prepare: LOAD_DUMP, unordered: ['errors-0266'],
}));
