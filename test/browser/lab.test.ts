import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, openSite, screenOf, storedKeys, typeLine, waitForPrompt, waitForScreen, type Site } from './page.testing.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const LESSON = '/lesson/antelope/environment/two-hosts';
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

describe.each(['light', 'dark'] as const)('a lesson in the %s theme', (colorScheme) => {
  test('axe finds nothing, also with menu, solution, search and editor open', async () => {
    const page = await site.open(LESSON, { colorScheme });
    await waitForPrompt(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Lab', exact: true }).press('Enter');
    await page.getByRole('menu').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show the solution' }).first().press('Enter');
    await page.keyboard.press('Control+Shift+F');
    await page.getByRole('textbox', { name: 'Find' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await typeLine(page, 'vi /etc/hosts');
    await page.getByRole('textbox', { name: 'vim: /etc/hosts' }).waitFor();
    await expectAccessible(page);
  });

  test('on a phone: lesson, terminal and cloud one at a time; axe finds nothing', async () => {
    const page = await site.open(LESSON, { ...PHONE, colorScheme });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Terminal', exact: true }).tap();
    await waitForPrompt(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Cloud', exact: true }).tap();
    await page.getByRole('article', { name: 'compute1' }).waitFor();
    await expectAccessible(page);
    const size = () => page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
    expect(await size()).toEqual([390, 844]);
    await page.getByRole('button', { name: 'Lesson', exact: true }).tap();
    expect(await size()).toEqual([390, 844]);
  });
});

test('on a phone a simple command can be typed, with keys that the keyboard lacks', async () => {
  const page = await site.open('/free', PHONE);
  await page.getByRole('button', { name: 'Terminal', exact: true }).tap();
  await waitForPrompt(page);
  await typeLine(page, 'hostname');
  await waitForScreen(page, /^controller$/m);
  await page.getByRole('button', { name: 'Ctrl' }).tap();
  await page.getByRole('button', { name: '^C' }).tap();
  await page.getByRole('button', { name: 'Up' }).tap();
  await page.keyboard.press('Enter');
  await waitForScreen(page, /controller\n(.*\n)*.*hostname\ncontroller$/m);
});

test('regions, terminals and the way out of the terminal with keys alone', async () => {
  const page = await site.open(LESSON);
  await waitForPrompt(page);
  const region = () => page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset.region);
  const seen: (string | undefined)[] = [];
  for (let times = 0; times < 4; times += 1) {
    await page.keyboard.press('F6');
    seen.push(await region());
  }
  // A lesson opens with the keyboard in its text.
  expect(seen).toEqual(['terminal', 'cloud', 'top', 'lesson']);
  await page.keyboard.press('Shift+F6');
  expect(await region()).toBe('top');
  await page.keyboard.press('F6');
  await page.keyboard.press('F6');
  await page.keyboard.type('hostname\n');
  await waitForScreen(page, /^controller$/m);
  await page.keyboard.press('Control+Shift+L');
  await waitForPrompt(page, 'compute1');
  await page.keyboard.type('hostname\n');
  await waitForScreen(page, /^compute1$/m, 'compute1');
  await page.keyboard.press('Control+Shift+Period');
  expect(await region()).toBe('lesson');
});

test('Ctrl+K, Ctrl+U, Ctrl+A and the question mark belong to the terminal', async () => {
  const page = await site.open('/free');
  await waitForPrompt(page);
  await typeLine(page, 'echo one?');
  await waitForScreen(page, /^one\?$/m);
  await page.keyboard.type('xxhostname');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await waitForScreen(page, /^controller$/m);
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('vim in the terminal: unsaved work is asked for, :wq writes and comes back to the prompt', async () => {
  const page = await site.open('/free');
  await waitForPrompt(page);
  await typeLine(page, 'vi /root/notes');
  const editor = page.getByRole('textbox', { name: 'vim: /root/notes' });
  await editor.waitFor();
  await page.keyboard.type('ione two');
  await page.getByText('-- INSERT --').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.type(':q\n');
  await page.getByText('E37: No write since last change (add ! to override)').waitFor();
  await page.keyboard.type(':wq\n');
  await editor.waitFor({ state: 'detached' });
  await page.keyboard.type('cat /root/notes\n');
  await waitForScreen(page, /^one two$/m);
});

test('nano in the terminal: Escape harms nothing, ^X asks, Y and Enter write', async () => {
  const page = await site.open('/free');
  await waitForPrompt(page);
  await typeLine(page, 'nano /root/list');
  const editor = page.getByRole('textbox', { name: 'nano: /root/list' });
  await editor.waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.type('first\nsecond');
  await page.keyboard.press('Control+x');
  await page.getByText('Save modified buffer?').waitFor();
  await page.keyboard.press('y');
  await page.getByText('File Name to Write:').waitFor();
  await page.keyboard.press('Enter');
  await editor.waitFor({ state: 'detached' });
  await page.keyboard.type('cat /root/list\n');
  await waitForScreen(page, /^first\nsecond$/m);
});

test('a killed tab goes on where it was', async () => {
  const page = await site.open('/free');
  await waitForPrompt(page);
  await typeLine(page, 'echo remember > /root/me');
  await typeLine(page, 'cat /root/me');
  await waitForScreen(page, /^remember$/m);
  await expect.poll(() => storedKeys(page)).toContain('lab/free');
  await page.waitForTimeout(300);
  const before = await screenOf(page);
  const other = await page.context().newPage();
  await page.close();
  await other.goto(`${site.url}#/free`);
  await waitForScreen(other, before);
  await typeLine(other, 'wc -c /root/me');
  await waitForScreen(other, '9 /root/me');
});

test('two tabs on one lab: the second says so, may look, and may take over', async () => {
  const first = await site.open('/free');
  await waitForPrompt(first);
  await typeLine(first, 'hostname');
  await waitForScreen(first, /^controller$/m);
  await first.waitForTimeout(300);
  const second = await first.context().newPage();
  await second.goto(`${site.url}#/free`);
  await second.getByRole('heading', { name: 'This lab is open in another tab' }).waitFor();
  await expectAccessible(second);
  await second.getByRole('button', { name: 'Look only' }).press('Enter');
  await second.getByText('You are looking only').waitFor();
  await second.reload();
  await second.getByRole('button', { name: 'Work here' }).press('Enter');
  await waitForScreen(second, 'hostname\ncontroller');
  await first.getByRole('heading', { name: 'This lab is open in another tab' }).waitFor();
});

test('undo takes the last command back', async () => {
  const page = await site.open('/free');
  await waitForPrompt(page);
  await typeLine(page, 'touch /root/kept');
  await waitForPrompt(page);
  await typeLine(page, 'rm -f /root/kept');
  await waitForPrompt(page);
  await page.keyboard.press('Control+Shift+U');
  await page.getByText('The last command is undone.').waitFor();
  await waitForPrompt(page);
  await typeLine(page, 'ls /root/kept');
  await waitForScreen(page, /^\/root\/kept$/m);
});

test('erasing everything asks first, and leaves no key in any store', async () => {
  const page = await site.open(LESSON);
  await waitForPrompt(page);
  await page.keyboard.press('Control+Shift+Comma');
  await page.getByRole('radio', { name: 'Dark' }).press('Space');
  await page.keyboard.press('Escape');
  await expect.poll(() => storedKeys(page)).toContain('lab/antelope');
  await page.getByRole('button', { name: 'Lab', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: 'Erase everything' }).press('Enter');
  const question = page.getByRole('alertdialog', { name: 'Erase everything?' });
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Erase everything' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: /installed by hand/ }).waitFor();
  expect(await storedKeys(page)).toEqual([]);
});

test('a damaged saved lab: a clear word, a file, and a way on', async () => {
  const page = await site.open('/free');
  await waitForPrompt(page);
  await expect.poll(() => storedKeys(page)).toContain('lab/free');
  await page.goto(`${site.url}#/`);
  await page.reload();
  await page.evaluate(() => new Promise<void>((done) => {
    indexedDB.open('handstack').onsuccess = (event) => {
      const store = (event.target as IDBOpenDBRequest).result.transaction('work', 'readwrite').objectStore('work');
      store.put({ format: 1, savedAtMs: 0, snapshot: Uint8Array.of(1, 2, 3), notebook: null, progress: null }, 'lab/free');
      store.transaction.oncomplete = () => done();
    };
  }));
  await page.goto(`${site.url}#/free`);
  await page.getByRole('heading', { name: 'The saved lab cannot be opened' }).waitFor();
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Keep the saved lab as a file' }).press('Enter');
  expect((await download).suggestedFilename()).toBe('free.handstack');
  await page.getByRole('button', { name: 'Start anew from the beginning' }).press('Enter');
  await waitForPrompt(page);
});
