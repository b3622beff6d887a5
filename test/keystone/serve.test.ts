// `handstack serve`: what it says, that addresses are of this machine, that Ctrl-C ends it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const HANDSTACK = fileURLToPath(new URL('../../bin/handstack.mjs', import.meta.url));
const BASE = 50_000 + (process.pid % 90) * 100;

test('serves the scene until it is interrupted', async () => {
  const child = spawn(process.execPath, [HANDSTACK, 'serve', '--scene', 'recorded/keystone', '--port-base', String(BASE)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (text: Buffer) => { said += text.toString(); });
  while (!said.includes(':5000\n') && child.exitCode === null) await new Promise((resolve) => { setTimeout(resolve, 100); });
  expect(said).toBe(`http://127.0.0.1:${BASE + 80} is controller:80\nhttp://127.0.0.1:${BASE + 5000} is controller:5000\n`);
  const response = await fetch(`http://127.0.0.1:${BASE + 5000}/v3/`);
  const body = await response.json() as { version: { links: { href: string }[] } };
  expect(body.version.links[0]?.href).toBe(`http://127.0.0.1:${BASE + 5000}/v3/`);
  expect(response.headers.get('server')).toBe('Apache/2.4.62 (CentOS Stream) mod_wsgi/4.7.1 Python/3.9');
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
}, 120_000);

test('says how it is used', () => {
  const { status, stderr } = spawnSync(process.execPath, [HANDSTACK, 'serve', '--port-base', 'x'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 2, stderr: 'usage: handstack serve --scene NAME [--port-base N]\n' });
});
