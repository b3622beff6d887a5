import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import type { Values } from '../argparse/parse.ts';
import { isSet, text, type CommandTable, type Context } from '../command.ts';
import type { Cell } from '../cliff/values.ts';
import { domainId, findDomain, findGroup, findProject, findResource, findUser, fromToken, idOf } from './find.ts';
import { INVALID, Keystone, type Info } from './keystone.ts';
import { ASSIGNMENTS, ROLES } from './kinds.ts';
import type { Query } from './query.ts';

const COLUMNS = ['Role', 'User', 'Group', 'Project', 'Domain', 'System', 'Inherited'];

/** openstack role assignment list. */
export const roleAssignmentCommands: CommandTable = {
  *'role assignment list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const filter = yield* filterOf(keystone, context, values);
    const assignments = yield* keystone.list(ASSIGNMENTS, filter);
    return { kind: 'many', columns: COLUMNS, rows: assignments.map((assignment) => rowOf(assignment, isSet(values, 'names'))) };
  },
};

function* filterOf(keystone: Keystone, context: Context, values: Values): Routine<Query> {
  const roleDomain = yield* domainId(keystone, text(values, 'role_domain'));
  const role = text(values, 'role') === '' ? null : idOf(yield* findResource(keystone, ROLES, text(values, 'role'), { domain_id: roleDomain }));
  const user = yield* userOf(keystone, values);
  const system = text(values, 'system');
  const domain = text(values, 'domain') === '' ? null : idOf(yield* findDomain(keystone, text(values, 'domain')));
  const project = yield* projectOf(keystone, context, values);
  const group = text(values, 'group') === '' ? null : idOf(yield* findGroup(keystone, text(values, 'group'), text(values, 'group_domain')));
  checkOne({ user, group, domain, project, system });
  return {
    'user.id': user, 'group.id': group, 'scope.project.id': project, 'scope.domain.id': domain, 'scope.system': system === '' ? null : system,
    'role.id': role, effective: isSet(values, 'effective') ? true : null, include_names: isSet(values, 'names') ? true : null,
    'scope.OS-INHERIT:inherited_to': isSet(values, 'inherited') ? 'projects' : null,
  };
}

function* userOf(keystone: Keystone, values: Values): Routine<string | null> {
  if (text(values, 'user') !== '') return idOf(yield* findUser(keystone, text(values, 'user'), text(values, 'user_domain')));
  return isSet(values, 'authuser') ? idOf(yield* findUser(keystone, yield* keystone.userId())) : null;
}

function* projectOf(keystone: Keystone, context: Context, values: Values): Routine<string | null> {
  const name = text(values, 'project');
  if (name !== '') {
    const named = yield* fromToken(keystone, 'project', name);
    return idOf(yield* findProject(keystone, named, text(values, 'project_domain')));
  }
  if (!isSet(values, 'authproject')) return null;
  const project = (yield* context.session.access()).body['project'] as Info | undefined;
  if (project === undefined) throw new ClientError("'NoneType' object has no attribute 'isdigit'", 'builtins.AttributeError');
  return idOf(yield* findProject(keystone, idOf(project)));
}

/** What keystoneclient refuses to combine. */
function checkOne(by: { user: string | null; group: string | null; domain: string | null; project: string | null; system: string }): void {
  const { user, group, domain, project, system } = by;
  if (user !== null && group !== null) throw new ClientError('Specify either a user or group, not both', INVALID);
  if (domain !== null && project !== null) throw new ClientError('Specify either a domain or project, not both', INVALID);
  if (system !== '' && domain !== null) throw new ClientError('Specify either system or domain, not both', INVALID);
  if (system !== '' && project !== null) throw new ClientError('Specify either system or project, not both', INVALID);
  if (system !== '' && system !== 'all') throw new ClientError("Only a system scope of 'all' is currently supported", INVALID);
}

function rowOf(assignment: Info, hasNames: boolean): readonly Cell[] {
  const scope = assignment['scope'] as Info;
  const named = (thing: Info | undefined, isDomained: boolean): string => {
    if (thing === undefined) return '';
    if (!hasNames) return idOf(thing);
    return isDomained ? `${thing['name'] as string}@${(thing['domain'] as Info)['name'] as string}` : thing['name'] as string;
  };
  const part = (key: string): Info | undefined => assignment[key] as Info | undefined;
  const project = scope['project'] as Info | undefined;
  const domain = project === undefined ? scope['domain'] as Info | undefined : undefined;
  const isSystem = project === undefined && domain === undefined && 'system' in scope;
  return [
    named(part('role'), false), named(part('user'), true), part('user') === undefined ? named(part('group'), true) : '',
    named(project, true), named(domain, false), isSystem ? 'all' : '', scope['OS-INHERIT:inherited_to'] === 'projects',
  ];
}
