import { expect, test } from 'vitest';
import { labIn } from '../../bin/scenes.ts';
import { Runner } from '../../src/sim/runner.ts';
import { thawWorld } from '../../src/sim/world.ts';

/** Commands that change disks in every way there is. */
const COMMANDS: readonly string[] = [
  'true', 'echo one > /root/a', 'echo two >> /root/a', ': > /root/a', 'ln /root/a /root/b', 'rm /root/a', 'ln -s /root/b /root/c', 'mv /root/b /root/d',
  'mkdir -p /srv/x/y', 'mv /srv/x /srv/z', 'rmdir /srv/z/y', 'cp -a /etc/my.cnf.d /srv/', 'rm -r /srv/my.cnf.d', 'chmod 600 /root/d', 'chown alice:alice /root/d',
  'chgrp root /root/d', 'touch -d yesterday /root/d', 'truncate -s 5 /root/d', 'useradd freya', 'passwd -l freya', 'userdel -r freya',
  'mysql -e "CREATE DATABASE d; CREATE TABLE d.t (a INT PRIMARY KEY AUTO_INCREMENT, b TEXT); INSERT INTO d.t (b) VALUES (1),(2),(3)"',
  'mysql d -e "UPDATE t SET b = 9 WHERE a = 2; DELETE FROM t WHERE a = 1; ALTER TABLE t ADD c INT DEFAULT 4"',
  'mysql d -e "START TRANSACTION; INSERT INTO t (b) VALUES (5); UPDATE t SET b = 0; ROLLBACK"', 'mysql d -e "TRUNCATE t; RENAME TABLE t TO u"',
  'mysql -e "CREATE USER x@\'%\' IDENTIFIED BY \'y\'; GRANT ALL ON d.* TO x@\'%\'; DROP USER x@\'%\'; DROP DATABASE d"',
  'dnf -y -q install tree', 'dnf -y -q remove tree', 'systemctl restart mariadb', 'systemctl disable --now mariadb', 'systemctl mask chronyd', 'kill -9 $(pidof chronyd)',
  'ssh-keygen -q -N "" -f /root/k', 'cd /tmp && mktemp', 'sed -i s/a/b/ /root/k.pub', 'hostnamectl set-hostname other', 'sysctl -q -w net.ipv4.ip_forward=1',
];

test('a world frozen after each command says what the world itself says', async () => {
  const { world } = await labIn('recorded/mariadb');
  const runner = new Runner(world);
  for (const command of COMMANDS) {
    await runner.run('controller', command, { stdin: '' });
    expect(JSON.stringify(thawWorld(world.freeze())) === JSON.stringify(world.toJSON()), command).toBe(true);
  }
}, 300_000);
