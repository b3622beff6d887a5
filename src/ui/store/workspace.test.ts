import { expect, test, vi } from 'vitest';
import { SnapshotError } from '../../lab/lab.ts';
import { COURSE } from '../course.testing.ts';
import { FakeLab } from '../fake-lab.testing.ts';
import { Emitter } from '../../base/emitter.ts';
import { memoryVault, type Vault } from './vault.ts';
import { Workspace } from './workspace.ts';

/** A workspace over fake machines; `crash` breaks them. */
function bench(vault: Vault = memoryVault(), hasCourse = true) {
  const crashes = new Emitter<string>();
  const labs: FakeLab[] = [];
  const startLab = async ({ snapshot }: { snapshot: Uint8Array | null }) => {
    const lab = new FakeLab();
    if (snapshot !== null) await lab.restore(snapshot);
    labs.push(lab);
    return { lab, onCrash: (listener: (reason: string) => void) => crashes.on(listener) };
  };
  const workspace = new Workspace({ key: 'toy', vault, startLab, course: hasCourse ? COURSE : null, machines: 'simulated' });
  const state = () => workspace.store.getState();
  return { workspace, state, labs, vault, crash: (reason: string) => crashes.emit(reason) };
}

const settled = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 2000, interval: 5 });

test('a fresh lab has a terminal on every host, and is saved at once', async () => {
  const { workspace, state, vault } = bench();
  await workspace.start();
  expect(state().phase).toEqual({ kind: 'ready' });
  expect(state().terminals.map(({ host }) => host)).toEqual(['controller', 'compute1']);
  expect([state().shown, state().active]).toEqual([['controller-1'], 'controller-1']);
  await settled(async () => expect((await vault.read('toy'))?.notebook?.course).toBe('toy'));
});

test('what was typed is saved after the command, and comes back in another tab', async () => {
  const first = bench();
  await first.workspace.start();
  await first.workspace.terminals.run('controller', 'start mariadb');
  await settled(() => expect(first.state().overviews.controller?.databases.map(({ name }) => name)).toEqual(['mysql', 'keystone']));
  expect([...(first.state().changes.controller ?? [])]).toContain('unit mariadb.service');
  await first.workspace.close();

  const second = bench(first.vault);
  await second.workspace.start();
  const seen: string[] = [];
  second.workspace.terminals.listen('controller-1', (text) => seen.push(text));
  await settled(() => expect(seen).toEqual(['[root@controller ~]# start mariadb\r\n[root@controller ~]# ']));
  expect(second.state().overviews.controller?.databaseProblem).toBeNull();
  expect(second.state().session?.state().notebook.seed).toBe(first.vault && (await first.vault.read('toy'))?.notebook?.seed);
});

test('a terminal is drawn from its screen, then from what it prints, nothing twice', async () => {
  const { workspace } = bench();
  await workspace.start();
  let drawn = '';
  const stop = workspace.terminals.listen('controller-1', (text) => { drawn += text; });
  await settled(() => expect(drawn).toBe('[root@controller ~]# '));
  workspace.terminals.type('controller-1', 'ls');
  await settled(() => expect(drawn).toBe('[root@controller ~]# ls'));
  stop();
  workspace.terminals.type('controller-1', 'x');
  expect(drawn).toBe('[root@controller ~]# ls');
});

test('undo takes the last command back', async () => {
  const { workspace, state } = bench();
  await workspace.start();
  expect(await workspace.undo()).toBe(false);
  await workspace.terminals.run('controller', 'start mariadb');
  await settled(() => expect(state().canUndo).toBe(true));
  expect(await workspace.undo()).toBe(true);
  await settled(() => expect(state().overviews.controller?.databases).toEqual([]));
  expect(state().generation).toBe(1);
});

test('a step can be started again: the machines are as it found them', async () => {
  const { workspace, state, vault } = bench();
  await workspace.start();
  await state().session?.open('toy/one/first');
  await settled(async () => expect(await vault.readStart('toy', 'toy/one/first#one')).not.toBeNull());
  await workspace.terminals.run('controller', 'start mariadb');
  await settled(() => expect(state().session?.state().open?.isSolved).toBe(true));
  expect(await workspace.resetStep('toy/one/first#one', 'wait')).toBe(true);
  await settled(() => expect(state().session?.state().open?.isSolved).toBe(false));
  expect(await workspace.resetStep('toy/two/start#one', 'wait')).toBe(false);
});

