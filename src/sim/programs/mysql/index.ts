// mysql: the clients of MariaDB. Knows nothing of the server but what it says on the wire.
import type { LazyProgram, ProgramFile } from '../../host/program.ts';

const file = (name: string, owner: string, load: LazyProgram['load']): ProgramFile => ({ path: `/usr/bin/${name}`, package: owner, program: { name, load } });

/** What MariaDB-client and MariaDB-server bring to run as clients. Old names are the payload's links. */
export const FILES: readonly ProgramFile[] = [
  file('mariadb', 'MariaDB-client', async () => (await import('./client.ts')).mysql),
  file('mariadb-admin', 'MariaDB-client', async () => (await import('./admin.ts')).mysqladmin),
  file('mariadb-dump', 'MariaDB-client', async () => (await import('./dump.ts')).mysqldump),
  file('mariadb-show', 'MariaDB-client', async () => (await import('./show.ts')).mysqlshow),
  file('mariadb-check', 'MariaDB-client', async () => (await import('./check.ts')).mysqlcheck),
  file('mariadb-upgrade', 'MariaDB-server', async () => (await import('./check.ts')).mysqlUpgrade),
  file('mariadb-secure-installation', 'MariaDB-server', async () => (await import('./secure.ts')).secureInstallation),
];
