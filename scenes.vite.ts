// The build's side of scenes: every lesson's start as a file under `scenes/`, played from the lessons' solutions.
import type { Plugin } from 'vite';
import type { Snapshot } from './src/lab/lab.ts';
import { buildScenes, sceneNames } from './bin/scenes.ts';

const isShipped = (name: string): boolean => !name.startsWith('recorded/');

/** Builds scenes in their order, each once, as far as they are asked for. */
class Builder {
  readonly #built = new Map<string, Snapshot>();
  #source: AsyncGenerator<{ name: string; snapshot: Snapshot }> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  /** The scene, or null when there is none of that name. */
  get(name: string): Promise<Snapshot | null> {
    const next = this.#turn.then(() => this.#find(name), () => this.#find(name));
    this.#turn = next;
    return next;
  }

  async #find(name: string): Promise<Snapshot | null> {
    this.#source ??= buildScenes(isShipped);
    while (!this.#built.has(name)) {
      const step = await this.#source.next();
      if (step.done === true) return null;
      this.#built.set(step.value.name, step.value.snapshot);
    }
    return this.#built.get(name) ?? null;
  }
}

/** Adds `scenes/index.json` and `scenes/<name>.lab`. In development each is built when first asked for. */
export function scenesPlugin(): Plugin {
  const builder = new Builder();
  const names = async (): Promise<string[]> => (await sceneNames()).filter(isShipped);
  return {
    name: 'handstack-scenes',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = /\/scenes\/([^?]+?)(?:\.lab|\.json)(?:\?|$)/.exec(request.url ?? '')?.[1];
        if (path === undefined) {
          next();
          return;
        }
        const body = path === 'index' ? names().then((all) => JSON.stringify(all)) : builder.get(decodeURIComponent(path));
        body.then((content) => {
          response.statusCode = content === null ? 404 : 200;
          response.setHeader('Content-Type', path === 'index' ? 'application/json' : 'application/octet-stream');
          response.end(content ?? undefined);
        }, next);
      });
    },
    async generateBundle() {
      const all = await names();
      this.emitFile({ type: 'asset', fileName: 'scenes/index.json', source: JSON.stringify(all) });
      for (const name of all) {
        const source = await builder.get(name);
        if (source === null) throw new Error(`scene ${name} was not built`);
        this.emitFile({ type: 'asset', fileName: `scenes/${name}.lab`, source });
      }
    },
  };
}
