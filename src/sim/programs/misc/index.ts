// misc: the clock, the machine, small calculators and wrappers. Knows nothing of shells, packages or services.
import type { LazyProgram, Program, ProgramFile } from '../../host/program.ts';
import { cal } from './cal.ts';
import { date } from './date.ts';
import { blkid, lsblk, lscpu, mount, umount } from './disks.ts';
import { expr } from './expr.ts';
import { getent } from './getent.ts';
import { arch, getconf, hostid, locale, nproc, tty, uname, uptime } from './machine.ts';
import { openssl } from './openssl.ts';
import { clear, logger, nice, nohup, reset, stty, timeout, tput, uuidgen } from './small.ts';

const inPackage = (rpm: string, folder: string, programs: readonly (Program | LazyProgram)[]): ProgramFile[] =>
  programs.map((program) => ({ path: `${folder}/${program.name}`, package: rpm, program }));

const bc: LazyProgram = { name: 'bc', load: async () => (await import('./bc.ts')).bc };

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  ...inPackage('coreutils', '/usr/bin', [arch, date, expr, hostid, nice, nohup, nproc, stty, timeout, tty, uname]),
  ...inPackage('util-linux', '/usr/bin', [cal, lscpu, uuidgen]),
  ...inPackage('util-linux-core', '/usr/bin', [logger, lsblk, mount, umount]),
  ...inPackage('util-linux-core', '/usr/sbin', [blkid]),
  ...inPackage('ncurses', '/usr/bin', [clear, reset, tput]),
  ...inPackage('procps-ng', '/usr/bin', [uptime]),
  ...inPackage('glibc-common', '/usr/bin', [getconf, getent, locale]),
  ...inPackage('bc', '/usr/bin', [bc]),
  ...inPackage('openssl', '/usr/bin', [openssl]),
];
