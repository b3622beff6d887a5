// Figures of the real guest in the page: how long until it answers, and what the browser pays for it.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { chromium, type Browser, type Page } from 'playwright-core';
import { command, go, guestPrompt } from '../browser/guest.testing.ts';
import { serveFolder } from '../browser/page.testing.ts';
import { CHROMIUM_FLAGS } from './page.ts';

/** What the lab asks in advance is over by then. */
const REST_MS = 60_000;
const IDLE_MS = 10_000;

export interface GuestPageFigures {
  /** From the click that opens the machine to its prompt, everything coming from this computer. */
  readonly promptMs: number;
  readonly echoMs: readonly number[];
  /** Of one processor, while nobody types. */
  readonly idleShare: number;
  /** Of the page's process, its Worker included. */
  readonly memoryBytes: number;
}

/** Opens a guest in a fresh Chromium profile. */
export async function measureGuestPage(dist: string, folder: string, title: string): Promise<GuestPageFigures> {
  const server = await serveFolder(dist, folder);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM_FLAGS });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}#/machines`);
    await page.getByRole('button', { name: `Use ${title}`, exact: true }).click();
    const promptMs = await timed(async () => {
      await go(page, '/free');
      await guestPrompt(page);
    });
    return { promptMs, echoMs: await echoes(page), ...await costs(browser) };
  } finally {
    await browser.close();
    server.close();
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function echoes(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) times.push(await timed(() => command(page, 'controller', 'echo hi')));
  return times;
}

async function costs(browser: Browser): Promise<Pick<GuestPageFigures, 'idleShare' | 'memoryBytes'>> {
  const session = await browser.newBrowserCDPSession();
  const renderers = async (): Promise<{ id: number; cpuTime: number }[]> =>
    (await session.send('SystemInfo.getProcessInfo')).processInfo.filter(({ type }) => type === 'renderer');
  const spent = async (): Promise<number> => (await renderers()).reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  await new Promise((resolve) => { setTimeout(resolve, REST_MS); });
  const before = await spent();
  await new Promise((resolve) => { setTimeout(resolve, IDLE_MS); });
  const idleShare = (await spent() - before) / (IDLE_MS / 1000);
  const memoryBytes = Math.max(...(await renderers()).map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) * 1024));
  return { idleShare, memoryBytes };
}
