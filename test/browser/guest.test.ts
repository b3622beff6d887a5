// The real guest in the page: how one gets it where no image is served, and two chapters on it where one is.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestFolder, whyNoGuest } from '../../bin/guest-lab.ts';
import { loadCourses } from '../../bin/lessons.ts';
import { asInScenes } from '../../src/course/scenes.ts';
import { chapterAgain, editors, failure, hiddenTab, missingPart, oldState, sayFigures, terminals, watchStart } from './guest-edges.testing.ts';
import { PATIENCE_MS, chooseGuest, command, drawAsInScenes, go, guestPrompt, solveLesson } from './guest.testing.ts';
import { expectAccessible, openSite, screenOf, waitForPrompt, waitForScreen, type Site } from './page.testing.ts';

describe('where no image is served', () => {
  let site: Site;
  beforeAll(async () => { site = await openSite(); });
  afterAll(() => site.close());

  test('the page says what the real machine is and how to get it, and lessons stay on the simulator', async () => {
    const page = await site.open('/');
    await page.getByRole('link', { name: 'About the real machine' }).click();
    await page.getByRole('heading', { name: 'No image is served here' }).waitFor();
    expect(await page.getByText('npm run guest').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Use Guest A' }).count()).toBe(0);
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

  test('two chapters on two hosts; a reload in the middle goes on with the same machines', { timeout: 3_600_000 }, async () => {
    const page = await chooseGuest(site);
    await drawAsInScenes(page);
    const [environment, mariadb] = course?.chapters ?? [];
    for (const lesson of environment?.lessons ?? []) await solveLesson(page, lesson);

    await command(page, 'compute1', 'here=too');
    await command(page, 'controller', 'mine=kept; ping -c 2 compute1');
    expect(await screenOf(page)).toContain('2 packets transmitted, 2 received, 0% packet loss');
    await page.getByText('Saved in this browser').waitFor();
    await page.waitForTimeout(15_000);
    await page.reload();
    await expect.poll(() => screenOf(page).catch(() => ''), { timeout: PATIENCE_MS }).toMatch(/0% packet loss/);
    await command(page, 'controller', 'echo "still $mine"');
    expect(await screenOf(page)).toMatch(/^still kept$/m);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await waitForScreen(page, /# mine=kept; ping -c 2 compute1$/);
    await page.keyboard.press('Control+c');
    await command(page, 'compute1', 'echo "here $here"');
    expect(await screenOf(page, 'compute1')).toMatch(/^here too$/m);

    for (const lesson of mariadb?.lessons ?? []) await solveLesson(page, lesson);
    await expectAccessible(page);
    await page.context().close();
  });

  test('what goes wrong has words and a way on, before a machine runs', { timeout: 600_000 }, async () => {
    const page = await chooseGuest(site);
    site.server.refuses = /\.state\.zst$/;
    await go(page, '/free');
    await failure(page, 'The machine could not be fetched');
    site.server.refuses = null;

    // More memory than any browser gives.
    site.server.alters = (path, text) => (path.endsWith('manifest.json') ? text.replaceAll('"memoryMb": 256', '"memoryMb": 60000') : text);
    await page.getByRole('button', { name: 'Start again' }).click();
    await failure(page, 'Not enough memory for the real machine');
    site.server.alters = (path, text) => (path.endsWith('manifest.json') ? '{"format": 2}' : text);
    await page.getByRole('button', { name: 'Start again' }).click();
    await failure(page, 'There is no real machine here');
    site.server.alters = null;
    await page.getByRole('button', { name: 'Use the simulated machines' }).click();
    await waitForPrompt(page);
    await page.context().close();
  });

  test('a prompt within two seconds of its state; a machine under the hands of a person', { timeout: 1_800_000 }, async () => {
    const page = await chooseGuest(site);
    await watchStart(page);
    await go(page, '/free');
    await guestPrompt(page);
    await sayFigures(page);
    await command(page, 'controller', 'echo hi');
    expect(await page.getByRole('button', { name: 'Undo the last command' }).count()).toBe(0);

    await terminals(page);
    await editors(page);
    await hiddenTab(page);
    await missingPart(page, site);
    await oldState(page, site);
    await chapterAgain(page, course?.chapters[0]?.lessons[0]?.id ?? '');
    await page.context().close();
  });
});
