import { describe, expect, it } from 'vitest';
import { ROOT } from '../host/inode.ts';
import { startLab } from '../world.testing.ts';

describe('the base image', async () => {
  const lab = await startLab();
  const { files, network, tables } = lab.world.host('controller');
  const mode = (path: string): string => {
    const { mode: bits, uid, gid } = files.stat(path, { as: ROOT });
    return `${bits.toString(8).padStart(4, '0')} ${uid}:${gid}`;
  };

  it('has the directories of a CentOS host with their modes', () => {
    expect(['/', '/root', '/tmp', '/etc', '/usr/bin', '/var/spool/mail', '/etc/shadow', '/etc/sudoers', '/dev/null', '/dev/shm'].map((path) => `${path} ${mode(path)}`)).toEqual([
      '/ 0555 0:0', '/root 0550 0:0', '/tmp 1777 0:0', '/etc 0755 0:0', '/usr/bin 0555 0:0', '/var/spool/mail 0775 0:12',
      '/etc/shadow 0000 0:0', '/etc/sudoers 0440 0:0', '/dev/null 0666 0:0', '/dev/shm 1777 0:0',
    ]);
    expect(files.at('/bin', { as: ROOT, follow: false }).content).toBe('usr/bin');
  });

  it('knows its name, not its neighbours', () => {
    expect(files.readFile('/etc/hostname', ROOT)).toBe('controller\n');
    expect(tables.get('kernel.hostname')).toBe('controller');
    expect(network.resolve('compute1')).toBeNull();
    expect(network.resolve('localhost')).toBe('127.0.0.1');
    expect(network.interfaces.map(({ name, isUp, addresses }) => `${name} ${isUp} ${addresses.join(' ')}`)).toEqual([
      'lo true 127.0.0.1/8 ::1/128', 'eth0 true 10.0.0.11/24', 'eth1 true ',
    ]);
  });

  it('gives both hosts the same contents but for their names', () => {
    const other = lab.world.host('compute1').files;
    for (const path of ['/etc/passwd', '/etc/profile', '/etc/yum.repos.d/centos.repo', '/etc/services']) {
      expect(other.readFile(path, ROOT)).toBe(files.readFile(path, ROOT));
    }
  });

  it('owns every program file by an installed package', () => {
    expect(files.readFile('/usr/bin/ls', ROOT)).toContain('handstack\0ls\0');
  });
});
