import { NOTHING, text, words, type CommandTable } from '../command.ts';
import { findResource, idOf } from './find.ts';
import { Keystone } from './keystone.ts';
import { CONSUMERS } from './kinds.ts';
import { filledIn, forEach, given, listed, shownLoosely } from './shared.ts';

/** openstack consumer create, delete, list, set, show: who may use OAuth. */
export const consumerCommands: CommandTable = {
  *'consumer create'(context, values) {
    return shownLoosely(yield* (yield* Keystone.of(context)).create(CONSUMERS, { description: given(values, 'description') }));
  },

  *'consumer delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'consumer'), fails: 'consumers failed to delete',
      says: (name, error) => `Failed to delete consumer with name or ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(CONSUMERS, idOf(yield* findResource(keystone, CONSUMERS, name)));
      },
    });
  },

  *'consumer list'(context) {
    return listed(yield* (yield* Keystone.of(context)).list(CONSUMERS), ['ID', 'Description']);
  },

  *'consumer set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const consumer = yield* findResource(keystone, CONSUMERS, text(values, 'consumer'));
    yield* keystone.update(CONSUMERS, idOf(consumer), { description: filledIn(values, 'description') });
    return NOTHING;
  },

  *'consumer show'(context, values) {
    return shownLoosely(yield* findResource(yield* Keystone.of(context), CONSUMERS, text(values, 'consumer')));
  },
};
