import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { REGION } from '../store/catalog.ts';
import { find, guarded, insert, list, type Ref, remove, select, sqlList, textOf, update } from '../store/model.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok } from './call.ts';
import { conflict, found, invalid } from './faults.ts';
import { type Table, validate } from './schema.ts';

/** The region with this id; 404 when there is none. */
export function* readRegion(call: Call, id: string): Routine<Ref> {
  return found('region', id, yield* find(call.db, REGION, id));
}

/** GET /v3/regions */
export function* listRegions(call: Call): Routine<Answer> {
  const limit = call.limit('catalog');
  return ok(call.collection('regions', yield* list(call.db, REGION, call.filters(['parent_region_id']), { limit }), { limit }));
}

/** GET /v3/regions/{region_id} */
export function* showRegion(call: Call): Routine<Answer> {
  return ok(call.member('region', 'regions', yield* readRegion(call, call.param('region_id'))));
}

/** POST /v3/regions */
export function* createRegion(call: Call): Routine<Answer> {
  validate('region_create', call.json.region);
  const region = normalised(call.json.region as Table);
  return created(call.member('region', 'regions', yield* addRegion(call, region.id ? region : { ...region, id: call.newId() })));
}

/** PUT /v3/regions/{region_id} */
export function* putRegion(call: Call): Routine<Answer> {
  validate('region_create', call.json.region);
  const region = normalised(call.json.region as Table);
  const id = call.param('region_id');
  if (region.id !== undefined && region.id !== id) throw invalid(`Conflicting region IDs specified: "${id}" != "${textOf(region.id)}"`);
  return created(call.member('region', 'regions', yield* addRegion(call, { ...region, id })));
}

/** Adds a region, also for an endpoint that names a new one. */
export function* addRegion(call: Call, region: Table): Routine<Ref> {
  const id = textOf(region.id);
  if ((yield* find(call.db, REGION, id)) !== null) throw conflict('region', `Duplicate ID, ${id}.`);
  if (typeof region.parent_region_id === 'string') yield* readRegion(call, region.parent_region_id);
  return yield* guarded('region', region, () => insert(call.db, REGION, { ...region, description: region.description ?? '' }));
}

/** PATCH /v3/regions/{region_id} */
export function* updateRegion(call: Call): Routine<Answer> {
  validate('region_update', call.json.region);
  const given = call.json.region as Table;
  const id = call.param('region_id');
  call.requireSameId(given, id);
  const changes = given.description === null ? { ...given, description: '' } : given;
  if (typeof changes.parent_region_id === 'string') yield* readRegion(call, changes.parent_region_id);
  const next: Ref = { ...yield* readRegion(call, id), ...changes };
  yield* requireTree(call, id, next);
  return ok(call.member('region', 'regions', yield* update(call.db, REGION, id, next)));
}

/** A region must not lie in itself. */
function* requireTree(call: Call, id: string, region: Ref): Routine<void> {
  let at: Ref | null = region;
  while (typeof at?.parent_region_id === 'string') {
    if (at.parent_region_id === id) throw new KeystoneError('CircularRegionHierarchyError', { parent_region_id: at.parent_region_id });
    at = yield* find(call.db, REGION, at.parent_region_id);
  }
}

/** DELETE /v3/regions/{region_id}: with those in it, unless endpoints lie there. */
export function* deleteRegion(call: Call): Routine<Answer> {
  const id = call.param('region_id');
  yield* readRegion(call, id);
  const ids = [id];
  for (let level = [id]; level.length > 0;) {
    level = (yield* select(call.db, REGION, `parent_region_id IN ${sqlList(level)}`)).map((ref) => textOf(ref.id)).filter((child) => !ids.includes(child));
    ids.push(...level);
  }
  const endpoints = yield* call.db.rows(`SELECT id FROM endpoint WHERE region_id IN ${sqlList(ids)} LIMIT 1`);
  if (endpoints.length > 0) throw new KeystoneError('RegionDeletionError', { region_id: id });
  for (const each of ids.reverse()) yield* remove(call.db, REGION, { id: each });
  return NO_CONTENT;
}
