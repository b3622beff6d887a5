// What policies look at besides who asks: the thing that the path names.
import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { find, type Ref } from '../store/model.ts';
import { GROUP, userRef } from '../store/users.ts';
import type { Call, Target } from './call.ts';
import { readEndpoint } from './endpoints.ts';
import { orNull } from './grants.ts';
import { readGroup } from './groups.ts';

function* userOf(call: Call): Routine<Ref | null> {
  const user = yield* call.reader.findUser(call.param('user_id'));
  return user === null ? null : userRef(user);
}

const part = (name: string, ref: Ref | null): Record<string, Json> => (ref === null ? {} : { [name]: ref });

/** The user in the path, if there is one. */
export function* user(call: Call): Routine<Target> {
  return part('user', yield* userOf(call));
}

/** The group in the path, if there is one. */
export function* group(call: Call): Routine<Target> {
  return part('group', yield* find(call.db, GROUP, call.param('group_id')));
}

/** The group in the path; 404 before the policy is asked. */
export function* knownGroup(call: Call): Routine<Target> {
  return call.token === null ? {} : part('group', yield* readGroup(call, call.param('group_id')));
}

/** The group and the user in the path. */
export function* membership(call: Call): Routine<Target> {
  return { ...yield* group(call), ...part('user', yield* userOf(call)) };
}

/** The project in the path, if there is one. */
export function* project(call: Call): Routine<Target> {
  return part('project', yield* call.reader.project(call.param('project_id')));
}

/** The domain in the path, if there is one. */
export function* domain(call: Call): Routine<Target> {
  return part('domain', yield* orNull(() => call.reader.domain(call.param('domain_id'))));
}

/** The domain in the path; 404 before the policy is asked. */
export function* knownDomain(call: Call): Routine<Target> {
  return call.token === null ? {} : part('domain', yield* call.reader.domain(call.param('domain_id')));
}

/** The endpoint in the path; 404 before the policy is asked. */
export function* knownEndpoint(call: Call): Routine<Target> {
  return call.token === null ? {} : part('endpoint', yield* readEndpoint(call, call.param('endpoint_id')));
}

/** Unless a route says otherwise: whose token X-Subject-Token is. */
export function* subject(call: Call): Routine<Target> {
  if (call.token === null || call.header('x-subject-token') === null) return {};
  const { user: owner } = yield* call.subject();
  return { token: { user_id: owner.id, user: { domain: { id: owner.domainId } } } };
}

/** The domain that a token is for narrows lists. */
export function* ownDomain(call: Call): Routine<Target> {
  const domainId = call.token?.payload.domainId ?? null;
  return domainId === null ? yield* subject(call) : { domain_id: domainId };
}

/** The same for groups. */
export function* ownDomainGroups(call: Call): Routine<Target> {
  const domainId = call.token?.payload.domainId ?? null;
  return domainId === null ? yield* subject(call) : { group: { domain_id: domainId } };
}

/** What the body says is to be made. */
export const body = (name: string) =>
  function* bodyTarget(call: Call): Routine<Target> {
    return { [name]: call.body(name) };
  };
