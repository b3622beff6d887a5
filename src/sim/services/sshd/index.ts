// sshd: lets people of other hosts log in. Knows nothing of other services.
import type { ProgramFile } from '../../host/program.ts';
import { sshd } from './daemon.ts';
import { sshdKeygen } from './keygen.ts';

/** What the package openssh-server brings to run. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/sbin/sshd', package: 'openssh-server', program: sshd },
  { path: '/usr/libexec/openssh/sshd-keygen', package: 'openssh-server', program: sshdKeygen },
];
