import type { Json } from '../../base/json.ts';
import type { Dice } from '../time/dice.ts';
import { SysError } from './errors.ts';
import type { Host } from './host.ts';
import { ROOT } from './inode.ts';
import type { Journal } from './journal.ts';
import { DeviceFile, RegularFile, type OpenFile } from './open-file.ts';
import type { Process, ProcessInfo } from './process.ts';
import { programNamed, type Routine } from './program.ts';
import type { SignalName } from './signals.ts';
import { JournalStream } from './systemd/journal-stream.ts';
import type { UnitOutput, UnitRunner, UnitSpawn } from './systemd/manager.ts';
import type { Accounts } from './accounts.ts';
import type { FileSystem } from './file-system.ts';

/** The kernel's side of PID 1: makes and ends the processes of units. */
export class HostUnitRunner implements UnitRunner {
  readonly #host: Host;
  readonly #power: (how: 'off' | 'reboot') => void;

  constructor(host: Host, power: (how: 'off' | 'reboot') => void) {
    this.#host = host;
    this.#power = power;
  }

  get files(): FileSystem { return this.#host.files; }
  get accounts(): Accounts { return this.#host.accounts; }
  get journal(): Journal { return this.#host.journal; }
  get dice(): Dice { return this.#host.shared.dice; }
  get hostname(): string { return this.#host.name; }
  get bootMs(): number { return this.#host.bootMs; }

  nowMs(): number {
    return this.#host.shared.clock.nowMs();
  }

  spawn(order: UnitSpawn): number {
    const { kernel } = this.#host;
    const program = this.#check(order);
    if (order.pidAtLeast !== null) kernel.nextPid = Math.max(kernel.nextPid, order.pidAtLeast);
    const pid = kernel.takePid();
    const process = kernel.make({
      pid, argv: order.argv, path: order.path, ppid: 1, as: order.as, env: { ...order.env }, cwd: order.cwd,
      umask: order.umask, unit: order.unit,
    });
    kernel.install(process, 0, new DeviceFile('null', this.dice));
    kernel.install(process, 1, this.#output(order.stdout, order, pid));
    kernel.install(process, 2, this.#output(order.stderr, order, pid));
    process.routine = this.#run(process, program);
    return pid;
  }

  nextPid(): number {
    return this.#host.kernel.takePid();
  }

  /** Throws as execve(2) does; returns the path that names the behaviour. */
  #check(order: UnitSpawn): string {
    const { node } = this.#host.files.find(order.path, { as: order.as });
    if (node === null) throw new SysError('ENOENT');
    if (node.type !== 'file' || !this.#host.files.allowed(node, 1, order.as)) throw new SysError('EACCES');
    const content = this.#host.files.contentOf(node);
    if (programNamed(content) === null && !content.startsWith('#!')) throw new SysError('ENOEXEC');
    return order.path;
  }

  *#run(process: Process, path: string): Routine<number> {
    const { kernel } = this.#host;
    const loaded = yield* kernel.load(path, process.argv, process.as, process.cwd);
    process.argv = loaded.argv;
    process.program = loaded.program.name;
    return yield* loaded.program.run(kernel.sysOf(process));
  }

  #output(output: UnitOutput, order: UnitSpawn, pid: number): OpenFile {
    if (output.kind === 'null') return new DeviceFile('null', this.dice);
    if (output.kind === 'journal') {
      const { unit, identifier } = order;
      return new JournalStream(this.journal, { unit, identifier, pid, uid: order.as.uid, partial: '' });
    }
    const node = this.files.writeFile(output.path, this.#kept(output), ROOT);
    const flags = { write: true, append: output.mode === 'append' };
    return new RegularFile(this.files, node, output.path, flags);
  }

  #kept(output: { path: string; mode: string }): string {
    const { node } = this.files.find(output.path, { as: ROOT });
    return node === null || output.mode === 'truncate' ? '' : this.files.contentOf(node);
  }

  kill(pid: number, signal: SignalName): void {
    const process = this.#host.kernel.processes.get(pid);
    if (process !== undefined) this.#host.kernel.deliver(process, signal);
  }

  processes(): readonly ProcessInfo[] {
    const { kernel } = this.#host;
    return [...kernel.processes.values()].map((process) => kernel.info(process));
  }

  later(inMs: number, note: Json): number {
    return this.#host.shared.agenda.add(this.nowMs() + inMs, `${this.#host.id}:systemd`, note);
  }

  cancel(id: number): void {
    this.#host.shared.agenda.cancel(id);
  }

  power(how: 'off' | 'reboot'): void {
    this.#power(how);
  }
}
