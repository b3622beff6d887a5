import { ClientError } from '../app/errors.ts';
import { repr } from '../cliff/values.ts';
import { NOTHING, isSet, text, words, type CommandTable, type Outcome } from '../command.ts';
import { findResource } from './find.ts';
import { KEY_ERROR, Keystone, type Info } from './keystone.ts';
import { POLICIES } from './kinds.ts';
import { filledIn, forEach, given, listed, readBlob, shown } from './shared.ts';

/** openstack policy create, delete, list, set, show. */
export const policyCommands: CommandTable = {
  *'policy create'(context, values) {
    const blob = readBlob(context, text(values, 'rules'));
    return showPolicy(yield* (yield* Keystone.of(context)).create(POLICIES, { blob, type: given(values, 'type') }));
  },

  *'policy delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'policy'), fails: 'policys failed to delete',
      says: (name, error) => `Failed to delete policy with name or ID '${name}': ${error}`,
      act: (name) => keystone.remove(POLICIES, name),
    });
  },

  *'policy list'(context, values) {
    const policies = yield* (yield* Keystone.of(context)).list(POLICIES);
    return isSet(values, 'long') ? listed(policies, ['ID', 'Type', 'Rules'], ['ID', 'Type', 'Blob']) : listed(policies, ['ID', 'Type']);
  },

  *'policy set'(context, values) {
    const blob = text(values, 'rules') === '' ? '' : readBlob(context, text(values, 'rules'));
    yield* (yield* Keystone.of(context)).update(POLICIES, text(values, 'policy'), { blob: blob === '' ? undefined : blob, type: filledIn(values, 'type') });
    return NOTHING;
  },

  *'policy show'(context, values) {
    return showPolicy(yield* findResource(yield* Keystone.of(context), POLICIES, text(values, 'policy')));
  },
};

function showPolicy({ blob, ...rest }: Info): Outcome {
  if (blob === undefined) throw new ClientError(repr('blob'), KEY_ERROR);
  return shown(rest, { rules: blob });
}
