// memcached: keeps values under keys, in memory. Knows nothing of who asks.
import { laterFrom, type ProgramFile } from '../../host/program.ts';

const later = laterFrom(async () => [(await import('./daemon.ts')).memcached]);

/** What the package memcached brings to run. */
export const FILES: readonly ProgramFile[] = [{ path: '/usr/bin/memcached', package: 'memcached', program: later('memcached') }];
