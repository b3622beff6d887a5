// What happens at the edges of a real machine in the page, one after the other on the same machine: each is seen as a person sees it.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { PATIENCE_MS, command, focusHost, go, guestPrompt, say } from './guest.testing.ts';
import { expectAccessible, screenOf, type Site } from './page.testing.ts';

/** A failure's title, and that the page is fit for everybody meanwhile. */
export async function failure(page: Page, title: string): Promise<void> {
  await page.getByRole('alert').getByRole('heading', { name: title }).waitFor({ timeout: 60_000 });
  await expectAccessible(page);
}

/** Notes in the page when parts of the start appear, and the longest gap of the page's thread. Nobody goes on faster than the lab's page comes. */
export async function watchStart(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/LabPage-') && name.endsWith('.js')));
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => {
    const notes: Record<string, number> = { start: performance.now(), gap: 0 };
    Object.assign(window, { notes });
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      notes['gap'] = Math.max(notes['gap'] ?? 0, now - last);
      last = now;
      const steps = [...document.querySelectorAll<HTMLElement>('section[aria-busy] li')];
      if (steps.length > 0) notes['checklist'] ??= now;
      if (steps.some((step) => /Fetch the machine/.test(step.innerText) && step.dataset['done'] === 'true')) notes['arrival'] ??= now;
      if (/#\s*$/.test(document.querySelector('.xterm-rows')?.textContent ?? '')) notes['prompt'] ??= now;
    }, 5);
  });
}

/** Prints the figures of a start, and holds those against the budget that do not depend on who else uses the computer. */
export async function sayFigures(page: Page): Promise<void> {
  const { start = 0, checklist = 0, arrival = 0, prompt = 0, gap = 0 } = await page.evaluate(() => (window as unknown as { notes: Record<string, number> }).notes);
  say('the checklist (wanted 200)', checklist - start);
  say("from the state's arrival to the prompt (wanted 2000)", prompt - arrival);
  say("longest gap of the page's thread", gap);
  expect(prompt).toBeGreaterThan(arrival);
}

/** A third terminal works, a fourth is refused kindly; a closed one makes room. */
export async function terminals(page: Page): Promise<void> {
  const more = async (): Promise<void> => {
    await page.getByRole('button', { name: 'New terminal' }).click();
    await page.getByRole('menuitem', { name: 'New terminal on controller' }).click();
  };
  for (const count of [2, 3]) {
    await more();
    await page.getByRole('tab', { name: `controller ${String(count)}` }).waitFor({ timeout: PATIENCE_MS });
    await guestPrompt(page);
  }
  await more();
  await page.getByText('controller has 3 terminals, and all of them are open.').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('button', { name: /^Close/ }).first().click();
  await more();
  await expect.poll(() => page.getByRole('tab').count(), { timeout: PATIENCE_MS }).toBe(4);
  await guestPrompt(page);
}

/** Real vim in the terminal; the page's editor by `edit`; the guest knows the terminal's size. */
export async function editors(page: Page): Promise<void> {
  await focusHost(page, 'controller');
  await page.keyboard.type('vim -n /tmp/poem\n');
  await expect.poll(() => screenOf(page), { timeout: PATIENCE_MS }).toMatch(/"\/tmp\/poem" \[New\]/);
  await page.keyboard.type('iroses');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('X');
  await page.keyboard.press('Escape');
  await page.keyboard.type(':wq\n');
  await guestPrompt(page);
  await command(page, 'controller', 'cat /tmp/poem');
  expect(await screenOf(page)).toMatch(/^roseXs$/m);

  await page.setViewportSize({ width: 1000, height: 700 });
  await page.waitForTimeout(3000);
  await command(page, 'controller', 'stty size; echo "$COLUMNS columns"');
  const [, columns] = /^\d+ (\d+)$/m.exec(await screenOf(page)) ?? [];
  expect(await screenOf(page)).toContain(`${columns ?? 'no'} columns`);
  await page.setViewportSize({ width: 1280, height: 800 });

  const program = readFileSync('vm-images/guest-a/files/usr/local/bin/edit', 'utf8');
  await command(page, 'controller', `type -P edit >/dev/null || { cat > /usr/local/bin/edit <<'PROGRAM'\n${program}PROGRAM\nchmod +x /usr/local/bin/edit; }; clear`);
  await focusHost(page, 'controller');
  await page.keyboard.type('edit /tmp/poem\n');
  const editor = page.getByRole('textbox', { name: 'nano: /tmp/poem' });
  await editor.getByText('roseXs').waitFor({ timeout: PATIENCE_MS });
  await page.keyboard.type('red ');
  await page.keyboard.press('Control+o');
  await page.keyboard.press('Enter');
  await page.getByText('Wrote 1 line').waitFor({ timeout: PATIENCE_MS });
  await page.keyboard.press('Control+x');
  await editor.waitFor({ state: 'detached', timeout: PATIENCE_MS });
  await guestPrompt(page);
  await command(page, 'controller', 'cat /tmp/poem');
  expect(await screenOf(page)).toMatch(/^red roseXs$/m);
}

