import { expect, test } from 'vitest';
import { COMMANDS } from '../commands.ts';
import { runOpenstack } from './fake-cloud.testing.ts';
import { identityCommands } from './index.ts';

test('every identity command is there, and none that does not exist', () => {
  const wanted = COMMANDS.filter(({ group }) => group === 'openstack.identity.v3').map(({ command }) => command);
  expect(Object.keys(identityCommands).sort()).toEqual([...wanted, 'project purge'].sort());
});

const PROVIDER = { id: 'idp', remote_ids: ['b', 'a'], description: null, enabled: true, domain_id: 'd', links: {} };
const LIMIT = { id: 'l', resource_name: 'cores', default_limit: 10, links: {} };
const FILES = { '/root/rules': ' [{"a": 1}] \n', '/root/bad': '{"a": }', 'rel': '{}' };

/** Commands whose requests or output are out of the ordinary: words, answers, what is asked, stdout, stderr. */
const CASES: readonly (readonly [string, Parameters<typeof runOpenstack>[1], readonly string[], string, string])[] = [
  ['token issue -f value', {}, [], '2026-11-20T10:00:00+0000\nTOKEN\np1\nu1\n', ''],
  ['token revoke abc', { 'DELETE /auth/tokens': null }, ['DELETE /auth/tokens'], '', ''],
  ['catalog show nova', {}, [], '\n', 'service nova not found\n\n'],
  ['catalog list -f json --noindent', {}, [], '[{"Name": "keystone", "Type": "identity", "Endpoints": [{"id": "e1", "interface": "public", '
    + '"region_id": "RegionOne", "region": "RegionOne", "url": "http://controller:5000/v3/"}]}]\n', ''],
  ['identity provider create --remote-id b --remote-id a idp -f value -c remote_ids', { 'PUT /OS-FEDERATION/identity_providers/idp': { identity_provider: PROVIDER } },
    ['PUT /OS-FEDERATION/identity_providers/idp {"identity_provider": {"remote_ids": ["b", "a"], "description": null, "domain_id": null, "enabled": true}}'],
    "['b', 'a']\n", ''],
  ['identity provider list --id x', {}, [], '', "list() got an unexpected keyword argument 'id'. To retrieve a single object using a globally unique "
    + 'identifier, try using get() instead.\n'],
  ['mapping create m --rules /root/rules -f value', { 'PUT /OS-FEDERATION/mappings/m': { mapping: { id: 'm', rules: [{ a: 1 }], links: {} } } },
    ['PUT /OS-FEDERATION/mappings/m {"mapping": {"rules": [{"a": 1}]}}'], "m\n[{'a': 1}]\n", ''],
  ['mapping create m --rules /root/bad', {}, [], '', 'An error occurred when reading rules from file /root/bad: Expecting value: line 1 column 7 (char 6)\n'],
  ['mapping create m --rules /root/none', {}, [], '', 'Error occurred trying to read from file /root/none\n'],
  ['registered limit delete l', {}, ['DELETE /registered_limits/l'], "<class 'keystoneauth1.exceptions.http.NotFound'>\n",
    "Failed to delete registered limit with ID 'l': Could not find it. (HTTP 404) (Request-ID: req-1)\n1 of 1 registered limits failed to delete.\n"],
  ['registered limit set l --default-limit 10 -f value', { 'PATCH /registered_limits/l': { registered_limit: LIMIT } },
    ['PATCH /registered_limits/l {"registered_limit": {"default_limit": 10}}'], '10\nl\ncores\n', ''],
  ['group contains user g u', { 'GET /users/u': { user: { id: 'u' } }, 'GET /groups/g': { group: { id: 'g' } } },
    ['GET /users/u', 'GET /groups/g', 'HEAD /groups/g/users/u'], '', 'u not in group g\n'],
  ['endpoint group set g', { 'GET /OS-EP-FILTER/endpoint_groups/g': { endpoint_group: { id: 'g' } }, 'PATCH /OS-EP-FILTER/endpoint_groups/g': { endpoint_group: {} } },
    ['GET /OS-EP-FILTER/endpoint_groups/g', 'PATCH /OS-EP-FILTER/endpoint_groups/g {"endpoint_group": {"description": ""}}'], '', ''],
  ['ec2 credentials create -f value', { 'POST /users/u1/credentials/OS-EC2': { credential: { access: 'a', secret: 's', tenant_id: 'p1', user_id: 'u1' } } },
    ['POST /users/u1/credentials/OS-EC2 {"tenant_id": "p1"}'], 'a\np1\ns\nu1\n', ''],
  ['application credential create ac --role admin --expiration 2031-01-01T00:00:00 -f value', {
    'POST /users/u1/application_credentials': { application_credential: { id: 'x', roles: [{ id: 'r1', name: 'admin' }, { id: 'r2', name: 'reader' }] } },
  }, ['GET /auth/tokens', 'POST /users/u1/application_credentials {"application_credential": {"name": "ac", "expires_at": "2031-01-01T00:00:00.000000Z", '
    + '"roles": [{"id": "r1"}], "unrestricted": false}}'], 'x\nadmin reader\n', ''],
];

test.each(CASES)('openstack %s', (line, answers, asked, stdout, stderr) => {
  const outcome = runOpenstack(line.split(' '), answers, { files: FILES });
  expect({ asked: outcome.asked, stdout: outcome.stdout, stderr: outcome.stderr }).toEqual({ asked, stdout, stderr });
});
