import { describe, expect, it } from 'vitest';
import { loadLooks } from '../../bin/looks.ts';
import { look, outputOf, type Played } from '../../bin/played.ts';
import { antelope } from '../../src/sim/plans.ts';
import { SimLab } from '../../src/sim/sim-lab.ts';

const HOSTS = ['controller', 'compute1'];

describe('looks', () => {
  it('are read with the file that they need', () => {
    const text = '# words\n\ncontroller# ls -l\nneeds /usr/bin/mysql\nstack@compute1$ mysql\nneeds nothing\ncompute1# id\n';
    expect(loadLooks(HOSTS, text)).toEqual([
      { typing: { host: 'controller', user: 'root', text: 'ls -l' }, needs: null },
      { typing: { host: 'compute1', user: 'stack', text: 'mysql' }, needs: '/usr/bin/mysql' },
      { typing: { host: 'compute1', user: 'root', text: 'id' }, needs: null },
    ]);
    expect(() => loadLooks(HOSTS, 'nowhere# ls')).toThrow("bin/looks.txt:1: starts with a prompt such as 'controller# ', not 'nowhere# ls'");
  });

  it('are many, each once', () => {
    const typed = loadLooks(HOSTS).map(({ typing }) => `${typing.host} ${typing.text}`);
    expect(typed.length).toBeGreaterThan(300);
    expect(typed.filter((each, index) => typed.indexOf(each) !== index)).toEqual([]);
  });

  it('are played where what they need is there, with output and status; then come the questions', async () => {
    const lab = await SimLab.create({ plan: antelope(), wall: null });
    const played: Played[] = [];
    const looks = loadLooks(HOSTS, 'controller# ls /none\nneeds /usr/bin/mysql\ncontroller# mysql\nneeds /usr/bin/dnf\ncompute1# hostname\n');
    for await (const each of look('c/m', lab, looks)) played.push(each);
    await lab.close();
    expect(played.filter(({ kind }) => kind === 'look')).toEqual([
      { at: 'c/m', kind: 'look', host: 'controller', user: 'root', text: 'ls /none', output: "ls: cannot access '/none': No such file or directory", exit: 2 },
      { at: 'c/m', kind: 'look', host: 'compute1', user: 'root', text: 'hostname', output: 'compute1', exit: 0 },
    ]);
    expect(played.find(({ text }) => text === '{"kind":"unit","host":"controller","name":"no-such"}')?.output)
      .toBe('{\n "kind": "unit",\n "load": "not-found",\n "active": "inactive",\n "sub": "dead",\n "isEnabled": false,\n "result": "success"\n}');
  });
});

describe('outputOf', () => {
  it('cuts out what stands between the echo and the next prompt, as it is seen', () => {
    const stream = 'cat > x <<END\r\n> a\r\n> END\r\n[root@controller ~]# ';
    expect(outputOf(stream, 'cat > x <<END\na\nEND')).toBe('');
    expect(outputOf('[root@c ~]# ls\r\n\x1b[0m\x1b[01;34mdir\x1b[0m\r\n10%\r100%\r\n[root@c ~]# ', 'ls')).toBe('dir\n100%');
    expect(outputOf('printf x\r\nx[root@c ~]# ', 'printf x')).toBe('x');
    expect(outputOf('id\r\n\x1b[H\x1b[2J[root@c ~]# id\r\nuid=0\r\n[root@c ~]# ', 'id')).toBe('uid=0');
    expect(() => outputOf('nothing', 'ls')).toThrow('the terminal does not show that it was typed: ls');
  });
});
