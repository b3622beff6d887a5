import type { PlainMessage } from './message.ts';

/**
 * How mod_wsgi and an application speak. httpd starts the file that WSGIScriptAlias names once for each process of its
 * WSGIDaemonProcess, as that process's user, with the socket already open: the program only calls `sys.serve` and
 * answers HttpRequest messages in `handlers.request` (the request's `environ` holds SCRIPT_NAME, PATH_INFO, REMOTE_ADDR …).
 * What it writes to descriptor 2 goes line by line to the virtual host's ErrorLog. A Python exception that it does not
 * catch is answered with this message: httpd writes mod_wsgi's own lines and the traceback to the log, and sends its page 500.
 */
export interface WsgiException {
  /** Loading the script (`exec`) or answering a request (`call`). */
  readonly during: 'exec' | 'call';
  /** SystemExit is worded differently. */
  readonly isExit: boolean;
  /** From `Traceback (most recent call last):` to the last line. */
  readonly traceback: string;
}

/** The reply of an application that failed. */
export const wsgiException = (exception: WsgiException): PlainMessage =>
  ({ protocol: 'plain', operation: 'wsgi-exception', body: { ...exception } });
