// chronyd: the NTP daemon. Knows nothing of other services.
import type { ProgramFile } from '../../host/program.ts';
import { chronyd } from './daemon.ts';

/** What the package chrony brings to run. */
export const FILES: readonly ProgramFile[] = [{ path: '/usr/sbin/chronyd', package: 'chrony', program: chronyd }];
