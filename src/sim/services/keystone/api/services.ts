import type { Routine } from '../../../host/program.ts';
import { SERVICE } from '../store/catalog.ts';
import { find, insert, list, type Ref, remove, update } from '../store/model.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok } from './call.ts';
import { found } from './faults.ts';
import { type Table, validate } from './schema.ts';

/** The service with this id; 404 when there is none. */
export function* readService(call: Call, id: string): Routine<Ref> {
  return found('service', id, yield* find(call.db, SERVICE, id));
}

/** GET /v3/services */
export function* listServices(call: Call): Routine<Answer> {
  const limit = call.limit('catalog');
  return ok(call.collection('services', yield* list(call.db, SERVICE, call.filters(['type', 'name']), { limit }), { limit }));
}

/** GET /v3/services/{service_id} */
export function* showService(call: Call): Routine<Answer> {
  return ok(call.member('service', 'services', yield* readService(call, call.param('service_id'))));
}

/** POST /v3/services: a second of the same type and name is welcome. */
export function* createService(call: Call): Routine<Answer> {
  validate('service_create', call.json.service);
  const service = { ...normalised(call.json.service as Table), id: call.newId() };
  const ref = yield* insert(call.db, SERVICE, { enabled: true, ...service, name: (service as Ref).name ?? '' });
  return created(call.member('service', 'services', ref));
}

/** PATCH /v3/services/{service_id} */
export function* updateService(call: Call): Routine<Answer> {
  validate('service_update', call.json.service);
  const changes = call.json.service as Table;
  const id = call.param('service_id');
  call.requireSameId(changes, id);
  return ok(call.member('service', 'services', yield* update(call.db, SERVICE, id, { ...yield* readService(call, id), ...changes })));
}

/** DELETE /v3/services/{service_id}: with its endpoints. */
export function* deleteService(call: Call): Routine<Answer> {
  const id = call.param('service_id');
  yield* readService(call, id);
  yield* remove(call.db, { table: 'endpoint' }, { service_id: id });
  yield* remove(call.db, SERVICE, { id });
  return NO_CONTENT;
}
