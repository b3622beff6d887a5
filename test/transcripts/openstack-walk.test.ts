import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { replayTranscript, type TranscriptRecord } from './transcript.testing.ts';

const idsIn = (file: string): string[] => readFileSync(new URL(file, import.meta.url), 'utf8').split('\n').filter((line) => line !== '')
  .map((line) => (JSON.parse(line) as TranscriptRecord).id);

const RANDOM: readonly (readonly [RegExp, string])[] = [
  [/req-[0-9a-f-]{36}/g, 'req-ID'], [/gAAAAA[\w=-]+/g, 'TOKEN'], [/\b[0-9a-f]{64}\b/g, 'HASH'], [/\b[0-9a-f]{32}\b/g, 'ID'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+0000)?/g, 'TIME'], [/(\| secret +\| )\S+/g, '$1SECRET'],
  // Columns are as wide as what was random.
  [/-{3,}/g, '---'], [/ +/g, ' '],
];

const FOUND = 'another project of that name was there when it was recorded';
const OTHERS = 'what others had made in that keystone is listed, too';
const ROLES = 'roles and options come in the order of a Python set';
const OAUTH = 'keystone’s request and access tokens are not modelled';

/** Most identity commands, one after the other, as the real client and keystone 22 answered them. */
test('a walk through the identity commands', { timeout: 400_000 }, () => replayTranscript({
  file: 'openstack-walk.jsonl', scene: 'recorded/keystone', normalise: RANDOM, unordered: idsIn('openstack-walk.jsonl'),
  prepare: [
    `printf '{"interface": "public"}\\n' > ci-filters.json; printf '{"interface": }\\n' > ci-bad.json; printf '{"rule": "x"}\\n' > ci-policy`,
    `printf '%s\\n' '[{"local": [{"user": {"name": "{0}"}}], "remote": [{"type": "REMOTE_USER"}]}]' > ci-rules`,
  ],
  except: {
    'walk-0016': FOUND, 'walk-0019': FOUND, 'walk-0024': FOUND, 'walk-0038': FOUND, 'walk-0044': FOUND, 'walk-0045': FOUND,
    'walk-0059': ROLES, 'walk-0274': ROLES, 'walk-0276': ROLES, 'walk-0285': ROLES, 'walk-0124': OTHERS, 'walk-0202': OTHERS,
    'walk-0342': OAUTH, 'walk-0343': OAUTH, 'walk-0344': OAUTH, 'walk-0368': 'it ended with an object for a status',
  },
}));

/** The same for one who is no admin. */
test('a walk of a plain user', { timeout: 200_000 }, () => replayTranscript({
  file: 'openstack-plain.jsonl', scene: 'recorded/keystone', normalise: RANDOM, unordered: idsIn('openstack-plain.jsonl'),
  prepare: ['project create cip', 'user create --password pw ciu5', 'role add --user ciu5 --project cip member', 'group create cig']
    .map((line) => `. /root/admin-openrc; openstack ${line}`),
  except: { 'plain-29': OTHERS, 'plain-33': ROLES },
}));
