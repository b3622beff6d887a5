// OS-FEDERATION as plain records: identity providers, mappings, protocols, service providers. Nobody logs in by them here.
import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { DbError } from '../../oslo/db-errors.ts';
import { KeystoneError } from '../exceptions.ts';
import { find, guarded, insert, list, type Model, readJson, type Ref, remove, select, sqlValue, sqlWhere, textOf, update } from '../store/model.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok } from './call.ts';
import { conflict, found, invalid } from './faults.ts';
import { addProject } from './projects.ts';
import { allFlaws, type Table, validate } from './schema.ts';

const IDP: Model = { table: 'identity_provider', kind: 'identity_provider', hasExtra: false, columns: { id: 64, domain_id: 64, enabled: 'flag', description: 'text', authorization_ttl: 'number' } };
const MAPPING: Model = { table: 'mapping', kind: 'mapping', hasExtra: false, columns: { id: 64, rules: 'text' } };
const PROTOCOL: Model = { table: 'federation_protocol', kind: 'federation_protocol', hasExtra: false, columns: { id: 64, idp_id: 64, mapping_id: 64, remote_id_attribute: 64 } };
const PROVIDER: Model = {
  table: 'service_provider', kind: 'service_provider', hasExtra: false,
  columns: { auth_url: 256, id: 64, enabled: 'flag', description: 'text', relay_state_prefix: 256, sp_url: 256 },
};

// ── identity providers

function* idpRef(call: Call, ref: Ref): Routine<Ref> {
  const rows = yield* call.db.rows(`SELECT remote_id FROM idp_remote_ids WHERE idp_id = ${sqlValue(ref.id)} ORDER BY remote_id`);
  const { authorization_ttl: ttl, ...rest } = ref;
  return { ...rest, remote_ids: rows.map((row) => row.remote_id ?? null), authorization_ttl: ttl };
}

function linkedIdp(call: Call, ref: Ref): Ref {
  const self = call.link(`OS-FEDERATION/identity_providers/${textOf(ref.id)}`);
  return { ...ref, links: { self, protocols: `${self}/protocols` } };
}

function* readIdp(call: Call): Routine<Ref> {
  const id = call.param('idp_id');
  const ref = yield* find(call.db, IDP, id);
  if (ref === null) throw new KeystoneError('IdentityProviderNotFound', { idp_id: id });
  return yield* idpRef(call, ref);
}

/** GET /v3/OS-FEDERATION/identity_providers */
export function* listIdps(call: Call): Routine<Answer> {
  const all = yield* list(call.db, IDP, call.filters(['id', 'enabled']));
  const refs: Ref[] = [];
  for (const ref of all.refs) refs.push(yield* idpRef(call, ref));
  return ok(call.collection('identity_providers', { ...all, refs }, { link: (ref) => linkedIdp(call, ref) }));
}

/** GET /v3/OS-FEDERATION/identity_providers/{idp_id} */
export function* showIdp(call: Call): Routine<Answer> {
  return ok({ identity_provider: linkedIdp(call, yield* readIdp(call)) as Json });
}

/** PUT /v3/OS-FEDERATION/identity_providers/{idp_id}: with a domain of its own unless one is named. */
export function* createIdp(call: Call): Routine<Answer> {
  validate('identity_provider_create', call.body('identity_provider'));
  const { remote_ids: remotes, ...given } = normalised(call.body('identity_provider') as Table);
  const id = call.param('idp_id');
  if (given.domain_id) yield* call.reader.domain(textOf(given.domain_id));
  yield* call.db.transaction(() => idpConflicts(function* () {
    const domainId = given.domain_id ?? (yield* ownDomain(call, id));
    yield* insert(call.db, IDP, { enabled: false, ...given, id, domain_id: domainId });
    yield* writeRemotes(call, id, remotes);
  }));
  return created({ identity_provider: linkedIdp(call, { ...yield* readIdp(call), remote_ids: remotes ?? [] }) as Json });
}

function* ownDomain(call: Call, idpId: string): Routine<string> {
  const id = call.newId();
  const description = `Auto generated federated domain for Identity Provider: ${idpId}`;
  yield* addProject(call, { id, name: id, description, enabled: true, is_domain: true, domain_id: null, parent_id: null });
  return id;
}

function* writeRemotes(call: Call, id: string, remotes: Json | undefined): Routine<void> {
  for (const remote of (remotes ?? []) as readonly string[]) yield* call.db.run(`INSERT INTO idp_remote_ids (idp_id, remote_id) VALUES (${sqlValue(id)}, ${sqlValue(remote)})`);
}

