// systemctl against the recordings of systemd 252.
import { test } from 'vitest';
import { replayTranscript } from './transcript.testing.ts';
import { DEBIAN_TO_CENTOS, RECORDED_UNITS, SAME } from './units.testing.ts';

const reasons = (why: string, ids: string): [string, string][] => ids.split(/\s+/).map((id) => [id, why]);

/** Records that cannot be equal, and why. */
const EXCEPT = Object.fromEntries([
  ...reasons('the daemon of the recording says more than ten lines, which push systemd\'s own out', 'sys-050 sys-051 sys-074 sys-075 sys-079 sys-081 sys-082 sys-077 sys2-029'),
  ...reasons('the lines are those of earlier records that are kept back', 'sys-039 sys-040 sys-092 sys-093 sys-231 sys-232 sys-237 sys-239 sys-250 sys-251'),
  ...reasons('CentOS\'s unit of that daemon has other words or other commands', 'sys-056 sys-057 sys-058 sys-059 sys-062 sys-063 sys-064 sys-065 sys-066 sys-067 sys-068 sys-069 sys-070 sys-071 sys-072 sys-073 sys-094 sys-095'),
  ...reasons('whether a child\'s lines before exec reach the unit is chance', 'sys-218 sys-229'),
  ...reasons('an alias in one distribution, the unit itself in the other', 'sys-030 sys-031'),
  ...reasons('presets switch everything on in Debian', 'sys-034 sys-180'),
  ...reasons('a line of the daemon is too long for the screen', 'sys-053'),
  ...reasons('shows every unit of a Debian machine', 'sys-083 sys-168 sys-169 sys-170 sys-171 sys-172 sys-176 sys-177 sys-182 sys-183 sys-184 sys-185 sys-186 sys-187 sys-188 sys-196 sys-197 sys2-031'),
  ...reasons('the journal of the recording had been rotated', 'sys-088 sys-089 sys-090 sys-091'),
  ...reasons('the version and how it was built', 'sys-141'),
  ...reasons('the contents of a unit file', 'sys-162 sys-164 sys-165 sys-166 sys-167'),
  ...reasons('SysV scripts exist on Debian only', 'sys-279'),
  ...reasons('the lecture of CentOS\'s sudo', 'sys-291'),
  ...reasons('service of CentOS says what it does', 'sys-292 sys-293 sys-294'),
  ...reasons('there is no ssh.socket', 'sys2-032'),
]);

const GLANCE = '/usr/lib/systemd/system/openstack-glance-api.service';
const small = (name: string, text: string): string => `printf '${text}' > /etc/systemd/system/${name}.service`;

/** What the recording did between the records that we have. */
const BETWEEN: Readonly<Record<string, readonly string[]>> = {
  'sys-016': ['systemctl disable httpd'], 'sys-018': ['systemctl disable memcached'], 'sys-021': ['systemctl enable memcached'],
  'sys-025': ['systemctl disable mariadb memcached'], 'sys-036': ['systemctl unmask memcached'], 'sys-044': ['systemctl mask memcached'],
  'sys-050': ['systemctl unmask memcached', 'systemctl enable --now memcached', 'systemctl start firewalld', 'systemctl enable firewalld'],
  'sys-092': ['systemctl disable --now memcached'], 'sys-111': ['systemctl unmask nosuch'],
  'sys-178': ['systemctl disable openstack-glance-api'], 'sys-190': ['rm /etc/systemd/system/default.target', 'systemctl daemon-reload'],
  'sys-208': [`echo "# changed" >> ${GLANCE}`], 'sys-214': [small('newunit', '[Service]\\nExecStart=/bin/sleep infinity\\n')],
  'sys-218': ['sleep 11', 'systemctl start openstack-nova-scheduler', 'sleep 1'], 'sys-229': ['sleep 11'],
    'sys-250': ['for n in 1 2 3 4 5; do systemctl start neutron-server; done'],
  'sys-270': [small('syn', '[Unit]\\nDescription=Syn\\n[Foo\\n'), 'systemctl start syn',
    small('dep1', '[Unit]\\nRequires=nosuchdep.service\\n[Service]\\nExecStart=/bin/sleep infinity\\n'),
    small('dep2', '[Unit]\\nRequires=neutron-server.service\\nAfter=neutron-server.service\\n[Service]\\nExecStart=/bin/sleep infinity\\n')],
  'sys2-015': ['systemctl start memcached'],
};

test('systemctl answers as recorded', async () => {
  await replayTranscript({
    file: 'systemctl.jsonl', scene: 'antelope/bare', mapping: DEBIAN_TO_CENTOS, normalise: SAME, raw: true,
    prepare: [...RECORDED_UNITS, 'systemctl enable --now mariadb', 'systemctl start httpd memcached'], between: BETWEEN, except: EXCEPT,
  });
}, 300_000);
