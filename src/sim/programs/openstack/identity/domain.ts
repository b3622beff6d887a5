import { NOTHING, isSet, text, words, type CommandTable } from '../command.ts';
import { findResource, fromToken, idOf } from './find.ts';
import { Keystone } from './keystone.ts';
import { DOMAINS } from './kinds.ts';
import { createOrFind, either, filledIn, forEach, given, immutableOptions, listed, setOptions, shown } from './shared.ts';

/** openstack domain create, delete, list, set, show. */
export const domainCommands: CommandTable = {
  *'domain create'(context, values) {
    const data = {
      name: text(values, 'name'), description: given(values, 'description'), enabled: !isSet(values, 'disable'), options: immutableOptions(values),
    };
    const keystone = yield* Keystone.of(context);
    return shown(yield* createOrFind(keystone, DOMAINS, values, data, { filter: null }));
  },

  *'domain delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'domain'), fails: 'domains failed to delete',
      says: (name, error) => `Failed to delete domain with name or ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(DOMAINS, idOf(yield* findResource(keystone, DOMAINS, name)));
      },
    });
  },

  *'domain list'(context, values) {
    const filter = { name: filledIn(values, 'name'), enabled: isSet(values, 'enabled') ? true : undefined };
    return listed(yield* (yield* Keystone.of(context)).list(DOMAINS, filter), ['ID', 'Name', 'Enabled', 'Description']);
  },

  *'domain set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const domain = yield* findResource(keystone, DOMAINS, text(values, 'domain'));
    yield* keystone.update(DOMAINS, idOf(domain), {
      name: filledIn(values, 'name'), description: filledIn(values, 'description'), enabled: either(values, 'enable', 'disable'),
      ...setOptions(values),
    });
    return NOTHING;
  },

  *'domain show'(context, values) {
    const keystone = yield* Keystone.of(context);
    const named = yield* fromToken(keystone, 'domain', text(values, 'domain'));
    return shown(yield* findResource(keystone, DOMAINS, named));
  },
};
