import { NOTHING, isSet, text, words, type CommandTable } from '../command.ts';
import { findService, idOf } from './find.ts';
import { Keystone } from './keystone.ts';
import { SERVICES } from './kinds.ts';
import { either, filledIn, forEach, given, listed, shown } from './shared.ts';

/** openstack service create, delete, list, set, show. */
export const serviceCommands: CommandTable = {
  *'service create'(context, values) {
    return shown(yield* (yield* Keystone.of(context)).create(SERVICES, {
      name: given(values, 'name'), type: filledIn(values, 'type'), description: given(values, 'description'), enabled: !isSet(values, 'disable'),
    }));
  },

  *'service delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'service'), fails: 'services failed to delete',
      // The client's own slip: it says consumer.
      says: (name, error) => `Failed to delete consumer with type, name or ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(SERVICES, idOf(yield* findService(keystone, name)));
      },
    });
  },

  *'service list'(context, values) {
    const services = yield* (yield* Keystone.of(context)).list(SERVICES);
    return listed(services, isSet(values, 'long') ? ['ID', 'Name', 'Type', 'Description', 'Enabled'] : ['ID', 'Name', 'Type']);
  },

  *'service set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const service = yield* findService(keystone, text(values, 'service'));
    yield* keystone.update(SERVICES, idOf(service), {
      name: filledIn(values, 'name'), type: filledIn(values, 'type'), description: filledIn(values, 'description'),
      enabled: either(values, 'enable', 'disable'),
    });
    return NOTHING;
  },

  *'service show'(context, values) {
    return shown(yield* findService(yield* Keystone.of(context), text(values, 'service')));
  },
};
