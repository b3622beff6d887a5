import type { ProgramFile } from '../../host/program.ts';

/** The OpenStack command-line client: loaded when first run. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/bin/openstack', package: 'python3-openstackclient', program: { name: 'openstack', load: async () => (await import('./main.ts')).openstack } },
];
