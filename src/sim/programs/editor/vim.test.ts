import { expect, test } from 'vitest';
import { TtyFile } from '../../host/open-file.ts';
import type { EditRequest, EditResult } from '../../host/sys.ts';
import { putFile, startLab } from '../../world.testing.ts';

type Act = (request: EditRequest) => EditResult;

/** Runs vi on a file as a user; each action answers one request. Answers the messages that vi showed. */
async function edit(path: string, user: string, actions: readonly Act[], prepared: readonly [string, string, number][] = []): Promise<{ messages: string[]; text: string | null }> {
  const lab = await startLab();
  for (const [file, text, mode] of prepared) putFile(lab, 'controller', file, text, mode);
  const host = lab.world.host('controller');
  await lab.run('controller', 'id alice || useradd alice');
  const account = host.accounts.byName(user);
  if (account === null) throw new Error(`no ${user}`);
  const tty = host.kernel.openTty(80, 24);
  tty.hasEditor = true;
  const messages: string[] = [];
  const todo = [...actions];
  tty.edits.on((request) => {
    if (request === null) return;
    messages.push(request.message);
    tty.editResult = todo.shift()?.(request) ?? { kind: 'leave' };
  });
  const screen = new TtyFile(tty);
  const routine = host.kernel.start({ path: '/usr/bin/vi', argv: ['vi', path], files: new Map([[0, screen], [1, screen], [2, screen]]), as: host.accounts.credentialsOf(account), tty: tty.data.name });
  for (let step = routine.next(); step.done !== true; step = routine.next()) await lab.world.settle();
  await lab.world.settle();
  const read = await lab.run('controller', `cat ${path}`);
  return { messages, text: read.exit === 0 ? read.stdout : null };
}

const write = (text: string, isForced = false, leaves = true): Act => ({ path }) => ({ kind: 'write', path, text, isForced, leaves });

test('a new file is written and left', async () => {
  expect(await edit('/tmp/foo', 'root', [write('hello\n', false, false)])).toEqual({ messages: ['"/tmp/foo" [New]', '"/tmp/foo" [New] 1L, 6B written'], text: 'hello\n' });
});

test('what may not be written is refused as vim refuses it', async () => {
  const owned: [string, string, number][] = [['/etc/lab.conf', 'a=1\nb=2\n', 0o644]];
  expect(await edit('/etc/lab.conf', 'alice', [write('x\n'), write('x\n', true)], owned)).toEqual({
    messages: ['"/etc/lab.conf" [readonly] 2L, 8B', "E45: 'readonly' option is set (add ! to override)", '"/etc/lab.conf" E212: Can\'t open file for writing'], text: 'a=1\nb=2\n',
  });
});

test('root overrides a read-only file with !, and sees what cannot be made', async () => {
  expect(await edit('/etc/lab.conf', 'root', [write('new', true)], [['/etc/lab.conf', 'old\n', 0o444]])).toEqual({ messages: ['"/etc/lab.conf" [readonly] 1L, 4B'], text: 'new' });
  expect((await edit('/nosuch/x', 'root', [write('x\n')])).messages).toEqual(['"/nosuch/x" [New]', '"/nosuch/x" E212: Can\'t open file for writing']);
  expect((await edit('/etc/shadow', 'alice', [])).messages).toEqual(['"/etc/shadow" [Permission Denied]']);
});
