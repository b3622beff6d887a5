// journalctl against the recordings of systemd 252.
import { test } from 'vitest';
import { replayTranscript } from './transcript.testing.ts';
import { DEBIAN_TO_CENTOS, RECORDED_UNITS, SAME } from './units.testing.ts';

test('journalctl answers as recorded', async () => {
  await replayTranscript({
    file: 'journalctl.jsonl', scene: 'antelope/bare', mapping: DEBIAN_TO_CENTOS, normalise: SAME, prepare: [...RECORDED_UNITS, 'systemctl start httpd mariadb memcached'],
  }, 0);
}, 300_000);
