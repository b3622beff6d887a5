// For tests of the engine: a lab whose answers are a function that the test writes.
import { Emitter } from '../base/emitter.ts';
import type { Capability, Lab, LabEvent } from '../lab/lab.ts';
import type { Answer, Probe } from '../lab/probe.ts';

export interface FakeLab extends Lab {
  /** Sets what probes are answered from now on, and says that the machines have come to rest. */
  become(answer: (probe: Probe) => Answer): void;
  emit(event: LabEvent): void;
  nowMs: number;
  /** Names of the scenes that there are. */
  sceneNames: readonly string[];
  readonly typed: string[];
  readonly asked: Probe[];
}

/** A lab of controller and compute1 with canned answers; typing a line ends it at once. */
export function fakeLab(answer: (probe: Probe) => Answer, offers: readonly Capability[] = ['terminal', 'mariadb', 'two-hosts']): FakeLab {
  const events = new Emitter<LabEvent>();
  let reply = answer;
  const typed: string[] = [];
  const asked: Probe[] = [];
  let opened = 0;
  const unused = (): never => { throw new Error('not part of the fake lab'); };
  const lab: FakeLab = {
    offers, typed, asked, nowMs: 1000, sceneNames: [],
    become(next) {
      reply = next;
      events.emit({ kind: 'settled', revision: 1 });
    },
    emit: (event) => { events.emit(event); },
    hosts: () => Promise.resolve(['controller', 'compute1'].map((name) => ({ name, address: '', system: '' }))),
    now: () => Promise.resolve(lab.nowMs),
    openTerminal: (host, size) => Promise.resolve({ id: `${host}-${++opened}`, host, ...size }),
    closeTerminal: () => Promise.resolve(),
    type: (terminal, keys) => {
      typed.push(`${terminal}: ${keys}`);
      const record = { terminal, host: '', user: 'root', cwd: '/', line: keys, exit: 0, atMs: lab.nowMs };
      events.emit({ kind: 'command', record });
      return Promise.resolve();
    },
    ask: (probe) => Promise.resolve(reply(probe)),
    askAll: (probes) => {
      asked.push(...probes);
      return Promise.resolve(probes.map(reply));
    },
    history: () => Promise.resolve([]),
    on: (listener) => Promise.resolve(events.on(listener)),
    reset: (scene) => {
      typed.push(`reset ${scene}`);
      events.emit({ kind: 'replaced' });
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
    terminals: unused, screen: unused, resize: unused, editorAction: unused, trace: unused, save: unused, restore: unused,
    undo: unused, scenes: () => Promise.resolve(lab.sceneNames),
  };
  return lab;
}
