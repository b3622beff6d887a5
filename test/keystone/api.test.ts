// The Identity API remembers nothing: what it answers follows from its tables, its key files and its configuration.
import { beforeAll, expect, test } from 'vitest';
import { labIn } from '../../bin/scenes.ts';
import { Runner } from '../../src/sim/runner.ts';
import { ADMIN_SCOPE, ask, type Asked, installCaller, login } from '../../src/sim/services/keystone/api/api.testing.ts';

let lab: Runner;
let admin = '';

beforeAll(async () => {
  lab = new Runner((await labIn('recorded/keystone-setup')).world);
  installCaller(lab);
  admin = await login(lab, 'admin', 'ADMIN_PASS', ADMIN_SCOPE);
}, 60_000);

/** Status and body of a request with a token. */
async function send(method: string, target: string, body?: unknown, token = admin, headers: Asked['headers'] = {}): Promise<{ status: number; body: any; text: string }> { // eslint-disable-line @typescript-eslint/no-explicit-any
  const response = await ask(lab, { method, target, headers: { 'x-auth-token': token, ...headers }, ...body === undefined ? {} : { body } });
  const isJson = response.headers.some(([name, value]) => name === 'Content-Type' && value === 'application/json');
  return { status: response.status, body: isJson && response.body !== '' ? JSON.parse(response.body) : null, text: response.body };
}

const sql = async (statement: string): Promise<void> => {
  expect(await lab.run('controller', `mysql keystone -e "${statement}"`)).toMatchObject({ exit: 0, stderr: '' });
};
const aSecond = (): Promise<unknown> => lab.run('controller', 'sleep 1.1');

/** A new user with a role on a new project; their token for it. */
async function newMember(name: string, role = 'member'): Promise<{ user: string; project: string; roleId: string; token: string }> {
  const user: string = (await send('POST', '/v3/users', { user: { name, domain_id: 'default', password: 'pw' } })).body.user.id;
  const project: string = (await send('POST', '/v3/projects', { project: { name: `${name}-project`, domain_id: 'default' } })).body.project.id;
  const roleId: string = (await send('GET', `/v3/roles?name=${role}`)).body.roles[0].id;
  expect((await send('PUT', `/v3/projects/${project}/users/${user}/roles/${roleId}`)).status).toBe(204);
  await aSecond();
  return { user, project, roleId, token: await login(lab, name, 'pw', { project: { id: project } }) };
}

const own = (user: string, token: string): Promise<{ status: number }> => send('GET', `/v3/users/${user}`, undefined, token);

test('a row that is deleted is gone at the next request', async () => {
  await send('POST', '/v3/regions', { region: { id: 'Gone' } });
  expect((await send('GET', '/v3/regions/Gone')).status).toBe(200);
  await sql("DELETE FROM region WHERE id = 'Gone'");
  expect(await send('GET', '/v3/regions/Gone')).toMatchObject({ status: 404, body: { error: { code: 404, message: 'Could not find region: Gone.', title: 'Not Found' } } });
});

test('a token ends with the role, with the project, with the user', async () => {
  const { user, project, roleId, token } = await newMember('ann');
  expect((await own(user, token)).status).toBe(200);
  await send('DELETE', `/v3/projects/${project}/users/${user}/roles/${roleId}`);
  expect((await own(user, token)).status).toBe(401);
  await send('PUT', `/v3/projects/${project}/users/${user}/roles/${roleId}`);
  expect((await own(user, token)).status).toBe(200);
  await send('PATCH', `/v3/projects/${project}`, { project: { enabled: false } });
  expect(await send('GET', '/v3/users', undefined, token)).toMatchObject({
    status: 404, text: `{"error": {"code": 404, "title": "Not Found", "message": "Unable to validate token because project ${project} is disabled"}}`,
  });
  await send('PATCH', `/v3/projects/${project}`, { project: { enabled: true } });
  await send('PATCH', `/v3/users/${user}`, { user: { enabled: false } });
  await send('PATCH', `/v3/users/${user}`, { user: { enabled: true } });
  expect((await own(user, token)).status).toBe(401);
});

test('a new password ends the tokens made before it, and only those', async () => {
  const { user, token } = await newMember('bob');
  await aSecond();
  expect((await send('POST', `/v3/users/${user}/password`, { user: { original_password: 'pw', password: 'new' } }, token)).status).toBe(204);
  expect((await own(user, token)).status).toBe(401);
  await aSecond();
  expect((await own(user, await login(lab, 'bob', 'new'))).status).toBe(200);
  await expect(login(lab, 'bob', 'pw')).rejects.toThrow('requires authentication');
  await sql('DELETE FROM revocation_event');
  expect((await own(user, token)).status).toBe(200);
});

test('a revoked token is one no more', async () => {
  const token = await login(lab, 'admin', 'ADMIN_PASS', ADMIN_SCOPE);
  expect((await send('DELETE', '/v3/auth/tokens', undefined, admin, { 'x-subject-token': token })).status).toBe(204);
  expect((await send('GET', '/v3/users', undefined, token)).status).toBe(401);
  expect(await send('GET', '/v3/auth/tokens', undefined, admin, { 'x-subject-token': token })).toMatchObject({ status: 404, body: { error: { message: 'Failed to validate token' } } });
});

