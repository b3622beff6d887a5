import type { Routine } from '../../../host/program.ts';
import type { Values } from '../argparse/parse.ts';
import { text, words, type CommandTable } from '../command.ts';
import { findProject, findResource, findService, getResource, idOf } from './find.ts';
import { Keystone, filled, pick, type Info } from './keystone.ts';
import { LIMITS, PROJECTS, REGIONS } from './kinds.ts';
import { forEach, given, listed, shownLoosely } from './shared.ts';

/** openstack limit create, delete, list, set, show. */
export const limitCommands: CommandTable = {
  *'limit create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const project = idOf(yield* findProject(keystone, text(values, 'project')));
    const service = idOf(yield* findService(keystone, text(values, 'service')));
    const region = yield* regionOf(keystone, values);
    const limit = filled({
      project_id: project, service_id: service, resource_name: given(values, 'resource_name'), resource_limit: given(values, 'resource_limit'),
      description: given(values, 'description'), region_id: region,
    });
    const created = pick(yield* keystone.ask('POST', '/limits', { limits: [limit] }), 'limits') as readonly Info[];
    return shownLoosely(created.at(-1) ?? {});
  },

  *'limit delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'limit_id'), fails: 'limits failed to delete',
      says: (name, error) => `Failed to delete limit with ID '${name}': ${error}`,
      act: (name) => keystone.remove(LIMITS, name),
    });
  },

  *'limit list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const service = text(values, 'service') === '' ? null : idOf(yield* findService(keystone, text(values, 'service')));
    // The client looks a region up twice here.
    const first = text(values, 'region') === '' ? null : idOf(yield* findResource(keystone, REGIONS, text(values, 'region')));
    const region = (yield* regionOf(keystone, values)) ?? first;
    const project = text(values, 'project') === '' ? null : idOf(yield* findResource(keystone, PROJECTS, text(values, 'project')));
    const limits = yield* keystone.list(LIMITS, {
      service_id: service, region_id: region, resource_name: given(values, 'resource_name'), project_id: project,
    });
    return listed(limits, ['ID', 'Project ID', 'Service ID', 'Resource Name', 'Resource Limit', 'Description', 'Region ID']);
  },

  *'limit set'(context, values) {
    return shownLoosely(yield* (yield* Keystone.of(context)).update(LIMITS, text(values, 'limit_id'), {
      resource_limit: given(values, 'resource_limit'), description: given(values, 'description'),
    }));
  },

  *'limit show'(context, values) {
    return shownLoosely(yield* (yield* Keystone.of(context)).get(LIMITS, text(values, 'limit_id')));
  },
};

/** The region named; null without, and for names with `None` in them, as the client has it. */
export function* regionOf(keystone: Keystone, values: Values): Routine<string | null> {
  const region = text(values, 'region');
  return region === '' || region.includes('None') ? null : idOf(yield* getResource(keystone, REGIONS, region));
}
