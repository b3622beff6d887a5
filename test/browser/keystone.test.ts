// Somebody does the chapter Keystone from the end of MariaDB to a token, with the keyboard alone, and takes a few wrong
// turns on the way: each is named by the verdict, and mended.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCourses } from '../../bin/lessons.ts';
import { asInScenes } from '../../src/course/scenes.ts';
import type { Lesson, Step } from '../../src/course/types.ts';
import { expectAccessible, openSite, screenOf, waitForPrompt, waitForScreen, type Site } from './page.testing.ts';

const CHAPTER = 'antelope/keystone';
const written = loadCourses().find(({ id }) => id === 'antelope');
const course = written === undefined ? undefined : asInScenes(written);
const lessons = [...course?.chapters.find(({ id }) => id === CHAPTER)?.lessons ?? []];

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** Gives the keyboard to the terminal of `host`, by the page's own keys; a dialog that closes may take it back once. */
async function goToTerminal(page: Page, host: string): Promise<void> {
  const isThere = (): Promise<boolean> => page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea') === true);
  for (let times = 0; times < 8; times += 1) {
    await page.keyboard.press('Control+Shift+L');
    if (await page.getByRole('tab', { selected: true }).innerText() !== host) continue;
    if (await expect.poll(isThere, { timeout: 3000 }).toBe(true).then(() => true, () => false)) return;
  }
  throw new Error(`no terminal of ${host}`);
}

/** Types a command, several lines possible, and waits for the prompt. */
async function type(page: Page, host: string, text: string): Promise<void> {
  await goToTerminal(page, host);
  for (const line of text.replace(/\n$/, '').split('\n')) {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  }
  // What a program prints may lack its newline: the prompt then stands behind it, wherever the line wraps.
  const isBack = async (): Promise<boolean> => new RegExp(`\\[root@${host} [^\\]]*\\]#$`).test((await screenOf(page, host)).replaceAll('\n', ''));
  await expect.poll(isBack, { timeout: 60_000, interval: 50 }).toBe(true);
}

const stepOf = (page: Page, step: Step, status: string) => page.getByRole('region', { name: `${step.title}, ${status}`, exact: true });

async function solve(page: Page, step: Step): Promise<void> {
  for (const { host, text } of step.solve) await type(page, host, text);
  await stepOf(page, step, 'done').waitFor({ timeout: 60_000 }).catch(async () => {
    throw new Error(`“${step.title}” is not done:\n${await screenOf(page)}\n${await stepOf(page, step, 'to do').innerText()}`);
  });
}

/** The mistake of a check, as the lesson tries it in its proofs, and the words by which the page names it. */
async function stumble(page: Page, lesson: Lesson, check: string, says: string): Promise<void> {
  const mutation = lesson.steps.flatMap((step) => step.mutations).find((each) => each.check.endsWith(check) && each.says === says);
  if (mutation === undefined) throw new Error(`no mistake '${says}' against ${check}`);
  for (const { host, text } of mutation.typing) await type(page, host, text);
  const words = new RegExp(mutation.names.replaceAll('`', ''));
  const lessonText = async (): Promise<string> => (await page.getByRole('article', { name: 'Lesson' }).innerText()).replace(/\s+/g, ' ');
  await expect.poll(lessonText, { timeout: 30_000 }).toMatch(words);
}

/** Where somebody goes wrong before he does it right: lesson, the end of a check's id, the mistake. */
const TURNS: readonly (readonly [lesson: string, check: string, says: string])[] = [
  ['keys', '#credential/made', 'as the guide has it'],
  ['bootstrap', '/endpoints', 'neither space nor colon'],
  ['token', '#variables/variables', 'another password'],
];

test('from the end of MariaDB to a token, with the wrong turns named on the way', async () => {
  const [first] = lessons;
  expect(lessons.length).toBe(11);
  const page = await site.open(`/lesson/${first?.id ?? ''}`);
  await waitForPrompt(page);
  await page.keyboard.press('F1');
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
  await page.keyboard.type('chapter again');
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog', { name: 'Start this chapter again?' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  // The machines are at the end of MariaDB when the panel shows keystone's account.
  await page.getByRole('article', { name: 'controller' }).getByText("'keystone'@'%'").waitFor({ timeout: 60_000 });
  await waitForPrompt(page);

  for (const lesson of lessons) {
    await page.evaluate((id) => {
      location.hash = `#/lesson/${id}`;
    }, lesson.id);
    await page.getByRole('heading', { level: 1, name: lesson.title }).waitFor();
    for (const step of lesson.steps) {
      const turn = TURNS.find(([name, check]) => lesson.id.endsWith(`/${name}`) && step.checks.some(({ id }) => id.endsWith(check)));
      if (turn !== undefined) await stumble(page, lesson, turn[1], turn[2]);
      await solve(page, step);
    }
    await page.getByText('Lesson done.').or(page.getByText('last lesson')).waitFor();
    if (lesson.id.endsWith('/token')) await inspect(page);
  }
}, 900_000);

/** Chooses the newest token that the terminal shows, and reads what keystone says of it. */
async function inspect(page: Page): Promise<void> {
  await type(page, 'controller', 'clear; openstack token issue -f value -c id');
  await waitForScreen(page, /gAAAA/);
  const inspector = page.getByRole('form', { name: 'Token inspector' });
  await inspector.getByRole('button', { name: /^Inspect the token gAAAA/ }).first().press('Enter');
  await inspector.getByText('Keystone accepts it').waitFor();
  const told = await inspector.getByRole('status').innerText();
  for (const fact of [/User\s+admin/, /Scope\s+project admin/, /Roles\s+admin, member, reader/, /\/etc\/keystone\/fernet-keys\/1\s+the primary key/]) expect(told).toMatch(fact);
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  await inspector.getByRole('textbox', { name: 'Token' }).fill('gAAAAAnonsense');
  await inspector.getByRole('button', { name: 'Inspect', exact: true }).press('Enter');
  await inspector.getByText('Keystone refuses it').waitFor();
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'light' });
}
