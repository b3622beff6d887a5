// Somebody does both chapters from an empty profile, with the keyboard alone: every command typed, every link pressed.
// In the middle the tab is reloaded, a command undone, a step and a chapter started again.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCourses } from '../../bin/lessons.ts';
import type { Lesson, Step, Typing } from '../../src/course/types.ts';
import { expectAccessible, openSite, screenOf, waitForPrompt, type Site } from './page.testing.ts';

const CHAPTERS = ['antelope/environment', 'antelope/mariadb'];
const course = loadCourses().find(({ id }) => id === 'antelope');
const lessons = (course?.chapters ?? []).filter(({ id }) => CHAPTERS.includes(id)).flatMap((chapter) => [...chapter.lessons]);

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** Presses Tab until what has the keyboard is what is wanted. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let times = 0; times < 120; times += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
    if (name.test(found)) return;
  }
  throw new Error(`nothing named ${String(name)} is reached with Tab`);
}

/** Gives the keyboard to the terminal of `host`, by the page's own keys. */
async function goToTerminal(page: Page, host: string): Promise<void> {
  for (let times = 0; times < 4; times += 1) {
    await page.keyboard.press('Control+Shift+L');
    const tab = await page.getByRole('tab', { selected: true }).innerText();
    if (tab === host) {
      await expect.poll(() => page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea')), { timeout: 10_000 }).toBe(true);
      return;
    }
  }
  throw new Error(`no terminal of ${host}`);
}

/** The command with the password that this attempt drew, as the lesson shows it. */
async function filledIn(page: Page, text: string): Promise<string> {
  if (!text.includes('{{')) return text;
  const shown = await page.getByRole('article', { name: 'Lesson' }).innerText();
  const [, password = ''] = /IDENTIFIED BY '([a-z0-9]+)'/.exec(shown) ?? [];
  const values: Readonly<Record<string, string>> = { ...course?.values, 'passwords.keystone_db': password };
  return text.replace(/\{\{([^}]*)\}\}/g, (_, name: string) => values[name] ?? '');
}

async function typeAll(page: Page, typings: readonly Typing[]): Promise<void> {
  for (const { host, text } of typings) {
    await goToTerminal(page, host);
    for (const line of (await filledIn(page, text)).replace(/\n$/, '').split('\n')) {
      await page.keyboard.type(line);
      await page.keyboard.press('Enter');
    }
    await waitForPrompt(page, host);
  }
}

const stepOf = (page: Page, step: Step, status: string) => page.getByRole('region', { name: `${step.title}, ${status}`, exact: true });

async function solve(page: Page, step: Step): Promise<void> {
  await typeAll(page, step.solve);
  await stepOf(page, step, 'done').waitFor().catch(async () => {
    throw new Error(`“${step.title}” is not done:\n${await screenOf(page, step.solve.at(-1)?.host)}\n${await stepOf(page, step, 'to do').innerText()}`);
  });
}

/** From the end of a lesson to the next one, or home after the last. */
async function goOn(page: Page, next: Lesson | undefined): Promise<void> {
  await page.keyboard.press('Control+Shift+Period');
  await tabTo(page, next === undefined ? /^To the overview|^Next/ : new RegExp(`^Next( chapter)?${next.title}$`));
  if (next === undefined) return;
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: next.title }).waitFor();
}

test('both chapters with the keyboard, from an empty profile to the last green check', async () => {
  const [first] = lessons;
  expect(lessons.length).toBeGreaterThan(8);
  const page = await site.open('/');
  await tabTo(page, /^Begin/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: first?.title ?? '' }).waitFor();
  await waitForPrompt(page);

  for (const [index, lesson] of lessons.entries()) {
    for (const step of lesson.steps) await solve(page, step);
    await page.getByText('Lesson done.').or(page.getByText('last lesson')).waitFor();
    if (index === 3) await reloadInTheMiddle(page, lesson);
    if (index === 4) await undoAndDoAgain(page, lesson);
    await goOn(page, lessons[index + 1]);
  }

  await expectAccessible(page);
  await page.goto(`${site.url}#/`);
  await expect.poll(() => page.getByText('5 of 5 lessons done').count()).toBe(2);
  expect(await page.getByText('done by the page').count()).toBe(0);
}, 600_000);

async function reloadInTheMiddle(page: Page, lesson: Lesson): Promise<void> {
  const before = await screenOf(page, 'compute1');
  await page.waitForTimeout(800);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: lesson.title }).waitFor();
  await waitForPrompt(page);
  await page.getByText('Lesson done.').waitFor();
  await goToTerminal(page, 'compute1');
  await expect.poll(() => screenOf(page, 'compute1')).toBe(before);
}

async function undoAndDoAgain(page: Page, lesson: Lesson): Promise<void> {
  const last = lesson.steps.at(-1);
  if (last === undefined) throw new Error('a lesson without steps');
  await page.keyboard.press('Control+Shift+U');
  await page.getByText('The last command is undone.').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea')), { timeout: 10_000 }).toBe(true);
  await stepOf(page, last, 'to do').waitFor();
  await waitForPrompt(page, last.solve.at(-1)?.host);
  await solve(page, last);
}

/** Asks the palette for a reset by a part of its name, reads what is lost, and confirms, all with keys. */
async function startAgain(page: Page, typed: string, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
  await page.keyboard.type(typed);
  await page.keyboard.press('Enter');
  const question = page.getByRole('alertdialog', { name: title });
  await question.getByText(/(is|are) lost/).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await question.waitFor({ state: 'detached' });
}

test('a step and a chapter are started again, and what is lost is said before', async () => {
  const [, second] = lessons;
  const page = await site.open(`/lesson/${second?.id ?? ''}`);
  await waitForPrompt(page);
  const [one, two] = second?.steps ?? [];
  if (one === undefined || two === undefined) throw new Error('the second lesson has two steps');
  await solve(page, one);
  await solve(page, two);
  await page.waitForTimeout(800);

  await goToTerminal(page, 'compute1');
  await page.keyboard.type('touch /root/mistake; ls /root/mistake\n');
  await expect.poll(() => screenOf(page, 'compute1')).toMatch(/^\/root\/mistake$/m);
  await startAgain(page, 'start this step', 'Start this step again?');
  await page.getByText('The machines are as they were when this step began.').waitFor();
  await stepOf(page, two, 'done').waitFor();
  await goToTerminal(page, 'compute1');
  await page.keyboard.type('ls /root/mistake\n');
  await expect.poll(() => screenOf(page, 'compute1')).toContain("ls: cannot access '/root/mistake'");

  await startAgain(page, 'chapter again', 'Start this chapter again?');
  await stepOf(page, two, 'later').waitFor();
  await goToTerminal(page, 'controller');
  await expect.poll(() => screenOf(page)).toMatch(/^\[root@controller ~\]#$/);
}, 120_000);
