import type { ProgramFile } from '../../host/program.ts';

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [];
