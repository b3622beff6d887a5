import { beforeAll, expect, test } from 'vitest';
import { startLab, type TestLab } from '../../world.testing.ts';

let lab: TestLab;

beforeAll(async () => {
  lab = await startLab();
});

const run = (command: string, options: Parameters<TestLab['run']>[2] = {}): Promise<string> =>
  lab.run('controller', command, options).then((result) => `${result.stdout}${result.stderr}[${result.exit}]`);

test('endless input ends with its reader', async () => {
  expect(await run('yes | head -2')).toBe('y\ny\n[0]');
  expect(await run('seq 1000000 | grep -m1 99')).toBe('99\n[0]');
});

test('tail -f shows what is added, through a pipe, until it is ended', async () => {
  expect(await run('echo a > /tmp/log; (tail -f /tmp/log | grep --line-buffered b > /tmp/seen) & sleep 1; echo b1 >> /tmp/log; echo c >> /tmp/log; echo b2 >> /tmp/log; sleep 1; kill $(pgrep tail); wait; cat /tmp/seen'))
    .toMatch(/b1\nb2\n\[0\]$/);
});

test('less turns pages and leaves the screen as it was', async () => {
  const shown = (await lab.run('controller', 'seq 100 | less', { columns: 80, stdin: ' q' })).stdout;
  expect(shown.startsWith('\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\r1\r\n2\r\n')).toBe(true);
  expect(shown).toContain('\r\n46\r\n:\x1b[K');
  expect(shown.endsWith('\r\x1b[K\x1b[?1l\x1b>\x1b[?1049l\x1b[23;0;0t')).toBe(true);
});

test('less finds a pattern', async () => {
  const shown = (await lab.run('controller', 'seq 100 | less', { columns: 80, stdin: '/50\rq' })).stdout;
  expect(shown).toContain('\x1b[H\x1b[7m50\x1b[27m\x1b[K\r\n51\x1b[K\r\n');
});

test('without a terminal pagers are cat, and man needs none', async () => {
  expect(await run('echo x | less; echo y | more; man nosuch')).toBe('x\ny\nNo manual entry for nosuch\n[16]');
});
