import { NOTHING, text, words, type CommandTable, type Outcome } from '../command.ts';
import { findResource } from './find.ts';
import { Keystone, type Info } from './keystone.ts';
import { REGIONS } from './kinds.ts';
import { filledIn, forEach, given, listed, shownLoosely } from './shared.ts';

/** openstack region create, delete, list, set, show. */
export const regionCommands: CommandTable = {
  *'region create'(context, values) {
    return showRegion(yield* (yield* Keystone.of(context)).create(REGIONS, {
      id: given(values, 'region'), description: given(values, 'description'), enabled: true, parent_region_id: given(values, 'parent_region'),
    }));
  },

  *'region delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'region'), fails: 'regions failed to delete',
      says: (name, error) => `Failed to delete region with ID '${name}': ${error}`,
      act: (name) => keystone.remove(REGIONS, name),
    });
  },

  *'region list'(context, values) {
    const regions = yield* (yield* Keystone.of(context)).list(REGIONS, { parent_region_id: filledIn(values, 'parent_region') });
    return listed(regions, ['Region', 'Parent Region', 'Description'], ['ID', 'Parent Region Id', 'Description']);
  },

  *'region set'(context, values) {
    yield* (yield* Keystone.of(context)).update(REGIONS, text(values, 'region'), {
      description: filledIn(values, 'description'), parent_region_id: filledIn(values, 'parent_region'),
    });
    return NOTHING;
  },

  *'region show'(context, values) {
    return showRegion(yield* findResource(yield* Keystone.of(context), REGIONS, text(values, 'region')));
  },
};

function showRegion({ id, parent_region_id: parent, ...rest }: Info): Outcome {
  return shownLoosely(rest, { region: id ?? null, parent_region: parent ?? null });
}
