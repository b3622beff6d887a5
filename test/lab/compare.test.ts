import { describe, expect, it } from 'vitest';
import { compare, normalised, unusedReasons, type Compared } from '../../bin/compare.ts';
import type { Reason } from '../../bin/differences.ts';
import type { Played } from '../../bin/played.ts';

const play = (text: string, output: string, exit = 0): Played => ({ at: 'c/m/l', kind: 'look', host: 'controller', user: 'root', text, output, exit });

const held = (left: Played[], right: Played[], reasons: readonly Reason[] = []): Compared[] => [...compare(left, right, reasons)];

/** What is left of one command's difference. */
function left(simulated: [string, number?], real: [string, number?], reasons: readonly Reason[] = []): unknown {
  const [only] = held([play('cmd', ...simulated)], [play('cmd', ...real)], reasons);
  if (only === undefined || only.difference === null) return null;
  const { of: _of, ...rest } = only.difference;
  return rest;
}

const NOTHING = { simulated: [], real: [], exits: null, isOrder: false };

describe('normalised', () => {
  it.each([
    ['   Active: active (running) since Fri 2026-11-20 09:01:39 UTC; 1min 9s ago', 'Active: active (running) since DATE; SINCE'],
    ['Main PID: 1109 (mariadbd)', 'Main PID: N (mariadbd)'],
    ['-rw-r--r--  1 root root  202 Nov 20 09:01 /etc/hosts', '-rw-r--r-- N root root N DATE /etc/hosts'],
    ['-rw-r--r--. 12 root root 4096 Jun 25  2024 x', '-rw-r--r-- N root root N DATE x'],
    ['    link/ether 52:54:00:aa:bb:0c brd ff:ff:ff:ff:ff:ff', 'link/ether MAC brd MAC'],
    ['64 bytes from compute1 (10.0.0.31): icmp_seq=1 ttl=64 time=0.418 ms', '64 bytes from compute1 (10.0.0.31): icmp_seq=1 ttl=64 time=DURATION'],
    ['chrony-4.6.1-2.el9.x86_64', 'chrony-VERSION'],
    ['Nov 20 09:01:39 controller systemd[1]: Started x.', 'DATE controller systemd[N]: Started x.'],
    ['+----+------+', '+---'],
    ['Total download size: 26 M', 'Total download size: SIZE'],
  ])('%s', (line, shown) => { expect(normalised(line)).toBe(shown.replace('+---', '---')); });

  it.each([
    "ERROR 1045 (28000): Access denied for user 'x'@'localhost' (using password: YES)",
    'inet 10.0.0.11/24 scope global eth0', '/etc/shadow 0 root:root regular file', '2 packets transmitted, 1 received', '| 3306 |', 'uid=27(mysql) gid=27(mysql)',
  ])('leaves alone: %s', (line) => { expect(normalised(line)).toBe(line); });
});

describe('compare', () => {
  it('says nothing of what is the same but for times and widths', () => {
    expect(left(['a   b 09:00:01\n\n'], ['a b 10:11:12'])).toBe(null);
  });

  it('shows lines that only one printed, each as often as it is too many', () => {
    expect(left(['a\nb\nb'], ['b\nc'])).toEqual({ ...NOTHING, simulated: ['a', 'b'], real: ['c'], why: null });
  });

  it('shows another order, and another exit status', () => {
    expect(left(['a\nb'], ['b\na'])).toEqual({ ...NOTHING, isOrder: true, why: null });
    expect(left(['a', 1], ['a', 127])).toEqual({ ...NOTHING, exits: [1, 127], why: null });
  });

  it('takes a reason for the lines, the side and the command that it is about, and for no other', () => {
    const reason: Reason = { command: /^cmd$/, simulated: /^a$/, real: /^b$/, exit: [0, 1], reason: 'so' };
    expect(left(['a'], ['b', 1], [reason])).toEqual({ ...NOTHING, why: 'so' });
    expect(left(['b'], ['a'], [reason])).toEqual({ ...NOTHING, simulated: ['b'], real: ['a'], why: null });
    expect(left(['a\nc'], ['b'], [reason])).toEqual({ ...NOTHING, simulated: ['c'], why: null });
    expect(left(['a'], ['b', 2], [reason])).toEqual({ ...NOTHING, exits: [0, 2], why: null });
    expect(left(['a'], ['b'], [{ ...reason, command: /other/ }])).toEqual({ ...NOTHING, simulated: ['a'], real: ['b'], why: null });
    expect(left(['x\ny'], ['y\nx'], [{ command: /cmd/, isOrder: true, reason: 'by chance' }])).toEqual({ ...NOTHING, why: 'by chance' });
  });

  it('shows what only one lab played', () => {
    const [one, two] = held([play('a', 'x')], [play('b', 'y')]);
    expect(one?.difference).toMatchObject({ simulated: ['handstack: not played here'], real: ['y'], exits: [-1, 0] });
    expect(two?.difference).toMatchObject({ of: { text: 'a' }, simulated: ['x'], real: ['handstack: not played here'], exits: [0, -1] });
  });

  it('pairs equal commands in their order', () => {
    expect(held([play('a', '1'), play('a', '2')], [play('a', '1'), play('a', '2')]).map(({ difference }) => difference)).toEqual([null, null]);
  });

  it('names each side of a reason that explained nothing', () => {
    const reasons: Reason[] = [{ command: /^cmd$/, simulated: /^a$/, real: /^b$/, reason: 'half' }, { command: /^never$/, real: /x/, exit: [0, 1], reason: 'never' }];
    const used = held([play('cmd', 'a')], [play('cmd', '')], reasons).flatMap((each) => each.used);
    expect(unusedReasons(reasons, used)).toEqual(['real: half (/^cmd$/)', 'real: never (/^never$/)', 'exit: never (/^never$/)']);
  });
});