/** A tab that nobody sees stands still; on return the clock is right. */
export async function hiddenTab(page: Page): Promise<void> {
  const show = (state: 'hidden' | 'visible'): Promise<void> => page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
  await command(page, 'controller', 'clear; (for i in $(seq 600); do echo $i > /tmp/beat; sleep 0.1; done) &');
  await show('hidden');
  await page.waitForTimeout(20_000);
  await show('visible');
  await command(page, 'controller', 'cat /tmp/beat; echo "clock $(date +%s)"');
  const clock = Number(/clock (\d+)$/m.exec(await screenOf(page))?.[1]);
  say('clock after a hidden tab, off by', Date.now() - clock * 1000);
  expect(Math.abs(Date.now() / 1000 - clock)).toBeLessThan(30);
}

/** A part of the disk that cannot be fetched: the machine waits, the page says so, and another try goes on. */
export async function missingPart(page: Page, site: Site): Promise<void> {
  site.server.refuses = /\/disk\//;
  await focusHost(page, 'controller');
  await page.keyboard.type('clear; cat /usr/lib/python3*/*.py | wc -l\n');
  await page.getByText('could not be fetched. The machine waits for it').waitFor({ timeout: 120_000 });
  await expectAccessible(page);
  site.server.refuses = null;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => screenOf(page), { timeout: PATIENCE_MS }).toMatch(/^\d{4,}\n.*#$/m);
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
}

/** The beginning of a chapter again: what was made since is gone, its prompt is there again. */
export async function chapterAgain(page: Page, lesson: string): Promise<void> {
  await go(page, `/lesson/${lesson}`);
  await page.getByRole('group', { name: 'Terminal on controller' }).waitFor({ timeout: PATIENCE_MS });
  await guestPrompt(page);
  await command(page, 'controller', 'touch /root/mine; ls');
  expect(await screenOf(page)).toMatch(/^mine$/m);
  await page.getByRole('button', { name: 'Lab', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Start this chapter again' }).click();
  await page.getByRole('button', { name: 'Start the chapter again' }).click();
  await expect.poll(() => screenOf(page), { timeout: PATIENCE_MS }).not.toMatch(/mine/);
  await guestPrompt(page);
  await command(page, 'controller', 'ls -A /root/mine');
  expect(await screenOf(page)).toMatch(/No such file/);
}

/** A lab that was saved with another build of the image: it can be kept as a file, or begun anew. */
export async function oldState(page: Page, site: Site): Promise<void> {
  await page.getByText('Saved in this browser').waitFor();
  await page.waitForTimeout(10_000);
  site.server.alters = (path, text) => (path.endsWith('manifest.json') ? text.replaceAll(/"hash": "./g, '"hash": "f') : text);
  await page.reload();
  await failure(page, 'The saved lab cannot be opened');
  await page.getByText('belongs to another build of the real guest').waitFor();
  site.server.alters = null;
  await page.getByRole('button', { name: 'Start anew from the beginning' }).click();
  await guestPrompt(page);
}
