import type { Host } from './host.ts';
import { DeviceFile, RegularFile, TtyFile, type OpenFile } from './open-file.ts';
import { JournalStream } from './systemd/journal-stream.ts';
import type { ProcSource } from './proc.ts';

/** What /proc of a host shows. */
export function procSource(host: Host): ProcSource {
  const { kernel } = host;
  return {
    nowMs: () => host.shared.clock.nowMs(),
    bootMs: () => host.bootMs,
    current: () => kernel.runningPid,
    processes: () => [...kernel.processes.values()].map((process) => kernel.info(process)),
    descriptors: (pid) => [...(kernel.processes.get(pid)?.files ?? [])].sort(([a], [b]) => a - b)
      .map(([fd, file]) => [fd, nameOf(file, pid * 100 + fd)]),
    setting: (key) => host.tables.get(key),
    change: (key, value) => host.tables.set(key, value),
    bootId: () => host.systemd?.bootId ?? '0'.repeat(32),
    interfaces: () => host.network.interfaces.map((each) => `${each.name.padStart(6)}:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0`),
  };
}

/** What a descriptor's link in /proc/PID/fd says; pipes and sockets have numbers. */
function nameOf(file: OpenFile, number: number): string {
  if (file instanceof TtyFile) return `/dev/${file.tty.data.name}`;
  if (file instanceof RegularFile) return file.path;
  if (file instanceof DeviceFile) return `/dev/${file.device}`;
  return `${file instanceof JournalStream ? 'socket' : 'pipe'}:[${20_000 + number}]`;
}
