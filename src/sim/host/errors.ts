// host: one Linux machine. Knows nothing of shells, packages, databases or lessons.

/** Message of each errno that the simulated kernel gives, as strerror(3) words it (glibc). */
export const STRERROR = {
  EPERM: 'Operation not permitted',
  ENOENT: 'No such file or directory',
  ESRCH: 'No such process',
  EINTR: 'Interrupted system call',
  EIO: 'Input/output error',
  ENOEXEC: 'Exec format error',
  EBADF: 'Bad file descriptor',
  ECHILD: 'No child processes',
  EAGAIN: 'Resource temporarily unavailable',
  EACCES: 'Permission denied',
  EBUSY: 'Device or resource busy',
  EEXIST: 'File exists',
  EXDEV: 'Invalid cross-device link',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EINVAL: 'Invalid argument',
  ENOTTY: 'Inappropriate ioctl for device',
  ETXTBSY: 'Text file busy',
  EFBIG: 'File too large',
  ENOSPC: 'No space left on device',
  ESPIPE: 'Illegal seek',
  EROFS: 'Read-only file system',
  EPIPE: 'Broken pipe',
  ENAMETOOLONG: 'File name too long',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  ENETUNREACH: 'Network is unreachable',
  ECONNRESET: 'Connection reset by peer',
  ENOTCONN: 'Transport endpoint is not connected',
  ETIMEDOUT: 'Connection timed out',
  ECONNREFUSED: 'Connection refused',
  EHOSTUNREACH: 'No route to host',
  EAI_NONAME: 'Name or service not known',
} as const;

export type Errno = keyof typeof STRERROR;

/** Linux's number of an errno, as some programs print it (`(111)`). EAI_NONAME is getaddrinfo's -2. */
export const ERRNO_NUMBER: Readonly<Record<Errno, number>> = {
  EPERM: 1, ENOENT: 2, ESRCH: 3, EINTR: 4, EIO: 5, ENOEXEC: 8, EBADF: 9, ECHILD: 10, EAGAIN: 11, EACCES: 13,
  EBUSY: 16, EEXIST: 17, EXDEV: 18, ENOTDIR: 20, EISDIR: 21, EINVAL: 22, ENOTTY: 25, ETXTBSY: 26, EFBIG: 27,
  ENOSPC: 28, ESPIPE: 29, EROFS: 30, EPIPE: 32, ENAMETOOLONG: 36, ENOTEMPTY: 39, ELOOP: 40, EADDRINUSE: 98,
  EADDRNOTAVAIL: 99, ENETUNREACH: 101, ECONNRESET: 104, ENOTCONN: 107, ETIMEDOUT: 110, ECONNREFUSED: 111,
  EHOSTUNREACH: 113, EAI_NONAME: -2,
};

/** V8's knob; other engines have none. */
const STACKS = Error as unknown as { stackTraceLimit: number };

/** A system call failed: thrown by Sys, caught by the program that called (or ends it with status 1). */
export class SysError extends Error {
  override readonly name = 'SysError';
  readonly errno: Errno;

  constructor(errno: Errno, detail = '') {
    // Failing system calls are everyday things: no stack is collected for them.
    const limit = STACKS.stackTraceLimit;
    STACKS.stackTraceLimit = 0;
    super(detail === '' ? STRERROR[errno] : `${STRERROR[errno]}: ${detail}`);
    STACKS.stackTraceLimit = limit;
    this.errno = errno;
  }

  /** strerror(3) of the errno, e.g. `No such file or directory`. */
  get text(): string {
    return STRERROR[this.errno];
  }
}

/** The SysError's text if `error` is one; anything else is our own bug and is thrown on. */
export function strerror(error: unknown): string {
  if (error instanceof SysError) return error.text;
  throw error;
}
