import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { ENDPOINT, interpolate, REGION } from '../store/catalog.ts';
import { find, insert, list, type Ref, remove, textOf, update } from '../store/model.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok } from './call.ts';
import { found, missing } from './faults.ts';
import { addRegion } from './regions.ts';
import { type Table, validate } from './schema.ts';
import { readService } from './services.ts';
import { orNull } from './grants.ts';

/** The endpoint with this id; 404 when there is none. */
export function* readEndpoint(call: Call, id: string): Routine<Ref> {
  return found('endpoint', id, yield* find(call.db, ENDPOINT, id));
}

/** An endpoint as the API shows it: its region twice. */
export function endpointRef({ legacy_endpoint_id: _legacy, ...ref }: Ref): Ref {
  return { ...ref, region: ref.region_id };
}

/** GET /v3/endpoints */
export function* listEndpoints(call: Call): Routine<Answer> {
  const limit = call.limit('catalog');
  const endpoints = yield* list(call.db, ENDPOINT, call.filters(['interface', 'service_id', 'region_id']), { limit });
  return ok(call.collection('endpoints', { ...endpoints, refs: endpoints.refs.map(endpointRef) }, { limit }));
}

/** GET /v3/endpoints/{endpoint_id} */
export function* showEndpoint(call: Call): Routine<Answer> {
  return ok(call.member('endpoint', 'endpoints', endpointRef(yield* readEndpoint(call, call.param('endpoint_id')))));
}

/** POST /v3/endpoints: a region that is not there is made. */
export function* createEndpoint(call: Call): Routine<Answer> {
  validate('endpoint_create', call.json.endpoint);
  checkUrl(textOf((call.json.endpoint as Table).url));
  const endpoint = yield* withRegion(call, { ...normalised(call.json.endpoint as Table), id: call.newId() });
  yield* requireParts(call, endpoint);
  const ref = yield* insert(call.db, ENDPOINT, { ...endpoint, enabled: endpoint.enabled ?? true });
  return created(call.member('endpoint', 'endpoints', endpointRef(ref)));
}

const NAMES = ['tenant_id', 'project_id', 'user_id', 'public_bind_host', 'admin_bind_host', 'compute_host', 'admin_port', 'public_port', 'public_endpoint'];

/** 400 for a URL with names that nothing can fill in, as `%(foo)s`. */
function checkUrl(url: string): void {
  if (typeof interpolate(url, (name) => (NAMES.includes(name) ? '' : undefined)) !== 'string') throw new KeystoneError('URLValidationError', { url });
}

/** `region` is an old word for `region_id`. */
function* withRegion(call: Call, endpoint: Table): Routine<Table> {
  const { region, ...rest } = endpoint;
  if ((endpoint.region_id ?? null) !== null || typeof region !== 'string') return endpoint;
  if ((yield* find(call.db, REGION, region)) === null) yield* addRegion(call, { id: region });
  return { ...rest, region_id: region };
}

function* requireParts(call: Call, endpoint: Table): Routine<void> {
  const { region_id: region, service_id: service } = endpoint;
  if (typeof region === 'string' && (yield* find(call.db, REGION, region)) === null) throw missing('endpoint region_id', 'region table');
  if (typeof service === 'string' && (yield* orNull(() => readService(call, service))) === null) throw missing('endpoint service_id', 'service table');
}

/** PATCH /v3/endpoints/{endpoint_id} */
export function* updateEndpoint(call: Call): Routine<Answer> {
  validate('endpoint_update', call.json.endpoint);
  const id = call.param('endpoint_id');
  call.requireSameId(call.json.endpoint as Table, id);
  const changes = yield* withRegion(call, call.json.endpoint as Table);
  yield* requireParts(call, changes);
  const ref = yield* update(call.db, ENDPOINT, id, { ...yield* readEndpoint(call, id), ...changes });
  return ok(call.member('endpoint', 'endpoints', endpointRef(ref)));
}

/** DELETE /v3/endpoints/{endpoint_id} */
export function* deleteEndpoint(call: Call): Routine<Answer> {
  const id = call.param('endpoint_id');
  yield* readEndpoint(call, id);
  yield* remove(call.db, ENDPOINT, { id });
  yield* remove(call.db, { table: 'project_endpoint' }, { endpoint_id: id });
  return NO_CONTENT;
}
