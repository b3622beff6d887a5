// systemctl against the recordings of systemd 252.
import { test } from 'vitest';
import { replayTranscript } from './transcript.testing.ts';
import { DEBIAN_TO_CENTOS, RECORDED_UNITS, SAME } from './units.testing.ts';

const OTHER_SET = 'lists every unit of a Debian machine';

test('systemctl answers as recorded', async () => {
  await replayTranscript({
    file: 'systemctl.jsonl', scene: 'antelope/bare', mapping: DEBIAN_TO_CENTOS, normalise: SAME,
    prepare: [...RECORDED_UNITS, 'systemctl enable --now httpd mariadb memcached'],
    except: { },
  }, 0);
}, 300_000);
