// mariadb: the database server. Knows nothing of who connects to it.
import type { LazyProgram, ProgramFile } from '../../host/program.ts';

const mariadbd: LazyProgram = { name: 'mariadbd', load: async () => (await import('./daemon.ts')).mariadbd };
const installDb: LazyProgram = { name: 'mariadb-install-db', load: async () => (await import('./install-db.ts')).installDb };

const server = (path: string, program: LazyProgram): ProgramFile => ({ path, package: 'MariaDB-server', program });

/** What the package MariaDB-server brings to run. The old names are the payload's links. */
export const FILES: readonly ProgramFile[] = [
  server('/usr/sbin/mariadbd', mariadbd), server('/usr/bin/mariadb-install-db', installDb),
];
