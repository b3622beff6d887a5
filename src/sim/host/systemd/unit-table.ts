// The units that PID 1 has in memory, and how they come there. Knows nothing of jobs and processes.
import { SysError } from '../errors.ts';
import { ROOT } from '../inode.ts';
import { KERNEL_RELEASE, kernelCommandLine } from './boot.ts';
import type { MachineFacts } from './conditions.ts';
import type { UnitRunner } from './manager.ts';
import type { ManagerLog } from './messages.ts';
import { newUnit, type UnitState } from './state.ts';
import { loadUnit, triggeredUnit, type UnitConfig } from './unit-config.ts';
import { typeOf, type SpecifierFacts } from './unit-name.ts';

const STARTERS = ['timer', 'path', 'socket'];

/** Whether units of that type are there to start another one. */
const isStarter = (name: string): boolean => STARTERS.includes(typeOf(name) ?? '');

/** Units by name, loaded from their files with all those they name, forgotten when nothing needs them. */
export class UnitTable {
  readonly units = new Map<string, UnitState>();
  bootId = '';
  readonly #runner: UnitRunner;
  readonly #log: ManagerLog;
  #isUntidy = false;

  constructor(runner: UnitRunner, log: ManagerLog) {
    this.#runner = runner;
    this.#log = log;
  }

  /** The unit of that name in memory. */
  get(name: string): UnitState | undefined {
    return this.units.get(name);
  }

  /** All units in memory: a copy, which may be walked while units come and go. */
  all(): UnitState[] {
    return [...this.units.values()];
  }

  /** What `%` stands for in unit files. */
  specifiers(): SpecifierFacts {
    return { hostname: this.#runner.hostname, machineId: this.#machineId(), bootId: this.bootId, kernel: KERNEL_RELEASE };
  }

  #machineId(): string {
    try {
      return this.#runner.files.readFile('/etc/machine-id', ROOT).trim();
    } catch (error) {
      if (error instanceof SysError) return '0'.repeat(32);
      throw error;
    }
  }

  /** What conditions of units ask of the machine. */
  facts(): MachineFacts {
    return { hostname: this.#runner.hostname, kernelCommandLine, kernelVersion: KERNEL_RELEASE, isFirstBoot: false };
  }

  /** The unit's settings as its files have them now; complaints go to the journal. */
  read(name: string): UnitConfig {
    return loadUnit(this.#runner.files, name, this.specifiers(), (complaint, about) => this.#log.say(about, complaint.priority, complaint.message));
  }

  /** The unit in memory, with all those it names; alias names lead to the unit they stand for. */
  load(name: string): UnitState {
    const found = this.units.get(name);
    if (found !== undefined && (found.config.loadState === 'loaded' || found.active !== 'inactive')) return found;
    const config = this.read(name);
    const known = this.units.get(config.name);
    if (known !== undefined) {
      if (known.config.loadState !== 'loaded') known.config = config;
      return known;
    }
    const unit = newUnit(config);
    this.units.set(config.name, unit);
    this.#isUntidy = true;
    const named = new Set(Object.values(config.dependencies).flat());
    if (isStarter(name) && config.loadState === 'loaded') named.add(triggeredUnit(config));
    for (const other of named) if (!this.units.has(other)) this.load(other);
    return unit;
  }

  /** The unit in memory, or as it would be if it were loaded now. */
  peek(name: string): UnitState {
    const found = this.units.get(name);
    if (found !== undefined && (found.config.loadState === 'loaded' || found.active !== 'inactive')) return found;
    const config = this.read(name);
    return this.units.get(config.name) ?? newUnit(config);
  }

  /** Something went down or lost its need: `collect` has work. */
  disturb(): void {
    this.#isUntidy = true;
  }

  /** Forgets units that are down and that nothing in memory names. */
  collect(): void {
    if (!this.#isUntidy) return;
    this.#isUntidy = false;
    const kept = new Set<string>();
    const queue = [...this.units.values()].filter((unit) => unit.active !== 'inactive' || unit.job !== null).map((unit) => unit.name);
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const unit = this.units.get(name);
      if (unit === undefined || kept.has(name)) continue;
      kept.add(name);
      for (const names of Object.values(unit.config.dependencies)) queue.push(...names);
      if (isStarter(name)) queue.push(triggeredUnit(unit.config));
    }
    for (const name of [...this.units.keys()]) if (!kept.has(name)) this.units.delete(name);
  }
}
