import { beforeAll, describe, expect, it } from 'vitest';
import { putFile, startLab, type TestLab } from '../../world.testing.ts';

let lab: TestLab;
beforeAll(async () => { lab = await startLab(); });

const run = (command: string, host = 'controller'): ReturnType<TestLab['run']> => lab.run(host, command);

const mariadbRepo = (more: Readonly<Record<string, string>> = {}): string => {
  const options = { name: 'MariaDB', baseurl: 'https://rpm.mariadb.org/10.6/rhel/$releasever/$basearch', gpgkey: 'https://rpm.mariadb.org/RPM-GPG-KEY-MariaDB', gpgcheck: '1', ...more };
  return `[mariadb]\n${Object.entries(options).map(([key, value]) => `${key} = ${value}\n`).join('')}`;
};
const onlyMariadb = 'dnf -q --disablerepo="*" --enablerepo=mariadb';

describe('repositories', () => {
  it('are the enabled ones', async () => {
    expect((await run('dnf repolist')).stdout).toBe(
      'repo id                       repo name\nappstream                     CentOS Stream 9 - AppStream\n'
      + 'baseos                        CentOS Stream 9 - BaseOS\nextras-common                 CentOS Stream 9 - Extras packages\n');
    expect(await run('dnf config-manager --enable crb')).toEqual({ stdout: '', stderr: '', exit: 0 });
    expect((await run('dnf repolist | grep crb')).stdout).toBe('crb                           CentOS Stream 9 - CRB\n');
    expect((await run("sed -n '/^\\[crb\\]/,/^\\[crb-/p' /etc/yum.repos.d/centos.repo | grep enabled=")).stdout).toBe('enabled=1\n');
  });

  it.each([
    ['a wrong path', { baseurl: 'https://rpm.mariadb.org/10.66/rhel/9/x86_64' }, 'Status code: 404 for https://rpm.mariadb.org/10.66/rhel/9/x86_64/repodata/repomd.xml (IP: 192.0.2.14)'],
    ['a wrong name', { baseurl: 'https://rpm.mariadb.orgg/10.6/' }, "Curl error (6): Couldn't resolve host name for https://rpm.mariadb.orgg/10.6/repodata/repomd.xml [Could not resolve host: rpm.mariadb.orgg]"],
    ['a dead address', { baseurl: 'http://10.0.0.31/repo' }, "Curl error (7): Couldn't connect to server for http://10.0.0.31/repo/repodata/repomd.xml [Failed to connect to 10.0.0.31 port 80: Connection refused]"],
    ['a missing folder', { baseurl: 'file:///srv/repo' }, "Curl error (37): Couldn't read a file:// file for file:///srv/repo/repodata/repomd.xml [Couldn't open file /srv/repo/repodata/repomd.xml]"],
  ])('fail for %s', async (_, options, error) => {
    putFile(lab, 'controller', '/etc/yum.repos.d/mariadb.repo', mariadbRepo(options));
    const { stderr, exit } = await run(`${onlyMariadb} makecache`);
    expect({ stderr, exit }).toEqual({
      stderr: `Errors during downloading metadata for repository 'mariadb':\n  - ${error}\n`
        + "Error: Failed to download metadata for repo 'mariadb': Cannot download repomd.xml: Cannot download repodata/repomd.xml: All mirrors were tried\n",
      exit: 1,
    });
  });

  it('in a broken file are left out with a warning', async () => {
    putFile(lab, 'controller', '/etc/yum.repos.d/mariadb.repo', mariadbRepo().replace(']', ''));
    expect(await run('dnf repolist mariadb')).toEqual({ stdout: '', stderr: "Warning: failed loading '/etc/yum.repos.d/mariadb.repo', skipping.\n", exit: 0 });
  });
});

describe('signatures', () => {
  it('of an unknown key are refused', async () => {
    putFile(lab, 'controller', '/etc/yum.repos.d/mariadb.repo', mariadbRepo({ gpgkey: '' }));
    expect((await run(`${onlyMariadb} -y install MariaDB-common`))).toEqual({
      stdout: '', stderr: 'Public key for MariaDB-common-10.6.22-1.el9.x86_64.rpm is not installed\nError: GPG check FAILED\n', exit: 1,
    });
  });

  it('of a new key are asked for', async () => {
    putFile(lab, 'controller', '/etc/yum.repos.d/mariadb.repo', mariadbRepo());
    const refused = await lab.run('controller', 'dnf --disablerepo="*" --enablerepo=mariadb install MariaDB-common', { stdin: 'y\nn\n' });
    expect(refused.stderr).toBe(
      'Importing GPG key 0xC74CD1D8:\n Userid     : "MariaDB Signing Key <signing-key@mariadb.org>"\n Fingerprint: 177F 4010 FE56 CA33 3630 0305 F165 6F24 C74C D1D8\n'
      + ' From       : https://rpm.mariadb.org/RPM-GPG-KEY-MariaDB\nDidn\'t install any keys. Failing package is: MariaDB-common-10.6.22-1.el9.x86_64\n'
      + ' GPG Keys are configured as: https://rpm.mariadb.org/RPM-GPG-KEY-MariaDB\nError: GPG check FAILED\n');
    expect((await run(`${onlyMariadb} -y install MariaDB-common; rpm -q MariaDB-common`)).stdout.split('\n').at(-2)).toBe('MariaDB-common-10.6.22-1.el9.x86_64');
    expect((await run('rpm -qa "gpg-pubkey*" | cut -d- -f1-3')).stdout).toBe('gpg-pubkey-c74cd1d8\n');
  });
});

