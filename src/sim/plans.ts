import type { Json } from '../base/json.ts';
import type { Host, InitProcess } from './host/host.ts';
import { ROOT } from './host/inode.ts';
import { programFile } from './host/program.ts';
import { PROGRAM_FILES, makeRegistry } from './packages/registry.ts';
import { calendar, fromCalendar } from './time/clock.ts';
import { DeclaredOutside } from './wire/outside.ts';
import type { Plan } from './world.ts';

const ADDRESSES = { controller: '10.0.0.11', compute1: '10.0.0.31' } as const;

/** OpenStack 2023.1 on CentOS Stream 9: controller and compute1, bare. */
export function antelope(): Plan {
  return {
    name: 'antelope',
    startMs: fromCalendar(2026, 11, 20, 9, 0, 0),
    registry: makeRegistry(),
    packages: () => Promise.reject(new Error('no package catalogue')),
    outside: (clock) => new DeclaredOutside(() => `${calendar(clock.nowMs()).year}`),
    hosts: [
      { id: 'controller', prepare: (host) => { prepare(host, 'controller'); } },
      { id: 'compute1', prepare: (host) => { prepare(host, 'compute1'); } },
    ],
    init: () => standInInit(),
  };
}

// Stand-in for the base image and systemd until both land: enough for programs to run in tests.
function prepare(host: Host, name: 'controller' | 'compute1'): void {
  const { files } = host;
  for (const path of ['bin', 'dev', 'dev/pts', 'etc', 'home', 'root', 'run', 'srv', 'tmp', 'usr', 'usr/bin', 'usr/sbin', 'usr/lib', 'var', 'var/log', 'var/lib']) {
    files.create(`/${path}`, 'directory', path === 'tmp' ? 0o1777 : 0o755, ROOT);
  }
  for (const device of ['null', 'zero', 'full', 'random', 'urandom', 'tty']) files.create(`/dev/${device}`, 'character', 0o666, ROOT, device);
  files.writeFile('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\nalice:x:1001:1001::/home/alice:/bin/bash\n', ROOT);
  files.writeFile('/etc/group', 'root:x:0:\nalice:x:1001:\n', ROOT);
  files.writeFile('/etc/hosts', '127.0.0.1   localhost localhost.localdomain\n', ROOT);
  files.create('/home/alice', 'directory', 0o700, ROOT);
  files.chown('/home/alice', 1001, 1001, ROOT);
  for (const { path, program, mode } of PROGRAM_FILES) files.writeFile(path, programFile(program.name), ROOT, mode ?? 0o755);
  host.tables.set('kernel.hostname', name);
  host.network.interfaces = [
    { name: 'lo', mac: '00:00:00:00:00:00', mtu: 65536, isUp: true, addresses: ['127.0.0.1/8', '::1/128'] },
    { name: 'eth0', mac: name === 'controller' ? '52:54:00:12:34:0b' : '52:54:00:12:34:1f', mtu: 1500, isUp: true, addresses: [`${ADDRESSES[name]}/24`] },
  ];
  host.network.routes = [{ to: 'default', via: '10.0.0.1', device: 'eth0', source: null, metric: 100 }];
}

function standInInit(): InitProcess {
  const nothing = (): never => { throw new Error('systemd is not here yet'); };
  return {
    unit: nothing, units: () => [], start: nothing, stop: nothing, restart: nothing, reload: nothing,
    daemonReload: () => undefined, boot: () => undefined, onTimer: () => undefined, onExit: () => undefined,
    onReady: () => undefined, onStatus: () => undefined, isBusy: () => false, toJSON: (): Json => null, restore: () => undefined,
  } as unknown as InitProcess;
}