/** 409 as federation words it: which id there is already. */
function* idpConflicts(work: () => Routine<void>): Routine<void> {
  try {
    yield* work();
  } catch (error) {
    if (!(error instanceof DbError) || !error.isDuplicate) throw error;
    const value = /Duplicate entry '([^']*)'/.exec(error.message)?.[1] ?? '';
    throw conflict('identity_provider', `${error.message.includes('remote_id') ? 'Duplicate remote ID' : 'Duplicate entry'}: ${value}`);
  }
}

/** PATCH /v3/OS-FEDERATION/identity_providers/{idp_id} */
export function* updateIdp(call: Call): Routine<Answer> {
  validate('identity_provider_update', call.body('identity_provider'));
  const { remote_ids: remotes, ...changes } = normalised(call.body('identity_provider') as Table);
  const id = call.param('idp_id');
  const old = yield* readIdp(call);
  yield* call.db.transaction(() => idpConflicts(function* () {
    yield* update(call.db, IDP, id, { ...old, ...changes, domain_id: old.domain_id });
    if (remotes === undefined) return;
    yield* remove(call.db, { table: 'idp_remote_ids' }, { idp_id: id });
    yield* writeRemotes(call, id, remotes);
  }));
  return ok({ identity_provider: linkedIdp(call, yield* readIdp(call)) as Json });
}

/** DELETE /v3/OS-FEDERATION/identity_providers/{idp_id} */
export function* deleteIdp(call: Call): Routine<Answer> {
  const id = textOf((yield* readIdp(call)).id);
  yield* remove(call.db, { table: 'federation_protocol' }, { idp_id: id });
  yield* remove(call.db, IDP, { id });
  return NO_CONTENT;
}

// ── protocols

function* readProtocol(call: Call): Routine<Ref> {
  const { idp_id: idp = '', protocol_id: id = '' } = call.params;
  const [ref] = yield* select(call.db, PROTOCOL, sqlWhere({ id, idp_id: idp }));
  if (ref === undefined) throw new KeystoneError('FederatedProtocolNotFound', { protocol_id: id, idp_id: idp });
  return ref;
}

const linkedProtocol = (call: Call, { id, mapping_id: mapping, idp_id: idp }: Ref): Ref =>
  ({ id, mapping_id: mapping, links: { self: call.link(`protocols/${textOf(id)}`), identity_provider: call.link(textOf(idp)) } });

function* requireMapping(call: Call, id: Json | undefined): Routine<void> {
  if ((yield* find(call.db, MAPPING, textOf(id))) === null) throw invalid(`Invalid mapping id: ${textOf(id)}`);
}

/** GET …/identity_providers/{idp_id}/protocols */
export function* listProtocols(call: Call): Routine<Answer> {
  const refs = yield* select(call.db, PROTOCOL, sqlWhere({ idp_id: call.param('idp_id') }));
  return ok(call.collection('protocols', refs, { link: (ref) => ({ ...ref, links: linkedProtocol(call, ref).links ?? null }) }));
}

/** GET …/protocols/{protocol_id} */
export function* showProtocol(call: Call): Routine<Answer> {
  return ok({ protocol: linkedProtocol(call, yield* readProtocol(call)) as Json });
}

/** PUT …/protocols/{protocol_id} */
export function* createProtocol(call: Call): Routine<Answer> {
  validate('protocol_create', call.body('protocol'));
  const protocol = { ...normalised(call.body('protocol') as Table), id: call.param('protocol_id'), idp_id: call.param('idp_id') };
  yield* requireMapping(call, (protocol as Ref).mapping_id);
  yield* readIdp(call);
  yield* guarded('federation_protocol', { id: protocol.id }, () => insert(call.db, PROTOCOL, protocol));
  return created({ protocol: linkedProtocol(call, yield* readProtocol(call)) as Json });
}

/** PATCH …/protocols/{protocol_id} */
export function* updateProtocol(call: Call): Routine<Answer> {
  const changes = call.body('protocol') as Table;
  validate('protocol_update', changes);
  yield* requireMapping(call, changes.mapping_id);
  const old = yield* readProtocol(call);
  const attribute = (changes.remote_id_attribute === undefined ? old.remote_id_attribute : changes.remote_id_attribute) ?? null;
  yield* call.db.run(`UPDATE federation_protocol SET mapping_id = ${sqlValue(changes.mapping_id)}, remote_id_attribute = ${sqlValue(attribute)} WHERE ${sqlWhere({ id: textOf(old.id), idp_id: textOf(old.idp_id) })}`);
  return ok({ protocol: linkedProtocol(call, yield* readProtocol(call)) as Json });
}

