import type { Json } from '../../../../base/json.ts';
import { SysError } from '../../../host/errors.ts';
import { ClientError } from '../app/errors.ts';
import { repr } from '../cliff/values.ts';
import { isSet, text, words, type CommandTable, type Context, type Outcome } from '../command.ts';
import { JsonError, parseJson } from '../python/parse-json.ts';
import { findResource, findUser, fromToken, idOf } from './find.ts';
import { KEY_ERROR, Keystone, type Info } from './keystone.ts';
import { applicationCredentialsOf } from './kinds.ts';
import { forEach, given, listed, shownLoosely } from './shared.ts';
import { expirationOf } from './time.ts';

/** openstack application credential create, delete, list, show. */
export const applicationCredentialCommands: CommandTable = {
  *'application credential create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const roles: Info[] = [];
    for (const role of words(values, 'role')) roles.push({ id: yield* fromToken(keystone, 'roles', role) });
    const expires = text(values, 'expiration') === '' ? null : expirationOf(text(values, 'expiration'));
    const rules = text(values, 'access_rules') === '' ? null : accessRules(context, text(values, 'access_rules'));
    return withRoleNames(yield* keystone.create(applicationCredentialsOf(yield* keystone.userId()), {
      name: given(values, 'name'), secret: given(values, 'secret'), description: given(values, 'description'), expires_at: expires,
      roles: roles.length === 0 ? null : roles, unrestricted: isSet(values, 'unrestricted') && !isSet(values, 'restricted'), access_rules: rules,
    }));
  },

  *'application credential delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    const kind = applicationCredentialsOf(yield* keystone.userId());
    return yield* forEach(context, {
      names: words(values, 'application_credential'), fails: 'application credentials failed to delete',
      says: (name, error) => `Failed to delete application credential with name or ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(kind, idOf(yield* findResource(keystone, kind, name)));
      },
    });
  },

  *'application credential list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const name = text(values, 'user');
    const user = name === '' ? yield* keystone.userId() : idOf(yield* findUser(keystone, name, text(values, 'user_domain')));
    return listed(yield* keystone.list(applicationCredentialsOf(user)), ['ID', 'Name', 'Project ID', 'Description', 'Expires At']);
  },

  *'application credential show'(context, values) {
    const keystone = yield* Keystone.of(context);
    const kind = applicationCredentialsOf(yield* keystone.userId());
    return withRoleNames(yield* findResource(keystone, kind, text(values, 'application_credential')));
  },
};

/** Its fields, the roles by name. */
export function withRoleNames(info: Info): Outcome {
  const roles = info['roles'] as readonly Info[] | undefined;
  if (roles === undefined) throw new ClientError(repr('roles'), KEY_ERROR);
  return shownLoosely(info, { roles: roles.map((role) => role['name'] as string).join(' ') });
}

/** JSON, or the name of a file of JSON. */
function accessRules({ sys }: Context, given: string): Json {
  try {
    return parseJson(given);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
  }
  try {
    return parseJson(sys.readFile(given));
  } catch (error) {
    if (error instanceof JsonError) throw new ClientError(error.message, 'json.decoder.JSONDecodeError');
    if (!(error instanceof SysError)) throw error;
    throw new ClientError('Access rules is not valid JSON string or file does not exist.');
  }
}