test('restarting a lesson starts its scene, and forgets how later steps began', async () => {
  const { workspace, state, labs, vault } = bench();
  await workspace.start();
  await vault.writeStart('toy', 'toy/two/start#one', Uint8Array.of(1));
  await workspace.restart('toy/one/first', ['toy/one/first', 'toy/two/start'], 'wait');
  expect(labs[0]?.resets).toEqual(['antelope/bare']);
  expect(await vault.readStart('toy', 'toy/two/start#one')).toBeNull();
  expect(state().busy).toBeNull();
});

test('a saved lab that cannot be used is kept, and said', async () => {
  for (const reason of ['damaged', 'newer-version', 'unknown-version'] as const) {
    const vault = memoryVault();
    await vault.write('toy', { format: 1, savedAtMs: 0, snapshot: Uint8Array.of(1), notebook: null, progress: null });
    const startLab = () => Promise.reject(new SnapshotError(reason));
    const workspace = new Workspace({ key: 'toy', vault, startLab, course: COURSE, machines: 'simulated' });
    await workspace.start();
    expect(workspace.store.getState().phase).toEqual({ kind: 'failed', failure: { kind: 'snapshot', reason } });
    expect(await workspace.exportFile()).toContain('"lab":"toy"');
  }
});

test('a crash is told, and starting again goes on from the last save', async () => {
  const { workspace, state, crash, labs } = bench();
  await workspace.start();
  await workspace.terminals.run('controller', 'start mariadb');
  await settled(() => expect(state().saving).toBe('saved'));
  await settled(() => expect(state().canUndo).toBe(true));
  await new Promise((done) => setTimeout(done, 30));
  crash('it broke');
  await settled(() => expect(state().phase).toEqual({ kind: 'failed', failure: { kind: 'crash', detail: 'it broke' } }));
  await workspace.start(true);
  expect(labs.length).toBe(2);
  await settled(() => expect(state().overviews.controller?.databases.length).toBe(2));
});

test('a browser that keeps nothing: one can work, and is told', async () => {
  const broken = () => Promise.reject(new Error('denied'));
  const { workspace, state } = bench({ ...memoryVault(), read: broken, write: broken });
  await workspace.start();
  expect(state().phase).toEqual({ kind: 'ready' });
  await settled(() => expect([state().isStorageBroken, state().saving]).toEqual([true, 'failed']));
  expect(await workspace.exportFile()).toContain('"handstack":1');
});

test('a lab goes into a file and comes back from it', async () => {
  const { workspace, state } = bench();
  await workspace.start();
  const file = await workspace.exportFile();
  await workspace.terminals.run('controller', 'start mariadb');
  await settled(() => expect(state().overviews.controller?.databases.length).toBe(2));
  await workspace.importFile(file ?? '', 'wait');
  await settled(() => expect(state().overviews.controller?.databases).toEqual([]));
});

test('who only looks types nothing and saves nothing', async () => {
  const { workspace, state, labs, vault } = bench();
  await workspace.look();
  expect([state().phase.kind, state().isReadOnly]).toEqual(['ready', true]);
  workspace.terminals.type('controller-1', 'ls\r');
  await workspace.save();
  expect(labs[0]?.typed).toEqual([]);
  expect(await vault.read('toy')).toBeNull();
});

test('free play has machines and no lessons', async () => {
  const { workspace, state } = bench(memoryVault(), false);
  await workspace.start();
  expect([state().phase.kind, state().session, state().notebook]).toEqual(['ready', null, null]);
});

test('after everything was erased nothing is written any more', async () => {
  const { workspace, vault } = bench();
  await workspace.start();
  await workspace.abandon();
  await vault.eraseAll();
  await workspace.save();
  expect(await vault.read('toy')).toBeNull();
});
