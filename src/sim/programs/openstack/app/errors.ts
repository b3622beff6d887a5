/** Ends the command: the text goes to stderr, the exit status is 1 (osc-lib's CommandError and keystoneauth's kin). */
export class ClientError extends Error {
  override readonly name: string = 'ClientError';
}

/** An HTTP answer that says no, worded as keystoneauth words it: `message (HTTP 404) (Request-ID: req-…)`. */
export class HttpError extends ClientError {
  override readonly name = 'HttpError';
  readonly status: number;

  constructor(status: number, message: string, requestId: string | null) {
    super(`${message} (HTTP ${status})${requestId === null ? '' : ` (Request-ID: ${requestId})`}`);
    this.status = status;
  }
}

/** No connection at all. */
export class ConnectFailure extends ClientError {
  override readonly name = 'ConnectFailure';
}
