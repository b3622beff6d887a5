// Raw requests to keystone by curl, headers and bodies, against the recordings.
import { test } from 'vitest';
import { LOAD_DUMP, putDump } from './keystone-database.testing.ts';
import { replayTranscript } from './transcript.testing.ts';

/** What mistakes recorded before had left behind. */
const REGION_TWO = "INSERT INTO region (id, description, extra) VALUES ('RegionTwo', '', '{}'); INSERT INTO endpoint (id, interface, service_id, url, extra, region_id) "
  + "VALUES ('8e3e6b4927c847df8a82777e4f5b9523', 'public', '74685df3c7b04e418629af95f04dc57e', 'http://controller:9292', '{}', 'RegionTwo');";

test('keystone over HTTP', { timeout: 180_000 }, () => replayTranscript({
  file: 'keystone-http.jsonl', scene: 'recorded/keystone', begin: putDump,
  mapping: [
    [/'X-Auth-Token: \$TOKEN'/g, '"X-Auth-Token: $TOKEN"'], [/\$TOKEN/g, '$(cat /root/token)'], [/\$DEMO_TOKEN/g, '$(cat /root/demo-token)'],
    // Debian's httpd compresses plain text; that shows in the health check.
    [/^Vary: Accept-Encoding\r?\n/gm, ''], [/^Server: .*$/gm, 'Server: httpd'],
  ],
  normalise: [
    [/^Date: .*GMT/gm, 'Date: NOW'], [/^Server: .*$/gm, 'Server: httpd'], [/req-[0-9a-f-]{36}/g, 'REQ'], [/gAAAA[\w-]+/g, 'TOKEN'],
    [/"audit_ids": \[[^\]]*\]/g, '"audit_ids": []'], [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z/g, 'TIME'],
    // Roles stand in the order of Python's sets, which differs from process to process.
    [/\{"id": "[0-9a-f]{32}", "name": "(member|reader|admin)"\}(, )?/g, ''],
  ],
  prepare: [...LOAD_DUMP, `mysql keystone -e "${REGION_TWO}"`, '. /root/admin-openrc; openstack token issue -f value -c id > /root/token; . /root/demo-openrc; openstack token issue -f value -c id > /root/demo-token'],
}));
