import { toBytes } from '../../../../base/bytes.ts';
import type { Json } from '../../../../base/json.ts';
import { pythonJson } from '../../../../base/python.ts';
import { sha256 } from '../../../host/digest.ts';
import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { find, guarded, insert, list, type Model, readJson, type Ref, remove, select, sqlWhere, textOf, update } from '../store/model.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok, type Target } from './call.ts';
import { forbiddenAction, found, invalid, missing } from './faults.ts';
import { isTable, type Table, validate } from './schema.ts';
import { isDelegated } from './token.ts';

/** Secrets of users, encrypted (credential/backends/sql.py). */
const CREDENTIAL: Model = {
  table: 'credential', kind: 'credential', hasExtra: true,
  columns: { id: 64, user_id: 64, project_id: 64, encrypted_blob: 'text', type: 255, key_hash: 64 },
};

/** As the API shows it: the secret readable, how it is kept left out. */
function opened(call: Call, { encrypted_blob: blob, key_hash: _hash, ...ref }: Ref): Ref {
  const text = call.app.credentials.decrypt(textOf(blob));
  const value = ref.type === 'ec2' ? readJson(text) : text;
  return { ...ref, blob: typeof value === 'string' ? value : pythonJson(value) };
}

function sealed(call: Call, { blob, ...ref }: Ref): Ref {
  const text = ref.type === 'ec2' ? pythonJson(blob) : typeof blob === 'string' ? blob : pythonJson(blob);
  const { blob: encrypted, keyHash } = call.app.credentials.encrypt(text);
  return { ...ref, encrypted_blob: encrypted, key_hash: keyHash };
}

/** The credential in the path; 404 when there is none. */
function* read(call: Call): Routine<Ref> {
  const id = call.param('credential_id');
  return opened(call, found('credential', id, yield* find(call.db, CREDENTIAL, id)));
}

/** What policies look at: the credential, when there is one. */
export function* credentialTarget(call: Call): Routine<Target> {
  const ref = yield* find(call.db, CREDENTIAL, call.param('credential_id'));
  return ref === null ? {} : { credential: opened(call, ref) };
}

/** Secrets are not for those who came by delegation. */
function requirePrimary(call: Call): void {
  if (call.user.trust !== null || isDelegated(call.user)) throw forbiddenAction('Delegated tokens cannot access credentials directly');
}

/** GET /v3/credentials: those that one may see. */
export function* listCredentials(call: Call): Routine<Answer> {
  const own = call.token === null || call.token.payload.system !== null ? {} : { credential: { user_id: call.token.actor.id } };
  call.enforce('identity:list_credentials', own, ['user_id', 'type']);
  const limit = call.limit(null);
  const rows = yield* list(call.db, CREDENTIAL, call.filters(['user_id', 'type']), { limit });
  const isBarred = call.user.trust !== null || isDelegated(call.user);
  const refs = rows.refs.map((ref) => opened(call, ref)).filter((ref) => !isBarred && call.allows('identity:get_credential', { credential: ref as Json }));
  return ok(call.collection('credentials', { ...rows, refs }, { limit }));
}

/** GET /v3/credentials/{credential_id} */
export function* showCredential(call: Call): Routine<Answer> {
  const ref = yield* read(call);
  requirePrimary(call);
  return ok(call.member('credential', 'credentials', ref));
}

/** POST /v3/credentials */
export function* createCredential(call: Call): Routine<Answer> {
  const given = call.body('credential') as Table;
  call.enforce('identity:create_credential', { credential: given as Json });
  validate('credential_create', given);
  requirePrimary(call);
  const limit = call.app.config.number('credential', 'user_limit');
  const owned = yield* select(call.db, CREDENTIAL, sqlWhere({ user_id: textOf(given.user_id) }));
  if (limit >= 0 && owned.length >= limit) throw new KeystoneError('CredentialLimitExceeded', { limit });
  const credential = normalised(given);
  const id = textOf(credential.type).toLowerCase() === 'ec2' ? sha256(toBytes(textOf(ec2Blob(credential).access))) : call.newId();
  const ref = { ...credential, id };
  yield* guarded('credential', ref, () => insert(call.db, CREDENTIAL, sealed(call, ref)));
  const { blob, ...rest } = opened(call, found('credential', id, yield* find(call.db, CREDENTIAL, id)));
  return created(call.member('credential', 'credentials', { ...rest, blob: credential.blob ?? blob }));
}

/** The blob of an EC2 credential: JSON with at least an access key. */
function ec2Blob(credential: Table): Table {
  const blob = readJson(typeof credential.blob === 'string' ? credential.blob : null);
  if (blob === null) throw invalid('Invalid blob in credential');
  if (!isTable(blob) || Object.keys(blob).length === 0) throw missing('blob', 'credential');
  if ((blob.access ?? null) === null) throw missing('access', 'credential');
  return blob;
}

