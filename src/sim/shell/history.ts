import { SysError } from '../host/errors.ts';
import type { Shell } from './shell.ts';

/** The file that keeps the history, or null. */
export const historyFile = (sh: Shell): string | null => {
  const path = sh.get('HISTFILE');
  return path === null || path === '' ? null : path;
};

const limitOf = (sh: Shell, name: string): number => {
  const value = sh.get(name);
  return value !== null && /^\d+$/.test(value) ? Number(value) : Infinity;
};

/** Reads the history file; lines that hold times (`#1234567890`) are left out. */
export function readHistory(sh: Shell, path: string): string[] {
  try {
    return sh.sys.readFile(path).split('\n').filter((line) => line !== '' && !/^#\d+$/.test(line));
  } catch (error) {
    if (error instanceof SysError) return [];
    throw error;
  }
}

/** Writes the history, or what is new of it (`isAppended`); failures are silent, as bash's are. */
export function writeHistory(sh: Shell, path: string, lines: readonly string[], isAppended: boolean): void {
  try {
    const old = isAppended && sh.sys.exists(path) ? readHistory(sh, path) : [];
    const all = [...old, ...lines].slice(-Math.min(limitOf(sh, 'HISTFILESIZE'), 1e6));
    sh.sys.writeFile(path, all.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}

/** Adds a line to the history as HISTCONTROL and HISTIGNORE want it. */
export function addHistory(sh: Shell, line: string): void {
  if (line.trim() === '') return;
  const control = (sh.get('HISTCONTROL') ?? '').split(':');
  const ignoresBlank = control.includes('ignorespace') || control.includes('ignoreboth');
  const ignoresSame = control.includes('ignoredups') || control.includes('ignoreboth');
  const { history } = sh.readline;
  if (ignoresBlank && /^\s/.test(line)) return;
  if (ignoresSame && history.at(-1) === line) return;
  if (control.includes('erasedups')) sh.readline.history = history.filter((old) => old !== line);
  sh.readline.history.push(line);
  while (sh.readline.history.length > limitOf(sh, 'HISTSIZE')) {
    sh.readline.history.shift();
    sh.historyOffset += 1;
  }
}
