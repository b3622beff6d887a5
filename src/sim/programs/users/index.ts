// users: accounts, passwords, and becoming somebody else. Knows nothing of shells, packages or services.
import type { ProgramFile } from '../../host/program.ts';
import { gpasswd, groupadd, groupdel, groupmod } from './groups.ts';
import { groups, id, logname, whoami } from './identity.ts';
import { chage, chpasswd, passwd } from './passwd.ts';
import { last, users, w, who } from './sessions.ts';
import { runuser, su } from './su.ts';
import { sudo } from './sudo.ts';
import { useradd } from './useradd.ts';
import { userdel, usermod } from './usermod.ts';
import { nologin, visudo } from './visudo.ts';

const SET_USER_ID = 0o4755;

/** The program files of this group. */
export const FILES: readonly ProgramFile[] = [
  ...[groups, id, logname, users, who, whoami].map((program) => ({ path: `/usr/bin/${program.name}`, package: 'coreutils', program })),
  { path: '/usr/bin/w', package: 'procps-ng', program: w },
  { path: '/usr/bin/last', package: 'util-linux', program: last },
  { path: '/usr/bin/su', package: 'util-linux', program: su, mode: SET_USER_ID },
  { path: '/usr/sbin/runuser', package: 'util-linux', program: runuser },
  { path: '/usr/sbin/nologin', package: 'util-linux', program: nologin },
  { path: '/usr/bin/sudo', package: 'sudo', program: sudo, mode: 0o4111 },
  { path: '/usr/sbin/visudo', package: 'sudo', program: visudo },
  { path: '/usr/bin/passwd', package: 'passwd', program: passwd, mode: SET_USER_ID },
  { path: '/usr/bin/chage', package: 'shadow-utils', program: chage, mode: SET_USER_ID },
  { path: '/usr/bin/gpasswd', package: 'shadow-utils', program: gpasswd, mode: SET_USER_ID },
  ...[chpasswd, groupadd, groupdel, groupmod, useradd, userdel, usermod].map((program) => ({ path: `/usr/sbin/${program.name}`, package: 'shadow-utils', program })),
];
