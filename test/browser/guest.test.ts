// The real guest in the page: how one gets it where no image is served, and a chapter on it where one is.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestFolder, whyNoGuest } from '../../bin/guest-lab.ts';
import { loadCourses } from '../../bin/lessons.ts';
import { asInScenes } from '../../src/course/scenes.ts';
import type { Lesson, Step } from '../../src/course/types.ts';
import { expectAccessible, openSite, screenOf, waitForPrompt, waitForScreen, type Site } from './page.testing.ts';

/** What an emulated PC may take for a command, on a busy computer. */
const PATIENCE_MS = 240_000;

describe('where no image is served', () => {
  let site: Site;
  beforeAll(async () => { site = await openSite(); });
  afterAll(() => site.close());

  test('the page says what the real machine is and how to get it, and lessons stay on the simulator', async () => {
    const page = await site.open('/');
    await page.getByRole('link', { name: 'About the real machine' }).click();
    await page.getByRole('heading', { name: 'No image is served here' }).waitFor();
    expect(await page.getByText('npm run guest').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Use the real machine' }).count()).toBe(0);
    await expectAccessible(page);
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(loaded.filter((name) => /v86/.test(name))).toEqual([]);
  });

  test('who had chosen it reads why it does not start, and goes back', async () => {
    const page = await site.open('/machines');
    await page.evaluate(() => { localStorage.setItem('handstack:settings', JSON.stringify({ machines: 'guest' })); });
    await page.reload();
    await page.evaluate(() => { location.hash = '#/free'; });
    await page.getByRole('alert').getByRole('heading', { name: 'There is no real machine here' }).waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Use the simulated machines' }).click();
    await waitForPrompt(page);
    await waitForScreen(page, '[root@controller ~]#');
  });
});

const why = whyNoGuest();
describe.skipIf(why !== null)(`on the real guest${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let site: Site;
  const course = loadCourses().map(asInScenes).find(({ id }) => id === 'antelope');
  beforeAll(async () => { site = await openSite(guestFolder()); });
  afterAll(() => site.close());

  /** Types a step's solution into the terminal of its host. */
  async function solve(page: Page, step: Step): Promise<void> {
    for (const { host, text } of step.solve) {
      await page.getByRole('tab', { name: host }).first().click();
      await page.getByRole('group', { name: `Terminal on ${host}` }).locator('.xterm-helper-textarea').focus();
      for (const line of text.replace(/\n$/, '').split('\n')) await page.keyboard.type(`${line}\n`);
      await expect.poll(() => screenOf(page, host), { timeout: PATIENCE_MS }).toMatch(new RegExp(`\\[root@${host} [^\\]]*\\]#$`));
    }
    await page.getByRole('region', { name: `${step.title}, done`, exact: true }).waitFor({ timeout: PATIENCE_MS });
  }

  async function solveLesson(page: Page, lesson: Lesson): Promise<void> {
    await page.evaluate((id) => { location.hash = `#/lesson/${id}`; }, lesson.id);
    await page.getByRole('heading', { level: 1, name: lesson.title }).waitFor();
    for (const step of lesson.steps) await solve(page, step);
  }

  test('size first, then a prompt; the first chapter; a reload resumes the machine', { timeout: 1_800_000 }, async () => {
    expect(existsSync(join(guestFolder(), 'manifest.json'))).toBe(true);
    const page = await site.open('/machines');
    await page.getByText(/about \d+ MB now/).waitFor();
    await page.getByRole('button', { name: 'Use the real machine' }).click();
    await expectAccessible(page);
    await page.evaluate(() => { location.hash = '#/free'; });
    await page.getByText('Look for the image').waitFor({ timeout: 2000 });
    await expect.poll(() => screenOf(page), { timeout: PATIENCE_MS }).toMatch(/\[root@controller ~\]#$/);

    for (const lesson of course?.chapters[0]?.lessons ?? []) await solveLesson(page, lesson);
    await page.getByRole('tab', { name: 'controller' }).first().click();
    await page.getByRole('group', { name: 'Terminal on controller' }).locator('.xterm-helper-textarea').focus();
    await page.keyboard.type('mine=kept; echo "$mine"\n');
    await waitForScreen(page, /^kept$/m);
    await page.waitForTimeout(10_000);
    await page.reload();
    await expect.poll(() => screenOf(page), { timeout: PATIENCE_MS }).toMatch(/^kept$/m);
    await page.getByRole('group', { name: 'Terminal on controller' }).locator('.xterm-helper-textarea').focus();
    await page.keyboard.type('echo "still $mine"\n');
    await expect.poll(() => screenOf(page), { timeout: PATIENCE_MS }).toMatch(/^still kept$/m);
  });
});
