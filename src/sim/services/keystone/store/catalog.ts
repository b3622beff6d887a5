import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import type { Config } from '../../oslo/config.ts';
import type { Database } from '../../oslo/db.ts';
import type { Log } from '../../oslo/log.ts';
import { type Model, readJson, type Ref, select, sqlList, sqlValue, textOf } from './model.ts';

/** Tables of the catalogue (catalog/backends/sql.py). */
export const REGION: Model = { table: 'region', kind: 'region', hasExtra: true, columns: { id: 255, description: 255, parent_region_id: 255 } };
export const SERVICE: Model = { table: 'service', kind: 'service', hasExtra: true, columns: { id: 64, type: 255, enabled: 'flag' } };
export const ENDPOINT: Model = {
  table: 'endpoint', kind: 'endpoint', hasExtra: true,
  columns: { id: 64, interface: 8, region_id: 255, service_id: 64, url: 'text', legacy_endpoint_id: 64, enabled: 'flag' },
};
export const ENDPOINT_GROUP: Model = { table: 'endpoint_group', kind: 'endpoint_group', hasExtra: false, columns: { id: 64, name: 255, description: 'text', filters: 'json' } };

interface Where {
  readonly config: Config;
  readonly db: Database;
  readonly log: Log;
}

/** The catalogue of a project: enabled services with their enabled endpoints, the URLs filled in. */
export function* readCatalog({ config, db, log }: Where, userId: string, projectId: string | null): Routine<Json> {
  const services = yield* db.rows('SELECT id, type, extra FROM service WHERE enabled = 1');
  const endpoints = yield* db.rows('SELECT id, interface, region_id, service_id, url, extra FROM endpoint WHERE enabled = 1');
  const allowed = projectId === null ? null : yield* endpointIdsFor(db, projectId);
  if (allowed === null && !config.flag('endpoint_filter', 'return_all_endpoints_if_no_filter')) return [];
  const catalog = services.map((service) => ({
    endpoints: endpoints.filter(({ service_id: id }) => id === service.id).flatMap((row) => {
      const url = formatUrl({ config, log }, row.url ?? '', userId, projectId);
      if (url === null || (allowed !== null && !allowed.includes(row.id ?? ''))) return [];
      return [{ ...readJson(row.extra ?? null) as Ref, id: row.id ?? null, interface: row.interface ?? null, region_id: row.region_id ?? null, url, region: row.region_id ?? null }];
    }),
    id: service.id ?? null, type: service.type ?? null, name: (readJson(service.extra ?? null) as Ref | null)?.name ?? '',
  }));
  return (allowed === null ? catalog : catalog.filter(({ endpoints: own }) => own.length > 0));
}

/** The endpoints that a project is narrowed to by associations and endpoint groups; null: to none. */
function* endpointIdsFor(db: Database, projectId: string): Routine<string[] | null> {
  const refs = yield* projectEndpoints(db, projectId);
  return refs.length === 0 ? null : refs.map(({ id }) => textOf(id));
}

/** The endpoints associated with a project, directly and by groups. */
export function* projectEndpoints(db: Database, projectId: string): Routine<Ref[]> {
  const ties = yield* db.rows(`SELECT endpoint_id, NULL AS endpoint_group_id FROM project_endpoint WHERE project_id = ${sqlValue(projectId)} `
    + `UNION ALL SELECT NULL, endpoint_group_id FROM project_endpoint_group WHERE project_id = ${sqlValue(projectId)}`);
  const [direct, groups] = [ties.filter((row) => row.endpoint_id !== null), ties.filter((row) => row.endpoint_id === null)];
  if (direct.length === 0 && groups.length === 0) return [];
  const all = yield* select(db, ENDPOINT);
  const found = direct.flatMap(({ endpoint_id: id }) => all.filter((ref) => ref.id === id));
  const filters = groups.length === 0 ? [] : yield* select(db, ENDPOINT_GROUP, `id IN ${sqlList(groups.map(({ endpoint_group_id: id }) => id ?? ''))}`);
  const grouped = filters.flatMap((group) => all.filter((ref) => fitsGroup(ref, group)));
  return [...new Map([...found, ...grouped].map((ref) => [textOf(ref.id), ref])).values()];
}

/** Whether an endpoint has all that an endpoint group asks for. */
export const fitsGroup = (endpoint: Ref, group: Ref): boolean =>
  Object.entries(group.filters as Ref | null ?? {}).every(([name, value]) => endpoint[name] === value);

/** What a URL may name: `$(project_id)s`, `%(tenant_id)s` … (keystone.common.utils.WHITELISTED_PROPERTIES). */
const NAMES = ['tenant_id', 'project_id', 'user_id', 'public_bind_host', 'admin_bind_host', 'compute_host', 'admin_port', 'public_port', 'public_endpoint'];

/** The URL with its names filled in; null where it cannot be, as without a project. */
function formatUrl({ config, log }: Pick<Where, 'config' | 'log'>, url: string, userId: string, projectId: string | null): string | null {
  if (!/[%$]/.test(url)) return url;
  const complain = (why: string): null => {
    log.logger('keystone.common.utils').error(`Malformed endpoint ${why}`);
    return null;
  };
  const values: Readonly<Record<string, string | null | undefined>> = {
    user_id: userId, tenant_id: projectId ?? undefined, project_id: projectId ?? undefined, public_endpoint: config.text('DEFAULT', 'public_endpoint'),
    ...Object.fromEntries(['public_bind_host', 'admin_bind_host', 'admin_port', 'public_port'].map((name) => [name, config.text('eventlet_server', name)])),
  };
  const result = interpolate(url, (name) => (NAMES.includes(name) ? values[name] : undefined));
  if (typeof result === 'string') return result;
  if (result.missing === undefined) return complain(`${url} - incomplete format (are you missing a type notifier ?)`);
  const isSilent = projectId === null && (result.missing === 'tenant_id' || result.missing === 'project_id');
  return isSilent ? null : complain(`${url} - unknown key '${result.missing}'`);
}

/** Python's `%` on a text with named values, after `$(` was made `%(`: the text, or what hindered it. */
export function interpolate(url: string, value: (name: string) => string | null | undefined): string | { readonly missing?: string } {
  let failure: { readonly missing?: string } | null = null;
  const text = url.replaceAll('$(', '%(').replaceAll(/%(?:%|\(([^)]*)\)s|[^]?)/g, (whole: string, name: string | undefined) => {
    if (whole === '%%') return '%';
    const found = name === undefined ? undefined : value(name);
    if (found === undefined) failure ??= name === undefined ? {} : { missing: name };
    return found ?? 'None';
  });
  return failure ?? text;
}
