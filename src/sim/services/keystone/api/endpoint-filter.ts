// OS-EP-FILTER: which endpoints a project sees, one by one or by groups of them.
import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { ENDPOINT, ENDPOINT_GROUP, fitsGroup, projectEndpoints } from '../store/catalog.ts';
import { find, guarded, insert, list, type Ref, remove, select, sqlList, sqlValue, textOf, update } from '../store/model.ts';
import { PROJECT, withDetails } from '../store/projects.ts';
import { type Answer, type Call, created, NO_CONTENT, ok } from './call.ts';
import { absent, conflict, found, missing } from './faults.ts';
import { endpointRef, readEndpoint } from './endpoints.ts';
import { readProject } from './projects.ts';
import { isTable, type Table, validate } from './schema.ts';

const PATH = 'OS-EP-FILTER/endpoint_groups';

function* readGroup(call: Call): Routine<Ref> {
  const id = call.param('endpoint_group_id');
  return found('endpoint_group', id, yield* find(call.db, ENDPOINT_GROUP, id));
}

/** GET /v3/OS-EP-FILTER/endpoint_groups */
export function* listEndpointGroups(call: Call): Routine<Answer> {
  return ok(call.collection('endpoint_groups', yield* list(call.db, ENDPOINT_GROUP, call.filters(['name'])), { path: PATH }));
}

/** GET …/endpoint_groups/{endpoint_group_id} */
export function* showEndpointGroup(call: Call): Routine<Answer> {
  return ok(call.member('endpoint_group', PATH, yield* readGroup(call)));
}

function requireFilters(filters: Json | undefined): void {
  const known = ['service_id', 'region_id', 'interface'];
  if (isTable(filters) && Object.keys(filters).some((name) => !known.includes(name))) throw missing(known.join(' or '), 'endpoint_group');
}

/** POST …/endpoint_groups */
export function* createEndpointGroup(call: Call): Routine<Answer> {
  const group = call.body('endpoint_group') as Table;
  validate('endpoint_group_create', group);
  if (!isTable(group.filters) || Object.keys(group.filters).length === 0) throw new KeystoneError('ValidationError', {}, 'filters field is required and cannot be empty');
  requireFilters(group.filters);
  return created(call.member('endpoint_group', PATH, yield* insert(call.db, ENDPOINT_GROUP, { ...group, id: call.newId() })));
}

/** PATCH …/endpoint_groups/{endpoint_group_id} */
export function* updateEndpointGroup(call: Call): Routine<Answer> {
  const changes = call.body('endpoint_group') as Table;
  validate('endpoint_group_update', changes);
  requireFilters(changes.filters);
  const id = call.param('endpoint_group_id');
  call.requireSameId(changes, id);
  return ok(call.member('endpoint_group', PATH, yield* update(call.db, ENDPOINT_GROUP, id, { ...yield* readGroup(call), ...changes })));
}

/** DELETE …/endpoint_groups/{endpoint_group_id} */
export function* deleteEndpointGroup(call: Call): Routine<Answer> {
  const id = textOf((yield* readGroup(call)).id);
  yield* remove(call.db, { table: 'project_endpoint_group' }, { endpoint_group_id: id });
  yield* remove(call.db, ENDPOINT_GROUP, { id });
  return NO_CONTENT;
}

/** GET …/endpoint_groups/{endpoint_group_id}/endpoints */
export function* listGroupEndpoints(call: Call): Routine<Answer> {
  const group = yield* readGroup(call);
  return ok(call.collection('endpoints', (yield* select(call.db, ENDPOINT)).filter((ref) => fitsGroup(ref, group)).map(endpointRef)));
}

function* projects(call: Call, sql: string): Routine<Answer> {
  const ids = (yield* call.db.rows(sql)).map((row) => row.project_id ?? '');
  const refs = ids.length === 0 ? [] : yield* withDetails(call.db, yield* select(call.db, PROJECT, `id IN ${sqlList(ids)}`));
  return ok(call.collection('projects', refs));
}

/** GET …/endpoint_groups/{endpoint_group_id}/projects */
export const listGroupProjects = (call: Call): Routine<Answer> =>
  projects(call, `SELECT project_id FROM project_endpoint_group WHERE endpoint_group_id = ${sqlValue(call.param('endpoint_group_id'))}`);

/** GET …/endpoints/{endpoint_id}/projects */
export function* listEndpointProjects(call: Call): Routine<Answer> {
  yield* readEndpoint(call, call.param('endpoint_id'));
  return yield* projects(call, `SELECT project_id FROM project_endpoint WHERE endpoint_id = ${sqlValue(call.param('endpoint_id'))}`);
}

