import { expect, test } from 'vitest';
import { antelope } from '../../../plans.ts';
import { SimLab, worldOf } from '../../../sim-lab.ts';

const OPTIONS = { plan: antelope(), seed: 1, wall: null };
const LOGIN = ['ssh -o StrictHostKeyChecking=no 10.0.0.31\r', 'handstack\r'];
const THERE = ['cd /srv; echo there > note\r', 'cat no'];

/** A screen without titles and modes of the terminal. */
const plain = (screen: string): string => screen.replaceAll(/\x1b\[\?2004[hl]\r?|\x1b\]0;[^\x07]*\x07/g, '');

async function play(lab: SimLab, terminal: string, keys: readonly string[]): Promise<void> {
  for (const each of keys) await lab.type(terminal, each);
}

const again = async (lab: SimLab): Promise<SimLab> => SimLab.from(await lab.save(), OPTIONS);

async function open(): Promise<{ lab: SimLab; terminal: string }> {
  const lab = await SimLab.create({ ...OPTIONS, hasEditor: true });
  return { lab, terminal: (await lab.openTerminal('controller', { columns: 100, rows: 30 })).id };
}

test('a tab killed in an ssh session, in the middle of a line, goes on over there', async () => {
  const { lab, terminal } = await open();
  await play(lab, terminal, [...LOGIN, ...THERE]);
  const restored = await again(lab);
  expect(await restored.screen(terminal)).toBe(await lab.screen(terminal));
  await play(lab, terminal, ['te\r', 'exit\r', 'hostname\r']);
  await play(restored, terminal, ['te\r', 'exit\r', 'hostname\r']);
  const screen = await restored.screen(terminal);
  expect(screen).toBe(await lab.screen(terminal));
  expect(plain(screen)).toContain('cat note\r\nthere\r\n[root@compute1 srv]# exit\r\nlogout\r\nConnection to 10.0.0.31 closed.\r\n[root@controller ~]# hostname\r\ncontroller\r\n');
  expect(JSON.stringify(await worldOf(await restored.save()))).toBe(JSON.stringify(await worldOf(await lab.save())));
});

test('a tab killed at the password prompt asks on', async () => {
  const { lab, terminal } = await open();
  await play(lab, terminal, [LOGIN[0] ?? '', 'hand']);
  const restored = await again(lab);
  await play(restored, terminal, ['stack\r', 'hostname\r']);
  expect(plain(await restored.screen(terminal))).toMatch(/\[root@compute1 ~\]# hostname\r\ncompute1\r\n\[root@compute1 ~\]# $/);
});

test('an ssh session is saved again and again, also from what was restored', async () => {
  const { lab, terminal } = await open();
  await play(lab, terminal, LOGIN);
  let saved = lab;
  for (const word of ['one', 'two', 'three']) {
    await saved.type(terminal, `echo ${word} >> /srv/words\r`);
    saved = await again(saved);
  }
  expect(await saved.ask({ kind: 'file', host: 'compute1', path: '/srv/words' })).toMatchObject({ text: 'one\ntwo\nthree\n' });
  await play(saved, terminal, ['exit\r']);
  expect((await saved.history()).map(({ host, line }) => `${host}: ${line}`)).toEqual([
    ...['one', 'two', 'three'].map((word) => `compute1: echo ${word} >> /srv/words`), 'controller: ssh -o StrictHostKeyChecking=no 10.0.0.31',
  ]);
});
