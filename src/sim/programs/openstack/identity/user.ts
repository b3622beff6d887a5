import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import type { Values } from '../argparse/parse.ts';
import { NOTHING, isSet, text, words, type CommandTable, type Context } from '../command.ts';
import { domainId, findGroup, findProject, findResource, fromToken, idOf } from './find.ts';
import { INVALID, Keystone, type Info } from './keystone.ts';
import { ASSIGNMENTS, PROJECTS, USERS } from './kinds.ts';
import { NO_PASSWORD, typedPassword } from './password.ts';
import { createOrFind, domainFilter, either, filledIn, forEach, given, listed, shown } from './shared.ts';

const FLAGS = [
  ['ignore_lockout_failure_attempts', 'ignore_lockout_failure_attempts', 'no_ignore_lockout_failure_attempts'],
  ['ignore_password_expiry', 'ignore_password_expiry', 'no_ignore_password_expiry'],
  ['ignore_change_password_upon_first_use', 'ignore_change_password_upon_first_use', 'no_ignore_change_password_upon_first_use'],
  ['lock_password', 'enable_lock_password', 'disable_lock_password'],
  ['multi_factor_auth_enabled', 'enable_multi_factor_auth', 'disable_multi_factor_auth'],
] as const;

/** openstack user create, delete, list, set, show, password set. */
export const userCommands: CommandTable = {
  *'user create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const project = yield* projectOf(keystone, values);
    const domain = yield* domainId(keystone, text(values, 'domain'));
    const password = yield* passwordOf(context, values);
    if ((password ?? '') === '') yield* context.warn(NO_PASSWORD);
    const data = {
      name: text(values, 'name'), domain_id: domain, default_project_id: project, password, email: given(values, 'email'),
      description: given(values, 'description'), enabled: !isSet(values, 'disable'), options: optionsOf(values),
    };
    return shown(yield* createOrFind(keystone, USERS, values, data, { filter: { domain_id: domain }, isSecret: (password ?? '') !== '' }));
  },

  *'user delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    const filter = yield* domainFilter(keystone, values);
    return yield* forEach(context, {
      names: words(values, 'users'), fails: 'users failed to delete',
      says: (name, error) => `Failed to delete user with name or ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(USERS, idOf(yield* findResource(keystone, USERS, name, filter)));
      },
    });
  },

  *'user list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const domain = yield* domainId(keystone, text(values, 'domain'));
    const group = text(values, 'group') === '' ? '' : idOf(yield* findGroup(keystone, text(values, 'group'), text(values, 'domain')));
    const users = text(values, 'project') === ''
      ? yield* keystone.list({ ...USERS, base: group === '' ? '' : `/groups/${group}` }, { domain_id: domain })
      : yield* usersOfProject(keystone, text(values, 'project'), domain);
    if (!isSet(values, 'long')) return listed(users, ['ID', 'Name']);
    return listed(users, ['ID', 'Name', 'Project', 'Domain', 'Description', 'Email', 'Enabled'],
      ['ID', 'Name', 'Default Project Id', 'Domain Id', 'Description', 'Email', 'Enabled']);
  },

  *'user set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const password = yield* passwordOf(context, values);
    if (password === '') yield* context.warn(NO_PASSWORD);
    const named = yield* fromToken(keystone, 'user', text(values, 'user'), text(values, 'domain'));
    const filter = yield* domainFilter(keystone, values);
    const user = yield* findResource(keystone, USERS, filter === null ? text(values, 'user') : named, filter);
    const project = yield* projectOf(keystone, values);
    const options = optionsOf(values);
    yield* keystone.update(USERS, idOf(user), {
      name: filledIn(values, 'name'), default_project_id: project, password: password === '' ? undefined : password, email: filledIn(values, 'email'),
      description: filledIn(values, 'description'), enabled: either(values, 'enable', 'disable') ?? user['enabled'],
      ...(Object.keys(options).length === 0 ? {} : { options }),
    }, true);
    return NOTHING;
  },

  *'user password set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const old = values['original_password'] === null ? yield* typedPassword(context, 'Current Password:', false) : text(values, 'original_password');
    const password = values['password'] === null ? yield* typedPassword(context, 'New Password:') : text(values, 'password');
    if (password === '') yield* context.warn(NO_PASSWORD);
    if (old === '' || password === '') throw new ClientError('Specify both the current password and a new password', INVALID);
    if (old === password) throw new ClientError('Old password and new password must be different.', INVALID);
    const body = { user: { password, original_password: old } };
    yield* keystone.send('POST', `/users/${yield* keystone.userId()}/password`, { body, isLogged: false });
    return NOTHING;
  },

  *'user show'(context, values) {
    const keystone = yield* Keystone.of(context);
    const named = yield* fromToken(keystone, 'user', text(values, 'user'), text(values, 'domain'));
    return shown(yield* findResource(keystone, USERS, named, yield* domainFilter(keystone, values)));
  },
};

function* passwordOf(context: Context, values: Values): Routine<string | undefined> {
  if (isSet(values, 'password_prompt')) return yield* typedPassword(context);
  return values['password'] === null ? undefined : text(values, 'password');
}

function* projectOf(keystone: Keystone, values: Values): Routine<string | null> {
  const project = text(values, 'project');
  return project === '' ? null : idOf(yield* findProject(keystone, project, text(values, 'project_domain')));
}

function optionsOf(values: Values): Info {
  const options: Record<string, Json> = {};
  for (const [option, yes, no] of FLAGS) {
    const value = either(values, yes, no);
    if (value !== undefined) options[option] = value;
  }
  const rules = words(values, 'multi_factor_auth_rule');
  if (rules.length > 0) options['multi_factor_auth_rules'] = rules.map((rule) => rule.split(','));
  return options;
}

/** Who has any role in the project, one request each. */
function* usersOfProject(keystone: Keystone, name: string, domain: string | null): Routine<readonly Info[]> {
  const project = idOf(yield* findResource(keystone, PROJECTS, name, domain === null ? null : { domain_id: domain }));
  const assignments = yield* keystone.list(ASSIGNMENTS, { 'scope.project.id': project });
  const ids = new Set(assignments.flatMap(({ user }) => (user === undefined ? [] : [idOf(user as Info)])));
  const users: Info[] = [];
  for (const id of ids) users.push(yield* findResource(keystone, USERS, id));
  return users;
}
