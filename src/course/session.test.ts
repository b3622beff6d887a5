import { describe, expect, it, vi } from 'vitest';
import type { Answer, Probe } from '../lab/probe.ts';
import { fakeLab } from './fake-lab.testing.ts';
import { newNotebook, readNotebook } from './progress/notebook.ts';
import { openSession } from './session.ts';
import type { Check, Course, Lesson, Step } from './types.ts';

const database = (name: string): Check => ({
  id: `c/m/one#${name}/exists`, says: `database ${name}`, want: { kind: 'database', host: 'controller', name }, hints: ['first', 'second'], mode: 'level',
});
const looked: Check = {
  id: 'c/m/one#look/looked', says: 'looked', mode: 'edge', hints: ['h'],
  want: { kind: 'unit', host: 'controller', name: 'mariadb', running: true },
};
const step = (id: string, ...checks: Check[]): Step => ({
  id: `c/m/one#${id}`, title: id, covers: [], checks, line: 1, alternatives: [], mutations: [],
  solve: [{ host: 'controller', user: 'root', text: `make ${id} {{passwords.db}}` }],
  blocks: [{ kind: 'quiz', quiz: {
    id: `c/m/one#quiz-${id}`, kind: 'choice', asks: '?', because: '',
    options: [{ says: 'a', right: true, because: 'yes' }, { says: 'b', right: false, because: 'no' }],
  } }],
});
const lesson: Lesson = {
  id: 'c/m/one', title: 'One', summary: '', covers: [], minutes: 1, needs: ['mariadb'], intro: [], file: 'f',
  steps: [step('keystone', database('keystone')), step('look', looked), step('glance', database('glance'))],
};
const course: Course = {
  id: 'c', title: 'C', summary: '', release: '', system: '', scene: 'c/bare', values: { 'hosts.controller.ip': '10.0.0.11' },
  draws: [{ name: 'passwords.db', kind: 'password', label: 'password' }],
  waits: {},
  chapters: [{ id: 'c/m', title: 'M', summary: '', lessons: [lesson, { ...lesson, id: 'c/m/two', steps: [] }] }],
};

/** MariaDB with these databases, its unit running or not. */
const world = (databases: readonly string[], isRunning = false) => (probe: Probe): Answer => {
  if (probe.kind === 'database') {
    return { kind: 'database', exists: probe.host === 'controller' && databases.includes(probe.name), similar: [], tables: [] };
  }
  return { kind: 'unit', load: 'loaded', active: isRunning ? 'active' : 'inactive', sub: 'x', isEnabled: false };
};
const start = async (...databases: string[]) => {
  const lab = fakeLab(world(databases));
  const session = await openSession({ course, lab, notebook: newNotebook(course, 7) });
  await session.open('c/m/one');
  const statuses = (): readonly string[] | undefined => session.state().open?.steps.map((each) => each.status);
  return { lab, session, statuses };
};

describe('a session', () => {
  it('asks again whenever the machines come to rest, and unlocks step by step', async () => {
    const { lab, session, statuses } = await start();
    expect(statuses()).toEqual(['open', 'later', 'later']);
    lab.become(world(['keystone']));
    await vi.waitFor(() => { expect(statuses()).toEqual(['solved', 'open', 'later']); });
    lab.become(world(['keystone', 'glance']));
    await vi.waitFor(() => { expect(statuses()).toEqual(['solved', 'open', 'solved']); });
    expect(session.state().progress).toEqual({
      lessons: { 'c/m/one': { solved: 2, steps: 3, assisted: 0 }, 'c/m/two': { solved: 0, steps: 0, assisted: 0 } }, next: 'c/m/one',
    });
  });

  it('lets a level check turn red again, and keeps an edge check', async () => {
    const { lab, session, statuses } = await start();
    lab.become(world(['keystone'], true));
    await vi.waitFor(() => { expect(statuses()).toEqual(['solved', 'solved', 'open']); });
    lab.become(world([], false));
    await vi.waitFor(() => { expect(statuses()).toEqual(['open', 'solved', 'later']); });
    const [first, second] = session.state().open?.steps ?? [];
    expect(first?.checks[0]?.hasTurnedRed).toBe(true);
    expect(second?.checks[0]?.verdict).toMatchObject({ passed: true, saw: 'it was so, and that is enough' });
  });

  it('takes back what an undo takes back', async () => {
    const { lab, session, statuses } = await start();
    lab.nowMs = 5000;
    lab.become(world([], true));
    await vi.waitFor(() => { expect(statuses()).toEqual(['open', 'solved', 'later']); });
    lab.nowMs = 2000;
    lab.become(world([], false));
    lab.emit({ kind: 'replaced' });
    await vi.waitFor(() => { expect(statuses()).toEqual(['open', 'later', 'later']); });
    expect(session.state().notebook.seen).toEqual({});
  });

  it('shows hints one at a time, and remembers them through checks and reloads', async () => {
    const { lab, session } = await start();
    session.showHint('c/m/one#keystone/exists');
    lab.become(world([]));
    await vi.waitFor(() => { expect(session.state().isChecking).toBe(false); });
    const again = await openSession({ course, lab, notebook: readNotebook(JSON.parse(JSON.stringify(session.state().notebook)), course, 1) });
    await again.open('c/m/one');
    expect(again.state().open?.steps[0]?.checks[0]).toMatchObject({ hints: ['first'], hintsLeft: 1 });
    again.showHint('c/m/one#keystone/exists');
    again.showHint('c/m/one#keystone/exists');
    expect(again.state().open?.steps[0]?.checks[0]).toMatchObject({ hints: ['first', 'second'], hintsLeft: 0 });
  });

  it('types a solution with the variables of this attempt and marks the step', async () => {
    const { lab, session } = await start();
    session.choose('passwords.db', 'mine');
    await session.solveStep('c/m/one#keystone');
    expect(lab.typed).toEqual(['controller-1: make keystone mine\r']);
    expect(session.state().open?.steps.map((each) => each.isAssisted)).toEqual([true, false, false]);
  });

  it('turns a missed question into a card that comes back', async () => {
    const { session } = await start();
    const quiz = 'c/m/one#quiz-look';
    expect(session.answer(quiz, { kind: 'options', chosen: [1] }, 0)).toEqual({
      isRight: false, because: '', parts: [{ isRight: false, because: 'yes' }, { isRight: false, because: 'no' }],
    });
    expect(session.due(0)).toEqual([]);
    const day = 86_400_000;
    expect(session.due(day).map(({ card }) => card)).toEqual([{ quiz, box: 1, dueMs: day }]);
    session.answer(quiz, { kind: 'options', chosen: [0] }, day);
    expect(session.due(3 * day)).toEqual([]);
    expect(session.due(4 * day).map(({ card }) => card.box)).toEqual([2]);
    expect(session.state().open?.answers[quiz]).toMatchObject({ tries: 2, isRight: true });
  });

  it('starts a lesson anew from the scene before it, with that scene\'s variables', async () => {
    const { lab, session } = await start();
    session.showHint('c/m/one#keystone/exists');
    await session.restart('c/m/two');
    expect(lab.typed).toEqual(['reset c/m/one']);
    expect(session.state().notebook).toMatchObject({ seed: 1, hints: { 'c/m/one#keystone/exists': 1 } });
    await session.restart('c/m/one');
    expect(lab.typed).toEqual(['reset c/m/one', 'reset c/bare']);
    expect(session.state().notebook.hints).toEqual({});
  });
});

