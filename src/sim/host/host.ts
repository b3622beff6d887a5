import type { Json } from '../../base/json.ts';
import type { Agenda } from '../time/agenda.ts';
import type { Clock } from '../time/clock.ts';
import type { Dice } from '../time/dice.ts';
import { FileAccounts } from './accounts.ts';
import type { Carrier } from './carrier.ts';
import { FileSystem } from './file-system.ts';
import { HostNetwork } from './host-network.ts';
import { MemoryJournal } from './journal.ts';
import { Kernel } from './kernel.ts';
import type { PackageCatalogue } from './package.ts';
import { ProcFileSystem } from './proc.ts';
import { procSource } from './proc-source.ts';
import type { Registry } from './program.ts';
import type { KernelTables } from './sys.ts';
import type { UnitEvents } from './systemd/manager.ts';
import type { Systemd } from './systemd/systemd.ts';

/** What every host of a world shares. */
export interface Shared {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly dice: Dice;
  readonly registry: Registry;
  readonly carrier: Carrier;
  /** What package names stand for; loaded when first asked. */
  readonly packages: () => Promise<PackageCatalogue>;
}

/** PID 1 as the kernel knows it. */
export type InitProcess = Systemd & UnitEvents;

/** One Linux machine: its disk, users, network, journal, processes and units. */
export class Host {
  /** The lab's name of the machine, whatever its host name says. */
  readonly id: string;
  readonly files: FileSystem;
  readonly accounts: FileAccounts;
  readonly journal: MemoryJournal;
  readonly network: HostNetwork;
  readonly kernel: Kernel;
  readonly shared: Shared;
  readonly tables = new Map<string, Json>();
  systemd: InitProcess | null = null;
  bootMs: number;

  constructor(id: string, shared: Shared) {
    this.id = id;
    this.shared = shared;
    const nowMs = (): number => shared.clock.nowMs();
    this.bootMs = nowMs();
    this.files = new FileSystem(nowMs);
    this.accounts = new FileAccounts(this.files);
    this.journal = new MemoryJournal(nowMs);
    this.network = new HostNetwork(this.files, {
      resolveOutside: (name) => shared.carrier.resolveOutside(this, name),
      resolveAllOutside: (name) => shared.carrier.resolveAllOutside(this, name),
      reverseOutside: (address) => shared.carrier.reverseOutside(this, address),
      connections: () => shared.carrier.connectionsOf(this),
    });
    this.kernel = new Kernel(this);
    this.files.mount('/proc', new ProcFileSystem(procSource(this)));
  }

  /** The running kernel's host name; /etc/hostname sets it at boot. */
  get name(): string {
    const name = this.tables.get('kernel.hostname');
    return typeof name === 'string' ? name : 'localhost';
  }

  /** PID 1; only a host that has booted has one. */
  get init(): InitProcess {
    if (this.systemd === null) throw new Error('host has not booted');
    return this.systemd;
  }

  kernelTables(): KernelTables {
    return {
      get: (key) => this.tables.get(key),
      set: (key, value) => {
        if (value === undefined) this.tables.delete(key);
        else this.tables.set(key, value);
      },
    };
  }
}
