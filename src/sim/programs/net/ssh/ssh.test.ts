import { beforeAll, describe, expect, it } from 'vitest';
import { putFile, startLab, type TestLab } from '../../../world.testing.ts';

let lab: TestLab;
beforeAll(async () => {
  lab = await startLab();
  for (const host of ['controller', 'compute1']) putFile(lab, host, '/etc/hosts', '127.0.0.1 localhost\n10.0.0.11 controller\n10.0.0.31 compute1\n');
});

const screen = (text: string): string => text.replaceAll('\r\n', '\n').replace(/SHA256:\S{43}/, 'SHA256:KEY');

describe('ssh between the hosts', () => {
  it('asks about the key and for the password, then runs the command over there', async () => {
    const { stdout, exit } = await lab.exec('controller', ['/usr/bin/ssh', 'compute1', 'hostname; exit 7'], { columns: 100, stdin: 'yes\nwrong\nhandstack\n' });
    expect(screen(stdout)).toBe(
      "The authenticity of host 'compute1 (10.0.0.31)' can't be established.\nED25519 key fingerprint is SHA256:KEY.\n"
      + 'This key is not known by any other names\nAre you sure you want to continue connecting (yes/no/[fingerprint])? yes\n'
      + "Warning: Permanently added 'compute1' (ED25519) to the list of known hosts.\n"
      + "root@compute1's password: \nPermission denied, please try again.\nroot@compute1's password: \ncompute1\n");
    expect(exit).toBe(7);
  });

  it('gives a login shell on a terminal of its own', async () => {
    const { stdout, exit } = await lab.exec('controller', ['/usr/bin/ssh', 'compute1'], { columns: 100, stdin: 'handstack\ntty; hostname\nexit\n' });
    expect(exit).toBe(0);
    expect(stdout).toMatch(/\/dev\/pts\/\d+\r\ncompute1\r\n/);
    expect(stdout.endsWith('logout\r\nConnection to compute1 closed.\r\n')).toBe(true);
  });

  it('gives up after three wrong passwords', async () => {
    const { stdout, exit } = await lab.exec('controller', ['/usr/bin/ssh', 'compute1', 'true'], { columns: 100, stdin: 'a\nb\nc\n' });
    expect(screen(stdout).split('\n').at(-2)).toBe('root@compute1: Permission denied (publickey,gssapi-keyex,gssapi-with-mic,password).');
    expect(exit).toBe(255);
  });

  it('needs no password with an authorized key', async () => {
    await lab.exec('controller', ['/usr/bin/ssh-keygen', '-q', '-N', '', '-f', '/root/.ssh/id_rsa']);
    const copied = await lab.exec('controller', ['/usr/bin/ssh-copy-id', 'compute1'], { columns: 100, stdin: 'handstack\n' });
    expect(screen(copied.stdout)).toContain('\nNumber of key(s) added: 1\n');
    expect(await lab.exec('controller', ['/usr/bin/ssh', 'compute1', 'cat; hostname >&2'], { stdin: 'through\n' })).toEqual(
      { stdout: 'through\n', stderr: 'compute1\n', exit: 0 });
  });

  it('says why there is no connection', async () => {
    const run = (...args: string[]): ReturnType<TestLab['exec']> => lab.exec('controller', ['/usr/bin/ssh', ...args]);
    expect(await run('-p', '2222', 'compute1', 'true')).toEqual({ stdout: '', stderr: 'ssh: connect to host compute1 port 2222: Connection refused\n', exit: 255 });
    expect(await run('nosuch', 'true')).toEqual({ stdout: '', stderr: 'ssh: Could not resolve hostname nosuch: Name or service not known\n', exit: 255 });
    expect(await run('10.0.0.99', 'true')).toEqual({ stdout: '', stderr: 'ssh: connect to host 10.0.0.99 port 22: No route to host\n', exit: 255 });
  });

  it('copies files and trees', async () => {
    putFile(lab, 'controller', '/root/a.txt', 'hello\n');
    expect((await lab.exec('controller', ['/usr/bin/scp', '/root/a.txt', 'compute1:/tmp/b.txt'])).exit).toBe(0);
    expect((await lab.run('compute1', 'cat /tmp/b.txt; mkdir -p /tmp/d/e; echo x > /tmp/d/e/f')).stdout).toBe('hello\n');
    expect((await lab.exec('controller', ['/usr/bin/scp', '-r', 'compute1:/tmp/d', '/root/copy'])).exit).toBe(0);
    expect((await lab.run('controller', 'cat /root/copy/e/f')).stdout).toBe('x\n');
    expect(await lab.exec('controller', ['/usr/bin/scp', 'compute1:/nosuch', '/root/'])).toEqual({ stdout: '', stderr: 'scp: /nosuch: No such file or directory\n', exit: 1 });
  });
});
