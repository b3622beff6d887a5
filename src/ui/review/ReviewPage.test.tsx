// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { newNotebook } from '../../course/progress/notebook.ts';
import { COURSE, QUIZZES } from '../course.testing.ts';
import { FakeLab } from '../fake-lab.testing.ts';
import { openPage } from '../page.testing.tsx';
import { memoryVault } from '../store/vault.ts';

afterEach(cleanup);

const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }));

test('nothing answered: says so, and offers a test of each chapter', async () => {
  await openPage('/questions/toy');
  expect(await screen.findByText(/Nothing waits for you\. Questions stand in the lessons/)).toBeTruthy();
  expect(screen.getByText('6 not answered yet')).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Test yourself on .*: 6 questions$/ })).toBeTruthy();
});

test('a test: what is missed comes back tomorrow, what is right is known, the score counts first answers', async () => {
  const { workspaces } = await openPage('/questions/toy');
  await press(/^Test yourself/);
  expect((await screen.findByText('Question 1 of 6')).tagName).toBe('P');
  fireEvent.click(screen.getByRole('radio', { name: 'chrony' }));
  await press('Answer');
  await press('Try again');
  fireEvent.click(screen.getByRole('radio', { name: /MariaDB/ }));
  await press('Answer');
  await press('Next question');
  fireEvent.click(screen.getByRole('checkbox', { name: 'controller' }));
  fireEvent.click(screen.getByRole('checkbox', { name: 'compute1' }));
  await press('Answer');
  await press('Stop here');
  expect(await screen.findByText('1 right at once · 1 coming back · 4 not answered yet')).toBeTruthy();
  const { session } = workspaces.current?.store.getState() ?? {};
  expect(Object.keys(session?.state().notebook.cards ?? {})).toEqual([QUIZZES[0]?.id]);
});

test('a due question is asked afresh and moves on', async () => {
  const vault = memoryVault();
  const id = QUIZZES[0]?.id ?? '';
  const notebook = {
    ...newNotebook(COURSE, 1), cards: { [id]: { quiz: id, box: 1, dueMs: 5 } },
    answers: { [id]: { answer: { kind: 'options' as const, chosen: [1] }, isRight: false, tries: 1 } },
  };
  await vault.write('toy', { format: 1, savedAtMs: 0, snapshot: await new FakeLab().save(), notebook, progress: null });
  const { workspaces } = await openPage('/questions/toy', { vault });
  expect(await screen.findByText('One question waits for you.')).toBeTruthy();
  await press('Answer now');
  fireEvent.click(await screen.findByRole('radio', { name: 'MariaDB' }));
  await press('Answer');
  await press('See how it went');
  expect(await screen.findByText('1 of 1 right.')).toBeTruthy();
  await press('What you have kept');
  expect(await screen.findByText(/The next question comes back on/)).toBeTruthy();
  await waitFor(() => expect(workspaces.current?.store.getState().session?.state().notebook.cards[id]?.box).toBe(2));
});

test('a course that is not there says so', async () => {
  await openPage('/questions/nothing');
  expect(await screen.findByRole('heading', { name: 'There is no such page.' })).toBeTruthy();
});