/** PATCH /v3/credentials/{credential_id} */
export function* updateCredential(call: Call): Routine<Answer> {
  const changes = call.body('credential') as Table;
  validate('credential_update', changes);
  const old = yield* read(call);
  requirePrimary(call);
  if (textOf(old.type).toLowerCase() === 'ec2') checkEc2(old, changes);
  call.requireSameId(changes, textOf(old.id));
  const next = { ...old, ...changes };
  call.enforce('identity:update_credential', { credential: next as Json });
  yield* guarded('credential', changes, () => update(call.db, CREDENTIAL, textOf(old.id), sealed(call, next)));
  return ok(call.member('credential', 'credentials', yield* read(call)));
}

/** What an EC2 credential was delegated by stays. */
function checkEc2(old: Ref, changes: Table): void {
  const [before, after] = [ec2Blob(old), ec2Blob(changes)];
  for (const key of ['trust_id', 'app_cred_id', 'access_token_id', 'access_id']) {
    if ((before[key] ?? null) !== (after[key] ?? null)) throw invalid(`${key} can not be updated for credential`);
  }
}

/** DELETE /v3/credentials/{credential_id} */
export function* deleteCredential(call: Call): Routine<Answer> {
  yield* read(call);
  requirePrimary(call);
  yield* remove(call.db, CREDENTIAL, { id: call.param('credential_id') });
  return NO_CONTENT;
}

// ── EC2 keys below a user: credentials of that type, seen from another side.

const ec2Ref = (call: Call, ref: Ref): Ref => {
  const blob = readJson(textOf(ref.blob)) as Ref | null ?? {};
  return {
    user_id: ref.user_id, tenant_id: ref.project_id, access: blob.access ?? null, secret: blob.secret ?? null, trust_id: blob.trust_id ?? null,
    links: { self: call.link(`/users/${textOf(ref.user_id)}/credentials/OS-EC2/${textOf(blob.access)}`) },
  };
};

/** GET /v3/users/{user_id}/credentials/OS-EC2 */
export function* listEc2(call: Call): Routine<Answer> {
  requirePrimary(call);
  const userId = call.param('user_id');
  yield* call.reader.user(userId);
  const refs = yield* select(call.db, CREDENTIAL, sqlWhere({ user_id: userId, type: 'ec2' }));
  return ok(call.collection('credentials', refs.map((ref) => ec2Ref(call, opened(call, ref))), { link: (ref) => ref }));
}

/** POST /v3/users/{user_id}/credentials/OS-EC2 */
export function* createEc2(call: Call): Routine<Answer> {
  const userId = call.param('user_id');
  yield* call.reader.user(userId);
  const projectId = textOf(call.json.tenant_id ?? null);
  if ((yield* call.reader.project(projectId)) === null) throw new KeystoneError('ProjectNotFound', { project_id: call.json.tenant_id === undefined ? 'None' : projectId });
  requirePrimary(call);
  const blob = { access: call.newId(), secret: call.newId(), trust_id: call.user.trust?.id ?? null };
  const ref = { user_id: userId, project_id: projectId, blob: pythonJson(blob), id: sha256(toBytes(blob.access)), type: 'ec2' };
  yield* guarded('credential', ref, () => insert(call.db, CREDENTIAL, sealed(call, ref)));
  return created({ credential: ec2Ref(call, ref) as Json });
}

function* readEc2(call: Call): Routine<Ref> {
  yield* call.reader.user(call.param('user_id'));
  const id = sha256(toBytes(call.param('credential_id')));
  const ref = found('credential', id, yield* find(call.db, CREDENTIAL, id));
  if (ref.type !== 'ec2') throw new KeystoneError('Unauthorized', {}, 'EC2 access key not found.');
  return opened(call, ref);
}

/** What policies look at for a key. */
export function* ec2Target(call: Call): Routine<Target> {
  if (call.params.credential_id === undefined) return { credential: { user_id: call.param('user_id') } };
  const id = sha256(toBytes(call.param('credential_id')));
  return { credential: opened(call, found('credential', id, yield* find(call.db, CREDENTIAL, id))) };
}

/** GET /v3/users/{user_id}/credentials/OS-EC2/{credential_id} */
export function* showEc2(call: Call): Routine<Answer> {
  const ref = yield* readEc2(call);
  requirePrimary(call);
  return ok({ credential: ec2Ref(call, ref) as Json });
}

/** DELETE /v3/users/{user_id}/credentials/OS-EC2/{credential_id} */
export function* deleteEc2(call: Call): Routine<Answer> {
  const ref = yield* readEc2(call);
  requirePrimary(call);
  yield* remove(call.db, CREDENTIAL, { id: textOf(ref.id) });
  return NO_CONTENT;
}
