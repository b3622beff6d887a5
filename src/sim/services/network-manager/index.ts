// network-manager: gives a host's devices their addresses. Knows nothing of other services.
import type { Program, ProgramFile } from '../../host/program.ts';
import { networkManager } from './daemon.ts';

/** nm-online: waits until NetworkManager has started, which it has when it answers. */
const nmOnline: Program = {
  name: 'nm-online',
  *run(sys) {
    return sys.systemd.unit('NetworkManager.service').activeState === 'active' ? 0 : yield* late(sys);
  },
};

function* late(sys: Parameters<Program['run']>[0]): ReturnType<Program['run']> {
  yield* sys.sleep(1000);
  return sys.systemd.unit('NetworkManager.service').activeState === 'active' ? 0 : 1;
}

/** What the package NetworkManager brings to run. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/sbin/NetworkManager', package: 'NetworkManager', program: networkManager },
  { path: '/usr/bin/nm-online', package: 'NetworkManager', program: nmOnline },
];
