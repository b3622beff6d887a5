import { text, words, type CommandTable } from '../command.ts';
import { findResource, findUser, idOf } from './find.ts';
import { Keystone } from './keystone.ts';
import { accessRulesOf } from './kinds.ts';
import { forEach, listed, shownLoosely } from './shared.ts';

/** openstack access rule delete, list, show. */
export const accessRuleCommands: CommandTable = {
  *'access rule delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    const kind = accessRulesOf(yield* keystone.userId());
    return yield* forEach(context, {
      names: words(values, 'access_rule'), fails: 'access rules failed to delete',
      says: (name, error) => `Failed to delete access rule with ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(kind, idOf(yield* findResource(keystone, kind, name)));
      },
    });
  },

  *'access rule list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const name = text(values, 'user');
    const user = name === '' ? yield* keystone.userId() : idOf(yield* findUser(keystone, name, text(values, 'user_domain')));
    return listed(yield* keystone.list(accessRulesOf(user)), ['ID', 'Service', 'Method', 'Path']);
  },

  *'access rule show'(context, values) {
    const keystone = yield* Keystone.of(context);
    return shownLoosely(yield* findResource(keystone, accessRulesOf(yield* keystone.userId()), text(values, 'access_rule')));
  },
};
