import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, openSite, type Site } from './page.testing.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

describe.each(['light', 'dark'] as const)('home in the %s theme', (colorScheme) => {
  test('says what this is; axe finds nothing', async () => {
    const page = await site.open('/', { colorScheme });
    await page.getByRole('heading', { name: 'OpenStack by hand' }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/OpenStack,\s+installed by hand/);
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(colorScheme);
    await expectAccessible(page);
  });

  test('dialogs: axe finds nothing in settings, shortcuts and palette', async () => {
    const page = await site.open('/', { colorScheme });
    for (const [key, name] of [['Control+Shift+Comma', 'Settings'], ['?', 'Keyboard shortcuts'], ['F1', 'Command palette']] as const) {
      await page.keyboard.press(key);
      await page.getByRole('dialog', { name }).waitFor();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  test('on a phone nothing is wider than the screen; axe finds nothing', async () => {
    const page = await site.open('/', { ...PHONE, colorScheme });
    await page.getByRole('heading', { name: 'OpenStack by hand' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await expectAccessible(page);
  });
});

test.each(['light', 'dark'] as const)('questions can be answered without a lesson, in the %s theme; axe finds nothing', async (colorScheme) => {
  const page = await site.open('/', { colorScheme });
  await page.getByRole('link', { name: 'Test what you have kept' }).first().press('Enter');
  await page.getByText('Nothing waits for you.').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Test yourself on/ }).first().press('Enter');
  await page.getByText(/^Question 1 of/).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Question 1 of/);
});

test('the keyboard reaches everything: skip link, then the first lesson', async () => {
  const page = await site.open('/');
  await page.getByRole('link', { name: /^Begin/ }).waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Begin/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Two hosts, two terminals' }).waitFor();
});

test('a theme that was chosen holds, and is there after a reload', async () => {
  const page = await site.open('/', { colorScheme: 'light' });
  await page.keyboard.press('Control+Shift+Comma');
  await page.getByRole('radio', { name: 'Dark' }).press('Space');
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  expect(await theme()).toBe('dark');
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await theme()).toBe('dark');
});

test('an address that leads nowhere says so and leads home', async () => {
  const page = await site.open('/nowhere');
  await page.getByRole('heading', { name: 'There is no such page.' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Go to the home page' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: /installed by hand/ }).waitFor();
});
