import { pythonJson } from '../../../../base/python.ts';
import type { Routine } from '../../../host/program.ts';
import { effectiveAssignments, readSystemGrants } from '../store/assignments.ts';
import { readCatalog } from '../store/catalog.ts';
import { select, sqlList } from '../store/model.ts';
import { asDomain, PROJECT, withDetails } from '../store/projects.ts';
import { type Answer, type Call, ok } from './call.ts';
import { forbidden } from './faults.ts';
import { renderToken } from './token.ts';
import { projectsOf } from './users.ts';

/** GET and HEAD /v3/auth/tokens: what the token in X-Subject-Token stands for. */
export function* showToken(call: Call): Routine<Answer> {
  const subject = yield* call.subject();
  const body = yield* renderToken(call.reader, subject, call.arg('nocatalog') === null);
  return { status: 200, text: pythonJson(body), headers: [['X-Subject-Token', subject.text]] };
}

/** GET /v3/auth/projects */
export function* listOwnProjects(call: Call): Routine<Answer> {
  return ok(call.collection('projects', yield* projectsOf(call, call.user.actor.id)));
}

/** GET /v3/auth/domains */
export function* listOwnDomains(call: Call): Routine<Answer> {
  const all = yield* effectiveAssignments(call.db, { userId: call.user.actor.id });
  const ids = [...new Set(all.flatMap(({ domainId }) => domainId ?? []))];
  const domains = ids.length === 0 ? [] : yield* withDetails(call.db, yield* select(call.db, PROJECT, `id IN ${sqlList(ids)}`));
  return ok(call.collection('domains', domains.map(asDomain)));
}

/** GET /v3/auth/system */
export function* showOwnSystem(call: Call): Routine<Answer> {
  const grants = yield* readSystemGrants(call.db, { userId: call.user.actor.id });
  return ok({ system: grants.length === 0 ? [] : [{ all: true }], links: { self: call.link('auth/system') } });
}

/** GET /v3/auth/catalog */
export function* showOwnCatalog(call: Call): Routine<Answer> {
  const { actor: user, payload } = call.user;
  if (payload.projectId === null) throw forbidden('A project-scoped token is required to produce a service catalog.');
  return ok({ catalog: yield* readCatalog(call.app, user.id, payload.projectId), links: { self: call.link('auth/catalog') } });
}
