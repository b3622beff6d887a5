// The real guest's image beside the page: what lies in `.guest/` (npm run guest) is served below `guest/`, in development and
// in the preview of the build. A build for another server leaves it out: copy the folder's manifest and the files it
// names to `dist/guest/`.
import { createReadStream, existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, normalize } from 'node:path';
import type { Plugin } from 'vite';

const FOLDER = process.env['HANDSTACK_GUEST'] ?? '.guest';

function serve(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const path = /^[^?]*\/guest\/([^?]+)/.exec(request.url ?? '')?.[1];
  if (path === undefined) {
    next();
    return;
  }
  const file = join(FOLDER, normalize(`/${decodeURIComponent(path)}`));
  if (!existsSync(file) || !statSync(file).isFile()) {
    response.statusCode = 404;
    response.end();
    return;
  }
  response.setHeader('Content-Type', file.endsWith('.json') ? 'application/json' : 'application/octet-stream');
  response.setHeader('Content-Length', statSync(file).size);
  // Parts and states never change under their manifest; the manifest says which they are.
  response.setHeader('Cache-Control', file.endsWith('.json') ? 'no-cache' : 'max-age=3600');
  createReadStream(file).pipe(response);
}

/** Serves the image where there is one. */
export function guestPlugin(): Plugin {
  return {
    name: 'handstack-guest',
    configureServer(server) {
      server.middlewares.use(serve);
    },
    configurePreviewServer(server) {
      server.middlewares.use(serve);
    },
  };
}
