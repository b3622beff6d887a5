import { beforeAll, expect, test } from 'vitest';
import { startLab, type TestLab } from '../../world.testing.ts';
import { placeOf } from './complete-line.ts';

test.each([
  ['ls /et', { start: 3, word: '/et', quote: '', before: ['ls'] }],
  ['X=1 sudo cat my\\ f', { start: 13, word: 'my f', quote: '', before: ['sudo', 'cat'] }],
  ['a | b "c d', { start: 6, word: 'c d', quote: '"', before: ['b'] }],
  ['echo hi > /tm', { start: 10, word: '/tm', quote: '', before: ['echo', 'hi'], isRedirected: true }],
  ['ls; ', { start: 4, word: '', quote: '', before: [] }],
])('the word at the end of %j', (text, place) => { expect(placeOf(text)).toMatchObject(place); });

let lab: TestLab;
beforeAll(async () => { lab = await startLab(); });

/** What the line becomes by its Tabs: it is made a comment, and read back from the history. */
async function tab(keys: string): Promise<string> {
  const { stdout } = await lab.exec('controller', ['/usr/bin/bash', '--norc'], {
    columns: 100, stdin: `${keys}\x01#\nhistory 2\nexit\n`, env: { PS1: 'P$ ', TERM: 'linux', HISTFILE: '' },
  });
  return /^ +\d+ {2}#(.*?) *\r$/m.exec(stdout)?.[1] ?? stdout;
}

test.each([
  ['cat /etc/hostn\t', 'cat /etc/hostname'],
  ['cd /etc/sysct\t', 'cd /etc/sysctl.d/'],
  ['hostnamec\t', 'hostnamectl'],
  ['systemctl daemon-rel\t', 'systemctl daemon-reload'],
  ['systemctl status chronyd\t', 'systemctl status chronyd.service'],
  ['journalctl -u chronyd\t', 'journalctl -u chronyd.service'],
  ['dnf config\t', 'dnf config-manager'],
  ['rpm -q chron\t', 'rpm -q chrony'],
  ['sudo systemctl restar\t', 'sudo systemctl restart'],
  ['echo $HOSTN\t', 'echo $HOSTNAME'],
  ['cat < /etc/host.c\t', 'cat < /etc/host.conf'],
  ['su chro\t', 'su chrony'],
])('Tab: %j', async (keys, line) => { expect(await tab(keys)).toBe(line); });
