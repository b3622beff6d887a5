// What changes accounts and becomes others: one load for whichever is run first.
import type { Program } from '../../host/program.ts';
import { gpasswd, groupadd, groupdel, groupmod } from './groups.ts';
import { chage, chpasswd, passwd } from './passwd.ts';
import { last, users, w, who } from './sessions.ts';
import { runuser, su } from './su.ts';
import { sudo } from './sudo.ts';
import { useradd } from './useradd.ts';
import { userdel, usermod } from './usermod.ts';
import { nologin, visudo } from './visudo.ts';

/** The programs of this load. */
export const PROGRAMS: readonly Program[] = [
  gpasswd, groupadd, groupdel, groupmod, chage, chpasswd, passwd, last, users, w, who, runuser, su, sudo, useradd, userdel, usermod, nologin, visudo,
];
