import { SysError } from '../../host/errors.ts';
import { joinPath, normalize } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import { Complaint } from '../flow.ts';
import type { Shell } from '../shell.ts';
import type { Builtin } from './index.ts';
import { parseOptions } from './options.ts';

/** The working directory as the shell names it (links kept). */
export const here = (sh: Shell): string => sh.get('PWD') ?? sh.sys.cwd;

/** Goes to `path`; PWD keeps the name that was used unless `isPhysical`. */
export function go(sh: Shell, command: string, path: string, isPhysical: boolean): void {
  const logical = normalize(joinPath(here(sh), path));
  try {
    sh.sys.chdir(isPhysical ? path : logical);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    throw new Complaint(`${command}: ${path}: ${error.text}`);
  }
  sh.set('OLDPWD', here(sh));
  sh.set('PWD', isPhysical ? sh.sys.cwd : logical);
  sh.variables.ensure('OLDPWD').isExported = true;
  sh.variables.ensure('PWD').isExported = true;
}

/** A relative name along CDPATH; null when no entry has it. */
function alongCdPath(sh: Shell, name: string): string | null {
  const path = sh.get('CDPATH');
  if (path === null || path === '' || /^(?:\.{0,2}\/|\.{1,2}$)/.test(name)) return null;
  for (const folder of path.split(':')) {
    const candidate = folder === '' ? `./${name}` : `${folder}/${name}`;
    if (sh.sys.exists(candidate) && sh.sys.stat(candidate).type === 'directory') return folder === '' ? null : candidate;
  }
  return null;
}

function* target(sh: Shell, operand: string | undefined): Routine<{ path: string; isShown: boolean }> {
  if (operand === undefined) {
    const home = sh.get('HOME');
    if (home === null) throw new Complaint('cd: HOME not set');
    return { path: home, isShown: false };
  }
  if (operand === '-') {
    const old = sh.get('OLDPWD');
    if (old === null) throw new Complaint('cd: OLDPWD not set');
    return { path: old, isShown: true };
  }
  const found = alongCdPath(sh, operand);
  yield* [];
  return found === null ? { path: operand, isShown: false } : { path: found, isShown: true };
}

const cd: Builtin = function* (sh, words) {
  const { order, operands } = parseOptions(words, 'LPe@');
  if (operands.length > 1) throw new Complaint('cd: too many arguments');
  const { path, isShown } = yield* target(sh, operands[0] === '' ? '.' : operands[0]);
  const isPhysical = order.findLast((letter) => letter === 'L' || letter === 'P') === 'P' || sh.options.has('physical');
  go(sh, 'cd', path, isPhysical);
  if (isShown) yield* sh.out(`${here(sh)}\n`);
  return 0;
};

const pwd: Builtin = function* (sh, words) {
  const { order } = parseOptions(words, 'LP');
  yield* sh.out(`${order.at(-1) === 'P' ? sh.sys.cwd : here(sh)}\n`);
  return 0;
};

/** The working directory. */
export const DIRECTORIES: Readonly<Record<string, Builtin>> = { cd, pwd };
