// shell: the bash language over Sys: expansion, execution, jobs, line editing, completion. Knows nothing of what other
// programs do, nor of OpenStack or lessons.
import type { ProgramFile } from '../host/program.ts';
import { bash } from './main.ts';

/** Files of the package bash. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/bin/bash', package: 'bash', program: bash },
  { path: '/usr/bin/sh', package: 'bash', program: bash },
];
