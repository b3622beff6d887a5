// The build's side of the lessons: `import { courses } from 'virtual:lessons'` gives them compiled, and a page in
// development reloads when one changes.
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { loadCourses } from './bin/lessons.ts';

const NAME = 'virtual:lessons';
const RESOLVED = `\0${NAME}`;

/** Serves the compiled lessons as a module. */
export function lessonsPlugin(): Plugin {
  return {
    name: 'handstack-lessons',
    resolveId: (id) => (id === NAME ? RESOLVED : null),
    load: (id) => (id === RESOLVED ? `export const courses = JSON.parse(${JSON.stringify(JSON.stringify(loadCourses()))});` : null),
    configureServer(server) {
      server.watcher.add(join(server.config.root, 'lessons'));
      server.watcher.on('all', (_event, path) => {
        if (!/lessons[\\/].*\.(md|yaml)$/.test(path)) return;
        const module = server.moduleGraph.getModuleById(RESOLVED);
        if (module !== undefined) server.moduleGraph.invalidateModule(module);
        server.ws.send({ type: 'full-reload' });
      });
    },
  };
}
