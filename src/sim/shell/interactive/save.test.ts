import { expect, test } from 'vitest';
import type { Json } from '../../../base/json.ts';
import { TtyFile } from '../../host/open-file.ts';
import { antelope } from '../../plans.ts';
import { World } from '../../world.ts';

/** A world with a login shell on a terminal, saved and restored between keys. */
class Person {
  world: World;
  screen = '';

  private constructor(world: World) {
    this.world = world;
  }

  static async arrive(): Promise<Person> {
    const person = new Person(await World.create(antelope(), 1));
    const host = person.world.host('controller');
    const tty = host.kernel.openTty(80, 24);
    const file = new TtyFile(tty);
    const start = host.kernel.start({
      path: '/usr/bin/bash', argv: ['-bash'], cwd: '/root', files: new Map([[0, file], [1, file], [2, file]]), tty: tty.data.name,
      env: { PATH: '/usr/bin', HOME: '/root', USER: 'root', TERM: 'linux', LANG: 'C.UTF-8' },
    });
    let step = start.next();
    while (step.done !== true) step = start.next();
    Object.assign(tty.data, { session: step.value, foreground: step.value });
    await person.#listen();
    return person;
  }

  async #listen(): Promise<void> {
    this.world.host('controller').kernel.ttys.get('pts/0')?.output.on((text) => { this.screen += text; });
    await this.world.runUntil(() => false, 100);
  }

  async type(keys: string, ms = 100): Promise<string> {
    this.screen = '';
    this.world.host('controller').kernel.ttys.get('pts/0')?.type(keys);
    await this.world.runUntil(() => false, ms);
    return this.screen;
  }

  /** The same world made anew from its plain data. */
  async sleepOver(): Promise<void> {
    expect(this.world.canSave()).toBe(true);
    this.screen = '';
    const data = JSON.parse(JSON.stringify(this.world.toJSON())) as Json;
    this.world = await World.fromJSON(antelope(), data);
    await this.#listen();
  }
}

test('a shell goes on after a restore: variables, functions, options, history, a half-typed line', async () => {
  const person = await Person.arrive();
  await person.type('x=1; declare -A m=([a]=b); f() { echo "f $1"; }; alias hey="echo hey"; set -o pipefail; trap "echo bye" EXIT\n');
  await person.type('cd /tmp\n');
  await person.type('f $x; ec');
  await person.type('\x1b[D');
  await person.sleepOver();
  expect(person.screen).toBe('');
  expect(await person.type('\x05ho ${m[a]}; hey; [[ -o pipefail ]] && echo on; pwd\n')).toBe(
    '\x1b[Cho ${m[a]}; hey; [[ -o pipefail ]] && echo on; pwd\r\n\x1b[?2004l\rf 1\r\nb\r\nhey\r\non\r\n/tmp\r\n'
    + '\x1b[?2004h[root@controller tmp]# ');
  expect(await person.type('history\n')).toContain('    2  cd /tmp\r\n');
  expect(await person.type('exit\n')).toBe('exit\r\n\x1b[?2004l\rlogout\r\nbye\r\n');
});

test('a shell that waits for its only command waits on after a restore', async () => {
  const person = await Person.arrive();
  await person.type('sleep 60\n');
  await person.sleepOver();
  expect(await person.type('\x03')).toBe('^C\r\n\x1b[?2004h[root@controller ~]# ');
  expect(await person.type('echo $?\n')).toBe('echo $?\r\n\x1b[?2004l\r130\r\n\x1b[?2004h[root@controller ~]# ');
});

test('lines of an unfinished command survive', async () => {
  const person = await Person.arrive();
  await person.type('for i in 1 2\n');
  await person.type('do echo "<$i>"\n');
  await person.sleepOver();
  expect(await person.type('done\n')).toBe('done\r\n\x1b[?2004l\r<1>\r\n<2>\r\n\x1b[?2004h[root@controller ~]# ');
  expect(await person.type('history\n')).toContain('    1  for i in 1 2; do echo "<$i>"; done\r\n');
});

test('the history is kept in its file', async () => {
  const person = await Person.arrive();
  await person.type('echo one\n');
  await person.type(' echo two\n');
  await person.type('exit\n');
  const { files } = person.world.host('controller');
  expect(files.readFile('/root/.bash_history', { uid: 0, gid: 0, groups: [0] })).toBe('echo one\n echo two\nexit\n');
});
