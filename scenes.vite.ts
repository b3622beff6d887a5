// The build's side of scenes: every lesson's start as a file under `scenes/`, played from the lessons' solutions by
// `handstack scenes --build` in a process of its own, so that the page is served meanwhile.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Plugin } from 'vite';

/** Scenes as they come; who asks for one that is not there yet waits. */
class Workshop {
  readonly #folder = mkdtempSync(join(tmpdir(), 'handstack-scenes-'));
  readonly #built: string[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #ended: Promise<number>;
  #isEnded = false;

  constructor() {
    const child = spawn(process.execPath, ['bin/handstack.mjs', 'scenes', '--build', this.#folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: child.stdout }).on('line', (name) => {
      this.#built.push(name);
      this.#tell();
    });
    this.#ended = new Promise((resolve) => {
      child.on('close', (status) => {
        this.#isEnded = true;
        this.#tell();
        resolve(status ?? 1);
      });
    });
    process.once('exit', () => { child.kill(); });
  }

  #tell(): void {
    for (const tell of this.#waiting) tell();
    this.#waiting.clear();
  }

  /** The scene's bytes, or null when there is none of that name. */
  async get(name: string): Promise<Uint8Array | null> {
    while (!this.#built.includes(name)) {
      if (this.#isEnded) return null;
      await new Promise<void>((resolve) => { this.#waiting.add(resolve); });
    }
    return readFileSync(join(this.#folder, `${name}.json`));
  }

  /** All names, once all are built; throws when one could not be. */
  async all(): Promise<readonly string[]> {
    if (await this.#ended !== 0) throw new Error('a scene could not be built; see above');
    return this.#built;
  }
}

/** Adds `scenes/index.json` and `scenes/<name>.json`. */
export function scenesPlugin(): Plugin {
  let workshop: Workshop | null = null;
  const open = (): Workshop => {
    workshop ??= new Workshop();
    return workshop;
  };
  return {
    name: 'handstack-scenes',
    configureServer(server) {
      open();
      server.middlewares.use((request, response, next) => {
        const path = /\/scenes\/([^?]+?)\.json(?:\?|$)/.exec(request.url ?? '')?.[1];
        if (path === undefined) {
          next();
          return;
        }
        const body = path === 'index' ? open().all().then((names) => JSON.stringify(names)) : open().get(decodeURIComponent(path));
        body.then((content) => {
          response.statusCode = content === null ? 404 : 200;
          response.setHeader('Content-Type', 'application/json');
          response.end(content ?? undefined);
        }, next);
      });
    },
    async generateBundle() {
      const names = await open().all();
      this.emitFile({ type: 'asset', fileName: 'scenes/index.json', source: JSON.stringify(names) });
      for (const name of names) {
        const source = await open().get(name);
        if (source !== null) this.emitFile({ type: 'asset', fileName: `scenes/${name}.json`, source });
      }
    },
  };
}
