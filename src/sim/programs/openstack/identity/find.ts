import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import { NoMatch, NoUniqueMatch, TYPE_ERROR, isStatus, type Info, type Keystone } from './keystone.ts';
import { DOMAINS, GROUPS, PROJECTS, SERVICES, USERS, type Kind } from './kinds.ts';
import type { Query } from './query.ts';

/** osc-lib's find_resource: by id, then (digits) by number, then by name with the filter. Throws ClientError. */
export function* findResource(keystone: Keystone, kind: Kind, nameOrId: string, filter: Query | null = null): Routine<Info> {
  try {
    return yield* keystone.get(kind, nameOrId);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
  }
  const byNumber = filter === null && /^\d+$/.test(nameOrId) ? yield* getByNumber(keystone, kind, nameOrId) : null;
  return byNumber ?? (yield* findByName(keystone, kind, nameOrId, filter));
}

function* getByNumber(keystone: Keystone, kind: Kind, digits: string): Routine<Info | null> {
  try {
    return yield* keystone.get(kind, String(BigInt(digits)));
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

function* findByName(keystone: Keystone, kind: Kind, name: string, filter: Query | null): Routine<Info> {
  try {
    return yield* keystone.find(kind, { ...filter, name });
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (error instanceof NoMatch || isStatus(error, 404)) throw new ClientError(`No ${kind.label} with a name or ID of '${name}' exists.`);
    if (error instanceof NoUniqueMatch) throw new ClientError(`More than one ${kind.label} exists with the name '${name}'.`);
  }
  const all = yield* keystone.list(kind);
  // The client calls a method of keystoneclient's resources here that takes no argument.
  if (all.length === 0) throw new ClientError(`Could not find resource ${name}`);
  throw new ClientError('Resource.get() takes 1 positional argument but 2 were given', TYPE_ERROR);
}

/** A thing, or (who may not look it up) a thing of which only the given name is known, taken for its id. */
export function* findOrTrust(keystone: Keystone, kind: Kind, nameOrId: string, filter: Query | null = null): Routine<Info> {
  try {
    return yield* findResource(keystone, kind, nameOrId, filter);
  } catch (error) {
    if (isStatus(error, 403)) return { id: nameOrId, name: nameOrId };
    throw error;
  }
}

export const findDomain = (keystone: Keystone, nameOrId: string): Routine<Info> => findOrTrust(keystone, DOMAINS, nameOrId);

/** The id of a domain; null when none was given. */
export function* domainId(keystone: Keystone, nameOrId: string): Routine<string | null> {
  return nameOrId === '' ? null : idOf(yield* findDomain(keystone, nameOrId));
}

function* findIn(keystone: Keystone, kind: Kind, nameOrId: string, domain: string): Routine<Info> {
  const id = yield* domainId(keystone, domain);
  return yield* findOrTrust(keystone, kind, nameOrId, id === null || id === '' ? null : { domain_id: id });
}

export const findUser = (keystone: Keystone, name: string, domain = ''): Routine<Info> => findIn(keystone, USERS, name, domain);
export const findGroup = (keystone: Keystone, name: string, domain = ''): Routine<Info> => findIn(keystone, GROUPS, name, domain);
export const findProject = (keystone: Keystone, name: string, domain = ''): Routine<Info> => findIn(keystone, PROJECTS, name, domain);

/** A service by id, name or type. */
export function* findService(keystone: Keystone, name: string): Routine<Info> {
  try {
    return yield* keystone.get(SERVICES, name);
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
  }
  for (const attribute of ['name', 'type']) {
    try {
      return yield* keystone.find(SERVICES, { [attribute]: name });
    } catch (error) {
      if (error instanceof NoUniqueMatch) throw new ClientError(`Multiple service matches found for '${name}', use an ID to be more specific.`);
      if (!(error instanceof NoMatch) && !isStatus(error, 404)) throw error;
    }
  }
  throw new ClientError(`No service with a type, name or ID of '${name}' exists.`);
}

/** By id only, for what keystone cannot filter by name. */
export function* getResource(keystone: Keystone, kind: Kind, id: string): Routine<Info> {
  try {
    return yield* keystone.get(kind, id);
  } catch (error) {
    if (isStatus(error, 404)) throw new ClientError(`No resource with name or id of '${id}' exists`);
    throw error;
  }
}

/** The id of what the token names so; else the name itself. Who is no admin can find himself only there. */
export function* fromToken(keystone: Keystone, what: 'domain' | 'project' | 'user' | 'roles', name: string, domain = ''): Routine<string> {
  try {
    const { token } = yield* keystone.context.session.access();
    const response = yield* keystone.send('GET', '/auth/tokens', { headers: { 'X-Subject-Token': token } });
    const body = (JSON.parse(response.body) as { token?: Info }).token ?? {};
    return named(what === 'domain' ? (body['project'] as Info)[what] : body[what], name, domain);
  } catch (error) {
    // Whatever goes wrong here, the client goes on with the name.
    if (error instanceof ClientError || error instanceof TypeError || error instanceof SyntaxError) return name;
    throw error;
  }
}

function named(thing: Json | undefined, name: string, domain: string): string {
  if (Array.isArray(thing)) return idOf((thing as readonly Info[]).find((each) => each['name'] === name) ?? { id: name });
  const { id, name: own, domain: its } = thing as { id: string; name: string; domain?: Info };
  if (domain !== '' && !Object.values(its as Info).includes(domain)) return name;
  return own === name ? id : name;
}

export const idOf = (info: Info): string => info['id'] as string;
