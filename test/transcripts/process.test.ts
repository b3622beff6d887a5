// ps, free, top and their kin against the recordings of procps.
import { test } from 'vitest';
import { replayTranscript } from './transcript.testing.ts';
import { DEBIAN_TO_CENTOS, RECORDED_UNITS } from './units.testing.ts';

const reasons = (why: string, ids: string): [string, string][] => ids.split(/\s+/).map((id) => [id, why]);

const EXCEPT = Object.fromEntries([
  ...reasons('the processes of another machine', 'host3-107 host3-108 host3-112 host3-113 host3-197 shell-0007 shell-0008 shell-0010 shell-0013'),
  ...reasons('httpd has one process here', 'host3-178'),
]);

test('process tools answer as recorded', async () => {
  await replayTranscript({
    file: 'process.jsonl', scene: 'antelope/bare', mapping: DEBIAN_TO_CENTOS, except: EXCEPT, normalise: [[/\d+/g, 'N'], [/ +/g, ' ']],
    prepare: [...RECORDED_UNITS, 'systemctl start httpd mariadb memcached'],
  });
}, 300_000);
