import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import type { Values } from '../argparse/parse.ts';
import { NOTHING, text, words, type CommandTable, type Context, type Outcome } from '../command.ts';
import { findProject, findResource, findService, idOf } from './find.ts';
import { INVALID, Keystone, pick, type Info } from './keystone.ts';
import { ENDPOINTS, SERVICES } from './kinds.ts';
import { either, filledIn, forEach, given, listed, shown } from './shared.ts';

/** openstack endpoint create, delete, list, set, show; add and remove project. */
export const endpointCommands: CommandTable = {
  *'endpoint add project'(context, values) {
    return yield* associate(context, values, 'PUT');
  },

  *'endpoint remove project'(context, values) {
    return yield* associate(context, values, 'DELETE');
  },

  *'endpoint create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const service = yield* findService(keystone, text(values, 'service'));
    checkInterface(text(values, 'interface'));
    const endpoint = yield* keystone.create(ENDPOINTS, {
      service_id: idOf(service), interface: given(values, 'interface'), url: given(values, 'url'), region: given(values, 'region'),
      enabled: given(values, 'enabled'),
    });
    return withService(endpoint, service);
  },

  *'endpoint delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'endpoint'), fails: 'endpoints failed to delete',
      says: (name, error) => `Failed to delete endpoint with ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(ENDPOINTS, idOf(yield* findResource(keystone, ENDPOINTS, name)));
      },
    });
  },

  *'endpoint list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const endpoint = text(values, 'endpoint') === '' ? null : yield* findResource(keystone, ENDPOINTS, text(values, 'endpoint'));
    const project = text(values, 'project') === '' ? null : yield* findProject(keystone, text(values, 'project'), text(values, 'project_domain'));
    if (endpoint !== null) {
      const projects = pick(yield* keystone.ask('GET', `/OS-EP-FILTER/endpoints/${idOf(endpoint)}/projects`), 'projects');
      return listed(projects as readonly Info[], ['ID', 'Name']);
    }
    const endpoints = yield* endpointsOf(keystone, values, project);
    const services = yield* keystone.list(SERVICES);
    const rows = endpoints.map((each): Info => {
      const service = serviceIn(services, each['service_id'] as string);
      return { ...each, service_name: service['name'] ?? '', service_type: service['type'] ?? null };
    });
    return listed(rows, ['ID', 'Region', 'Service Name', 'Service Type', 'Enabled', 'Interface', 'URL']);
  },

  *'endpoint set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const endpoint = yield* findResource(keystone, ENDPOINTS, text(values, 'endpoint'));
    const service = text(values, 'service') === '' ? null : idOf(yield* findService(keystone, text(values, 'service')));
    if (values['interface'] !== null) checkInterface(text(values, 'interface'));
    yield* keystone.update(ENDPOINTS, idOf(endpoint), {
      service_id: service, interface: given(values, 'interface'), url: given(values, 'url'), region: given(values, 'region'),
      enabled: either(values, 'enabled', 'disabled'),
    });
    return NOTHING;
  },

  *'endpoint show'(context, values) {
    const keystone = yield* Keystone.of(context);
    const endpoint = yield* findResource(keystone, ENDPOINTS, text(values, 'endpoint'));
    return withService(endpoint, yield* findService(keystone, endpoint['service_id'] as string));
  },
};

function checkInterface(name: string): void {
  if (!['public', 'admin', 'internal'].includes(name)) throw new ClientError('"interface" must be one of: public, admin, internal', INVALID);
}

const withService = (endpoint: Info, service: Info): Outcome =>
  shown(endpoint, { service_name: service['name'] ?? '', service_type: service['type'] ?? null });

function serviceIn(services: readonly Info[], id: string): Info {
  const found = services.find((service) => service['id'] === id);
  if (found === undefined) throw new ClientError(`No service with a type, name or ID of '${id}' exists.`);
  return found;
}

function* endpointsOf(keystone: Keystone, values: Values, project: Info | null): Routine<readonly Info[]> {
  const service = text(values, 'service') === '' ? null : idOf(yield* findService(keystone, text(values, 'service')));
  if (project !== null) {
    return pick(yield* keystone.ask('GET', `/OS-EP-FILTER/projects/${idOf(project)}/endpoints`), 'endpoints') as readonly Info[];
  }
  if (text(values, 'interface') !== '') checkInterface(text(values, 'interface'));
  return yield* keystone.list(ENDPOINTS, {
    service_id: service, interface: filledIn(values, 'interface'), region_id: filledIn(values, 'region'),
  });
}

function* associate(context: Context, values: Values, method: 'PUT' | 'DELETE'): Routine<Outcome> {
  const keystone = yield* Keystone.of(context);
  const endpoint = idOf(yield* findResource(keystone, ENDPOINTS, text(values, 'endpoint')));
  const project = idOf(yield* findProject(keystone, text(values, 'project'), text(values, 'project_domain')));
  yield* keystone.send(method, `/OS-EP-FILTER/projects/${project}/endpoints/${endpoint}`);
  return NOTHING;
}
