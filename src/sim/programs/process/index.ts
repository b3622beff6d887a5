// Commands about processes: ps, kill and their kin, free, crontab. Knows nothing of units.
import { laterFrom, type ProgramFile } from '../../host/program.ts';
import { crond, crontab } from './cron.ts';

const later = laterFrom(async () => (await import('./programs.ts')).PROGRAMS);

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/bin/ps', package: 'procps-ng', program: later('ps') }, { path: '/usr/bin/top', package: 'procps-ng', program: later('top') },
  { path: '/usr/bin/dmesg', package: 'util-linux', program: later('dmesg') },
  { path: '/usr/bin/free', package: 'procps-ng', program: later('free') }, { path: '/usr/bin/vmstat', package: 'procps-ng', program: later('vmstat') },
  { path: '/usr/bin/pgrep', package: 'procps-ng', program: later('pgrep') }, { path: '/usr/bin/pkill', package: 'procps-ng', program: later('pkill') },
  { path: '/usr/sbin/pidof', package: 'procps-ng', program: later('pidof') }, { path: '/usr/bin/kill', package: 'util-linux', program: later('kill') },
  { path: '/usr/bin/killall', package: 'psmisc', program: later('killall') }, { path: '/usr/bin/pstree', package: 'psmisc', program: later('pstree') },
  { path: '/usr/bin/renice', package: 'util-linux', program: later('renice') },
  { path: '/usr/bin/crontab', package: 'cronie', program: crontab, mode: 0o4755 }, { path: '/usr/sbin/crond', package: 'cronie', program: crond },
];
