// journalctl against the recordings of systemd 252.
import { test } from 'vitest';
import { replayTranscript } from './transcript.testing.ts';
import { DEBIAN_TO_CENTOS, RECORDED_UNITS, SAME } from './units.testing.ts';

const reasons = (why: string, ids: string): [string, string][] => ids.split(/\s+/).map((id) => [id, why]);

const EXCEPT = Object.fromEntries([
  ...reasons('shows what the whole machine did in the minutes before', 'sys-228 sys-296 sys-298 sys-300 sys-302 sys-303 sys-305 sys-307 sys-308 sys-310 sys-312 sys-320 sys-321 sys-324 sys-325 sys-332 sys-333 sys-339 sys-340 sys-343 sys2-025 sys2-026 sys2-027 sys2-028'),
  ...reasons('the daemon of the recording says more than systemd does', 'sys-297'),
  ...reasons('the size of the journal', 'sys-319'),
  ...reasons('how much processor time was used', 'sys-309'),
]);

test('journalctl answers as recorded', async () => {
  await replayTranscript({
    file: 'journalctl.jsonl', scene: 'antelope/bare', mapping: DEBIAN_TO_CENTOS, except: EXCEPT,
    normalise: [...SAME, [/journal\/[0-9a-f]{32}/g, 'journal/MACHINE']],
    prepare: [...RECORDED_UNITS, 'systemctl start httpd mariadb', 'systemctl start memcached; systemctl stop memcached; systemctl start memcached'],
    between: {
      'sys-309': ['systemctl restart memcached'],
      'sys-323': ['systemctl start openstack-nova-novncproxy', 'systemctl start openstack-nova-novncproxy'],
    },
  });
}, 300_000);
