/** Ends the command: the text goes to stderr, the exit status is 1 (osc-lib's CommandError and keystoneauth's kin). */
export class ClientError extends Error {
  override readonly name: string = 'ClientError';
  /** Python's class of the exception, as a traceback names it. */
  readonly python: string;

  constructor(message: string, python = 'osc_lib.exceptions.CommandError') {
    super(message);
    this.python = python;
  }
}

const CLASSES: Readonly<Record<number, string>> = {
  300: 'MultipleChoices', 400: 'BadRequest', 401: 'Unauthorized', 402: 'PaymentRequired', 403: 'Forbidden', 404: 'NotFound',
  405: 'MethodNotAllowed', 406: 'NotAcceptable', 407: 'ProxyAuthenticationRequired', 408: 'RequestTimeout', 409: 'Conflict', 410: 'Gone',
  411: 'LengthRequired', 412: 'PreconditionFailed', 413: 'RequestEntityTooLarge', 414: 'RequestUriTooLong', 415: 'UnsupportedMediaType',
  416: 'RequestedRangeNotSatisfiable', 417: 'ExpectationFailed', 422: 'UnprocessableEntity', 500: 'InternalServerError',
  501: 'HttpNotImplemented', 502: 'BadGateway', 503: 'ServiceUnavailable', 504: 'GatewayTimeout', 505: 'HttpVersionNotSupported',
};

/** An HTTP answer that says no, worded as keystoneauth words it: `message (HTTP 404) (Request-ID: req-…)`. */
export class HttpError extends ClientError {
  override readonly name = 'HttpError';
  readonly status: number;

  constructor(status: number, message: string, requestId: string | null) {
    const kind = CLASSES[status] ?? (status < 500 ? 'HTTPClientError' : 'HttpServerError');
    super(`${message} (HTTP ${status})${requestId === null ? '' : ` (Request-ID: ${requestId})`}`, `keystoneauth1.exceptions.http.${kind}`);
    this.status = status;
  }
}

/** No connection at all: refused, no such name, no TLS, no URL that requests understands. */
export class ConnectFailure extends ClientError {
  override readonly name = 'ConnectFailure';

  constructor(message: string, kind: 'ConnectFailure' | 'ConnectTimeout' | 'SSLError' | 'UnknownConnectionError' = 'ConnectFailure') {
    super(message, `keystoneauth1.exceptions.connection.${kind}`);
  }
}

/** A version document could not be found or understood. */
export class DiscoveryFailure extends ClientError {
  override readonly name = 'DiscoveryFailure';

  constructor(message: string) {
    super(message, 'keystoneauth1.exceptions.discovery.DiscoveryFailure');
  }
}

/** The catalogue has no such endpoint. */
export class EndpointNotFound extends ClientError {
  override readonly name = 'EndpointNotFound';

  constructor(message = 'Could not find requested endpoint in Service Catalog.', kind = 'EndpointNotFound') {
    super(message, `keystoneauth1.exceptions.catalog.${kind}`);
  }
}

/** What openstack.config says of its files and options. */
export class ConfigError extends ClientError {
  override readonly name = 'ConfigError';

  constructor(message: string) {
    super(message, 'openstack.exceptions.ConfigException');
  }
}
