import type { Routine } from '../../../host/program.ts';
import { find, insert, type Model, type Ref, remove, select, sqlValue, update } from '../store/model.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok } from './call.ts';
import { absent } from './faults.ts';
import { revokeFor } from './revoke.ts';
import { type Table, validate } from './schema.ts';

/** Consumers of OS-OAUTH1 (oauth1/backends/sql.py). Their tokens are not modelled. */
const CONSUMER: Model = { table: 'consumer', kind: 'consumer', hasExtra: true, columns: { id: 64, description: 64, secret: 64 } };
const PATH = 'OS-OAUTH1/consumers';

/** Without its secret, which is shown only once. */
const open = ({ secret: _secret, ...ref }: Ref): Ref => ref;

function* read(call: Call): Routine<Ref> {
  const ref = yield* find(call.db, CONSUMER, call.param('consumer_id'));
  if (ref === null) throw absent('Consumer not found');
  return ref;
}

/** GET /v3/OS-OAUTH1/consumers */
export function* listConsumers(call: Call): Routine<Answer> {
  return ok(call.collection('consumers', (yield* select(call.db, CONSUMER)).map(open), { path: PATH }));
}

/** GET /v3/OS-OAUTH1/consumers/{consumer_id} */
export function* showConsumer(call: Call): Routine<Answer> {
  return ok(call.member('consumer', PATH, open(yield* read(call))));
}

/** POST /v3/OS-OAUTH1/consumers */
export function* createConsumer(call: Call): Routine<Answer> {
  const consumer = normalised(call.body('consumer') as Table);
  validate('consumer_create', consumer);
  return created(call.member('consumer', PATH, yield* insert(call.db, CONSUMER, { ...consumer, id: call.newId(), secret: call.newId() })));
}

/** PATCH /v3/OS-OAUTH1/consumers/{consumer_id} */
export function* updateConsumer(call: Call): Routine<Answer> {
  validate('consumer_update', call.body('consumer'));
  const changes = normalised(call.body('consumer') as Table);
  const id = call.param('consumer_id');
  call.requireSameId(changes, id);
  return ok(call.member('consumer', PATH, open(yield* update(call.db, CONSUMER, id, { ...yield* read(call), ...changes }))));
}

/** DELETE /v3/OS-OAUTH1/consumers/{consumer_id}: with its tokens. */
export function* deleteConsumer(call: Call): Routine<Answer> {
  const id = call.param('consumer_id');
  yield* read(call);
  yield* call.db.run(`DELETE FROM request_token WHERE consumer_id = ${sqlValue(id)}`);
  yield* call.db.run(`DELETE FROM access_token WHERE consumer_id = ${sqlValue(id)}`);
  yield* remove(call.db, CONSUMER, { id });
  yield* revokeFor(call, { consumerId: id });
  return NO_CONTENT;
}
