import { SysError } from '../../../host/errors.ts';
import type { Sys } from '../../../host/sys.ts';
import { isGranted, isIn, type Asker } from '../config/authz.ts';
import type { DirSettings } from '../config/settings.ts';
import { Refusal, type Passing } from './request.ts';

/** A line for the error log together with the refusal. */
export interface Denial {
  readonly refusal: Refusal;
  readonly module: string;
  readonly errno: string | null;
  readonly message: string;
}

/** Whether what is configured lets the request in; null when it does. */
export function denied(passing: Passing, settings: DirSettings, file: string): Denial | null {
  const { address } = passing.connection.peer;
  const asker: Asker = {
    address, name: null, method: passing.message.method, isLocal: address.startsWith('127.') || address === '::1' || address === passing.local.address,
  };
  const isIn = settings.compat !== undefined ? compatAllows(settings.compat, asker) : settings.authz === undefined || isGranted(settings.authz, asker);
  if (isIn) return null;
  const isCompat = settings.compat !== undefined;
  return {
    refusal: new Refusal(403, settings), module: isCompat ? 'access_compat' : 'authz_core', errno: null,
    message: `${isCompat ? 'AH01797' : 'AH01630'}: client denied by server configuration: ${file}`,
  };
}

function compatAllows({ order, allow, deny }: NonNullable<DirSettings['compat']>, asker: Asker): boolean {
  const fits = (list: readonly string[]): boolean => list.some((each) => each.toLowerCase() === 'all' || isIn(asker.address, each) || each === asker.name);
  return order === 'allow,deny' ? fits(allow) && !fits(deny) : fits(allow) || !fits(deny);
}

/** Folders on the way to a file that the worker may not search: null when all is well. */
export function unsearchable(sys: Sys, file: string, path: string, settings: DirSettings): Denial | null {
  try {
    sys.stat(file);
    return null;
  } catch (error) {
    if (!(error instanceof SysError) || error.errno !== 'EACCES') return null;
    return {
      refusal: new Refusal(403, settings), module: 'core', errno: '(13)Permission denied',
      message: `AH00035: access to ${path} denied (filesystem path '${firstClosed(sys, file)}') because search permissions are missing on a component of the path`,
    };
  }
}

function firstClosed(sys: Sys, file: string): string {
  const parts = file.split('/').filter((part) => part !== '');
  for (let length = 1; length <= parts.length; length += 1) {
    const path = `/${parts.slice(0, length).join('/')}`;
    try {
      sys.stat(path);
    } catch (error) {
      if (error instanceof SysError) return path;
      throw error;
    }
  }
  return file;
}
