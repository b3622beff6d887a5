// The ordinary programs against what coreutils, findutils, grep, shadow, sudo and their kin answered.
import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { replayTranscript } from './transcript.testing.ts';

/** Accounts and files that the recorded machine had. */
const ACCOUNTS = [
  'useradd -u 1000 -m -s /bin/bash stack', 'useradd -u 1001 -m -s /bin/bash alice', 'useradd -u 1002 -m -s /bin/sh bob',
  'printf "root:rootpass\\nstack:stackpass\\nalice:alicepass\\n" | chpasswd',
  'printf "stack ALL=(ALL:ALL) ALL\\n" > /etc/sudoers.d/stack; chmod 440 /etc/sudoers.d/stack',
  'mkdir -p /var/db/sudo/lectured; touch /var/db/sudo/lectured/stack /var/db/sudo/lectured/alice',
];
const FILES = [
  'mkdir -p /etc/keystone; echo x > /etc/keystone/secret.conf; chmod 600 /etc/keystone/secret.conf',
  'mkdir -p /srv/x/sub; touch /srv/x/a; chmod 700 /srv/x', 'echo f > /home/alice/f; chown alice:root /home/alice/f',
  'mkdir -p /etc/httpd/conf /etc/httpd/conf.d /etc/httpd/run /var/log/httpd /usr/lib/apache2/modules',
  'ln -s /var/log/httpd /etc/httpd/logs; ln -s /usr/lib/apache2/modules /etc/httpd/modules',
];

const MACHINE = 'another machine: disks, kernel, processors, load or who is logged in';
const DEBIAN = 'Debian words or brings it otherwise than CentOS';
const FILES_EXCEPT: Readonly<Record<string, string>> = {
  'sys2-024': MACHINE, 'host-043': 'the recording had set its time zone before', 'host3-086': 'Apache ran on the recorded machine', 'host3-087': MACHINE,
  'host3-088': MACHINE, 'host3-089': MACHINE, 'host3-096': MACHINE, 'host3-097': MACHINE, 'host3-098': MACHINE, 'host3-099': MACHINE, 'host3-105': MACHINE,
  'host3-116': DEBIAN, 'host3-117': MACHINE, 'host3-118': MACHINE, 'host3-119': MACHINE, 'host3-137': MACHINE, 'host3-145': 'its /etc/hosts did not name it',
  'host3-158': 'bash: the order of the environment', 'host3-159': `${DEBIAN}: LANGUAGE`, 'host3-162': DEBIAN, 'host3-172': 'vim was not installed there', 'host3-173': 'man was not installed there',
  'host3-195': MACHINE, 'host3-196': MACHINE, 'host3-223': 'vim 8.2 here', 'host3-273': 'a disk device is no file here',
  'host3-280': 'a file of the installer begins with a', 'host3-338': 'other /etc/hosts', 'host3-375': 'a directory change before it, in another shell', 'host3-426': DEBIAN,
  'host3-430': 'the order of names in a directory is not promised',
};
const USERS_EXCEPT: Readonly<Record<string, string>> = {
  'host2-004': 'a help text: ours is our own', 'host2-018': 'carol is made in a record kept back', 'host2-021': DEBIAN, 'host2-022': DEBIAN, 'host2-029': `${DEBIAN}: sudoers`,
  'host2-032': 'sudo 1.9.5 here', 'host2-044': DEBIAN, 'host3-001': DEBIAN, 'host3-004': `${DEBIAN}: the prompt`,
};

test('files and machines are shown and changed as recorded', async () => {
  await replayTranscript({
    file: 'files.jsonl', scene: 'antelope/bare', prepare: [...ACCOUNTS, ...FILES],
    mapping: [[/\/dev\/vda\b/g, '/dev/vda2']],
    normalise: [[/\b\d\d:\d\d(:\d\d)?\b/g, 'TIME'], [/sed[A-Za-z0-9]{6}:/g, 'sedXXXXXX:']],
    except: FILES_EXCEPT,
  });
}, 120_000);

test('accounts are kept and changed as recorded', async () => {
  await replayTranscript({ file: 'users.jsonl', scene: 'antelope/bare', prepare: ACCOUNTS, normalise: [[/\w\w\w \d\d, 20\d\d/g, 'DATE']], except: USERS_EXCEPT });
}, 120_000);

/** Records of tools.jsonl that only bring about a state, or whose difference is known. */
function stateRecords(): Record<string, string> {
  const lines = readFileSync(new URL('tools.jsonl', import.meta.url), 'utf8').split('\n').filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => JSON.parse(line) as { id: string; note: string }).filter(({ note }) => note === 'state').map(({ id }) => [id, 'only makes a state']));
}

// Recorded with coreutils 9.1, grep 3.8, sed 4.9, gawk 5.2, findutils 4.9, diffutils 3.8, tar 1.34 and util-linux 2.38.
test('the tools do what GNU\'s do', async () => {
  await replayTranscript({
    file: 'tools.jsonl', scene: 'antelope/bare', except: stateRecords(),
    normalise: [[/\b(Nov 2\d|19|20) \d\d:\d\d\b/g, 'DATE'], [/bash: line 1: /g, '']],
  });
}, 240_000);
