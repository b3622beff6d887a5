import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { performance } from 'node:perf_hooks';
import { brotliCompressSync, constants } from 'node:zlib';
import { chromium } from 'playwright-core';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.woff2': 'font/woff2',
};

export const CHROMIUM_FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export interface PageFigures {
  readonly bytes: number;
  readonly files: number;
  readonly timesMs: readonly number[];
  readonly largest: readonly { readonly name: string; readonly bytes: number }[];
}

/** Serves a folder on loopback, everything brotli-compressed as a web server would; notes what was fetched. */
function serve(folder: string): { server: Server; fetched: Map<string, number> } {
  const fetched = new Map<string, number>();
  const cache = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/'));
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    try {
      if (!statSync(file).isFile()) throw new Error('no file');
      const body = cache.get(file) ?? brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
      cache.set(file, body);
      fetched.set(path, body.length);
      response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Encoding': 'br' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return { server, fetched };
}

/** Opens the page in a fresh Chromium profile, three times: bytes and time until a typed command has answered. */
export async function measurePage(folder: string): Promise<PageFigures> {
  const { server, fetched } = serve(folder);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/#/free`;
  const timesMs: number[] = [];
  let bytes = 0;
  let files = 0;
  let largest: { name: string; bytes: number }[] = [];
  try {
    // The first round only warms the compressed files up.
    for (let round = 0; round < 4; round += 1) {
      fetched.clear();
      const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM_FLAGS });
      const page = await browser.newPage();
      const start = performance.now();
      await page.goto(url);
      await page.getByText('[root@controller ~]#').first().waitFor({ timeout: 60_000 });
      const time = performance.now() - start;
      await browser.close();
      if (round > 0) timesMs.push(time);
      bytes = [...fetched.values()].reduce((sum, each) => sum + each, 0);
      files = fetched.size;
      largest = [...fetched].map(([name, size]) => ({ name, bytes: size })).sort((a, b) => b.bytes - a.bytes).slice(0, 8);
    }
  } finally {
    server.close();
  }
  return { bytes, files, timesMs, largest };
}
