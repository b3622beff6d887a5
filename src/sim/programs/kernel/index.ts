// kernel: programs about the kernel's settings, modules and SELinux. Knows nothing of shells or lessons.
import type { ProgramFile } from '../../host/program.ts';
import { lsmod, modprobe } from './modules.ts';
import { getenforce, sestatus, setenforce } from './selinux.ts';
import { sysctl, systemdSysctl } from './sysctl.ts';

/** Programs of this folder and the packages that bring them. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/sbin/sysctl', package: 'procps-ng', program: sysctl },
  { path: '/usr/lib/systemd/systemd-sysctl', package: 'systemd', program: systemdSysctl },
  { path: '/usr/sbin/getenforce', package: 'libselinux-utils', program: getenforce },
  { path: '/usr/sbin/setenforce', package: 'libselinux-utils', program: setenforce },
  { path: '/usr/sbin/sestatus', package: 'policycoreutils', program: sestatus },
  { path: '/usr/sbin/lsmod', package: 'kmod', program: lsmod },
  { path: '/usr/sbin/modprobe', package: 'kmod', program: modprobe },
];
