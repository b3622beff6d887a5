// The real guest in the page, for tests: opened from the page "The real machine", and its steps solved at its keyboard.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { SCENE_SEED } from '../../src/course/scenes.ts';
import type { Lesson, Step } from '../../src/course/types.ts';
import { screenOf, type Site } from './page.testing.ts';

/** What an emulated PC may take for a command, on a busy computer. */
export const PATIENCE_MS = 300_000;

/** A line for whoever reads the test's output. */
export const say = (what: string, figure: number | string): void => {
  process.stdout.write(`  ${what}: ${typeof figure === 'number' ? `${figure.toFixed(0)} ms` : figure}\n`);
};

/** Chooses a real machine as a person does. */
export async function chooseGuest(site: Site, guest = 'Guest A'): Promise<Page> {
  const page = await site.open('/machines');
  await page.getByText(/about \d+ MB now/).first().waitFor();
  await page.getByRole('button', { name: `Use ${guest}`, exact: true }).click();
  return page;
}

/** The passwords that the page draws are then those of the prepared scenes, and of `asInScenes`. */
export const drawAsInScenes = (page: Page): Promise<void> => page.evaluate((seed) => {
  const draw = crypto.getRandomValues.bind(crypto);
  crypto.getRandomValues = (array) => (array instanceof Uint32Array && array.length === 1 ? array.fill(seed) : draw(array));
}, SCENE_SEED);

/** Goes to a place of the page by its address. */
export const go = (page: Page, path: string): Promise<void> => page.evaluate((to) => { location.hash = `#${to}`; }, path);

/** Looks at a host's screen until it is as wanted; the benchmark does so too, without vitest. */
async function untilScreen(page: Page, host: string, isWanted: (screen: string) => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (let screen = ''; !isWanted(screen); screen = await screenOf(page, host)) {
    if (performance.now() > end) throw new Error(`${host} did not get as far as it should within ${PATIENCE_MS} ms. Its screen:\n${screen}`);
    await page.waitForTimeout(50);
  }
}

/** Resolves when the prompt of a host's root shell ends the screen. */
export function guestPrompt(page: Page, host = 'controller'): Promise<void> {
  const prompt = new RegExp(`\\[root@${host} [^\\]]*\\]#$`);
  return untilScreen(page, host, (screen) => prompt.test(screen));
}

/** Lets the page set up the machines for a lesson, and waits until they are. */
export async function setUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set up the machines for this lesson' }).click({ timeout: PATIENCE_MS });
  const words = page.getByText('Setting up the machines …');
  await words.waitFor();
  await words.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  await guestPrompt(page);
}

/** Gives the keyboard to a host's terminal. */
export async function focusHost(page: Page, host: string): Promise<void> {
  await page.getByRole('tab', { name: host, exact: true }).click();
  await page.getByRole('group', { name: `Terminal on ${host}` }).locator('.xterm-helper-textarea').focus();
}

/** Types a command and waits until the shell is back; switches the host on if need be. */
export async function command(page: Page, host: string, text: string): Promise<void> {
  await focusHost(page, host);
  if (/switched off/.test(await screenOf(page, host))) {
    await page.keyboard.press('Enter');
    await guestPrompt(page, host);
  }
  for (const line of text.replace(/\n$/, '').split('\n')) {
    // The echo of a busy machine comes late: until then the last prompt still ends the screen.
    await page.keyboard.type(line);
    const typed = line.slice(-20).replaceAll(/\s/g, '');
    await untilScreen(page, host, (screen) => screen.replaceAll(/\s/g, '').endsWith(typed));
    const before = await screenOf(page, host);
    await page.keyboard.press('Enter');
    await untilScreen(page, host, (screen) => screen !== '' && screen !== before);
    // A shell's prompt, or the one for the rest of a command.
    await untilScreen(page, host, (screen) => /(?:\]#|\n>)$/.test(screen));
  }
  await guestPrompt(page, host);
}

/** Does a step's solution at the keyboard; resolves with the time from the last prompt to the step's mark. */
export async function solveStep(page: Page, step: Step): Promise<number> {
  for (const { host, text } of step.solve) await command(page, host, text);
  const start = performance.now();
  // Playwright's own waiting looks every half second only.
  const done = page.getByRole('region', { name: `${step.title}, done`, exact: true });
  await expect.poll(() => done.count(), { timeout: PATIENCE_MS, interval: 20 }).toBe(1);
  return performance.now() - start;
}

/** Does a lesson from its first step to its last. */
export async function solveLesson(page: Page, lesson: Lesson): Promise<void> {
  await go(page, `/lesson/${lesson.id}`);
  await page.getByRole('heading', { level: 1, name: lesson.title }).waitFor();
  await page.getByRole('tab', { name: 'controller' }).first().waitFor({ timeout: PATIENCE_MS });
  for (const step of lesson.steps) {
    const start = performance.now();
    const check = await solveStep(page, step);
    say(`${lesson.title} / ${step.title}`, `${((performance.now() - start) / 1000).toFixed(1)} s, the check ${check.toFixed(0)} ms after the prompt`);
  }
}
