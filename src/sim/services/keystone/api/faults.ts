// Short words for the exceptions that handlers raise most.
import { KeystoneError } from '../exceptions.ts';

/** 400: something is missing. `Expecting to find auth in request body. …` */
export const missing = (attribute: string, target: string): KeystoneError => new KeystoneError('ValidationError', { attribute, target });

/** 400 with a text of its own. */
export const invalid = (message: string): KeystoneError => new KeystoneError('ValidationError', {}, message);

/** 401; why is kept from the client. */
export const unauthorized = (detail: string | null = null): KeystoneError => new KeystoneError('Unauthorized', {}, detail);

/** 403 by policy: `… requested action: identity:list_users.` */
export const forbiddenAction = (action: string): KeystoneError => new KeystoneError('ForbiddenAction', { action });

/** 403; why is kept from the client. */
export const forbidden = (detail: string | null = null): KeystoneError => new KeystoneError('Forbidden', {}, detail);

/** 403 that says why. */
export const notAllowed = (message: string): KeystoneError => new KeystoneError('ForbiddenNotSecurity', {}, message);

/** 404 with a text of its own. */
export const absent = (message: string): KeystoneError => new KeystoneError('NotFound', {}, message);

/** 404: a token that is none, or is no longer one. */
export const tokenNotFound = (message: string): KeystoneError => new KeystoneError('TokenNotFound', {}, message);

/** 409: `Conflict occurred attempting to store role - …` */
export const conflict = (type: string, details: string): KeystoneError => new KeystoneError('Conflict', { type, details });

/** 500 that says no more to the client. */
export const unexpected = (detail: string): KeystoneError => new KeystoneError('UnexpectedError', {}, detail);

/** What cannot be found by its id: the exception and the name of its value. */
const MISSING = {
  application_credential: 'ApplicationCredentialNotFound', access_rule: 'AccessRuleNotFound', credential: 'CredentialNotFound',
  domain: 'DomainNotFound', endpoint: 'EndpointNotFound', endpoint_group: 'EndpointGroupNotFound', group: 'GroupNotFound',
  mapping: 'MappingNotFound', policy: 'PolicyNotFound', project: 'ProjectNotFound', region: 'RegionNotFound', role: 'RoleNotFound',
  service: 'ServiceNotFound', trust: 'TrustNotFound', user: 'UserNotFound',
} as const;

export type Kind = keyof typeof MISSING;

/** 404: `Could not find user: nope.` */
export const notFound = (kind: Kind, id: string): KeystoneError => new KeystoneError(MISSING[kind], { [`${kind}_id`]: id });

/** What was found, or a 404. */
export function found<T>(kind: Kind, id: string, thing: T | null): T {
  if (thing === null) throw notFound(kind, id);
  return thing;
}
