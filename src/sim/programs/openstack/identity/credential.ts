import type { Routine } from '../../../host/program.ts';
import type { Values } from '../argparse/parse.ts';
import { NOTHING, text, words, type CommandTable } from '../command.ts';
import { findResource, findUser, idOf } from './find.ts';
import { Keystone } from './keystone.ts';
import { CREDENTIALS, PROJECTS, USERS } from './kinds.ts';
import { filledIn, forEach, given, listed, shown } from './shared.ts';

/** openstack credential create, delete, list, set, show. */
export const credentialCommands: CommandTable = {
  *'credential create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const user = idOf(yield* findResource(keystone, USERS, text(values, 'user')));
    return shown(yield* keystone.create(CREDENTIALS, {
      user_id: user, type: given(values, 'type'), blob: given(values, 'data'), project_id: yield* projectOf(keystone, values),
    }));
  },

  *'credential delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'credential'), fails: 'credential failed to delete',
      says: (name, error) => `Failed to delete credentials with ID '${name}': ${error}`,
      act: (name) => keystone.remove(CREDENTIALS, name),
    });
  },

  *'credential list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const user = text(values, 'user') === '' ? null : idOf(yield* findUser(keystone, text(values, 'user'), text(values, 'user_domain')));
    const credentials = yield* keystone.list(CREDENTIALS, { user_id: user, type: filledIn(values, 'type') });
    return listed(credentials, ['ID', 'Type', 'User ID', 'Data', 'Project ID'], ['ID', 'Type', 'User ID', 'Blob', 'Project ID']);
  },

  *'credential set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const user = idOf(yield* findResource(keystone, USERS, text(values, 'user')));
    yield* keystone.update(CREDENTIALS, text(values, 'credential'), {
      user_id: user, type: given(values, 'type'), blob: given(values, 'data'), project_id: yield* projectOf(keystone, values),
    });
    return NOTHING;
  },

  *'credential show'(context, values) {
    return shown(yield* findResource(yield* Keystone.of(context), CREDENTIALS, text(values, 'credential')));
  },
};

function* projectOf(keystone: Keystone, values: Values): Routine<string | null> {
  const project = text(values, 'project');
  return project === '' ? null : idOf(yield* findResource(keystone, PROJECTS, project));
}
