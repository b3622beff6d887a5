// firewalld: keeps a host's packet filter as its zones say. Knows nothing of other services.
import type { ProgramFile } from '../../host/program.ts';
import { firewalld } from './daemon.ts';

/** What the package firewalld brings to run as a daemon. */
export const FILES: readonly ProgramFile[] = [{ path: '/usr/sbin/firewalld', package: 'firewalld', program: firewalld }];
