/** Joins `path` to `base` unless it is absolute; keeps `.` and `..` as they are. */
export function joinPath(base: string, path: string): string {
  if (path.startsWith('/')) return path;
  return base.endsWith('/') ? base + path : `${base}/${path}`;
}

/** Without `.`, `..` and doubled slashes, links not followed; always absolute. */
export function normalize(path: string): string {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `/${out.join('/')}`;
}

/** dirname and basename: `{directory: '/etc', name: 'hosts'}`. */
export function splitPath(path: string): { directory: string; name: string } {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return { directory: '/', name: '/' };
  const slash = trimmed.lastIndexOf('/');
  if (slash === -1) return { directory: '.', name: trimmed };
  return { directory: slash === 0 ? '/' : trimmed.slice(0, slash), name: trimmed.slice(slash + 1) };
}