describe('transactions', () => {
  it('update everything once', async () => {
    const updated = await run('yum -y update', 'compute1');
    expect(updated.stdout).toContain('\nUpgrade  57 Packages\n');
    expect(updated.exit).toBe(0);
    expect(await run('dnf -q check-update', 'compute1')).toEqual({ stdout: '', stderr: '', exit: 0 });
    expect((await run('rpm -q chrony curl', 'compute1')).stdout).toBe('chrony-4.6.1-2.el9.x86_64\ncurl-7.76.1-35.el9.x86_64\n');
    expect((await run('dnf history | tail -1 | cut -d"|" -f2,4,5', 'compute1')).stdout).toBe(' -y update                | Upgrade        |   57   \n');
  });

  it('install with dependencies and take them back', async () => {
    await run('dnf -y install socat tmux', 'compute1');
    expect((await run('rpm -q socat tmux libevent', 'compute1')).stdout).toBe('socat-1.7.4.1-6.el9.x86_64\ntmux-3.2a-5.el9.x86_64\nlibevent-2.1.12-6.el9.x86_64\n');
    expect((await run('dnf -y history undo last', 'compute1')).exit).toBe(0);
    expect((await run('rpm -q socat tmux', 'compute1')).stdout).toBe('package socat is not installed\npackage tmux is not installed\n');
  });

  it('keep what a person changed in a configuration file', async () => {
    await run('echo "# mine" >> /etc/chrony.conf; dnf -y -q remove chrony', 'compute1');
    expect((await run('ls /etc/chrony.conf*; tail -1 /etc/chrony.conf.rpmsave', 'compute1')).stdout).toBe('/etc/chrony.conf.rpmsave\n# mine\n');
  });

  it('are for root', async () => {
    await run('useradd alice');
    expect(await lab.run('controller', 'yum install tmux', { user: 'alice' })).toEqual({
      stdout: '', stderr: 'Error: This command has to be run with superuser privileges (under the root user on most systems).\n', exit: 1,
    });
  });

  it('never remove dnf', async () => {
    expect(await run('dnf -y remove python3-dnf')).toEqual({
      stdout: "(try to add '--skip-broken' to skip uninstallable packages or '--nobest' to use not only best candidate packages)\n",
      stderr: 'Error: \n Problem: The operation would result in removing the following protected packages: dnf, yum\n', exit: 1,
    });
  });

  it('fail for what nothing provides', async () => {
    await run('dnf config-manager --disable crb; dnf -y install centos-release-openstack-antelope');
    expect((await run('dnf -y install openstack-glance')).stderr).toBe(
      'Error: \n Problem: package openstack-glance-1:26.0.0-1.el9s.noarch requires python3-glance = 1:26.0.0-1.el9s, but none of the providers can be installed\n'
      + '  - conflicting requests\n  - nothing provides python3-pyxattr needed by python3-glance-1:26.0.0-1.el9s.noarch\n');
  });
});

describe('rpm', () => {
  it('knows who owns what', async () => {
    expect(await run('rpm -qf /bin/bash /etc/hosts /etc/motd')).toMatchObject({ stdout: 'bash-5.1.8-9.el9.x86_64\nsetup-2.13.7-10.el9.noarch\nsetup-2.13.7-10.el9.noarch\n', exit: 0 });
    expect(await run('echo > /root/x; rpm -qf /root/x /nosuch')).toEqual({ stdout: 'file /root/x is not owned by any package\n', stderr: 'error: file /nosuch: No such file or directory\n', exit: 2 });
  });

  it('refuses to remove what is needed', async () => {
    expect((await run('rpm -e libcurl')).stderr).toContain('error: Failed dependencies:\n\tlibcurl is needed by (installed) curl-7.76.1-29.el9.x86_64\n');
  });

  it('sees what was changed', async () => {
    expect((await run('rpm -V sudo; chmod 600 /etc/sudoers; echo >> /etc/sudoers; rpm -V sudo; echo $?')).stdout).toBe('SM5....T.  c /etc/sudoers\n1\n');
  });
});
