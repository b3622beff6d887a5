import { NOTHING, text, words, type CommandTable } from '../command.ts';
import { Keystone } from './keystone.ts';
import { MAPPINGS } from './kinds.ts';
import { readJson } from './read-json.ts';
import { forEach, listed, shownLoosely } from './shared.ts';

/** openstack mapping create, delete, list, set, show. */
export const mappingCommands: CommandTable = {
  *'mapping create'(context, values) {
    const rules = readJson(context, text(values, 'rules'), 'rules');
    return shownLoosely(yield* (yield* Keystone.of(context)).put(MAPPINGS, text(values, 'mapping'), { rules }));
  },

  *'mapping delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'mapping'), fails: 'mappings failed to delete',
      says: (name, error) => `Failed to delete mapping with name or ID '${name}': ${error}`,
      act: (name) => keystone.remove(MAPPINGS, name),
    });
  },

  *'mapping list'(context) {
    return listed(yield* (yield* Keystone.of(context)).list(MAPPINGS), ['ID']);
  },

  *'mapping set'(context, values) {
    const rules = readJson(context, text(values, 'rules'), 'rules');
    yield* (yield* Keystone.of(context)).update(MAPPINGS, text(values, 'mapping'), { rules });
    return NOTHING;
  },

  *'mapping show'(context, values) {
    return shownLoosely(yield* (yield* Keystone.of(context)).get(MAPPINGS, text(values, 'mapping')));
  },
};
