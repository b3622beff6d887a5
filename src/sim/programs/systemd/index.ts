// systemd's own commands and the quiet daemons of the base system.
import { laterFrom, type ProgramFile } from '../../host/program.ts';
import { DAEMON_FILES } from './daemons.ts';
import { rsyslogd } from './rsyslogd.ts';

const later = laterFrom(async () => (await import('./programs.ts')).PROGRAMS);

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  ...DAEMON_FILES,
  { path: '/usr/bin/systemctl', package: 'systemd', program: later('systemctl') },
  { path: '/usr/bin/journalctl', package: 'systemd', program: later('journalctl') },
  { path: '/usr/bin/loginctl', package: 'systemd', program: later('loginctl') },
  { path: '/usr/bin/systemd-analyze', package: 'systemd', program: later('systemd-analyze') },
  { path: '/usr/bin/systemd-cat', package: 'systemd', program: later('systemd-cat') },
  { path: '/usr/bin/systemd-escape', package: 'systemd', program: later('systemd-escape') },
  { path: '/usr/sbin/rsyslogd', package: 'rsyslog', program: rsyslogd },
  { path: '/usr/sbin/service', package: 'initscripts-service', program: later('service') },
];
