import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { condition, type Filter, insert, list, type Model, type Ref, refOf, remove, select, sqlValue, sqlWhere, textOf, update } from '../store/model.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok, type Target } from './call.ts';
import { conflict, missing } from './faults.ts';
import { orNull } from './grants.ts';
import { readProject } from './projects.ts';
import { readRegion } from './regions.ts';
import { type Table, validate } from './schema.ts';
import { readService } from './services.ts';

/** What a resource is limited to by default, and what projects or domains are limited to (limit/backends/sql.py). */
const REGISTERED: Model = {
  table: 'registered_limit', kind: 'registered_limit', hasExtra: false,
  columns: { id: 64, service_id: 255, region_id: 64, resource_name: 255, default_limit: 'number', description: 'text' },
};
const LIMIT: Model = {
  table: 'limit', kind: 'limit', hasExtra: false,
  columns: { id: 64, project_id: 64, domain_id: 64, resource_limit: 'number', description: 'text', registered_limit_id: 64 },
};

/** 400 for services, regions, projects and domains that are not there. */
function* requireParts(call: Call, limit: Table, target: string): Routine<Table> {
  const { service_id: service, region_id: region, project_id: project, domain_id: domain } = limit;
  const absent = function* (id: Json | undefined, read: (id: string) => Routine<Ref>): Routine<boolean> {
    return typeof id === 'string' && (yield* orNull(() => read(id))) === null;
  };
  if (yield* absent(service, (id) => readService(call, id))) throw missing('service_id', target);
  if (yield* absent(region, (id) => readRegion(call, id))) throw missing('region_id', target);
  if (yield* absent(project, (id) => readProject(call, id))) throw missing('project_id', target);
  if (yield* absent(domain, (id) => call.reader.domain(id))) throw missing('domain_id', target);
  const isDomain = typeof project === 'string' && (yield* readProject(call, project)).is_domain === true;
  if (!isDomain) return limit;
  const { project_id: moved, ...rest } = limit;
  return { ...rest, domain_id: moved };
}

function* readRegistered(call: Call, id: string): Routine<Ref> {
  const [ref] = yield* select(call.db, REGISTERED, sqlWhere({ id }));
  if (ref === undefined) throw new KeystoneError('RegisteredLimitNotFound', { id });
  return ref;
}

/** GET /v3/registered_limits */
export function* listRegistered(call: Call): Routine<Answer> {
  const limit = call.limit('unified_limit');
  return ok(call.collection('registered_limits', yield* list(call.db, REGISTERED, call.filters(['service_id', 'region_id', 'resource_name']), { limit }), { limit }));
}

/** GET /v3/registered_limits/{registered_limit_id} */
export function* showRegistered(call: Call): Routine<Answer> {
  return ok(call.member('registered_limit', 'registered_limits', yield* readRegistered(call, call.param('registered_limit_id'))));
}

/** POST /v3/registered_limits: several at once. */
export function* createRegistered(call: Call): Routine<Answer> {
  const given = call.body('registered_limits');
  validate('registered_limit_create', given);
  const refs: Ref[] = [];
  for (const each of given as readonly Table[]) {
    const one = yield* requireParts(call, { ...normalised(each), id: call.newId() }, 'registered_limit');
    yield* requireUnique(call, one);
    refs.push(yield* insert(call.db, REGISTERED, one));
  }
  return created({ registered_limits: refs.map((ref) => call.linked('registered_limits', ref)) as Json });
}

function* requireUnique(call: Call, { service_id: service, resource_name: name, region_id: region }: Ref): Routine<void> {
  const same = yield* select(call.db, REGISTERED, sqlWhere({ service_id: service ?? null, resource_name: name ?? null, region_id: region ?? null }));
  if (same.length > 0) throw conflict('registered_limit', 'Duplicate entry');
}

function* requireUnused(call: Call, id: string): Routine<void> {
  if ((yield* select(call.db, LIMIT, sqlWhere({ registered_limit_id: id }))).length > 0) throw new KeystoneError('RegisteredLimitError', { id });
}

/** PATCH /v3/registered_limits/{registered_limit_id} */
export function* updateRegistered(call: Call): Routine<Answer> {
  const changes = call.body('registered_limit') as Table;
  validate('registered_limit_update', changes);
  const id = call.param('registered_limit_id');
  call.requireSameId(changes, id);
  yield* requireParts(call, changes, 'registered_limit');
  const next: Ref = { ...yield* readRegistered(call, id), ...changes };
  yield* requireUnused(call, id);
  if (changes.service_id || changes.region_id !== undefined || changes.resource_name) yield* requireUnique(call, next);
  return ok(call.member('registered_limit', 'registered_limits', yield* update(call.db, REGISTERED, id, next)));
}

/** DELETE /v3/registered_limits/{registered_limit_id} */
export function* deleteRegistered(call: Call): Routine<Answer> {
  const id = call.param('registered_limit_id');
  yield* readRegistered(call, id);
  yield* requireUnused(call, id);
  yield* remove(call.db, REGISTERED, { id });
  return NO_CONTENT;
}

/** Limits with what their registered limit says. */
function* readLimits(call: Call, where: string): Routine<Ref[]> {
  const rows = yield* call.db.rows('SELECT l.id, l.project_id, l.domain_id, l.resource_limit, l.description, l.registered_limit_id, r.service_id, r.region_id, r.resource_name '
    + `FROM \`limit\` l LEFT JOIN registered_limit r ON r.id = l.registered_limit_id${where === '' ? '' : ` WHERE ${where}`}`);
  return rows.map((row) => {
    const { registered_limit_id: _registered, ...ref } = refOf(LIMIT, row);
    return { ...ref, service_id: row.service_id ?? null, region_id: row.region_id ?? null, resource_name: row.resource_name ?? null };
  });
}

