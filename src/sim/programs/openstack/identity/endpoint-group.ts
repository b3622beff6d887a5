import type { Routine } from '../../../host/program.ts';
import type { Values } from '../argparse/parse.ts';
import { NOTHING, text, words, type CommandTable, type Context, type Outcome } from '../command.ts';
import { findProject, findResource, idOf } from './find.ts';
import { Keystone, pick, type Info } from './keystone.ts';
import { ENDPOINT_GROUPS } from './kinds.ts';
import { forEach, given, listed, shown } from './shared.ts';
import { readJson } from './read-json.ts';

const COLUMNS = ['ID', 'Name', 'Description'];

/** openstack endpoint group create, delete, list, set, show; add and remove project. */
export const endpointGroupCommands: CommandTable = {
  *'endpoint group add project'(context, values) {
    return yield* associate(context, values, 'PUT');
  },

  *'endpoint group remove project'(context, values) {
    return yield* associate(context, values, 'DELETE');
  },

  *'endpoint group create'(context, values) {
    const filters = text(values, 'filters') === '' ? null : readJson(context, text(values, 'filters'), 'filters');
    return shown(yield* (yield* Keystone.of(context)).create(ENDPOINT_GROUPS, {
      name: given(values, 'name'), filters, description: given(values, 'description'),
    }));
  },

  *'endpoint group delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'endpointgroup'), fails: 'endpointgroups failed to delete',
      says: (name, error) => `Failed to delete endpoint group with ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(ENDPOINT_GROUPS, idOf(yield* findResource(keystone, ENDPOINT_GROUPS, name)));
      },
    });
  },

  *'endpoint group list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const name = text(values, 'endpointgroup');
    const group = name === '' ? null : idOf(yield* findResource(keystone, ENDPOINT_GROUPS, name));
    const project = text(values, 'project') === '' ? null : idOf(yield* findProject(keystone, text(values, 'project'), text(values, 'domain')));
    if (group !== null) return yield* listAt(keystone, `/OS-EP-FILTER/endpoint_groups/${group}/projects`, 'projects');
    if (project !== null) return yield* listAt(keystone, `/OS-EP-FILTER/projects/${project}/endpoint_groups`, 'endpoint_groups');
    return listed(yield* keystone.list(ENDPOINT_GROUPS), COLUMNS);
  },

  *'endpoint group set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const group = yield* findResource(keystone, ENDPOINT_GROUPS, text(values, 'endpointgroup'));
    const filters = text(values, 'filters') === '' ? null : readJson(context, text(values, 'filters'), 'filters');
    yield* keystone.update(ENDPOINT_GROUPS, idOf(group), { name: given(values, 'name'), filters, description: given(values, 'description') });
    return NOTHING;
  },

  *'endpoint group show'(context, values) {
    const keystone = yield* Keystone.of(context);
    return shown(yield* findResource(keystone, ENDPOINT_GROUPS, text(values, 'endpointgroup')));
  },
};

function* listAt(keystone: Keystone, path: string, key: string): Routine<Outcome> {
  return listed(pick(yield* keystone.ask('GET', path), key) as readonly Info[], COLUMNS);
}

function* associate(context: Context, values: Values, method: 'PUT' | 'DELETE'): Routine<Outcome> {
  const keystone = yield* Keystone.of(context);
  const group = idOf(yield* findResource(keystone, ENDPOINT_GROUPS, text(values, 'endpointgroup')));
  const project = idOf(yield* findProject(keystone, text(values, 'project'), text(values, 'project_domain')));
  yield* keystone.send(method, `/OS-EP-FILTER/endpoint_groups/${group}/projects/${project}`);
  return NOTHING;
}
