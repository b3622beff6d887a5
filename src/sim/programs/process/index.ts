// Commands about processes: ps, kill and their kin, free, crontab. Knows nothing of units.
import type { ProgramFile } from '../../host/program.ts';
import { crond, crontab } from './cron.ts';
import { dmesg } from './dmesg.ts';
import { free, vmstat } from './free.ts';
import { kill, killall } from './kill.ts';
import { renice } from './nice.ts';
import { pgrep, pidof, pkill } from './pgrep.ts';
import { ps } from './ps.ts';
import { pstree } from './pstree.ts';
import { top } from './top.ts';

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/bin/ps', package: 'procps-ng', program: ps }, { path: '/usr/bin/top', package: 'procps-ng', program: top },
  { path: '/usr/bin/dmesg', package: 'util-linux', program: dmesg },
  { path: '/usr/bin/free', package: 'procps-ng', program: free }, { path: '/usr/bin/vmstat', package: 'procps-ng', program: vmstat },
  { path: '/usr/bin/pgrep', package: 'procps-ng', program: pgrep }, { path: '/usr/bin/pkill', package: 'procps-ng', program: pkill },
  { path: '/usr/sbin/pidof', package: 'procps-ng', program: pidof }, { path: '/usr/bin/kill', package: 'util-linux', program: kill },
  { path: '/usr/bin/killall', package: 'psmisc', program: killall }, { path: '/usr/bin/pstree', package: 'psmisc', program: pstree },
  { path: '/usr/bin/renice', package: 'util-linux', program: renice },
  { path: '/usr/bin/crontab', package: 'cronie', program: crontab, mode: 0o4755 }, { path: '/usr/sbin/crond', package: 'cronie', program: crond },
];
