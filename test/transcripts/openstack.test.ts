import { describe, expect, test } from 'vitest';
import { KEYSTONE_STATE, putKeystoneState } from './keystone.testing.ts';
import { replayTranscript, type TranscriptOptions } from './transcript.testing.ts';

const TIMEOUT_MS = 120_000;

/** What differs from one run to the next. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/Apache\/2\.4\.\d+ \(.*?\)( mod_wsgi\/\S+ Python\/\S+)?/g, 'Apache'], [/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, 'DATE'], [/"audit_ids": \["[^\]]*\]/g, 'AUDIT'],
  // Roles come in the order of a Python set.
  [/"roles": \[[^\]]*\]/g, 'ROLES'],
  // The order of the plug-ins' options is another one in each run of the real client.
  [/^options: Namespace\(.*$/gm, 'OPTIONS'], [/\{SHA256\}[0-9a-f]{64}/g, 'SHA256'],
  // The lines of a token that was wrapped.
  [/^\| {12}\| [\w-]{8,} *\|$/gm, '| TOKEN |'],
  [/req-[0-9a-f-]{36}/g, 'req-ID'], [/gAAAAA[\w-]+/g, 'TOKEN'], [/object at 0x[0-9a-f]+/g, 'object at 0xADDRESS'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+Z|\+0000)/g, 'TIME'],
];

const SCENE: Pick<TranscriptOptions, 'scene' | 'begin' | 'prepare' | 'normalise'> = {
  scene: 'recorded/keystone', begin: putKeystoneState, prepare: KEYSTONE_STATE, normalise: CHANGING,
};

const NOT_HERE: Readonly<Record<string, string>> = {
  'errors-0189': 'the recording had no name server; ours says that there is no such name',
  'errors-0200': 'glance is not modelled yet', 'errors-0201': 'placement is not modelled yet',
};

const TIMES: Readonly<Record<string, string>> = {
  'formats-0115': 'users come in the order of a Python set', 'formats-0170': 'the seconds that requests took',
};

const GLANCE = '74685df3c7b04e418629af95f04dc57e';
const endpoint = (id: string, region: string): string => `mysql keystone -e "INSERT IGNORE INTO region (id, description, extra) VALUES ('${region}', '', '{}'); `
  + `INSERT INTO endpoint (id, interface, service_id, url, extra, enabled, region_id) VALUES ('${id}', 'public', '${GLANCE}', 'http://controller:9292', '{}', 1, '${region}')"`;
const without = (id: string): string => `mysql keystone -e "DELETE FROM endpoint WHERE id = '${id}'"`;

/** Endpoints that others had made when these records were taken. */
const ENDPOINTS: Readonly<Record<string, readonly string[]>> = {
  'formats-0118': [endpoint('90daa961077141eebedca62c63a3c4e1', 'RegionOne')], 'formats-0120': [without('90daa961077141eebedca62c63a3c4e1')],
  'formats-0127': [endpoint('8e3e6b4927c847df8a82777e4f5b9523', 'RegionTwo')], 'formats-0129': [without('8e3e6b4927c847df8a82777e4f5b9523')],
};

describe('openstack against the recordings', () => {
  test('usage errors', async () => {
    const normalise: typeof CHANGING = [...CHANGING, [/[0-9a-f]{32}/g, 'ID']];
    await expect(replayTranscript({ ...SCENE, normalise, file: 'openstack-usage.jsonl' })).resolves.toBeUndefined();
  }, TIMEOUT_MS);

  test('environment and login', async () => {
    await expect(replayTranscript({ ...SCENE, file: 'openstack-auth.jsonl', except: NOT_HERE })).resolves.toBeUndefined();
  }, TIMEOUT_MS);

  test('formats', async () => {
    await expect(replayTranscript({ ...SCENE, file: 'openstack-formats.jsonl', except: TIMES, between: ENDPOINTS })).resolves.toBeUndefined();
  }, TIMEOUT_MS);
});
