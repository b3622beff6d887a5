// time: programs about the clock and the machine's name. Knows nothing of shells or lessons.
import type { ProgramFile } from '../../host/program.ts';
import { chronyc } from './chronyc.ts';
import { hostnamectl } from './hostnamectl.ts';
import { localectl } from './localectl.ts';
import { timedatectl } from './timedatectl.ts';

/** Programs of this folder and the packages that bring them. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/bin/chronyc', package: 'chrony', program: chronyc },
  { path: '/usr/bin/hostnamectl', package: 'systemd', program: hostnamectl },
  { path: '/usr/bin/timedatectl', package: 'systemd', program: timedatectl },
  { path: '/usr/bin/localectl', package: 'systemd', program: localectl },
];
