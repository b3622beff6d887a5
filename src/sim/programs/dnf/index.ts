import type { ProgramFile } from '../../host/program.ts';

/** dnf, its other names' targets, and rpm: loaded when first run. The names `dnf` and `yum` are links to dnf-3. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/bin/dnf-3', package: 'python3-dnf', program: { name: 'dnf', load: async () => (await import('./dnf.ts')).dnf } },
  { path: '/usr/bin/yum-config-manager', package: 'yum-utils', program: { name: 'dnf-utils', load: async () => (await import('./dnf-utils.ts')).dnfUtils } },
  { path: '/usr/bin/repoquery', package: 'yum-utils', program: { name: 'dnf-utils', load: async () => (await import('./dnf-utils.ts')).dnfUtils } },
  { path: '/usr/bin/yumdownloader', package: 'yum-utils', program: { name: 'dnf-utils', load: async () => (await import('./dnf-utils.ts')).dnfUtils } },
  { path: '/usr/bin/needs-restarting', package: 'yum-utils', program: { name: 'dnf-utils', load: async () => (await import('./dnf-utils.ts')).dnfUtils } },
  { path: '/usr/bin/rpm', package: 'rpm', program: { name: 'rpm', load: async () => (await import('./rpm.ts')).rpm } },
];
