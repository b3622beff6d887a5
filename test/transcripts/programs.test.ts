// The ordinary programs against what coreutils, findutils, grep, shadow, sudo and their kin answered.
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
  'mkdir -p /srv/x/sub; touch /srv/x/a; chmod 700 /srv/x', 'echo f > /home/alice/f; chown alice:alice /home/alice/f',
  'mkdir -p /etc/httpd/conf /etc/httpd/conf.d /etc/httpd/run /var/log/httpd /usr/lib/apache2/modules',
  'ln -s /var/log/httpd /etc/httpd/logs; ln -s /usr/lib/apache2/modules /etc/httpd/modules',
];

test('files and machines are shown and changed as recorded', async () => {
  await replayTranscript({
    file: 'files.jsonl', scene: 'antelope/bare', prepare: [...ACCOUNTS, ...FILES],
    normalise: [[/\b\d\d:\d\d(:\d\d)?\b/g, 'TIME'], [/sed[A-Za-z0-9]{6}:/g, 'sedXXXXXX:']],
    except: {},
  }, 0);
}, 120_000);

test('accounts are kept and changed as recorded', async () => {
  await replayTranscript({ file: 'users.jsonl', scene: 'antelope/bare', prepare: ACCOUNTS, normalise: [[/\w\w\w \d\d, 20\d\d/g, 'DATE']], except: {} }, 0);
}, 120_000);
