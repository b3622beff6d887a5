import type { ProgramFile } from '../host/program.ts';

/** Every group of programs: its code is loaded when one of its programs is first run. A group's folder exports its FILES. */
export const PROGRAM_GROUPS: Readonly<Record<string, () => Promise<{ readonly FILES: readonly ProgramFile[] }>>> = {
  shell: () => import('../shell/index.ts'),
  dnf: () => import('../programs/dnf/index.ts'),
  editor: () => import('../programs/editor/index.ts'),
  files: () => import('../programs/files/index.ts'),
  misc: () => import('../programs/misc/index.ts'),
  process: () => import('../programs/process/index.ts'),
  systemd: () => import('../programs/systemd/index.ts'),
  net: () => import('../programs/net/index.ts'),
  text: () => import('../programs/text/index.ts'),
  time: () => import('../programs/time/index.ts'),
  users: () => import('../programs/users/index.ts'),
  chronyd: () => import('../services/chronyd/index.ts'),
  firewalld: () => import('../services/firewalld/index.ts'),
  sshd: () => import('../services/sshd/index.ts'),
  'network-manager': () => import('../services/network-manager/index.ts'),
  kernel: () => import('../programs/kernel/index.ts'),
  keystone: () => import('../services/keystone/index.ts'),
  mariadb: () => import('../services/mariadb/index.ts'),
  httpd: () => import('../services/httpd/index.ts'),
  memcached: () => import('../services/memcached/index.ts'),
  mysql: () => import('../programs/mysql/index.ts'),
  openstack: () => import('../programs/openstack/index.ts'),
};

/** All program files of all groups, with their code: for the table's making and its test. */
export async function allProgramFiles(): Promise<readonly { readonly group: string; readonly file: ProgramFile }[]> {
  const groups = await Promise.all(Object.entries(PROGRAM_GROUPS).map(async ([group, load]) =>
    (await load()).FILES.map((file) => ({ group, file }))));
  return groups.flat();
}
