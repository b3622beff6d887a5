import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import type { Values } from '../argparse/parse.ts';
import { text, words, type CommandTable } from '../command.ts';
import { findResource, findService, idOf } from './find.ts';
import { Keystone, filled, pick, type Info } from './keystone.ts';
import { REGISTERED_LIMITS, SERVICES } from './kinds.ts';
import { regionOf } from './limit.ts';
import { forEach, given, listed, shownLoosely } from './shared.ts';

/** openstack registered limit create, delete, list, set, show. */
export const registeredLimitCommands: CommandTable = {
  *'registered limit create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const service = idOf(yield* findResource(keystone, SERVICES, text(values, 'service')));
    const region = yield* regionOf(keystone, values);
    const limit = filled({
      service_id: service, resource_name: given(values, 'resource_name'), default_limit: given(values, 'default_limit'),
      description: given(values, 'description'), region_id: region,
    });
    const created = pick(yield* keystone.ask('POST', '/registered_limits', { registered_limits: [limit] }), 'registered_limits') as readonly Info[];
    return shownLoosely(created.at(-1) ?? {});
  },

  *'registered limit delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'registered_limit_id'), fails: 'registered limits failed to delete',
      says: (name, error) => `Failed to delete registered limit with ID '${name}': ${error}`,
      *act(name) {
        try {
          yield* keystone.remove(REGISTERED_LIMITS, name);
        } catch (error) {
          // Left over in the client: it prints the error's class.
          if (error instanceof ClientError) yield* context.print(`<class '${error.python}'>\n`);
          throw error;
        }
      },
    });
  },

  *'registered limit list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const service = yield* serviceOf(keystone, values);
    const region = yield* regionOf(keystone, values);
    const limits = yield* keystone.list(REGISTERED_LIMITS, { service_id: service, resource_name: given(values, 'resource_name'), region_id: region });
    return listed(limits, ['ID', 'Service ID', 'Resource Name', 'Default Limit', 'Description', 'Region ID']);
  },

  *'registered limit set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const service = yield* serviceOf(keystone, values);
    const region = yield* regionOf(keystone, values);
    return shownLoosely(yield* keystone.update(REGISTERED_LIMITS, text(values, 'registered_limit_id'), {
      service_id: service, resource_name: given(values, 'resource_name'), default_limit: given(values, 'default_limit'),
      description: given(values, 'description'), region_id: region,
    }));
  },

  *'registered limit show'(context, values) {
    return shownLoosely(yield* (yield* Keystone.of(context)).get(REGISTERED_LIMITS, text(values, 'registered_limit_id')));
  },
};

function* serviceOf(keystone: Keystone, values: Values): Routine<string | null> {
  return text(values, 'service') === '' ? null : idOf(yield* findService(keystone, text(values, 'service')));
}
