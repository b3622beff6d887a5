// systemd's own commands and the quiet daemons of the base system.
import type { ProgramFile } from '../../host/program.ts';
import { DAEMON_FILES } from './daemons.ts';
import { journalctl } from './journalctl/index.ts';
import { service } from './service.ts';
import { systemctlProgram } from './systemctl/index.ts';

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  ...DAEMON_FILES,
  { path: '/usr/bin/systemctl', package: 'systemd', program: systemctlProgram },
  { path: '/usr/bin/journalctl', package: 'systemd', program: journalctl },
  { path: '/usr/sbin/service', package: 'initscripts-service', program: service },
];
