// dnf and rpm against the recordings, which were made with some 65 synthetic packages (dnf-universe.testing.ts).
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { plain } from '../../bin/plain.ts';
import { Replayer } from '../../bin/replayer.ts';
import { recordedWorld } from './dnf-universe.testing.ts';
import type { TranscriptRecord } from './transcript.testing.ts';

/** What the recording machine did between the records that we have: the history and later records tell. */
const BETWEEN: Readonly<Record<string, readonly string[]>> = {
  'dnf-054': ['dnf -y install wget --downloadonly --nogpgcheck'],
  'dnf-056': ['dnf -y install httpd python3-mod_wsgi'],
  'dnf-082': ['rm /var/cache/dnf/centos-openstack-antelope.solv', 'rpm --import /etc/pki/rpm-gpg/RPM-GPG-KEY-CentOS-SIG-Cloud'],
  'dnf-086': ['dnf -y install rabbitmq-server'],
  'dnf-101': ['dnf -y downgrade chrony'],
  'dnf-109': ['dnf -y erase wget'],
  'dnf-152': ['rpm -e memcached', 'dnf download openstack-keystone python3-keystone', 'rpm -i --nodeps openstack-keystone*.rpm python3-keystone*.rpm'],
  'dnf-159': ["printf '[zz]\\nname=Broken repo\\nbaseurl=http://mirror.stream.centos.org/nosuch/\\nenabled=1\\n' > /etc/yum.repos.d/zz.repo"],
  'dnf-176': ['rm /etc/yum.repos.d/zz.repo'],
  'dnf-211': ['echo x >> /etc/keystone/keystone.conf', 'rm /usr/share/keystone/keystone-dist.conf', 'chmod 600 /usr/share/keystone/wsgi-keystone.conf'],
  'extra3-005': ['echo x >> /etc/keystone/keystone.conf'],
  'extra2-001': [
    'rm -f /etc/yum.repos.d/mirror*', 'dnf config-manager --disable crb', 'rpm -e --nodeps openstack-keystone python3-keystone',
    'rpm -e $(rpm -qa "gpg-pubkey-9aec7077*")', 'dnf makecache',
  ],
};

/** Records that cannot be the same, each with its reason. */
const EXCEPT: Readonly<Record<string, string>> = {
  'dnf-165': 'a repository with unsigned packages that no other record tells of',
  'dnf-169': 'root only could read the rpm database there', 'dnf-170': 'as dnf-169', 'dnf-171': 'as dnf-169', 'dnf-172': 'as dnf-169', 'dnf-173': 'as dnf-169', 'dnf-174': 'as dnf-169', 'dnf-175': 'as dnf-169',
  'dnf-176': 'rpm 4.18 there, 4.16 in CentOS Stream 9', 'dnf-201': "the same, and Debian's own option in the summary",
  'dnf-204': 'Debian warns of using rpm directly', 'dnf-213': 'as dnf-204 and dnf-169', 'dnf-214': 'as dnf-169', 'dnf-215': 'as dnf-204',
  'dnf-160': 'as dnf-159, with lines of a repository that was removed meanwhile',
  'extra2-013': 'Ctrl-C is typed at a moment that the record does not tell',
  'extra3-003': 'another dnf was at work at the same time',
};

const NORMALISE: readonly (readonly [RegExp, string])[] = [
  [/:8099|_8099/g, ''], [/IP: [\d.]+/g, 'IP: ADDRESS'],
  [/^Last metadata expiration check: .*$/gm, 'Last metadata expiration check: WHEN'],
  [/New leaves:\n(  .*\n)+/g, ''],
  [/(\[[ =]+\] )?\s*[\d.]+ [kM ]?B\/s \| +[\d.]+ [kM ]?B +\d\d:\d\d *$/gm, ' SPEED'],
  [/^(Created|CentOS[^\n]*?|MariaDB|created by[^\n]*?|Broken repo|NoKey) +SPEED$/gm, '$1 SPEED'],
  [/^(created by dnf config-manager from http:\/\/mirro).* SPEED$/gm, '$1 SPEED'],
  [/^\(\d+\/\d+\): (\S{20})\S*\s+SPEED$/gm, '(n/m): $1 SPEED'],
  [/\w{3} \d\d \w{3} 20\d\d \d\d:\d\d:\d\d [AP]M UTC/g, 'DATE'], [/20\d\d-\d\d-\d\d \d\d:\d\d/g, 'DATE TIME'], [/\(\d+ seconds\)/g, '(n seconds)'],
  [/[0-9a-f]{64}/g, 'VERSION'], [/RSA\/SHA\d+/g, 'RSA/SHA'], [/^\d+ files? removed$/gm, 'n files removed'],
  [/(Transaction ID : )\d+/g, '$1N'], [/ +$/gm, ''],
];

const tidy = (text: string): string => NORMALISE.reduce((all, [pattern, by]) => all.replace(pattern, by), text);

/** Downloads run at once there: their order is chance. */
function inOrder(text: string): string {
  const lines = text.split('\n');
  const downloads = lines.filter((line) => line.startsWith('(n/m): ')).sort();
  return lines.map((line) => (line.startsWith('(n/m): ') ? downloads.shift() ?? '' : line)).join('\n');
}

function show(record: TranscriptRecord): { stdout: string; stderr: string; exit: number | null } {
  return { stdout: inOrder(tidy(record.pty === true ? plain(record.stdout) : record.stdout)), stderr: tidy(record.stderr), exit: record.exit };
}

const read = (file: string): TranscriptRecord[] =>
  readFileSync(new URL(file, import.meta.url), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as TranscriptRecord);

test('dnf and rpm answer as recorded', async () => {
  const world = await recordedWorld();
  const replayer = new Replayer(world);
  const records = [...read('dnf.jsonl'), ...read('rpm.jsonl')];
  const order = (id: string): number => (id.startsWith('dnf') ? 0 : id.startsWith('extra2') ? 1 : 2) * 1000 + Number(id.replace(/^.*-/, ''));
  records.sort((left, right) => order(left.id) - order(right.id));
  const different: string[] = [];
  let compared = 0;
  for (const recorded of records) {
    const record = { ...recorded, cmd: recorded.cmd.replaceAll(':8099', '') };
    for (const cmd of BETWEEN[record.id] ?? []) {
      const done = await replayer.answer({ id: 'between', host: record.host, cmd, cwd: record.cwd ?? '/root' });
      if (process.env['TRANSCRIPT_DIFF'] === '1') process.stdout.write(`between ${record.id}: ${cmd}: ${done.exit}\n${done.stdout}${done.stderr}\n`);
    }
    const answered = await replayer.answer(record);
    if (EXCEPT[record.id] !== undefined) continue;
    compared += 1;
    const wanted = show(recorded);
    const saw = show({ ...answered });
    if (JSON.stringify(wanted) === JSON.stringify(saw)) continue;
    different.push(record.id);
    if (process.env['TRANSCRIPT_DIFF'] === '1') process.stdout.write(`── ${record.id}: ${record.cmd}\nwanted ${wanted.exit}\n${wanted.stdout}--\n${wanted.stderr}\nsaw ${saw.exit}\n${saw.stdout}--\n${saw.stderr}\n`);
  }
  process.stdout.write(`dnf, rpm: ${compared - different.length} of ${compared} equal; differ: ${different.join(' ')}\n`);
  expect(((compared - different.length) / compared) * 100).toBeGreaterThanOrEqual(98);
});
