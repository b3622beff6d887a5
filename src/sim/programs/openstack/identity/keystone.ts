import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import type { HttpResponse } from '../../../protocol/http.ts';
import { ClientError, EndpointNotFound, HttpError } from '../app/errors.ts';
import { repr } from '../cliff/values.ts';
import type { SendOptions } from '../app/session.ts';
import type { Context } from '../command.ts';
import type { Kind } from './kinds.ts';
import { queryText, type Query } from './query.ts';

/** What keystone tells of one thing. */
export type Info = Readonly<Record<string, Json>>;

/** Data of a request; what is null or undefined is not sent (keystoneclient's filter_none). */
export type Data = Readonly<Record<string, Json | undefined>>;

/** Not one, or more than one thing of that name. */
export class NoMatch extends ClientError {}
export class NoUniqueMatch extends ClientError {}

export const isStatus = (error: unknown, status: number): boolean => error instanceof HttpError && error.status === status;

/** Python's own exceptions, and keystoneclient's, as tracebacks name them. */
export const KEY_ERROR = 'builtins.KeyError';
export const TYPE_ERROR = 'builtins.TypeError';
export const INVALID = 'keystoneclient.exceptions.ValidationError';

/** keystoneclient: the managers' requests to keystone's API. Throws ClientError. */
export class Keystone {
  readonly context: Context;

  private constructor(context: Context) {
    this.context = context;
  }

  /** The client of a command; says in the log that it is there. */
  static *of(context: Context): Routine<Keystone> {
    yield* context.log.debug('openstackclient.identity.client', "Instantiating identity client: <class 'keystoneclient.v3.client.Client'>");
    return new Keystone(context);
  }

  *send(method: string, path: string, options: SendOptions = {}): Routine<HttpResponse> {
    return yield* this.context.session.send('identity', method, path, options);
  }

  /** A request whose answer is JSON; null when it is none. One with a password in it is not logged. */
  *ask(method: string, path: string, body?: Json, isSecret = false): Routine<Json> {
    return jsonOf(yield* this.send(method, path, { body, isLogged: !isSecret }));
  }

  /**
   * A list; where the catalogue knows no keystone (tokens without a scope have an empty one), it is asked of where one
   * logs in. `isForEmpty`: only where the catalogue is empty.
   */
  *listAnywhere(path: string, key: string, isForEmpty = false): Routine<readonly Info[]> {
    try {
      return pick(yield* this.ask('GET', path), key) as readonly Info[];
    } catch (error) {
      if (!(error instanceof EndpointNotFound) || (isForEmpty && !error.python.endsWith('.EmptyCatalog'))) throw error;
      return pick(jsonOf(yield* this.send('GET', path, { isAtLogin: true })), key) as readonly Info[];
    }
  }

  *get(kind: Kind, id: string, query = ''): Routine<Info> {
    return pick(yield* this.ask('GET', `${urlOf(kind, id)}${query}`), kind.key) as Info;
  }

  *list(kind: Kind, query: Query = {}): Routine<readonly Info[]> {
    return (pick(yield* this.ask('GET', `${urlOf(kind)}${queryText(query)}`), kind.collection) as readonly Info[]);
  }

  *create(kind: Kind, data: Data, isSecret = false): Routine<Info> {
    return pick(yield* this.ask('POST', urlOf(kind), { [kind.key]: filled(data) }, isSecret), kind.key) as Info;
  }

  /** Creates it under a name of one's own choice; here, null is sent. */
  *put(kind: Kind, id: string, data: Data): Routine<Info> {
    return pick(yield* this.ask('PUT', urlOf(kind, id), { [kind.key]: data }), kind.key) as Info;
  }

  *update(kind: Kind, id: string, data: Data, isSecret = false): Routine<Info> {
    return pick(yield* this.ask('PATCH', urlOf(kind, id), { [kind.key]: filled(data) }, isSecret), kind.key) as Info;
  }

  *remove(kind: Kind, id: string): Routine<void> {
    yield* this.send('DELETE', urlOf(kind, id));
  }

  /** The only one that the filter leaves. Throws NoMatch and NoUniqueMatch. */
  *find(kind: Kind, query: Query): Routine<Info> {
    const [first, second] = yield* this.list(kind, query);
    if (first === undefined) throw new NoMatch(`No ${kind.label} matching.`);
    if (second !== undefined) throw new NoUniqueMatch('');
    return first;
  }

  /** The id of who has logged in. */
  *userId(): Routine<string> {
    return ((yield* this.context.session.access()).body['user'] as { id: string }).id;
  }
}

function jsonOf({ body }: HttpResponse): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return null;
  }
}

/** A URL as managers build it: names and ids are not quoted here. */
export const urlOf = (kind: Kind, id: string | null = null): string => `${kind.base ?? ''}/${kind.collection}${id === null ? '' : `/${id}`}`;

/** A member of an answer; fails as Python's `body[key]` does. */
export function pick(body: Json | undefined, key: string): Json {
  if (body === null || body === undefined) throw new ClientError("'NoneType' object is not subscriptable", TYPE_ERROR);
  const value = (body as Info)[key];
  if (value === undefined) throw new ClientError(repr(key), KEY_ERROR);
  return value;
}

/** Without what was not given. */
export const filled = (data: Data): Info =>
  Object.fromEntries(Object.entries(data).filter((pair): pair is [string, Json] => pair[1] !== undefined && pair[1] !== null));
