// time: programs about the clock and the machine's name. Knows nothing of shells or lessons.
import type { ProgramFile } from '../../host/program.ts';
import { chronyc } from './chronyc.ts';

/** Programs of this folder and the packages that bring them. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/bin/chronyc', package: 'chrony', program: chronyc },
];