test('roles come by groups, by inheritance and by what roles imply', async () => {
  const { user, project } = await newMember('cid', 'reader');
  const group: string = (await send('POST', '/v3/groups', { group: { name: 'crew', domain_id: 'default' } })).body.group.id;
  const adminRole: string = (await send('GET', '/v3/roles?name=admin')).body.roles[0].id;
  await send('PUT', `/v3/groups/${group}/users/${user}`);
  await send('PUT', `/v3/OS-INHERIT/domains/default/groups/${group}/roles/${adminRole}/inherited_to_projects`);
  const { body } = await send('GET', `/v3/role_assignments?effective&include_names&user.id=${user}&scope.project.id=${project}`);
  const assignments = body.role_assignments as { role: { name: string }; links: Record<string, string> }[];
  const shown = assignments.map(({ role, links }) => [role.name, Object.keys(links)]);
  expect(shown).toEqual([
    ['reader', ['assignment']], ['admin', ['membership', 'assignment']], ['member', ['membership', 'assignment', 'prior_role']], ['reader', ['membership', 'assignment', 'prior_role']],
  ]);
  const token = await login(lab, 'cid', 'pw', { project: { id: project } });
  expect((await send('GET', '/v3/users', undefined, token)).status).toBe(200);
  await send('DELETE', `/v3/groups/${group}`);
  await aSecond();
  expect((await send('GET', '/v3/users', undefined, await login(lab, 'cid', 'pw', { project: { id: project } }))).status).toBe(403);
});

test('an application credential opens what its rules name, until it is deleted', async () => {
  const { user, token } = await newMember('dan');
  const { body } = await send('POST', `/v3/users/${user}/application_credentials`, { application_credential: { name: 'robot', secret: 's', access_rules: [{ service: 'identity', method: 'GET', path: `/v3/users/${user}` }] } }, token);
  const { id } = body.application_credential;
  const identity = { methods: ['application_credential'], application_credential: { id, secret: 's' } };
  const response = await ask(lab, { method: 'POST', target: '/v3/auth/tokens', body: { auth: { identity } } });
  const robot = response.headers.find(([name]) => name === 'X-Subject-Token')?.[1] ?? '';
  expect(JSON.parse(response.body).token.application_credential).toMatchObject({ id, name: 'robot', restricted: true });
  expect((await own(user, robot)).status).toBe(200);
  expect((await send('GET', `/v3/users/${user}/projects`, undefined, robot)).status).toBe(401);
  await send('DELETE', `/v3/users/${user}/application_credentials/${id}`, undefined, token);
  expect((await own(user, robot)).status).toBe(404);
});

test('what is configured counts at once: list limit, lockout, policy', async () => {
  const conf = '/etc/keystone/keystone.conf';
  await lab.run('controller', `cp -p ${conf} /tmp/kept; printf '[identity]\\nlist_limit = 1\\n[security_compliance]\\nlockout_failure_attempts = 2\\n' >> ${conf}; printf '"identity:list_regions": "!"\\n' > /etc/keystone/policy.yaml`);
  const users = (await send('GET', '/v3/users')).body;
  expect([users.users.length, users.truncated]).toEqual([1, true]);
  expect(await send('GET', '/v3/regions')).toMatchObject({ status: 403, body: { error: { message: 'You are not authorized to perform the requested action: identity:list_regions.' } } });
  await send('POST', '/v3/users', { user: { name: 'eve', domain_id: 'default', password: 'pw' } });
  for (const guess of ['a', 'b', 'pw']) await expect(login(lab, 'eve', guess)).rejects.toThrow(guess === 'pw' ? 'The account is locked for user' : 'requires authentication');
  await lab.run('controller', `cp -p /tmp/kept ${conf}; rm /etc/keystone/policy.yaml`);
  await expect(login(lab, 'eve', 'pw')).resolves.toMatch(/^gAAAA/);
});

test('secrets of credentials are encrypted in the table', async () => {
  const user: string = (await send('GET', '/v3/users?name=admin')).body.users[0].id;
  const { body } = await send('POST', '/v3/credentials', { credential: { type: 'cert', blob: 'open sesame', user_id: user } });
  expect((await send('GET', `/v3/credentials/${body.credential.id}`)).body.credential.blob).toBe('open sesame');
  const { stdout } = await lab.run('controller', 'mysql -N keystone -e "SELECT encrypted_blob, key_hash FROM credential"');
  expect(stdout).toMatch(/^gAAAA\S+\t[0-9a-f]{40}\n$/);
});

test('without keys no token is one, and none is made', async () => {
  await lab.run('controller', 'mv /etc/keystone/fernet-keys /etc/keystone/away; mkdir /etc/keystone/fernet-keys');
  expect(await send('GET', '/v3/users')).toMatchObject({ status: 500, body: { error: { code: 500, title: 'Internal Server Error', message: 'An unexpected error prevented the server from fulfilling your request.' } } });
  await lab.run('controller', 'rmdir /etc/keystone/fernet-keys; mv /etc/keystone/away /etc/keystone/fernet-keys');
  expect((await send('GET', '/v3/users')).status).toBe(200);
});
