// The clients of MariaDB against the recorded sessions, with the tables that OpenStack had made by then.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { test } from 'vitest';
import { Runner } from '../../src/sim/runner.ts';
import { putFile } from '../../src/sim/world.testing.ts';
import type { World } from '../../src/sim/world.ts';
import { replayTranscript, type TranscriptOptions } from './transcript.testing.ts';

const TABLES = gunzipSync(readFileSync(new URL('openstack.sql.gz', import.meta.url))).toString('utf8');

const ACCOUNTS: Readonly<Record<string, readonly string[]>> = {
  keystone: ['keystone'], glance: ['glance'], placement: ['placement'], nova: ['nova_api', 'nova', 'nova_cell0'], neutron: ['neutron'],
};

async function run(world: World, command: string, stdin = ''): Promise<void> {
  const result = await new Runner(world).run('controller', command, { stdin });
  if (result.exit !== 0) throw new Error(`${command}: ${result.stderr}`);
}

/** The databases and accounts of the whole installation. */
async function withOpenStack(world: World): Promise<void> {
  putFile(new Runner(world), 'controller', '/root/openstack.sql', TABLES);
  await run(world, 'mysql < /root/openstack.sql');
  const grants = Object.entries(ACCOUNTS).flatMap(([user, databases]) => databases.flatMap((db) => ['localhost', '%'].map((host) =>
    `GRANT ALL PRIVILEGES ON ${db}.* TO '${user}'@'${host}' IDENTIFIED BY '${user.toUpperCase()}_DBPASS';`)));
  await run(world, 'mysql', grants.join('\n'));
}

const COMMON: Pick<TranscriptOptions, 'mapping' | 'normalise' | 'scene'> = {
  scene: 'recorded/mariadb',
  // Names of the distribution: its build, its socket, its line editor.
  mapping: [
    [/10\.11\.19-MariaDB-0\+deb12u1 Debian 12/g, '10.11.13-MariaDB MariaDB Server'], [/10\.11\.19-MariaDB(-0\+deb12u1)?/g, '10.11.13-MariaDB'],
    [/debian-linux-gnu/g, 'Linux'], [/using {2}EditLine wrapper/g, 'using readline 5.1'], [/\/run\/mysqld\/mysqld\.sock/g, '/var/lib/mysql/mysql.sock'],
  ],
  normalise: [
    [/\(\d+\.\d\d\d sec\)/g, '(n sec)'], [/(connection id is|Connection id:)\s+\d+/g, '$1 N'], [/Uptime:\s+.*/g, 'Uptime: N'],
    [/Threads: \d+ .*/g, 'Threads: N'], [/\w{3} \w{3} \d\d \d\d:\d\d:\d\d (?:AM |PM )?UTC 2026/g, 'DATE'], [/\(-3\)/g, '(-2)'],
  ],
};

test('mysql: interactive, batch, refused', async () => {
  await replayTranscript({
    ...COMMON, file: 'sql.jsonl', begin: withOpenStack,
    except: {
      'sql-0041': 'the recording was cut off while the client waited', 'sql-0042': 'as sql-0041', 'sql-0074': 'as sql-0041',
      'sql-0139': 'keys typed ahead of Ctrl-C: what the terminal had echoed by then is chance',
      'sql-0039': 'the dump of the tables was made later, with other rows', 'sql-0040': 'as sql-0039',
    },
  });
}, 300_000);

test('mysql: first steps, mysql_secure_installation', async () => {
  await replayTranscript({ ...COMMON, file: 'mariadb.jsonl' });
}, 300_000);

test('mysql: the server is down', async () => {
  await replayTranscript({ ...COMMON, file: 'mariadb-down.jsonl', prepare: ['systemctl stop mariadb'] });
}, 300_000);
