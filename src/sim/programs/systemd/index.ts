// systemd's own commands and the quiet daemons of the base system.
import type { ProgramFile } from '../../host/program.ts';
import { DAEMON_FILES } from './daemons.ts';

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [...DAEMON_FILES];
