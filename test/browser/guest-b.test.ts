// The chapter Keystone on guest B, the real one, in the page: from the prepared end of MariaDB to a token, at the keyboard;
// what takes a minute there is skipped by the page's own button, as a person may. HANDSTACK_PATIENT=1 skips nothing.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestFolder, guestScenes, whyNoGuest } from '../../bin/guest-lab.ts';
import { loadCourses } from '../../bin/lessons.ts';
import { asInScenes, sceneAfterStep, sceneBefore } from '../../src/course/scenes.ts';
import type { Course, Lesson, Step } from '../../src/course/types.ts';
import { PATIENCE_MS, chooseGuest, command, drawAsInScenes, go, guestPrompt, say, setUp, solveStep } from './guest.testing.ts';
import { expectAccessible, openSite, screenOf, type Site } from './page.testing.ts';

const CHAPTER = 'antelope/keystone';
/** Steps that take longer are skipped, in seconds. */
const LONG_S = 25;
const TOKEN_S = 20;
const isPatient = process.env['HANDSTACK_PATIENT'] === '1';

const course = loadCourses().map(asInScenes).find(({ id }) => id === 'antelope') as Course;
const lessons = course.chapters.find(({ id }) => id === CHAPTER)?.lessons ?? [];
const scenes = guestScenes('b');
const begin = sceneBefore(course, lessons[0]?.id ?? '');
const why = whyNoGuest('b') ?? (scenes.includes(begin) ? null : `guest B has no scene ${begin}`);

const done = (page: Page, step: Step) => page.getByRole('region', { name: `${step.title}, done`, exact: true });

async function openLesson(page: Page, lesson: Lesson): Promise<void> {
  await go(page, `/lesson/${lesson.id}`);
  await page.getByRole('heading', { level: 1, name: lesson.title }).waitFor();
  await page.getByRole('tab', { name: 'controller' }).first().waitFor({ timeout: PATIENCE_MS });
}

/** By the button that the step has on a real machine. */
async function skip(page: Page, step: Step): Promise<void> {
  const region = page.getByRole('region', { name: `${step.title}, to do`, exact: true });
  expect(await region.innerText()).toMatch(/On this machine the commands of this step take about/);
  await region.getByRole('button', { name: 'Skip to the end of this step' }).click();
  await page.getByRole('button', { name: 'Skip the step', exact: true }).click();
  await done(page, step).waitFor({ timeout: PATIENCE_MS });
}

describe.skipIf(why !== null)(`on guest B${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let site: Site;
  beforeAll(async () => { site = await openSite(guestFolder()); });
  afterAll(() => site.close());

  test('the chapter Keystone, to a token within 20 seconds', { timeout: 5_400_000 }, async () => {
    const page = await chooseGuest(site, 'Guest B');
    await expectAccessible(page);
    await drawAsInScenes(page);
    const [first] = lessons;
    if (first === undefined) throw new Error('the chapter has no lessons');
    await openLesson(page, first);
    await guestPrompt(page);
    await setUp(page);

    for (const lesson of lessons) {
      await openLesson(page, lesson);
      for (const step of lesson.steps) {
        const start = performance.now();
        const isLong = (course.waits['b']?.[step.id] ?? 0) > LONG_S && sceneAfterStep(course, step.id, scenes) !== null;
        if (isLong && !isPatient) await skip(page, step);
        else await solveStep(page, step);
        say(`${lesson.title} / ${step.title}`, `${((performance.now() - start) / 1000).toFixed(1)} s${isLong && !isPatient ? ', skipped' : ''}`);
      }
      await page.getByText(/Lesson done\.|last lesson there is/).waitFor({ timeout: PATIENCE_MS });
    }

    await command(page, 'controller', '. admin-openrc');
    const start = performance.now();
    await command(page, 'controller', 'openstack token issue -f value -c id');
    const seconds = (performance.now() - start) / 1000;
    say('openstack token issue', `${seconds.toFixed(1)} s`);
    expect((await screenOf(page)).replaceAll('\n', '')).toMatch(/gAAAA[\w-]{150,}/);
    expect(seconds).toBeLessThan(TOKEN_S);
    await expectAccessible(page);
  });
});
