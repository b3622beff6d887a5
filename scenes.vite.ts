// The build's side of scenes: every lesson's start as a file under `scenes/`, played from the lessons' solutions.
import type { Plugin } from 'vite';
import { buildScenes } from './bin/scenes.ts';

const isShipped = (name: string): boolean => !name.startsWith('recorded/');

/** Adds `scenes/index.json` and `scenes/<name>.lab`; in development they are built once, when first asked for. */
export function scenesPlugin(): Plugin {
  let built: Promise<Map<string, Uint8Array>> | null = null;
  const all = (): Promise<Map<string, Uint8Array>> => {
    built ??= collect();
    return built;
  };
  return {
    name: 'handstack-scenes',
    configureServer(server) {
      void all();
      server.middlewares.use((request, response, next) => {
        const path = /\/scenes\/([^?]+?)(?:\.lab|\.json)(?:\?|$)/.exec(request.url ?? '')?.[1];
        if (path === undefined) {
          next();
          return;
        }
        all().then((scenes) => {
          const body = path === 'index' ? JSON.stringify([...scenes.keys()]) : scenes.get(decodeURIComponent(path));
          response.statusCode = body === undefined ? 404 : 200;
          response.setHeader('Content-Type', path === 'index' ? 'application/json' : 'application/octet-stream');
          response.end(body);
        }, next);
      });
    },
    async generateBundle() {
      const scenes = await all();
      this.emitFile({ type: 'asset', fileName: 'scenes/index.json', source: JSON.stringify([...scenes.keys()]) });
      for (const [name, source] of scenes) this.emitFile({ type: 'asset', fileName: `scenes/${name}.lab`, source });
    },
  };
}

async function collect(): Promise<Map<string, Uint8Array>> {
  const scenes = new Map<string, Uint8Array>();
  for await (const { name, snapshot } of buildScenes(isShipped)) scenes.set(name, snapshot);
  return scenes;
}
