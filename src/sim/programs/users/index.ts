// users: accounts, passwords, and becoming somebody else. Knows nothing of shells, packages or services.
import { laterFrom, type ProgramFile } from '../../host/program.ts';
import { groups, id, logname, whoami } from './identity.ts';

const later = laterFrom(async () => (await import('./programs.ts')).PROGRAMS);

const SET_USER_ID = 0o4755;

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  ...[groups, id, logname, later('users'), later('who'), whoami].map((program) => ({ path: `/usr/bin/${program.name}`, package: 'coreutils', program })),
  { path: '/usr/bin/w', package: 'procps-ng', program: later('w') },
  { path: '/usr/bin/last', package: 'util-linux', program: later('last') },
  { path: '/usr/bin/su', package: 'util-linux', program: later('su'), mode: SET_USER_ID },
  { path: '/usr/sbin/runuser', package: 'util-linux', program: later('runuser') },
  { path: '/usr/sbin/nologin', package: 'util-linux', program: later('nologin') },
  { path: '/usr/bin/sudo', package: 'sudo', program: later('sudo'), mode: 0o4111 },
  { path: '/usr/sbin/visudo', package: 'sudo', program: later('visudo') },
  { path: '/usr/bin/passwd', package: 'passwd', program: later('passwd'), mode: SET_USER_ID },
  { path: '/usr/bin/chage', package: 'shadow-utils', program: later('chage'), mode: SET_USER_ID },
  { path: '/usr/bin/gpasswd', package: 'shadow-utils', program: later('gpasswd'), mode: SET_USER_ID },
  ...['chpasswd', 'groupadd', 'groupdel', 'groupmod', 'useradd', 'userdel', 'usermod'].map(later).map((program) => ({ path: `/usr/sbin/${program.name}`, package: 'shadow-utils', program })),
];