/** DELETE …/protocols/{protocol_id} */
export function* deleteProtocol(call: Call): Routine<Answer> {
  const { id, idp_id: idp } = yield* readProtocol(call);
  yield* remove(call.db, PROTOCOL, { id: textOf(id), idp_id: textOf(idp) });
  return NO_CONTENT;
}

// ── mappings: the column holds JSON inside of JSON, as keystone writes it.

const mappingRef = (ref: Ref): Ref => {
  const inner = readJson(textOf(ref.rules));
  return { ...ref, rules: typeof inner === 'string' ? readJson(inner) : inner };
};

function* readMapping(call: Call): Routine<Ref> {
  const id = call.param('mapping_id');
  return mappingRef(found('mapping', id, yield* find(call.db, MAPPING, id)));
}

/** GET /v3/OS-FEDERATION/mappings */
export function* listMappings(call: Call): Routine<Answer> {
  return ok(call.collection('mappings', (yield* select(call.db, MAPPING)).map(mappingRef), { path: 'OS-FEDERATION/mappings' }));
}

/** GET /v3/OS-FEDERATION/mappings/{mapping_id} */
export function* showMapping(call: Call): Routine<Answer> {
  return ok(call.member('mapping', 'OS-FEDERATION/mappings', yield* readMapping(call)));
}

const rulesOf = (call: Call): string => {
  const mapping = normalised(call.body('mapping') as Table);
  const flaws = allFlaws('mapping', mapping);
  if (flaws !== '') throw invalid(flaws);
  return JSON.stringify(JSON.stringify(mapping.rules));
};

/** PUT /v3/OS-FEDERATION/mappings/{mapping_id} */
export function* createMapping(call: Call): Routine<Answer> {
  const ref = { id: call.param('mapping_id'), rules: rulesOf(call) };
  yield* guarded('mapping', { id: ref.id }, () => insert(call.db, MAPPING, ref));
  return created(call.member('mapping', 'OS-FEDERATION/mappings', mappingRef(ref)));
}

/** PATCH /v3/OS-FEDERATION/mappings/{mapping_id} */
export function* updateMapping(call: Call): Routine<Answer> {
  const rules = rulesOf(call);
  const { id } = yield* readMapping(call);
  return ok(call.member('mapping', 'OS-FEDERATION/mappings', mappingRef(yield* update(call.db, MAPPING, textOf(id), { id, rules }))));
}

/** DELETE /v3/OS-FEDERATION/mappings/{mapping_id} */
export function* deleteMapping(call: Call): Routine<Answer> {
  yield* remove(call.db, MAPPING, { id: textOf((yield* readMapping(call)).id) });
  return NO_CONTENT;
}

// ── service providers

function* readProvider(call: Call): Routine<Ref> {
  const id = call.param('sp_id');
  const ref = yield* find(call.db, PROVIDER, id);
  if (ref === null) throw new KeystoneError('ServiceProviderNotFound', { sp_id: id });
  return ref;
}

const SP_PATH = 'OS-FEDERATION/service_providers';

/** GET /v3/OS-FEDERATION/service_providers */
export function* listProviders(call: Call): Routine<Answer> {
  return ok(call.collection('service_providers', yield* list(call.db, PROVIDER, call.filters(['id', 'enabled'])), { path: SP_PATH }));
}

/** GET /v3/OS-FEDERATION/service_providers/{sp_id} */
export function* showProvider(call: Call): Routine<Answer> {
  return ok(call.member('service_provider', SP_PATH, yield* readProvider(call)));
}

/** PUT /v3/OS-FEDERATION/service_providers/{sp_id} */
export function* createProvider(call: Call): Routine<Answer> {
  validate('service_provider_create', call.body('service_provider'));
  const given = normalised(call.body('service_provider') as Table);
  const prefix = call.app.config.text('saml', 'relay_state_prefix');
  const ref = { enabled: false, relay_state_prefix: prefix, ...given, id: call.param('sp_id') };
  return created(call.member('service_provider', SP_PATH, yield* guarded('service_provider', { id: ref.id }, () => insert(call.db, PROVIDER, ref))));
}

/** PATCH /v3/OS-FEDERATION/service_providers/{sp_id} */
export function* updateProvider(call: Call): Routine<Answer> {
  validate('service_provider_update', call.body('service_provider'));
  const changes = normalised(call.body('service_provider') as Table);
  const old = yield* readProvider(call);
  return ok(call.member('service_provider', SP_PATH, yield* update(call.db, PROVIDER, textOf(old.id), { ...old, ...changes, id: old.id })));
}

/** DELETE /v3/OS-FEDERATION/service_providers/{sp_id} */
export function* deleteProvider(call: Call): Routine<Answer> {
  yield* remove(call.db, PROVIDER, { id: textOf((yield* readProvider(call)).id) });
  return NO_CONTENT;
}
