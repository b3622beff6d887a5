import type { Json } from '../../../../base/json.ts';
import type { HttpRequest } from '../../../protocol/http.ts';
import type { Routine } from '../../../host/program.ts';
import type { Database } from '../../oslo/db.ts';
import type { App } from '../app.ts';
import { type Filter, type Found, isTrue, type Ref, textOf } from '../store/model.ts';
import { tellPolicy } from './debug.ts';
import { forbiddenAction, invalid, unauthorized } from './faults.ts';
import type { Reader } from './reader.ts';
import { isTable, type Table } from './schema.ts';
import { scopeOf, type Token, validateToken } from './token.ts';

/** What a handler answers. A `body` goes out as flask-restful writes it (with a newline), a `text` as it stands. */
export interface Answer {
  readonly status: number;
  readonly body?: Json;
  readonly text?: string;
  readonly headers?: readonly (readonly [string, string])[];
}

export const NO_CONTENT: Answer = { status: 204 };
export const ok = (body: Json): Answer => ({ status: 200, body });
export const created = (body: Json): Answer => ({ status: 201, body });

/** What the policy's checks look at besides who asks: nested, e.g. `{user: {domain_id}}`. */
export type Target = Readonly<Record<string, Json | undefined>>;

/** One request on its way through keystone: what was asked, by whom, and the words to answer with. */
export class Call {
  readonly app: App;
  readonly request: HttpRequest;
  /** Without a trailing slash, e.g. `/v3/users/42`. */
  readonly path: string;
  /** What the route's pattern took from the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The query's pairs in order. */
  readonly query: readonly (readonly [string, string])[];
  /** The body when it is a JSON object, else empty. */
  readonly json: Table;
  /** Who asks; null without a good token. */
  readonly token: Token | null;
  /** What this request has read already. */
  readonly reader: Reader;
  #subject: Token | null = null;

  constructor(reader: Reader, request: HttpRequest, path: string, params: Readonly<Record<string, string>>, json: Table, token: Token | null) {
    this.app = reader.app;
    this.reader = reader;
    this.request = request;
    this.path = path;
    this.params = params;
    this.json = json;
    this.token = token;
    this.query = readQuery(request.target);
  }

  get db(): Database {
    return this.app.db;
  }

  /** A part of the path; the route's pattern must have it. */
  param(name: string): string {
    return this.params[name] ?? '';
  }

  /** A header, or null. */
  header(name: string): string | null {
    return this.request.headers[name] ?? null;
  }

  /** A query's first value, or null. */
  arg(name: string): string | null {
    return this.query.find(([key]) => key === name)?.[1] ?? null;
  }

  /** Whether a query asks for something: `?effective`, but not `?effective=0`. */
  asks(name: string): boolean {
    const value = this.arg(name);
    return value !== null && value !== '0';
  }

  /** What the body says under a name; an empty table when it says nothing. */
  body(name: string): Json {
    return this.json[name] ?? {};
  }

  /** Who asks, for handlers behind a policy. */
  get user(): Token {
    if (this.token === null) throw unauthorized();
    return this.token;
  }

  /** Asks the policy; throws 401 without a good token, 403 when it says no. */
  enforce(action: string, target: Target = {}, filters: readonly string[] = []): void {
    tellPolicy(this.app, action, this.params, false);
    if (!this.allows(action, target, filters)) throw forbiddenAction(action);
    tellPolicy(this.app, action, this.params, true);
  }

  /** The same as a question. */
  allows(action: string, target: Target = {}, filters: readonly string[] = []): boolean {
    if (this.token === null) throw unauthorized('auth_context did not decode anything useful');
    const given = Object.fromEntries(filters.flatMap((name) => (this.arg(name) === null ? [] : [[name, this.arg(name)]])));
    const facts = {
      ...this.params, target, ...Object.keys(this.json).length === 0 ? {} : { request_body: this.json },
      ...Object.keys(given).length === 0 ? {} : { filter_attr: given },
    };
    return this.app.policy.fitsScope(action, scopeOf(this.token)) && this.app.policy.check(action, flattened(facts), this.token.credentials());
  }

  /** `http://controller:5000/v3/users`: where the client sees a path. */
  link(path = ''): string {
    const clean = path.replace(/^\/+|\/+$/g, '');
    const rest = clean.startsWith('v3') ? clean.slice(2).replace(/^\/+/, '') : clean;
    return [baseUrl(this.app, this.request), 'v3', rest].filter((part) => part !== '').join('/');
  }

  /** The same with this request's query. */
  get self(): string {
    const query = this.request.target.split('?')[1] ?? '';
    return `${this.link(this.path)}${query === '' ? '' : `?${query}`}`;
  }

  /** A thing with its link, under its collection's path. */
  linked(collection: string, ref: Ref): Ref {
    const links = isTable(ref.links) ? ref.links : {};
    return { ...ref, links: { ...links, self: this.link(`${collection}/${textOf(ref.id)}`) } };
  }

  /** `{user: {…, links}}`. */
  member(name: string, collection: string, ref: Ref): Json {
    return { [name]: this.linked(collection, ref) };
  }

