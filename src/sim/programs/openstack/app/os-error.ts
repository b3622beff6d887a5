import { ERRNO_NUMBER, STRERROR, SysError } from '../../../host/errors.ts';
import { ClientError } from './errors.ts';

/** A failed system call as Python words it: `[Errno 13] Permission denied: '/root/x'`. */
export function asOsError(error: unknown, path: string): unknown {
  if (!(error instanceof SysError)) return error;
  const { errno } = error;
  return new ClientError(`[Errno ${ERRNO_NUMBER[errno]}] ${STRERROR[errno]}: '${path}'`, KINDS[errno] ?? 'OSError');
}

const KINDS: Readonly<Record<string, string>> = {
  ENOENT: 'FileNotFoundError', EACCES: 'PermissionError', EPERM: 'PermissionError', EISDIR: 'IsADirectoryError', ENOTDIR: 'NotADirectoryError',
};
