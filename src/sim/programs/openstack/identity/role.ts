import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import type { Values } from '../argparse/parse.ts';
import { NOTHING, isSet, text, words, type CommandTable } from '../command.ts';
import { domainId, findDomain, findGroup, findProject, findResource, findUser, idOf } from './find.ts';
import { INVALID, Keystone, type Info } from './keystone.ts';
import { ROLES } from './kinds.ts';
import { createOrFind, forEach, given, immutableOptions, listed, shown } from './shared.ts';

/** openstack role create, delete, list, set, show, add, remove. */
export const roleCommands: CommandTable = {
  *'role add'(context, values) {
    if (namesNobody(values)) throw new ClientError('Role not added, incorrect set of arguments provided. See openstack --help for more details');
    const keystone = yield* Keystone.of(context);
    const role = yield* roleOf(keystone, values, 'role_domain');
    yield* keystone.send('PUT', grantUrl(idOf(role), yield* grantOf(keystone, values, true)));
    return NOTHING;
  },

  *'role remove'(context, values) {
    if (namesNobody(values)) throw new ClientError('Incorrect set of arguments provided. See openstack --help for more details');
    const keystone = yield* Keystone.of(context);
    const role = yield* roleOf(keystone, values, 'role_domain');
    yield* keystone.send('DELETE', grantUrl(idOf(role), yield* grantOf(keystone, values, false)));
    return NOTHING;
  },

  *'role create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const domain = yield* domainId(keystone, text(values, 'domain'));
    const data = { name: text(values, 'name'), domain_id: domain, description: given(values, 'description'), options: immutableOptions(values) };
    return shown(yield* createOrFind(keystone, ROLES, values, data, { filter: { domain_id: domain } }));
  },

  *'role delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    const domain = yield* domainId(keystone, text(values, 'domain'));
    return yield* forEach(context, {
      names: words(values, 'roles'), fails: 'roles failed to delete',
      says: (name, error) => `Failed to delete role with name or ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(ROLES, idOf(yield* findResource(keystone, ROLES, name, { domain_id: domain })));
      },
    });
  },

  *'role list'(context, values) {
    const keystone = yield* Keystone.of(context);
    if (text(values, 'domain') === '') return listed(yield* keystone.list(ROLES), ['ID', 'Name']);
    const domain = yield* findDomain(keystone, text(values, 'domain'));
    const roles = yield* keystone.list(ROLES, { domain_id: idOf(domain) });
    return listed(roles.map((role): Info => ({ ...role, domain: domain['name'] ?? null })), ['ID', 'Name', 'Domain']);
  },

  *'role set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const role = yield* roleOf(keystone, values, 'domain');
    yield* keystone.update(ROLES, idOf(role), {
      name: given(values, 'name'), description: given(values, 'description'), options: immutableOptions(values),
    });
    return NOTHING;
  },

  *'role show'(context, values) {
    return shown(yield* roleOf(yield* Keystone.of(context), values, 'domain'));
  },
};

const namesNobody = (values: Values): boolean => ['user', 'domain', 'group', 'project'].every((dest) => text(values, dest) === '');

/** The role named; a domain that was not given counts as a filter all the same, so that no role is looked up by number. */
function* roleOf(keystone: Keystone, values: Values, domainDest: string): Routine<Info> {
  const domain = yield* domainId(keystone, text(values, domainDest));
  return yield* findResource(keystone, ROLES, text(values, 'role'), { domain_id: domain });
}

/** Who gets a role on what; empty text is "none". */
interface Grant {
  readonly user: string;
  readonly group: string;
  readonly system: string;
  readonly domain: string;
  readonly project: string;
  readonly isInherited: boolean;
}

/** Looks up actor and target. With less than one of each, nothing is looked up and `grantUrl` fails. */
function* grantOf(keystone: Keystone, values: Values, mustExist: boolean): Routine<Grant> {
  const none: Grant = { user: '', group: '', system: '', domain: '', project: '', isInherited: isSet(values, 'inherited') };
  const actorDest = ['user', 'group'].find((dest) => text(values, dest) !== '');
  const target = ['system', 'domain', 'project'].find((dest) => text(values, dest) !== '');
  if (actorDest === undefined || target === undefined) return none;
  const actor = { [actorDest]: yield* actorId(keystone, values, actorDest, mustExist) };
  if (target === 'system') return { ...none, ...actor, system: text(values, 'system') };
  if (target === 'domain') return { ...none, ...actor, domain: idOf(yield* findDomain(keystone, text(values, 'domain'))) };
  return { ...none, ...actor, project: idOf(yield* findProject(keystone, text(values, 'project'), text(values, 'project_domain'))) };
}

function* actorId(keystone: Keystone, values: Values, dest: string, mustExist: boolean): Routine<string> {
  const name = text(values, dest);
  const find = dest === 'user' ? findUser : findGroup;
  try {
    return idOf(yield* find(keystone, name, text(values, `${dest}_domain`)));
  } catch (error) {
    // A command error only: an answer of the API that says no is passed on.
    if (mustExist || !(error instanceof ClientError) || error.name !== 'ClientError') throw error;
    return name;
  }
}

function grantUrl(role: string, grant: Grant): string {
  if (grant.system === '' && grant.domain === '' && grant.project === '') throw new ClientError('Must specify either system, domain, or project', INVALID);
  if (grant.user === '' && grant.group === '') throw new ClientError('Must specify either a user or group', INVALID);
  if (grant.system !== '' && grant.system !== 'all') throw new ClientError("Only a system scope of 'all' is currently supported", INVALID);
  const target = grant.project !== '' ? `/projects/${grant.project}` : grant.domain !== '' ? `/domains/${grant.domain}` : '/system';
  const actor = grant.user !== '' ? `/users/${grant.user}` : `/groups/${grant.group}`;
  return `${grant.isInherited ? '/OS-INHERIT' : ''}${target}${actor}/roles/${role}${grant.isInherited ? '/inherited_to_projects' : ''}`;
}
