// Commands about processes: ps, kill and their kin, free, crontab. Knows nothing of units.
import type { ProgramFile } from '../../host/program.ts';

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [];
