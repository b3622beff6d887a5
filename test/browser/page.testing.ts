// The built page in Chromium, for tests: served from a folder on loopback, driven with the keyboard, held against axe.
import { AxeBuilder } from '@axe-core/playwright';
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';
import { expect } from 'vitest';

const DIST = 'dist';
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm',
};

/** A server for tests that can be told to fail. */
export interface Server {
  readonly url: string;
  /** Paths that it does not answer well from now on; null: it answers all. */
  refuses: RegExp | null;
  /** Changes a text file's content on its way; null: nothing. */
  alters: ((path: string, text: string) => string) | null;
  close(): void;
}

/** Serves a folder on loopback, as the plainest of static servers would: below a path, without any special header. `guest`: the folder below `guest/`. */
export async function serveFolder(folder: string, guest: string | null = null): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)).replace(/^\/lab\//, '/');
    const file = guest !== null && path.startsWith('/guest/') ? join(guest, path.slice('/guest/'.length)) : join(folder, path.endsWith('/') ? `${path}index.html` : path);
    if (served.refuses?.test(path) === true) {
      response.writeHead(503).end();
      return;
    }
    readFile(file).then((body) => (served.alters === null || extname(path) !== '.json' ? body : served.alters(path, body.toString()))).then(
      (body) => response.setHeader('content-type', TYPES[extname(path)] ?? (path.endsWith('/') ? 'text/html; charset=utf-8' : 'application/octet-stream')).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const served: Server = { url: `http://127.0.0.1:${String(port)}/lab/`, refuses: null, alters: null, close: () => server.close() };
  return served;
}

export interface Site {
  readonly url: string;
  readonly server: Server;
  /** A page in a profile of its own; errors of the page fail the test that calls `close`. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/** Builds the page; another worker may be doing the same, and only one of both is kept. */
function build(): void {
  const made = `test/output/dist-${String(process.pid)}`;
  // Not vitest's NODE_ENV: that would make React's build for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  spawnSync('node_modules/.bin/vite', ['build', '--logLevel', 'warn', '--outDir', made], { stdio: 'inherit', env });
  if (existsSync(DIST)) rmSync(made, { recursive: true });
  else renameSync(made, DIST);
}

/** The built page, built first when it is not there, in a browser. `guest`: the folder of the real guest's image, if it is to be served. */
export async function openSite(guest: string | null = null): Promise<Site> {
  if (!existsSync(join(DIST, 'index.html'))) build();
  const server = await serveFolder(DIST, guest);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  const errors: string[] = [];
  return {
    url: server.url,
    server,
    async open(path, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(error.message));
      page.setDefaultTimeout(15_000);
      await page.goto(`${server.url}#${path}`);
      // Drawn, and listening to keys.
      await page.waitForFunction(() => document.documentElement.dataset.theme !== undefined);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
      expect(errors).toEqual([]);
    },
  };
}

/** axe finds nothing on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  // Colours are looked at after they came to rest.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
}

/** The terminal of a host that is on screen. */
const terminal = (page: Page, host: string) => page.getByRole('group', { name: `Terminal on ${host}` });

/** What a terminal shows. */
export async function screenOf(page: Page, host = 'controller'): Promise<string> {
  const rows = await terminal(page, host).locator('.xterm-rows > div').allInnerTexts();
  return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n').trimEnd();
}

/** Waits until a terminal shows `text`. */
export async function waitForScreen(page: Page, text: string | RegExp, host = 'controller'): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    const shown = await screenOf(page, host);
    return typeof text === 'string' ? shown.includes(text) : text.test(shown);
  };
  await expect.poll(isThere, { timeout: 20_000, interval: 50, message: `screen shows ${String(text)}` }).toBe(true);
}

/** Waits for the prompt of a host's root shell at the end of the screen. */
export const waitForPrompt = (page: Page, host = 'controller'): Promise<void> =>
  waitForScreen(page, new RegExp(`\\[root@${host} [^\\]]*\\]#$`), host);

/** Gives the keyboard to the terminal with the page's own keys, and types. */
export async function typeLine(page: Page, line: string, host = 'controller'): Promise<void> {
  await terminal(page, host).locator('textarea').focus();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

/** Every key in every store of the page's origin. */
export function storedKeys(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const keys = Object.keys(localStorage).concat(Object.keys(sessionStorage));
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done, fail) => {
        const request = indexedDB.open(name ?? '');
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(new Error('not opened'));
      });
      for (const store of database.objectStoreNames) {
        const found = await new Promise<IDBValidKey[]>((done) => {
          const request = database.transaction(store).objectStore(store).getAllKeys();
          request.onsuccess = () => done(request.result);
        });
        keys.push(...found.map((key) => (typeof key === 'string' ? key : JSON.stringify(key))));
      }
      database.close();
    }
    return keys;
  });
}
