// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { SnapshotError } from '../../lab/lab.ts';
import { openPage } from '../page.testing.tsx';
import { memoryVault } from '../store/vault.ts';
import { settings } from '../store/settings.ts';

afterEach(cleanup);

const key = (init: KeyboardEventInit) => fireEvent.keyDown(document.body, init);

test('home: what this is, courses, lessons, free play', async () => {
  await openPage('/');
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('OpenStack, installed by hand');
  await screen.findByRole('heading', { name: 'A toy course' });
  expect(screen.getByRole('link', { name: /The last lesson/ }).getAttribute('href')).toBe('#/lesson/toy/two/start');
  expect((await screen.findByRole('link', { name: /Begin/ })).getAttribute('href')).toBe('#/lesson/toy/one/first');
  expect(screen.getByRole('link', { name: 'Open free play' })).toBeTruthy();
});

test('home: courses that cannot be loaded are said, the rest stays', async () => {
  const failing = Promise.reject(new Error('offline'));
  failing.catch(() => undefined);
  await openPage('/', { loadCourses: () => failing });
  expect((await screen.findByRole('alert')).textContent).toContain('could not be loaded');
  expect(screen.getByRole('link', { name: 'Open free play' })).toBeTruthy();
});

test('home: no courses, and nothing known of progress', async () => {
  const none = Promise.resolve([]);
  await openPage('/', { loadCourses: () => none });
  expect(await screen.findByText('There are no courses in this copy of Handstack.')).toBeTruthy();
});

test('home: continue where you were', async () => {
  const vault = memoryVault();
  const { screens } = await openPage('/lesson/toy/two/start', { vault });
  await waitFor(() => expect(screens.length).toBe(1));
  await waitFor(async () => expect((await vault.read('toy'))?.notebook?.at).toBe('toy/two/start'));
  cleanup();
  await openPage('/', { vault });
  expect((await screen.findByRole('link', { name: /Continue where you were/ })).getAttribute('href')).toBe('#/lesson/toy/two/start');
});

test('a lesson: text with its variables, a prompt, and a check that turns green by typing', async () => {
  const { screens, labs } = await openPage('/lesson/toy/one/first');
  expect(await screen.findByRole('heading', { level: 1, name: 'The first lesson' })).toBeTruthy();
  await waitFor(() => expect(screens[0]?.text).toBe('[root@controller ~]# '));
  expect(screen.queryByText(/\{\{/)).toBeNull();
  const step = screen.getByRole('region', { name: 'Step one, to do' });
  expect(within(step).getByText('Saw').nextElementSibling?.textContent).toContain('mariadb');
  screens[0]?.press('start mariadb\r');
  await screen.findByRole('region', { name: 'Step one, done' });
  expect(labs[0]?.typed.map(({ keys }) => keys).join('')).toBe('start mariadb\r');
  expect(screen.getByText('Lesson done.')).toBeTruthy();
});

test('hints come one at a time; the solution is one step away, and marks the step', async () => {
  await openPage('/lesson/toy/one/first');
  fireEvent.click(await screen.findByRole('button', { name: 'Hint for: MariaDB runs' }));
  expect(await screen.findByText('Which command starts a unit?')).toBeTruthy();
  expect(screen.queryByText(/here\.$/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show the solution' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Do it for me' }));
  expect(await screen.findByText('done by the page')).toBeTruthy();
});

test('"run" types the command into the terminal of its host; a setting takes it away', async () => {
  const { labs, screens } = await openPage('/lesson/toy/one/first');
  await waitFor(() => expect(screens[0]?.text).toContain('#'));
  fireEvent.click(screen.getByRole('button', { name: 'Run on controller' }));
  await waitFor(() => expect(labs[0]?.typed).toEqual([{ terminal: 'controller-1', keys: 'start mariadb\r' }]));
  settings.setState({ runsWithOneClick: false });
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Run on controller' })).toBeNull());
  settings.setState({ runsWithOneClick: true });
});

test('the cloud panel shows what is true, and marks what changed', async () => {
  const { screens } = await openPage('/free');
  const cloud = await screen.findByRole('region', { name: 'Cloud' });
  await waitFor(() => expect(cloud.textContent).toContain('MariaDB does not run'));
  screens[0]?.press('start\r');
  await waitFor(() => expect(within(cloud).getByText('3306').closest('li')?.textContent).toBe('3306/tcp mariadbd · *changed'));
});

test('tabs: arrows move between terminals', async () => {
  await openPage('/free');
  const tab = await screen.findByRole('tab', { name: 'controller' });
  expect(tab.getAttribute('aria-selected')).toBe('true');
  fireEvent.keyDown(tab, { key: 'ArrowRight' });
  expect(screen.getByRole('tab', { name: 'compute1' }).getAttribute('aria-selected')).toBe('true');
  expect(document.activeElement?.textContent).toBe('compute1');
});

test('keys of the page: the list, the palette, the settings, the next region', async () => {
  await openPage('/free');
  await screen.findByRole('tab', { name: 'controller' });
  key({ key: '?' });
  expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  key({ key: 'F1' });
  expect(await screen.findByRole('dialog', { name: 'Command palette' })).toBeTruthy();
  expect(await screen.findByRole('option', { name: /Undo the last command/ })).toBeTruthy();
});

test('settings hold at once', async () => {
  await openPage('/');
  key({ code: 'Comma', key: '<', ctrlKey: true, shiftKey: true });
  fireEvent.click(await screen.findByRole('radio', { name: 'Dark' }));
  expect(document.documentElement.dataset.theme).toBe('dark');
  fireEvent.click(screen.getByRole('switch', { name: /Screen-reader mode/ }));
  expect(settings.getState().hasScreenReader).toBe(true);
});

test('a saved lab of a newer version: a clear word and three ways on', async () => {
  await openPage('/free', { startLab: () => Promise.reject(new SnapshotError('newer-version')) });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('newer version of Handstack');
  expect(within(alert).getAllByRole('button').map((button) => button.textContent)).toEqual([
    'Keep the saved lab as a file', 'Start anew from the beginning', 'Reload the page',
  ]);
});

test('a simulator that does not start says so, and can be started again', async () => {
  let tries = 0;
  await openPage('/lesson/toy/one/first', { startLab: () => Promise.reject(new Error(`no Worker ${String((tries += 1))}`)) });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('The simulator did not start');
  expect(alert.textContent).toContain('no Worker 1');
  expect(screen.getByRole('heading', { level: 1, name: 'The first lesson' })).toBeTruthy();
  fireEvent.click(within(alert).getByRole('button', { name: 'Start again' }));
  await waitFor(() => expect(tries).toBe(2));
});

test('a lesson that does not exist', async () => {
  await openPage('/lesson/toy/nothing');
  expect(await screen.findByText('There is no such page.')).toBeTruthy();
});
