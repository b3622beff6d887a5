// How the readers ask one guest: together what is asked in one breath, and only what may have changed.
import type { Activity } from '../activity.ts';
import type { Said } from '../agent.ts';
import type { Shell, Together } from './kinds.ts';

/** So long an answer is good for whoever asks again, if nothing happened on the host in between. */
const FRESH_MS = 3000;
/** On a host where nothing had happened for a while when it was asked, an answer is good for longer: only its own timers go on. */
const REST_MS = 10_000;
const FRESH_AT_REST_MS = 30_000;

interface Kept {
  readonly mark: string;
  readonly said: Said;
}

/** What is remembered of a guest from one asking to the next. */
export interface HostMemory {
  readonly kept: Map<string, Kept>;
  recent: { readonly shell: HostShell; readonly revision: number; readonly atMs: number; readonly untilMs: number } | null;
}

export const newMemory = (): HostMemory => ({ kept: new Map(), recent: null });

/** What a shell needs of the lab. */
export interface HostShellOptions {
  readonly host: string;
  readonly hosts: Shell['hosts'];
  readonly on: Shell['on'];
  readonly run: (script: string) => Promise<Said>;
  readonly memory: HostMemory;
  readonly activity: ReturnType<Activity['of']>;
  readonly nowMs: number;
  /** What it asks may take its time: then nobody else may wait for its answers. */
  readonly isPatient: boolean;
}

/** The shell for a host: the one of a moment ago while nothing has happened since, with all that it heard. */
export function hostShell(options: HostShellOptions): Shell {
  const { memory, activity: { revision, restMs }, nowMs, isPatient } = options;
  const { recent } = memory;
  const known = recent?.revision === revision && nowMs >= recent.atMs && nowMs < recent.untilMs ? recent.shell : null;
  if (isPatient || known === null) {
    const shell = new HostShell(options, known);
    if (!isPatient) memory.recent = { shell, revision, atMs: nowMs, untilMs: nowMs + (restMs < REST_MS ? FRESH_MS : FRESH_AT_REST_MS) };
    return shell;
  }
  return known;
}

interface Gathering {
  readonly names: Set<string>;
  readonly answers: Promise<ReadonlyMap<string, unknown>>;
}

class HostShell implements Shell {
  readonly host: string;
  readonly hosts: Shell['hosts'];
  readonly on: Shell['on'];
  readonly #ask: HostShellOptions['run'];
  readonly #memory: HostMemory;
  readonly #said = new Map<string, Promise<Said>>();
  readonly #known = new Map<Together<unknown>, Map<string, Promise<unknown>>>();
  readonly #gathering = new Map<Together<unknown>, Gathering>();
  readonly #before: HostShell | null;

  /** `before`: has heard what may be of use. */
  constructor({ host, hosts, on, run, memory }: HostShellOptions, before: HostShell | null) {
    this.#before = before;
    this.host = host;
    this.hosts = hosts;
    this.on = on;
    this.#ask = run;
    this.#memory = memory;
  }

  /** What the host said to this script, if it was run. */
  saidTo(script: string): Promise<Said> | undefined {
    return this.#said.get(script);
  }

  /** What it said of a thing. */
  toldOf(way: Together<unknown>, name: string): Promise<unknown> | undefined {
    return this.#known.get(way)?.get(name);
  }

  run(script: string): Promise<Said> {
    const known = this.#said.get(script) ?? this.#before?.saidTo(script);
    if (known !== undefined) return known;
    const said = this.#ask(script);
    this.#said.set(script, said);
    // A machine that did not answer is asked again.
    said.catch(() => { this.#said.delete(script); this.#memory.recent = null; });
    return said;
  }

  async runUnless(mark: string, script: string): Promise<Said> {
    const kept = this.#memory.kept.get(script);
    if (kept?.mark === mark) return kept.said;
    const said = await this.run(script);
    this.#memory.kept.set(script, { mark, said });
    return said;
  }

  async together<A>(way: Together<A>, names: readonly string[]): Promise<readonly A[]> {
    const known = this.#known.get(way) ?? new Map<string, Promise<unknown>>();
    this.#known.set(way, known);
    for (const name of names) {
      const heard = this.#before?.toldOf(way, name);
      if (heard !== undefined) known.set(name, heard);
      if (known.has(name)) continue;
      const { names: gathered, answers } = this.#gathering.get(way) ?? this.#gather(way);
      gathered.add(name);
      known.set(name, answers.then((all) => all.get(name)));
    }
    return Promise.all(names.map((name) => known.get(name) as Promise<A>));
  }

  #gather<A>(way: Together<A>): Gathering {
    const names = new Set<string>();
    // By then everybody has named what he asks about; the agent sends a little later still.
    const answers = Promise.resolve().then(async () => {
      this.#gathering.delete(way);
      const list = [...names];
      const read = way.read(await this.run(way.script(list)), list);
      return new Map(list.map((name, index): [string, unknown] => [name, read[index]]));
    });
    const gathering = { names, answers };
    this.#gathering.set(way, gathering);
    return gathering;
  }
}