/** The limits of a project. */
export const limitsOf = (call: Call, projectId: string): Routine<Json> => readLimits(call, `l.project_id = ${sqlValue(projectId)}`);

function* readLimit(call: Call): Routine<Ref> {
  const id = call.param('limit_id');
  const [ref] = yield* readLimits(call, `l.id = ${sqlValue(id)}`);
  if (ref === undefined) throw new KeystoneError('LimitNotFound', { id });
  return ref;
}

/** The limit with its project or domain, for policies. */
export function* limitTarget(call: Call): Routine<Target> {
  const limit = yield* orNull(() => readLimit(call));
  if (limit === null) return {};
  const [project, domain] = [limit.project_id, limit.domain_id];
  const place = typeof project === 'string' ? { project: (yield* readProject(call, project)) as Json } : typeof domain === 'string' ? { domain: (yield* call.reader.domain(domain)) as Json } : {};
  return { limit: { ...limit, ...place } };
}

const OWN = { columns: { project_id: 64, domain_id: 64 } } as const;
const REGISTERED_OWN = { columns: { service_id: 255, region_id: 64, resource_name: 255 } } as const;

/** GET /v3/limits: all for the system, else those of one's own domain or project. */
export function* listLimits(call: Call): Routine<Answer> {
  const filters = call.filters(['service_id', 'region_id', 'resource_name', 'project_id', 'domain_id']);
  const { system, domainId, projectId } = call.user.payload;
  const own: Filter[] = system === null && domainId === null ? [{ name: 'project_id', value: projectId ?? '', comparator: 'equals', isCaseSensitive: false }] : [];
  const all = [...filters, ...own];
  const conditions = all.map((filter) => condition(OWN, filter, 'l.') ?? condition(REGISTERED_OWN, filter, 'r.'));
  const refs = conditions.includes('never') ? [] : yield* readLimits(call, conditions.filter((one) => one !== null).join(' AND '));
  const kept = system !== null || domainId === null ? refs : yield* inDomain(call, refs, domainId);
  return ok(call.collection('limits', { refs: kept, rest: all.filter((_, at) => conditions[at] === null), isTruncated: false }, { limit: call.limit('unified_limit') }));
}

function* inDomain(call: Call, refs: readonly Ref[], domainId: string): Routine<Ref[]> {
  const rows = yield* call.db.rows(`SELECT id FROM project WHERE domain_id = ${sqlValue(domainId)}`);
  const own = new Set(rows.map(({ id }) => id));
  return refs.filter((ref) => (ref.project_id ? own.has(textOf(ref.project_id)) : ref.domain_id === domainId));
}

/** GET /v3/limits/{limit_id} */
export function* showLimit(call: Call): Routine<Answer> {
  return ok(call.member('limit', 'limits', yield* readLimit(call)));
}

/** POST /v3/limits: several at once, each for a registered limit. */
export function* createLimits(call: Call): Routine<Answer> {
  const given = call.body('limits');
  validate('limit_create', given);
  const refs: Ref[] = [];
  for (const each of given as readonly Table[]) refs.push(yield* addLimit(call, { ...normalised(each), id: call.newId() }));
  return created({ limits: refs.map((ref) => call.linked('limits', ref)) as Json });
}

function* addLimit(call: Call, given: Table): Routine<Ref> {
  const limit = yield* requireParts(call, given, 'limit');
  const { service_id: service, resource_name: name, region_id: region } = limit;
  const [registered] = yield* select(call.db, REGISTERED, sqlWhere({ service_id: service ?? null, resource_name: name ?? null, region_id: region ?? null }));
  if (registered === undefined) throw new KeystoneError('NoLimitReference');
  const place = limit.project_id ? { project_id: limit.project_id } : { domain_id: limit.domain_id ?? null };
  const same = yield* select(call.db, LIMIT, sqlWhere({ registered_limit_id: textOf(registered.id), ...place }));
  if (same.length > 0) throw conflict('limit', 'Duplicate entry');
  const { registered_limit_id: _registered, ...ref } = yield* insert(call.db, LIMIT, { ...limit, registered_limit_id: registered.id });
  return { ...ref, service_id: service ?? null, region_id: region ?? null, resource_name: name ?? null };
}

/** PATCH /v3/limits/{limit_id} */
export function* updateLimit(call: Call): Routine<Answer> {
  const changes = call.body('limit') as Table;
  validate('limit_update', changes);
  const id = call.param('limit_id');
  call.requireSameId(changes, id);
  const old = yield* readLimit(call);
  const set = [...changes.resource_limit ? [`resource_limit = ${sqlValue(changes.resource_limit)}`] : [], ...changes.description ? [`description = ${sqlValue(changes.description)}`] : []];
  if (set.length > 0) yield* call.db.run(`UPDATE \`limit\` SET ${set.join(', ')} WHERE id = ${sqlValue(old.id)}`);
  return ok(call.member('limit', 'limits', yield* readLimit(call)));
}

/** DELETE /v3/limits/{limit_id} */
export function* deleteLimit(call: Call): Routine<Answer> {
  yield* readLimit(call);
  yield* remove(call.db, LIMIT, { id: call.param('limit_id') });
  return NO_CONTENT;
}

const MODELS: Readonly<Record<string, string>> = {
  flat: 'Limit enforcement and validation does not take project hierarchy into consideration.',
  strict_two_level: 'This model requires project hierarchy never exceeds a depth of two',
};

/** GET /v3/limits/model */
export function* showModel(call: Call): Routine<Answer> {
  const name = call.app.config.text('unified_limit', 'enforcement_model') ?? 'flat';
  return ok({ model: { name, description: MODELS[name] ?? '' } });
}
