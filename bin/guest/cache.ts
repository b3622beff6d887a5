// Keeps what was fetched from Debian outside of the clone, so that the next clone need not fetch it again.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Runner } from './shell.ts';

/** `$XDG_CACHE_HOME/handstack`, or `~/.cache/handstack`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env['XDG_CACHE_HOME'] ?? '';
  return join(base === '' ? join(homedir(), '.cache') : base, 'handstack');
}

/** The place of what was made out of these facts. */
export const cacheFile = (kind: string, facts: readonly string[], env?: NodeJS.ProcessEnv): string =>
  join(cacheFolder(env), `${kind}-${createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16)}.tar.zst`);

/** Takes `file` out of the cache; false when it is not there, or damaged. */
export async function fromCache(cached: string, file: string, { run }: Runner): Promise<boolean> {
  if (!existsSync(cached)) return false;
  try {
    await run('zstd', ['-q', '-d', '-f', cached, '-o', file]);
    return true;
  } catch {
    return false;
  }
}

/** Keeps `file`; a cache that cannot be written to is none. */
export async function intoCache(cached: string, file: string, { run }: Runner): Promise<void> {
  try {
    mkdirSync(dirname(cached), { recursive: true });
    await run('zstd', ['-q', '-f', '-3', '-T0', file, '-o', `${cached}.${process.pid}`]);
    renameSync(`${cached}.${process.pid}`, cached);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}
