import { describe, expect, it } from 'vitest';
import type { LabEvent } from '../../lab/lab.ts';
import { fakeLab, type FakeLab } from '../fake-lab.testing.ts';
import type { Check, Course, Mutation, Step, Typing } from '../types.ts';
import { proveCourse } from './prove.ts';

/** A machine of databases: `make x`, `drop x`, `toggle x`; `hang` never comes back. */
function machine(...present: string[]): FakeLab {
  let databases = present;
  const listeners = new Set<(event: LabEvent) => void>();
  const text = (): string => JSON.stringify(databases);
  const lab = fakeLab((probe) => ({
    kind: 'database', tables: [], exists: probe.host === 'controller' && databases.includes((probe as { name: string }).name),
    similar: databases.filter((name) => name.startsWith('keyst') && name !== 'keystone'),
  }));
  const run = ([verb, name = '']: string[]): void => {
    const without = databases.filter((each) => each !== name);
    if (verb === 'make') databases = [...without, name];
    if (verb === 'drop') databases = without;
    if (verb === 'toggle') databases = without.length === databases.length ? [...without, name] : without;
  };
  return Object.assign(lab, {
    on: (listener: (event: LabEvent) => void) => {
      listeners.add(listener);
      return Promise.resolve(() => listeners.delete(listener));
    },
    type: (terminal: string, keys: string) => {
      if (keys.startsWith('hang')) return Promise.resolve();
      run(keys.trim().split(' '));
      const record = { terminal, host: 'controller', user: 'root', cwd: '/', line: keys, exit: 0, atMs: 0 };
      for (const listener of listeners) listener({ kind: 'command', record });
      return Promise.resolve();
    },
    save: () => Promise.resolve(Uint8Array.from([...text()].map((letter) => letter.charCodeAt(0)))),
    restore: (bytes: Uint8Array) => {
      databases = JSON.parse(String.fromCharCode(...bytes)) as string[];
      return Promise.resolve();
    },
  });
}

const typing = (text: string): Typing[] => [{ host: 'controller', user: 'root', text }];
const mutation = (name: string, text: string, names: string, when: 'instead' | 'after' = 'instead'): Mutation =>
  ({ check: `c/m/l#${name}/exists`, says: text, when, typing: typing(text), names });

function step(name: string, change: Partial<Step> = {}): Step {
  const check: Check = {
    id: `c/m/l#${name}/exists`, says: name, want: { kind: 'database', host: 'controller', name }, hints: ['h'], mode: 'level',
  };
  return {
    id: `c/m/l#${name}`, title: name, covers: [], blocks: [], checks: [check], line: 1, solve: typing(`make ${name}`),
    alternatives: [typing(`make ${name} `)], mutations: [mutation(name, 'make other', 'no database')], ...change,
  };
}

const courseOf = (...steps: Step[]): Course => ({
  id: 'c', title: '', summary: '', release: '', system: '', scene: 'c/bare', values: {}, draws: [],
  waits: {},
  chapters: [{ id: 'c/m', title: '', summary: '', lessons: [
    { id: 'c/m/l', title: '', summary: '', covers: [], minutes: 1, needs: [], intro: [], file: 'f', steps },
  ] }],
});

async function prove(steps: Step[], lab = machine()): Promise<string[]> {
  const lines: string[] = [];
  const limit = (what: string): Promise<never> => (what.includes('hang') ? Promise.reject(new Error(`did not come back: ${what}`)) : new Promise(() => undefined));
  for await (const { proof, failures, tried } of proveCourse(courseOf(...steps), lab, { only: [], limit })) {
    lines.push(...failures.length === 0 ? [`ok ${proof} ${tried}`] : failures.map((failure) => `${proof}: ${failure}`));
  }
  return lines;
}

describe('the six proofs', () => {
  it('hold for a good lesson', async () => {
    const named = step('keystone', { mutations: [mutation('keystone', 'make keyston', 'There is `keyston`'), mutation('keystone', 'drop keystone', 'no database', 'after')] });
    expect(await prove([named, step('glance')])).toEqual(['ok valid 2', 'ok unsolved 2', 'ok solve 2', 'ok alternatives 2', 'ok mutate 3', 'ok again 2']);
  });

  it('valid: every check has its mistake, and patterns can be read', async () => {
    expect((await prove([step('a', { mutations: [] })]))[0]).toBe("valid: no mistake is tried against 'a'");
    expect((await prove([step('a', { mutations: [mutation('a', 'make b', '(')] })]))[0]).toBe('valid: not a regular expression: (');
  });

  it('unsolved: nothing is green at the start', async () => {
    expect((await prove([step('a')], machine('a')))[1]).toBe("unsolved: step 'a' is green before anything was done");
  });

  it('solve: each solution turns exactly its step green', async () => {
    expect((await prove([step('a', { solve: typing('make b') })]))[2])
      .toBe("solve: solution of 'a': 'a' is red: there is no database `a`");
    expect((await prove([step('a'), step('a2', { checks: step('a').checks.map((check) => ({ ...check, id: 'x' })), mutations: [{ ...mutation('a', 'make b', 'no'), check: 'x' }] })]))[2])
      .toBe("solve: solution of 'a' turns 'a2' green, too");
    expect(await prove([step('a'), step('b', { solve: typing('drop a') })])).toEqual([
      'ok valid 2', 'ok unsolved 2', "solve: solution of 'b': 'b' is red: there is no database `b`", "solve: solution of 'b' turns 'a' red again",
    ]);
    expect((await prove([step('a', { solve: typing('hang') })]))[2]).toBe("solve: solution of 'a': did not come back: root@controller: hang");
  });

  it('alternatives: are green, too', async () => {
    expect((await prove([step('a', { alternatives: [typing('make a'), typing('make c')] })]))[3])
      .toBe("alternatives: alternative 2 of 'a': 'a' is red: there is no database `a`");
  });

  it('mutate: a mistake stays red and is named', async () => {
    expect((await prove([step('a', { mutations: [mutation('a', 'make a', 'x')] })]))[4]).toBe("mutate: mistake 'make a' in 'a': the check is green");
    expect((await prove([step('a', { mutations: [mutation('a', 'make b', 'another word')] })]))[4])
      .toBe("mutate: mistake 'make b' in 'a': the verdict does not name it (another word): there is no database `a`");
  });

  it('again: solving twice does no harm', async () => {
    expect((await prove([step('a', { solve: typing('toggle a') })]))[5])
      .toBe("again: solving 'a' twice: 'a' is red: there is no database `a`");
  });
});