/** GET …/projects/{project_id}/endpoints */
export function* listProjectEndpoints(call: Call): Routine<Answer> {
  yield* readProject(call, call.param('project_id'));
  return ok(call.collection('endpoints', (yield* projectEndpoints(call.db, call.param('project_id'))).map(endpointRef)));
}

/** GET …/projects/{project_id}/endpoint_groups */
export function* listProjectGroups(call: Call): Routine<Answer> {
  yield* readProject(call, call.param('project_id'));
  const rows = yield* call.db.rows(`SELECT endpoint_group_id FROM project_endpoint_group WHERE project_id = ${sqlValue(call.param('project_id'))}`);
  const refs = rows.length === 0 ? [] : yield* select(call.db, ENDPOINT_GROUP, `id IN ${sqlList(rows.map((row) => row.endpoint_group_id ?? ''))}`);
  return ok(call.collection('endpoint_groups', refs, { path: PATH }));
}

/** The two tables that tie something to a project. */
const endpointTie = (call: Call): { table: string; ids: Record<string, string> } =>
  ({ table: 'project_endpoint', ids: { endpoint_id: call.param('endpoint_id'), project_id: call.param('project_id') } });
const groupTie = (call: Call): { table: string; ids: Record<string, string> } =>
  ({ table: 'project_endpoint_group', ids: { endpoint_group_id: call.param('endpoint_group_id'), project_id: call.param('project_id') } });

function* isTied(call: Call, { table, ids }: ReturnType<typeof endpointTie>): Routine<boolean> {
  return (yield* call.db.rows(`SELECT project_id FROM ${table} WHERE ${Object.entries(ids).map(([name, id]) => `${name} = ${sqlValue(id)}`).join(' AND ')}`)).length > 0;
}

function* tie(call: Call, it: ReturnType<typeof endpointTie>): Routine<void> {
  if (yield* isTied(call, it)) throw conflict(it.table, 'Duplicate entry');
  yield* guarded(it.table, {}, () => call.db.run(`INSERT INTO ${it.table} (${Object.keys(it.ids).join(', ')}) VALUES (${Object.values(it.ids).map(sqlValue).join(', ')})`));
}

const noEndpoint = (call: Call): KeystoneError => absent(`Endpoint ${call.param('endpoint_id')} not found in project ${call.param('project_id')}`);

function* requireBoth(call: Call): Routine<void> {
  yield* readEndpoint(call, call.param('endpoint_id'));
  yield* readProject(call, call.param('project_id'));
}

/** GET and HEAD …/projects/{project_id}/endpoints/{endpoint_id} */
export function* checkProjectEndpoint(call: Call): Routine<Answer> {
  yield* requireBoth(call);
  if (!(yield* isTied(call, endpointTie(call)))) throw noEndpoint(call);
  return NO_CONTENT;
}

/** PUT …/projects/{project_id}/endpoints/{endpoint_id} */
export function* addProjectEndpoint(call: Call): Routine<Answer> {
  yield* requireBoth(call);
  yield* tie(call, endpointTie(call));
  return NO_CONTENT;
}

/** DELETE …/projects/{project_id}/endpoints/{endpoint_id} */
export function* removeProjectEndpoint(call: Call): Routine<Answer> {
  const { table, ids } = endpointTie(call);
  if ((yield* remove(call.db, { table }, ids)) === 0) throw noEndpoint(call);
  return NO_CONTENT;
}

function* requireGroupAndProject(call: Call): Routine<void> {
  yield* readProject(call, call.param('project_id'));
  yield* readGroup(call);
}

/** GET and HEAD …/endpoint_groups/{endpoint_group_id}/projects/{project_id} */
export function* showGroupProject(call: Call): Routine<Answer> {
  yield* requireGroupAndProject(call);
  const { ids } = groupTie(call);
  if (!(yield* isTied(call, groupTie(call)))) throw absent('Endpoint Group Project Association not found');
  const self = `/OS-EP-FILTER/endpoint_groups/${call.param('endpoint_group_id')}/projects/${call.param('project_id')}`;
  return ok({ project_endpoint_group: { ...ids, links: { self } } });
}

/** PUT …/endpoint_groups/{endpoint_group_id}/projects/{project_id} */
export function* addGroupProject(call: Call): Routine<Answer> {
  yield* requireGroupAndProject(call);
  yield* tie(call, groupTie(call));
  return NO_CONTENT;
}

/** DELETE …/endpoint_groups/{endpoint_group_id}/projects/{project_id} */
export function* removeGroupProject(call: Call): Routine<Answer> {
  yield* requireGroupAndProject(call);
  const { table, ids } = groupTie(call);
  if ((yield* remove(call.db, { table }, ids)) === 0) throw absent('Endpoint Group Project Association not found');
  return NO_CONTENT;
}
