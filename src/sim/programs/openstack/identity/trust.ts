import type { Routine } from '../../../host/program.ts';
import { isSet, text, words, type CommandTable, type Outcome } from '../command.ts';
import { withRoleNames } from './application-credential.ts';
import { findProject, findResource, findUser, idOf } from './find.ts';
import { Keystone, isStatus, type Info } from './keystone.ts';
import { ROLES, TRUSTS } from './kinds.ts';
import { forEach, listed } from './shared.ts';
import { expirationOf } from './time.ts';

/** openstack trust create, delete, list, show. */
export const trustCommands: CommandTable = {
  *'trust create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const trustor = idOf(yield* findUser(keystone, text(values, 'trustor'), text(values, 'trustor_domain')));
    const trustee = idOf(yield* findUser(keystone, text(values, 'trustee'), text(values, 'trustee_domain')));
    const project = idOf(yield* findProject(keystone, text(values, 'project'), text(values, 'project_domain')));
    const roles: Info[] = [];
    for (const role of words(values, 'role')) roles.push({ id: yield* roleId(keystone, role) });
    const expires = text(values, 'expiration') === '' ? null : expirationOf(text(values, 'expiration'));
    return showTrust(yield* keystone.create(TRUSTS, {
      expires_at: expires, impersonation: isSet(values, 'impersonate'), project_id: project, roles: roles.length === 0 ? null : roles,
      trustee_user_id: trustee, trustor_user_id: trustor,
    }));
  },

  *'trust delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    return yield* forEach(context, {
      names: words(values, 'trust'), fails: 'trusts failed to delete',
      says: (name, error) => `Failed to delete trust with name or ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(TRUSTS, idOf(yield* findResource(keystone, TRUSTS, name)));
      },
    });
  },

  *'trust list'(context) {
    const trusts = yield* (yield* Keystone.of(context)).list(TRUSTS);
    return listed(trusts, ['ID', 'Expires At', 'Impersonation', 'Project ID', 'Trustee User ID', 'Trustor User ID']);
  },

  *'trust show'(context, values) {
    return showTrust(yield* findResource(yield* Keystone.of(context), TRUSTS, text(values, 'trust')));
  },
};

function showTrust({ roles_links: _links, ...rest }: Info): Outcome {
  return withRoleNames(rest);
}

function* roleId(keystone: Keystone, name: string): Routine<string> {
  try {
    return idOf(yield* findResource(keystone, ROLES, name));
  } catch (error) {
    if (isStatus(error, 403)) return name;
    throw error;
  }
}
