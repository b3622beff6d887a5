import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { type Filter, list, type Ref, select, sqlValue, sqlWhere, textOf } from '../store/model.ts';
import { asDomain, findProject, PROJECT, ROOT, withDetails } from '../store/projects.ts';
import { GROUP } from '../store/users.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok } from './call.ts';
import { found, notAllowed } from './faults.ts';
import { removeGroup } from './groups.ts';
import { addProject, changeProject, dropProject, requireMutable } from './projects.ts';
import { type Table, validate } from './schema.ts';
import { removeUser } from './users.ts';

/** GET /v3/domains */
export function* listDomains(call: Call): Routine<Answer> {
  const acting: Filter = { name: 'is_domain', value: true, comparator: 'equals', isCaseSensitive: false };
  const limit = call.limit('resource');
  const domains = yield* list(call.db, PROJECT, [...call.filters(['name', 'enabled']), acting], { where: `id <> '${ROOT}'`, limit });
  const refs = (yield* withDetails(call.db, domains.refs)).map(asDomain);
  return ok(call.collection('domains', { ...domains, refs }, { limit }));
}

/** GET /v3/domains/{domain_id} */
export function* showDomain(call: Call): Routine<Answer> {
  return ok(call.member('domain', 'domains', asDomain(yield* readDomainProject(call))));
}

/** POST /v3/domains */
export function* createDomain(call: Call): Routine<Answer> {
  validate('domain_create', call.body('domain'));
  const { explicit_domain_id: wanted, ...domain } = call.body('domain') as Table;
  if (wanted !== undefined && wanted !== null && !/^[0-9a-f]{32}$/.test(textOf(wanted))) throw new KeystoneError('DomainIdInvalid');
  const kept = wanted === undefined ? domain : { ...domain, explicit_domain_id: wanted };
  const ref = { ...normalised(kept), id: textOf(wanted ?? call.newId()), is_domain: true, domain_id: null, parent_id: null };
  return created(call.member('domain', 'domains', asDomain(yield* addProject(call, ref))));
}

/** PATCH /v3/domains/{domain_id}. Unlike a project, an immutable domain stays so: that it is a domain counts as a change. */
export function* updateDomain(call: Call): Routine<Answer> {
  validate('domain_update', call.body('domain'));
  const project = yield* readDomainProject(call);
  const { parent_id: _parent, domain_id: _domain, ...changes } = call.body('domain') as Table;
  const { options, ...rest } = yield* changeProject(call, project, { ...changes, is_domain: true });
  return ok(call.member('domain', 'domains', asDomain({ ...rest, options })));
}

function* readDomainProject(call: Call): Routine<Ref> {
  const id = call.param('domain_id');
  const project = yield* findProject(call.db, id);
  return found('domain', id, project?.is_domain === true && project.id === id ? project : null);
}

/** DELETE /v3/domains/{domain_id}: only when disabled; with everything in it. */
export function* deleteDomain(call: Call): Routine<Answer> {
  const domain = yield* readDomainProject(call);
  requireMutable('delete', 'domain', domain);
  if (domain.enabled === true) throw notAllowed('Cannot delete a domain that is enabled, please disable it first.');
  yield* removeContents(call, textOf(domain.id));
  yield* dropProject(call, domain);
  yield* call.db.run(`DELETE FROM assignment WHERE target_id = ${sqlValue(domain.id)} AND type IN ('UserDomain', 'GroupDomain')`);
  return NO_CONTENT;
}

function* removeContents(call: Call, domainId: string): Routine<void> {
  const { db } = call;
  let left = yield* withDetails(db, yield* select(db, PROJECT, sqlWhere({ domain_id: domainId })));
  while (left.length > 0) {
    const leaves = left.filter((ref) => left.every((other) => other.parent_id !== ref.id));
    if (leaves.length === 0) break;
    for (const leaf of leaves) yield* dropProject(call, leaf);
    left = left.filter((ref) => !leaves.includes(ref));
  }
  for (const group of yield* select(db, GROUP, sqlWhere({ domain_id: domainId }))) yield* removeGroup(call, textOf(group.id));
  for (const user of yield* db.rows(`SELECT id FROM user WHERE domain_id = ${sqlValue(domainId)}`)) yield* removeUser(call, user.id ?? '');
  yield* db.run(`DELETE FROM identity_provider WHERE domain_id = ${sqlValue(domainId)}`);
}
