import type { Routine } from '../../../host/program.ts';
import type { Values } from '../argparse/parse.ts';
import { NOTHING, isSet, text, words, type CommandTable, type Context, type Outcome } from '../command.ts';
import { domainId, findGroup, findUser, idOf } from './find.ts';
import { Keystone, isStatus } from './keystone.ts';
import { GROUPS } from './kinds.ts';
import { createOrFind, filledIn, forEach, given, listed, shown } from './shared.ts';

/** openstack group create, delete, list, set, show; add, remove and contains user. */
export const groupCommands: CommandTable = {
  *'group add user'(context, values) {
    return yield* members(context, values, 'PUT', 'added to');
  },

  *'group remove user'(context, values) {
    return yield* members(context, values, 'DELETE', 'removed from');
  },

  *'group contains user'(context, values) {
    const keystone = yield* Keystone.of(context);
    const [user, group] = [text(values, 'user'), text(values, 'group')];
    const userId = idOf(yield* findUser(keystone, user, text(values, 'user_domain')));
    const groupId = idOf(yield* findGroup(keystone, group, text(values, 'group_domain')));
    try {
      yield* keystone.send('HEAD', `/groups/${groupId}/users/${userId}`);
    } catch (error) {
      if (!isStatus(error, 403) && !isStatus(error, 404)) throw error;
      yield* context.sys.write(2, `${user} not in group ${group}\n`);
      return NOTHING;
    }
    yield* context.print(`${user} in group ${group}\n`);
    return NOTHING;
  },

  *'group create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const domain = yield* domainId(keystone, text(values, 'domain'));
    const data = { name: text(values, 'name'), domain_id: domain, description: given(values, 'description') };
    return shown(yield* createOrFind(keystone, GROUPS, values, data, { filter: { domain_id: domain } }));
  },

  *'group delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'groups'), fails: 'groups failed to delete',
      says: (name, error) => `Failed to delete group with name or ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(GROUPS, idOf(yield* findGroup(keystone, name, text(values, 'domain'))));
      },
    });
  },

  *'group list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const domain = yield* domainId(keystone, text(values, 'domain'));
    const user = text(values, 'user') === '' ? '' : idOf(yield* findUser(keystone, text(values, 'user'), text(values, 'user_domain')));
    const groups = yield* keystone.list({ ...GROUPS, base: user === '' ? '' : `/users/${user}` }, { domain_id: domain });
    return listed(groups, isSet(values, 'long') ? ['ID', 'Name', 'Domain ID', 'Description'] : ['ID', 'Name']);
  },

  *'group set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const group = yield* findGroup(keystone, text(values, 'group'), text(values, 'domain'));
    yield* keystone.update(GROUPS, idOf(group), { name: filledIn(values, 'name'), description: filledIn(values, 'description') });
    return NOTHING;
  },

  *'group show'(context, values) {
    return shown(yield* findGroup(yield* Keystone.of(context), text(values, 'group'), text(values, 'domain')));
  },
};

function* members(context: Context, values: Values, method: 'PUT' | 'DELETE', verb: string): Routine<Outcome> {
  const keystone = yield* Keystone.of(context);
  const group = text(values, 'group');
  const groupId = idOf(yield* findGroup(keystone, group, text(values, 'group_domain')));
  return yield* forEach(context, {
    names: words(values, 'user'), fails: `users not ${verb} group ${group}`,
    says: (name, error) => `${name} not ${verb} group ${group}: ${error}`,
    *act(name) {
      const user = idOf(yield* findUser(keystone, name, text(values, 'user_domain')));
      yield* keystone.send(method, `/groups/${groupId}/users/${user}`);
    },
  });
}
