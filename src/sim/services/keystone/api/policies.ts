import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { ENDPOINT } from '../store/catalog.ts';
import { find, guarded, insert, list, type Model, type Ref, remove, select, sqlValue, sqlWhere, textOf, update } from '../store/model.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok } from './call.ts';
import { absent, found, invalid } from './faults.ts';
import { endpointRef, readEndpoint } from './endpoints.ts';
import { readRegion } from './regions.ts';
import { type Table, validate } from './schema.ts';
import { readService } from './services.ts';

/** Policy texts that keystone keeps for others (policy/backends/sql.py). */
const POLICY: Model = { table: 'policy', kind: 'policy', hasExtra: true, columns: { id: 64, blob: 'json', type: 255 } };

function* read(call: Call): Routine<Ref> {
  const id = call.param('policy_id');
  return found('policy', id, yield* find(call.db, POLICY, id));
}

/** GET /v3/policies */
export function* listPolicies(call: Call): Routine<Answer> {
  const all = yield* list(call.db, POLICY, []);
  return ok(call.collection('policies', { ...all, rest: call.filters(['type']) }, { limit: call.limit('policy') }));
}

/** GET /v3/policies/{policy_id} */
export function* showPolicy(call: Call): Routine<Answer> {
  return ok(call.member('policy', 'policies', yield* read(call)));
}

/** POST /v3/policies */
export function* createPolicy(call: Call): Routine<Answer> {
  validate('policy_create', call.body('policy'));
  const policy = { ...normalised(call.body('policy') as Table), id: call.newId() };
  return created(call.member('policy', 'policies', yield* guarded('policy', policy, () => insert(call.db, POLICY, policy))));
}

/** PATCH /v3/policies/{policy_id} */
export function* updatePolicy(call: Call): Routine<Answer> {
  const changes = call.body('policy') as Table;
  validate('policy_update', changes);
  const id = call.param('policy_id');
  if (changes.id !== undefined && changes.id !== id) throw invalid('Cannot change policy ID');
  return ok(call.member('policy', 'policies', yield* update(call.db, POLICY, id, { ...yield* read(call), ...changes })));
}

/** DELETE /v3/policies/{policy_id} */
export function* deletePolicy(call: Call): Routine<Answer> {
  yield* read(call);
  yield* remove(call.db, POLICY, { id: call.param('policy_id') });
  return NO_CONTENT;
}

// ── OS-ENDPOINT-POLICY: a policy is associated with an endpoint, a service, or a service in a region.

interface Association {
  readonly endpoint_id: string | null;
  readonly service_id: string | null;
  readonly region_id: string | null;
}

function* associationOf(call: Call): Routine<Association> {
  const { endpoint_id: endpoint, service_id: service, region_id: region } = call.params;
  yield* read(call);
  if (endpoint !== undefined) yield* readEndpoint(call, endpoint);
  if (service !== undefined) yield* readService(call, service);
  if (region !== undefined) yield* readRegion(call, region);
  return { endpoint_id: endpoint ?? null, service_id: service ?? null, region_id: region ?? null };
}

/** GET and HEAD /v3/policies/{policy_id}/OS-ENDPOINT-POLICY/… */
export function* checkAssociation(call: Call): Routine<Answer> {
  const place = yield* associationOf(call);
  const rows = yield* call.db.rows(`SELECT id FROM policy_association WHERE ${sqlWhere({ ...place, policy_id: call.param('policy_id') })}`);
  if (rows.length === 0) throw new KeystoneError('PolicyAssociationNotFound');
  return NO_CONTENT;
}

/** PUT: the policy of that place, in place of another. */
export function* putAssociation(call: Call): Routine<Answer> {
  const place = yield* associationOf(call);
  yield* call.db.run(`DELETE FROM policy_association WHERE ${sqlWhere({ ...place })}`);
  yield* call.db.run('INSERT INTO policy_association (id, policy_id, endpoint_id, service_id, region_id) VALUES '
    + `(${[call.newId(), call.param('policy_id'), place.endpoint_id, place.service_id, place.region_id].map(sqlValue).join(', ')})`);
  return NO_CONTENT;
}

/** DELETE */
export function* deleteAssociation(call: Call): Routine<Answer> {
  const place = yield* associationOf(call);
  yield* call.db.run(`DELETE FROM policy_association WHERE ${sqlWhere({ ...place, policy_id: call.param('policy_id') })}`);
  return NO_CONTENT;
}

/** GET /v3/policies/{policy_id}/OS-ENDPOINT-POLICY/endpoints */
export function* listPolicyEndpoints(call: Call): Routine<Answer> {
  yield* read(call);
  const places = yield* call.db.rows(`SELECT endpoint_id, service_id, region_id FROM policy_association WHERE policy_id = ${sqlValue(call.param('policy_id'))}`);
  const endpoints = yield* select(call.db, ENDPOINT);
  const fits = (ref: Ref): boolean => places.some((place) => (place.endpoint_id !== null ? place.endpoint_id === ref.id
    : place.service_id === ref.service_id && (place.region_id === null || place.region_id === ref.region_id)));
  return ok(call.collection('endpoints', endpoints.filter(fits).map(({ legacy_endpoint_id: _legacy, ...ref }) => ref)));
}

/** GET /v3/endpoints/{endpoint_id}/OS-ENDPOINT-POLICY/policy: its own, else its service's in the region, else its service's. */
export function* showEndpointPolicy(call: Call): Routine<Answer> {
  const endpoint = endpointRef(yield* readEndpoint(call, call.param('endpoint_id')));
  const id = textOf(endpoint.id);
  const places: Record<string, Json>[] = [{ endpoint_id: id, service_id: null, region_id: null }];
  for (let region: string | null = typeof endpoint.region_id === 'string' ? endpoint.region_id : null; region !== null;) {
    places.push({ endpoint_id: null, service_id: endpoint.service_id ?? null, region_id: region });
    const parent: Json | undefined = (yield* readRegion(call, region)).parent_region_id;
    region = typeof parent === 'string' ? parent : null;
  }
  places.push({ endpoint_id: null, service_id: endpoint.service_id ?? null, region_id: null });
  for (const place of places) {
    const [row] = yield* call.db.rows(`SELECT policy_id FROM policy_association WHERE ${sqlWhere(place)}`);
    if (row !== undefined) return ok(call.member('policy', 'endpoints', found('policy', row.policy_id ?? '', yield* find(call.db, POLICY, row.policy_id ?? ''))));
  }
  throw absent(`No policy is associated with endpoint ${id}.`);
}
