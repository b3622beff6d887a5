import { SystemdManager } from './host/systemd/system-manager.ts';
import type { Distribution } from './packages/distribution.ts';
import { makeRegistry } from './packages/registry.ts';
import { fromCalendar } from './time/clock.ts';
import { httpDate } from './time/http-date.ts';
import { DeclaredOutside } from './wire/outside.ts';
import type { Plan } from './world.ts';

/** The packages of CentOS Stream 9: tables that are loaded when first needed. */
async function packages(): Promise<Distribution> {
  const { distribution } = await import('./packages/distribution.ts');
  return distribution('centos-stream-9');
}

/** OpenStack 2023.1 on CentOS Stream 9: controller and compute1, bare. */
export function antelope(): Plan {
  return {
    name: 'antelope',
    startMs: fromCalendar(2026, 11, 20, 9, 0, 0),
    registry: makeRegistry(),
    packages: async () => (await packages()).catalogue,
    outside: (clock) => new DeclaredOutside(() => httpDate(clock.nowMs()), async () => (await packages()).pages),
    hosts: [
      { id: 'controller', prepare: async (host) => { (await packages()).prepare(host); } },
      { id: 'compute1', prepare: async (host) => { (await packages()).prepare(host); } },
    ],
    init: (runner) => new SystemdManager(runner),
  };
}