  /** `{users: […], links}`, after the conditions that the database left and cut to the limit. */
  collection(name: string, found: Found | readonly Ref[], options: { path?: string; limit?: number | null; link?: (ref: Ref) => Ref } = {}): Json {
    const { refs, rest, isTruncated } = Array.isArray(found) ? { refs: found as readonly Ref[], rest: [], isTruncated: false } : found as Found;
    const limit = options.limit ?? null;
    const kept = rest.reduce((left, filter) => left.filter((ref) => matches(ref, filter)), refs);
    const isCut = isTruncated || (limit !== null && kept.length > limit);
    const link = options.link ?? ((ref: Ref): Ref => this.linked(options.path ?? name, ref));
    return {
      [name]: (isCut && limit !== null ? kept.slice(0, limit) : kept).map(link) as Json,
      links: { next: null, self: this.self, previous: null }, ...isCut ? { truncated: true } : {},
    };
  }

  /** The conditions that a list takes from its query. */
  filters(names: readonly string[]): Filter[] {
    return this.query.flatMap(([key, value]) => {
      if (names.includes(key)) return [{ name: key, value, comparator: 'equals', isCaseSensitive: false }];
      const [name = '', comparator] = key.split(/__(.*)/s);
      if (comparator === undefined || !names.includes(name)) return [];
      const isFolded = comparator.startsWith('i');
      return [{ name, value, comparator: isFolded ? comparator.slice(1) : comparator, isCaseSensitive: !isFolded }];
    });
  }

  /** How long a list may be: the section's `list_limit`, where it has one, else the one of [DEFAULT]. */
  limit(section: 'catalog' | 'identity' | 'policy' | 'resource' | 'role' | 'unified_limit' | null): number | null {
    const own = (section === null ? null : this.app.config.get(section, 'list_limit')) ?? this.app.config.get('DEFAULT', 'list_limit');
    return own === null ? null : Number(own);
  }

  /** An id of keystone's: a random UUID without dashes. */
  newId(): string {
    return this.app.sys.dice.uuid().replaceAll('-', '');
  }

  /** The token in X-Subject-Token, looked at once; 404 when it is none. */
  *subject(): Routine<Token> {
    const windowS = /^\s*(1|t|true|on|y|yes)\s*$/i.test(this.arg('allow_expired') ?? '') ? this.app.config.number('token', 'allow_expired_window') : 0;
    return this.#subject ??= yield* validateToken(this.reader, this.header('x-subject-token'), { windowS, rulesSupport: this.header('openstack-identity-access-rules') });
  }

  /** 400 when the body names another id than the path. */
  requireSameId(ref: Table, id: string): void {
    if (ref.id !== undefined && ref.id !== null && ref.id !== id) throw invalid('Cannot change ID');
  }
}

/** Names of properties as keystone keeps them: `:` and `-` become `_`. */
export const normalised = (ref: Table): Table =>
  Object.fromEntries(Object.entries(ref).map(([name, value]) => [name.replace(/[:-]/g, '_'), value]));

function matches(ref: Ref, { name, value, comparator, isCaseSensitive }: Filter): boolean {
  const own = flattened(ref)[name];
  if (comparator === 'equals') return typeof own === 'boolean' ? own === isTrue(value) : (own ?? null) === value;
  if (!Object.hasOwn(ref, name)) return false;
  const [text, wanted] = [textOf(own), String(value)].map((one) => (isCaseSensitive ? one : one.toLowerCase())) as [string, string];
  if (comparator === 'contains') return text.includes(wanted);
  if (comparator === 'startswith') return text.startsWith(wanted);
  return comparator === 'endswith' ? text.endsWith(wanted) : true;
}

/** `{user: {id: 1}}` as `{'user.id': 1}`. */
export function flattened(table: Table, prefix = ''): Record<string, Json> {
  const out: Record<string, Json> = {};
  for (const [name, value] of Object.entries(table)) {
    if (isTable(value)) Object.assign(out, flattened(value, `${prefix}${name}.`));
    else if (value !== undefined) out[prefix + name] = value;
  }
  return out;
}

function readQuery(target: string): (readonly [string, string])[] {
  const text = target.split('?').slice(1).join('?');
  return text.split('&').filter((pair) => pair !== '').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [decoded(name), decoded(value.join('='))] as const;
  });
}

const decoded = (text: string): string => percentDecoded(text.replaceAll('+', ' '));

/** `%20` and its like, as UTF-8; what is none stays. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Where the client sees this server: `public_endpoint`, else what it asked for. */
export function baseUrl(app: App, request: HttpRequest): string {
  const configured = app.config.text('DEFAULT', 'public_endpoint');
  if (configured !== null && configured !== '') return configured.replace(/\/+$/, '');
  const scheme = request.headers['x-forwarded-proto'] ?? request.environ?.['wsgi.url_scheme'] ?? 'http';
  const host = request.headers.host ?? `${request.environ?.SERVER_NAME ?? 'localhost'}:${request.environ?.SERVER_PORT ?? '5000'}`;
  const short = host.replace(scheme === 'https' ? /:443$/ : /:80$/, '');
  return `${scheme}://${short}${request.environ?.SCRIPT_NAME ?? ''}`.replace(/\/v(3|2\.0)\/*$/, '').replace(/\/+$/, '');
}
