import { execFileSync, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { compareVersions } from './version-order.ts';

const NAMES = [
  'a1', 'a10', 'a2', 'a', 'b', 'A1', '1.10', '1.9', '1.9~rc1', '1.9-2', '1.9+b', '.b', '.a', '.a10', '.a9', 'x.tar.gz', 'x.tar', 'x-1.tar.gz',
  'x-1.2.tar.gz', 'x1.txt', 'x10.txt', 'x2.txt', 'x_1', 'x-1', 'x 1', 'file~', 'file', 'file.c~', 'kernel-5.14.0-1.el9', 'kernel-5.14.0-10.el9',
  'kernel-5.14.0-9.el9', '00', '1', '01x', '1x', 'v1.0.0-alpha', 'v1.0.0', 'v1.0', 'z.1', 'z.a1', 'z.a10', '~', '~a', '-', '_', '0~',
];

/** Whether the real program keeps `left` before `right` (a stable sort of the two). */
const isKept = (left: string, right: string): boolean =>
  spawnSync('sort', ['-V', '-s', '-C'], { input: `${left}\n${right}\n`, env: { LC_ALL: 'C' } }).status === 0;

it('orders names as the real sort -V does', () => {
  const real = execFileSync('sort', ['-V'], { input: NAMES.map((name) => `${name}\n`).join(''), encoding: 'utf8', env: { LC_ALL: 'C' } });
  const ours = NAMES.toSorted((left, right) => compareVersions(left, right) || (left < right ? -1 : 1));
  expect(ours).toEqual(real.trimEnd().split('\n'));
  for (const [index, right] of NAMES.entries()) {
    const left = NAMES[(index * 7 + 3) % NAMES.length] ?? '';
    expect(compareVersions(left, right) <= 0, `${left} ${right}`).toBe(isKept(left, right));
  }
});
