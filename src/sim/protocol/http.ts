/** An HTTP/1.1 request. Header names in lower case. */
export interface HttpRequest {
  readonly protocol: 'http';
  readonly kind: 'request';
  readonly method: string;
  /** Path with query, e.g. `/v3/auth/tokens?nocatalog`. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What a WSGI server tells its application besides (PEP 3333): SCRIPT_NAME, PATH_INFO, REMOTE_ADDR, … */
  readonly environ?: Readonly<Record<string, string>>;
}

/** Its response. Header names as the server sends them (case kept), in order. */
export interface HttpResponse {
  readonly protocol: 'http';
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}
