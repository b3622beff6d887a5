import type { Connection } from '../../host/program.ts';

/** The thread that serves a connection, as error logs number it: threads take numbers of the process table after their process. */
export const tidOf = (pid: number, connection: Connection): number => pid + 2 + (connection.id % 25);
