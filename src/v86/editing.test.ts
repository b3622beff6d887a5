// The page's editor over an agent that answers as a guest's sh does.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EditorRequest } from '../lab/lab.ts';
import type { Agent, Said } from './agent.ts';
import { Editors } from './editing.ts';
import { MarkReader } from './markers.ts';

let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'editing-')); });
afterAll(() => { rmSync(folder, { recursive: true }); });

/** This computer's sh in the guest's place; nobody becomes another user here. */
const agent = {
  run(script: string): Promise<Said> {
    const own = script.replace(/setpriv .*? --init-groups /g, '');
    const { stdout, status } = spawnSync('sh', ['-c', `(${own}\n) 2>&1`], { encoding: 'utf8' });
    return Promise.resolve({ text: stdout, status: status ?? 255 });
  },
} as unknown as Agent;

interface Desk {
  readonly editors: Editors;
  readonly shown: (EditorRequest | null)[];
}

async function open(path: string): Promise<Desk> {
  const shown: (EditorRequest | null)[] = [];
  const editors = new Editors((_terminal, request) => { shown.push(request); });
  await editors.begin('t1', agent, { pid: 42, path, line: 3 });
  return { editors, shown };
}

describe('the page\'s editor', () => {
  it('shows a file, writes it, and lets the program go on', async () => {
    const path = join(folder, 'it\'s ä.conf');
    writeFileSync(path, 'one\ntwo ä\n');
    const { editors, shown } = await open(path);
    expect(shown).toEqual([{ terminal: 't1', editor: 'nano', isReadOnly: false, path, text: 'one\ntwo ä\n', message: 'Read 2 lines', line: 3 }]);
    expect(await editors.act('t1', { kind: 'write', path, text: 'three', isForced: false, leaves: false })).toBe(false);
    expect(shown.at(-1)).toMatchObject({ text: 'three\n', message: 'Wrote 1 line' });
    expect(readFileSync(path, 'utf8')).toBe('three\n');
    expect(await editors.act('t1', { kind: 'write', path, text: '', isForced: false, leaves: true })).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('');
    editors.end('t1');
    expect(shown.at(-1)).toBeNull();
  });

  it('says what cannot be read or written', async () => {
    expect((await open(join(folder, 'new'))).shown).toMatchObject([{ text: null, message: 'New File' }]);
    expect((await open(folder)).shown).toMatchObject([{ path: '', text: null, message: `"${folder}" is a directory` }]);
    const { editors, shown } = await open(join(folder, 'none/x'));
    expect(shown).toMatchObject([{ text: null, message: `Directory '${folder}/none' does not exist` }]);
    expect(await editors.act('t1', { kind: 'write', path: '', text: 'x', isForced: false, leaves: true })).toBe(false);
    expect(shown.at(-1)).toMatchObject({ message: `Error writing ${folder}/none/x: Directory nonexistent` });
  });

  it('is asked for by a mark', () => {
    expect(new MarkReader().read('a\x1b]777;edit;17;;/etc/hosts\x07\x1b]777;edit;18;5;/a;b\x07')).toEqual([
      { kind: 'text', text: 'a' }, { kind: 'edit', call: { pid: 17, line: null, path: '/etc/hosts' } }, { kind: 'edit', call: { pid: 18, line: 5, path: '/a;b' } },
    ]);
  });
});
