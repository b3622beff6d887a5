import { expect, test } from 'vitest';
import { runOpenstack } from './fake-cloud.testing.ts';

const THINGS = {
  'GET /roles/r': { role: { id: 'r', name: 'member' } }, 'GET /users/u': { user: { id: 'u', name: 'bob' } }, 'GET /groups/g': { group: { id: 'g', name: 'ops' } },
  'GET /projects/p': { project: { id: 'p', name: 'web' } }, 'GET /domains/d': { domain: { id: 'd', name: 'acme' } },
};

test.each([
  ['role add --project p --user u r', 'PUT /projects/p/users/u/roles/r'],
  ['role add --domain d --group g r', 'PUT /domains/d/groups/g/roles/r'],
  ['role add --system all --user u r', 'PUT /system/users/u/roles/r'],
  ['role add --domain d --user u --inherited r', 'PUT /OS-INHERIT/domains/d/users/u/roles/r/inherited_to_projects'],
  ['role remove --project p --group g r', 'DELETE /projects/p/groups/g/roles/r'],
])('%s asks %s', (line, last) => {
  const { asked, exit, stderr } = runOpenstack(line.split(' '), { ...THINGS, [last]: null });
  expect({ last: asked.at(-1), exit, stderr }).toEqual({ last, exit: 0, stderr: '' });
});

test('the order: role, actor, target', () => {
  const { asked } = runOpenstack('role add --project p --user u r'.split(' '), THINGS);
  expect(asked.slice(0, 3)).toEqual(['GET /roles/r', 'GET /users/u', 'GET /projects/p']);
});

test('a role is removed from a user who is no more', () => {
  const answers = { ...THINGS, 'GET /users?name=gone': { users: [] }, 'DELETE /projects/p/users/gone/roles/r': null };
  expect(runOpenstack('role remove --project p --user gone r'.split(' '), answers).exit).toBe(0);
});

test.each([
  ['role add r', 'Role not added, incorrect set of arguments provided. See openstack --help for more details\n'],
  ['role remove r', 'Incorrect set of arguments provided. See openstack --help for more details\n'],
  ['role add --user u r', 'Must specify either system, domain, or project\n'],
  ['role add --project p r', 'Must specify either system, domain, or project\n'],
  ['role add --user u --system al r', "Only a system scope of 'all' is currently supported\n"],
])('%s fails', (line, stderr) => {
  const outcome = runOpenstack(line.split(' '), THINGS);
  expect({ stderr: outcome.stderr, exit: outcome.exit }).toEqual({ stderr, exit: 1 });
});

test('assignments with names', () => {
  const domain = { id: 'd', name: 'acme' };
  const role_assignments = [
    { role: { id: 'r', name: 'member' }, user: { id: 'u', name: 'bob', domain }, scope: { project: { id: 'p', name: 'web', domain } } },
    { role: { id: 'r', name: 'member' }, group: { id: 'g', name: 'ops', domain }, scope: { domain, 'OS-INHERIT:inherited_to': 'projects' } },
    { role: { id: 'r', name: 'member' }, user: { id: 'u', name: 'bob', domain }, scope: { system: { all: true } } },
  ];
  const answers = { 'GET /role_assignments?include_names=True': { role_assignments }, 'GET /role_assignments': { role_assignments } };
  expect(runOpenstack('role assignment list --names -f csv --quote none'.split(' '), answers).stdout).toBe([
    'Role,User,Group,Project,Domain,System,Inherited', 'member,bob@acme,,web@acme,,,False', 'member,,ops@acme,,acme,,True', 'member,bob@acme,,,,all,False', '',
  ].join('\n'));
  expect(runOpenstack('role assignment list -f value'.split(' '), answers).stdout).toBe('r u  p   False\nr  g  d  True\nr u    all False\n');
});

test('an implied role that does not exist is sent as None', () => {
  const { asked } = runOpenstack('implied role create member --implied-role nope'.split(' '), { 'GET /roles': { roles: [{ id: 'r', name: 'member' }] } });
  expect(asked).toEqual(['GET /roles', 'PUT /roles/r/implies/None']);
});
