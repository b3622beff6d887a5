import { SysError } from '../../../host/errors.ts';
import type { Sys } from '../../../host/sys.ts';

/** A directory or file on its way; `path` is relative to what was named, '' for that itself. */
export type Piece =
  | { readonly kind: 'directory'; readonly path: string; readonly name: string; readonly mode: number; readonly mtimeMs: number }
  | { readonly kind: 'file'; readonly path: string; readonly name: string; readonly mode: number; readonly mtimeMs: number; readonly text: string };

const baseOf = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1) ?? '';

/** A piece as it came over the line; null when it is none. */
export function readPiece(line: string): Piece | { readonly error: string | null } | null {
  try {
    const value = JSON.parse(line) as Piece | { readonly error: string | null } | null;
    return value !== null && typeof value === 'object' && ('kind' in value || 'error' in value) ? value : null;
  } catch {
    return null;
  }
}

/** Everything below `path`, directories before what they hold. */
export function readTree(
  sys: Sys, path: string, isRecursive: boolean, missing: (path: string, why: string) => string,
): (Piece | { readonly error: string })[] {
  return walk(sys, path, '', isRecursive, missing);
}

function walk(
  sys: Sys, full: string, relative: string, isRecursive: boolean, missing: (path: string, why: string) => string,
): (Piece | { readonly error: string })[] {
  try {
    const { type, mode, mtimeMs } = sys.stat(full);
    const name = baseOf(full);
    if (type !== 'directory') return [{ kind: 'file', path: relative, name, mode, mtimeMs, text: sys.readFile(full) }];
    if (!isRecursive) return [{ error: `${full}: not a regular file` }];
    const inside = sys.readDirectory(full).flatMap((each) => walk(sys, `${full.replace(/\/$/, '')}/${each}`, relative === '' ? each : `${relative}/${each}`, true, missing));
    return [{ kind: 'directory', path: relative, name, mode, mtimeMs }, ...inside];
  } catch (error) {
    if (error instanceof SysError) return [{ error: relative === '' ? missing(full, error.text) : `${full}: ${error.text}` }];
    throw error;
  }
}

function isDirectory(sys: Sys, path: string): boolean {
  return sys.exists(path) && sys.stat(path).type === 'directory';
}

/** Where the roots of running copies lie, since a directory that did not exist takes the target's own name. */
const roots = new WeakMap<Sys, string>();

/** Stores a piece at or below `target`; the error to show, or null. */
export function receive(sys: Sys, piece: Piece, target: string, needsDirectory: boolean, keepsTimes: boolean): string | null {
  const root = piece.path === '' ? rootOf(sys, piece, target) : roots.get(sys) ?? target;
  if (piece.path === '') roots.set(sys, root);
  const path = piece.path === '' ? root : `${root}/${piece.path}`;
  try {
    if (needsDirectory && !isDirectory(sys, target)) return `${target}: Not a directory`;
    if (piece.kind === 'directory') {
      if (!sys.exists(path)) sys.mkdir(path, piece.mode | 0o700);
      return null;
    }
    const isNew = !sys.exists(path);
    sys.writeFile(path, piece.text, { mode: piece.mode });
    if (isNew && keepsTimes) sys.chmod(path, piece.mode);
    if (keepsTimes) sys.setTimes(path, piece.mtimeMs, piece.mtimeMs);
    return null;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return piece.kind === 'directory' ? `${path}: ${error.text}` : `dest open "${path}": ${error.text}\nscp: failed to upload file ${piece.name} to ${target}`;
  }
}

function rootOf(sys: Sys, piece: Piece, target: string): string {
  const plain = target.startsWith('~/') ? `${sys.env['HOME'] ?? ''}${target.slice(1)}` : target;
  const within = plain === '.' ? piece.name : `${plain.replace(/\/$/, '')}/${piece.name}`;
  return isDirectory(sys, plain) || plain.endsWith('/') ? within : plain;
}
