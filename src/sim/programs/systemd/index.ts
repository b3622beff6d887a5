// systemd's own commands and the quiet daemons of the base system.
import type { ProgramFile } from '../../host/program.ts';
import { DAEMON_FILES } from './daemons.ts';
import { journalctl } from './journalctl/index.ts';
import { rsyslogd } from './rsyslogd.ts';
import { service } from './service.ts';
import { loginctl, systemdAnalyze, systemdCat, systemdEscape } from './small.ts';
import { systemctlProgram } from './systemctl/index.ts';

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  ...DAEMON_FILES,
  { path: '/usr/bin/systemctl', package: 'systemd', program: systemctlProgram },
  { path: '/usr/bin/journalctl', package: 'systemd', program: journalctl },
  { path: '/usr/bin/loginctl', package: 'systemd', program: loginctl },
  { path: '/usr/bin/systemd-analyze', package: 'systemd', program: systemdAnalyze },
  { path: '/usr/bin/systemd-cat', package: 'systemd', program: systemdCat },
  { path: '/usr/bin/systemd-escape', package: 'systemd', program: systemdEscape },
  { path: '/usr/sbin/rsyslogd', package: 'rsyslog', program: rsyslogd },
  { path: '/usr/sbin/service', package: 'initscripts-service', program: service },
];
