// @vitest-environment jsdom
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { useSyncExternalStore } from 'react';
import { afterEach, expect, test } from 'vitest';
import { newNotebook } from '../../../course/progress/notebook.ts';
import { openSession } from '../../../course/session.ts';
import type { Session } from '../../../course/engine.ts';
import { COURSE, QUIZZES } from '../../course.testing.ts';
import { FakeLab } from '../../fake-lab.testing.ts';
import { QuizView } from './QuizView.tsx';

configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);

function Shown({ session, index }: { readonly session: Session; readonly index: number }) {
  const state = useSyncExternalStore((listener) => session.on(listener), () => session.state());
  const quiz = QUIZZES[index];
  return quiz === undefined ? null : <QuizView quiz={quiz} session={session} given={state.open?.answers[quiz.id] ?? null} />;
}

/** Draws a quiz of the toy course over the real engine. */
async function draw(index: number): Promise<void> {
  const session = await openSession({ course: COURSE, lab: new FakeLab(), notebook: newNotebook(COURSE, 1) });
  await session.open('toy/two/start');
  render(<Shown session={session} index={index} />);
}

const answer = () => fireEvent.click(screen.getByRole('button', { name: 'Answer' }));
const outcome = () => screen.getByRole('status').textContent;

test('choice: each option gets its own explanation; a wrong answer can be tried again', async () => {
  await draw(0);
  expect(screen.getByRole('button', { name: 'Answer' })).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByRole('radio', { name: 'chrony' }));
  answer();
  await waitFor(() => expect(outcome()).toBe('Not quite. Databases keep tables.'));
  expect(document.activeElement).toBe(screen.getByRole('status'));
  expect(screen.getByText('It keeps time.').textContent).toBe('wrong: It keeps time.');
  expect(screen.getByText('It does.').textContent).toBe('right: It does.');
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  fireEvent.click(screen.getByRole('radio', { name: /MariaDB/ }));
  answer();
  await waitFor(() => expect(outcome()).toBe('Right. Databases keep tables.'));
  expect(screen.queryByRole('button')).toBeNull();
});

test('several: all right ones and no other', async () => {
  await draw(1);
  fireEvent.click(screen.getByRole('checkbox', { name: 'controller' }));
  fireEvent.click(screen.getByRole('checkbox', { name: 'compute1' }));
  answer();
  await waitFor(() => expect(outcome()).toBe('Right. '));
  expect(screen.getByText('A service.')).toBeTruthy();
});

test('order: lines move with buttons', async () => {
  await draw(2);
  const says = () => screen.getAllByRole('listitem').map((item) => item.textContent);
  expect(says()).toEqual(['start', 'install']);
  fireEvent.click(screen.getByRole('button', { name: 'Move up: install' }));
  expect(says()).toEqual(['install', 'start']);
  answer();
  await waitFor(() => expect(outcome()).toBe('Right. '));
});

test('match: a list for each left side; a wrong pair is said, not given away by colour alone', async () => {
  await draw(3);
  const pick = (left: string, right: string) => {
    const list = screen.getByRole('combobox', { name: new RegExp(left) });
    const option = within(list).getByRole<HTMLOptionElement>('option', { name: right });
    fireEvent.change(list, { target: { value: option.value } });
  };
  pick('chronyd', 'logins');
  pick('sshd', 'logins');
  answer();
  await waitFor(() => expect(outcome()).toBe('Not quite. '));
  expect(screen.getByText('Its task.').textContent).toBe('wrong: Its task.');
  expect(screen.getByText('Its task too.').textContent).toBe('right: Its task too.');
});

test('fill: a known mistake gets its own word', async () => {
  await draw(4);
  fireEvent.change(screen.getByRole('textbox', { name: 'Missing part' }), { target: { value: 'stop' } });
  answer();
  await waitFor(() => expect(screen.getByText('That stops it.')).toBeTruthy());
});

test('repair: the file is mended in place', async () => {
  await draw(5);
  const file = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'The file' });
  expect(file.value).toBe('[mysqld\nport = 3306');
  fireEvent.change(file, { target: { value: 'mysqld\nport = 3306' } });
  answer();
  await waitFor(() => expect(screen.getByText('Both brackets are wanted.')).toBeTruthy());
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  fireEvent.change(screen.getByRole('textbox', { name: 'The file' }), { target: { value: '[mysqld]\nport = 3306' } });
  answer();
  await waitFor(() => expect(outcome()).toBe('Right. Sections stand in brackets.'));
});
