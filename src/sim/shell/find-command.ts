import { SysError } from '../host/errors.ts';
import type { Shell } from './shell.ts';

/** Whether `path` is a file that may be run; `found` when it only exists. */
export function probe(sh: Shell, path: string): 'runs' | 'found' | 'none' {
  try {
    if (sh.sys.stat(path).type !== 'file') return 'none';
    return sh.sys.access(path, 'execute') ? 'runs' : 'found';
  } catch (error) {
    if (error instanceof SysError) return 'none';
    throw error;
  }
}

/** All files that `name` could mean along $PATH, in order. */
export function allInPath(sh: Shell, name: string, path = sh.get('PATH') ?? ''): string[] {
  return path.split(':').map((folder) => (folder === '' ? `./${name}` : `${folder}/${name}`))
    .filter((candidate) => probe(sh, candidate) === 'runs');
}

/** The file that runs as `name`: remembered, or the first along $PATH; a file that may not be run as the last resort. */
export function findInPath(sh: Shell, name: string): string | null {
  const known = sh.hashed.get(name);
  if (known !== undefined && probe(sh, known.path) === 'runs') {
    known.hits += 1;
    return known.path;
  }
  let fallback: string | null = null;
  for (const folder of (sh.get('PATH') ?? '').split(':')) {
    const candidate = folder === '' ? `./${name}` : `${folder}/${name}`;
    const kind = probe(sh, candidate);
    if (kind === 'runs') {
      if (sh.options.has('hashall') && candidate.startsWith('/')) sh.hashed.set(name, { path: candidate, hits: 1 });
      return candidate;
    }
    if (kind === 'found') fallback ??= candidate;
  }
  return fallback;
}
