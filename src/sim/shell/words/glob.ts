import { collation } from '../../host/collate.ts';
import { SysError } from '../../host/errors.ts';
import type { Shell } from '../shell.ts';
import { hasGlob, matchesPattern, unquotePattern } from './pattern.ts';

function* namesIn(sh: Shell, directory: string): Generator<string, void, void> {
  try {
    yield* sh.sys.readDirectory(directory === '' ? '.' : directory);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}

function isDirectory(sh: Shell, path: string): boolean {
  try {
    return sh.sys.stat(path === '' ? '.' : path).type === 'directory';
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}

/** All folders below `base` (and `base`), for `**`. */
function below(sh: Shell, base: string): string[] {
  const out = [base];
  for (const name of namesIn(sh, base)) {
    const path = `${base}${name}`;
    if (!name.startsWith('.') && isDirectory(sh, path) && sh.sys.lstat(path).type === 'directory') out.push(...below(sh, `${path}/`));
  }
  return out;
}

function matchName(sh: Shell, pattern: string, name: string): boolean {
  const isHidden = name.startsWith('.') && !/^\\?\./.test(pattern);
  if (isHidden && !sh.shopts.has('dotglob')) return false;
  return matchesPattern(pattern, name, {
    extglob: sh.shopts.has('extglob'), ignoreCase: sh.shopts.has('nocaseglob'), isPath: true,
  });
}

/** The paths of one more component behind each of `bases`. */
function step(sh: Shell, bases: readonly string[], pattern: string, isLast: boolean): string[] {
  if (pattern === '**' && sh.shopts.has('globstar')) {
    const folders = bases.flatMap((base) => below(sh, base));
    if (!isLast) return folders;
    return folders.flatMap((base) => [...(base === '' ? [] : [base.replace(/\/$/, '')]), ...filesIn(sh, base)]);
  }
  const isPlain = !hasGlob(pattern, sh.shopts.has('extglob'));
  const end = isLast ? '' : '/';
  return bases.flatMap((base) => {
    if (isPlain) {
      const path = base + unquotePattern(pattern);
      return exists(sh, path) && (isLast || isDirectory(sh, path)) ? [path + end] : [];
    }
    return [...namesIn(sh, base)].filter((name) => matchName(sh, pattern, name) && (isLast || isDirectory(sh, base + name)))
      .map((name) => base + name + end);
  });
}

function exists(sh: Shell, path: string): boolean {
  try {
    sh.sys.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}

function filesIn(sh: Shell, base: string): string[] {
  return [...namesIn(sh, base)].filter((name) => !name.startsWith('.') && !isDirectory(sh, base + name)).map((name) => base + name);
}

/** Splits a pattern at its slashes; a slash inside `[…]` or `@(…)` splits as well, as in bash. */
function components(pattern: string): string[] {
  return pattern.split(/\/+/);
}

/** The paths that match a pattern, in the locale's order. */
export function glob(sh: Shell, pattern: string): string[] {
  const isAbsolute = pattern.startsWith('/');
  const parts = components(isAbsolute ? pattern.replace(/^\/+/, '') : pattern);
  const isFolderWanted = parts.length > 1 && parts.at(-1) === '';
  if (isFolderWanted) parts.pop();
  let found = [isAbsolute ? '/' : ''];
  for (const [index, part] of parts.entries()) found = step(sh, found, part, index === parts.length - 1 && !isFolderWanted);
  const wanted = isFolderWanted ? found.filter((path) => path.endsWith('/')) : found;
  return [...new Set(wanted)].sort(collation(sh.sys));
}