describe('a lab that cannot do everything', () => {
  it('is not asked about lessons that it cannot do', async () => {
    const lab = fakeLab(world(['keystone']), ['terminal']);
    const session = await openSession({ course, lab, notebook: newNotebook(course, 7) });
    await session.open('c/m/one');
    expect(lab.asked).toEqual([]);
    expect(session.state().open).toMatchObject({ lacks: ['mariadb'], solved: 0 });
  });
});

describe('a lab that answers slowly', () => {
  it('is asked about the open lesson only; the others are as far as they were', async () => {
    const lab = fakeLab(world(['keystone']));
    const before = { lessons: { 'c/m/one': { solved: 2, steps: 3, assisted: 1 } }, next: 'c/m/one' };
    const session = await openSession({ course, lab, notebook: newNotebook(course, 7), before });
    expect(lab.asked).toEqual([]);
    expect(session.state().progress).toMatchObject({ lessons: { 'c/m/one': { solved: 2, steps: 3, assisted: 1 } }, next: 'c/m/one' });
    await session.open('c/m/one');
    expect(lab.asked).not.toEqual([]);
    expect(session.state().progress.lessons['c/m/one']).toEqual({ solved: 1, steps: 3, assisted: 0 });
  });

  it('is asked about nothing else after it was put into a scene: the lessons before are done there', async () => {
    const lab = fakeLab(world(['keystone']));
    const session = await openSession({ course, lab, notebook: newNotebook(course, 7), before: { lessons: {}, next: null } });
    await session.open('c/m/two');
    const about = JSON.stringify(lab.asked.at(-1));
    await session.restart('c/m/two');
    await expect.poll(() => session.state().progress.lessons['c/m/one']).toEqual({ solved: 3, steps: 3, assisted: 0 });
    expect(lab.asked.map((each) => JSON.stringify(each))).toEqual(lab.asked.map(() => about));
    await session.open(null);
    await session.check();
    expect(lab.asked.map((each) => JSON.stringify(each))).toEqual(lab.asked.map(() => about));
  });

  it('that cannot be set up for a lesson leaves everything as it was', async () => {
    const { lab, session } = await start();
    session.showHint('c/m/one#keystone/exists');
    const { notebook } = session.state();
    lab.reset = () => Promise.reject(new Error('no such scene'));
    await expect(session.restart('c/m/one')).rejects.toThrow('no such scene');
    expect(session.state().notebook).toEqual(notebook);
  });
});

describe('skipping a step', () => {
  it('takes the step\'s own scene, or its lesson\'s for the last one, and marks what was left out', async () => {
    const { lab, session } = await start('keystone');
    expect(await session.skip('c/m/one#look')).toBe(false);
    lab.sceneNames = ['c/m/one#look', 'c/m/one'];
    expect(await session.skip('c/m/one#look')).toBe(true);
    expect(await session.skip('c/m/one#glance')).toBe(true);
    expect(lab.typed).toEqual(['reset c/m/one#look', 'reset c/m/one']);
    expect(session.state().notebook).toMatchObject({ seed: 1, assisted: { 'c/m/one#look': 1000, 'c/m/one#glance': 1000 } });
    expect(session.state().open?.steps.map((each) => each.isAssisted)).toEqual([false, true, true]);
  });
});

describe('a saved notebook', () => {
  it('is replaced when it is of another version or course', () => {
    expect(readNotebook({ version: 9, course: 'c' }, course, 3)).toEqual(newNotebook(course, 3));
    expect(readNotebook(null, course, 3)).toEqual(newNotebook(course, 3));
    expect(readNotebook({ ...newNotebook(course, 4), at: 'c/m/one' }, course, 3)).toEqual({ ...newNotebook(course, 4), at: 'c/m/one' });
  });
});
