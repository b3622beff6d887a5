// keystonemiddleware's auth_token in front of a tiny service, against keystone and memcached of the lab.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import { labIn } from '../../bin/scenes.ts';
import type { Process } from '../../src/sim/host/process.ts';
import type { Routine } from '../../src/sim/host/program.ts';
import type { Sys } from '../../src/sim/host/sys.ts';
import { antelope } from '../../src/sim/plans.ts';
import { Runner } from '../../src/sim/runner.ts';
import { World } from '../../src/sim/world.ts';
import { putFile } from '../../src/sim/world.testing.ts';
import { AuthToken, type AuthMemory, type Verdict } from '../../src/sim/services/oslo/auth-token.ts';
import { Config, type OptionSpec } from '../../src/sim/services/oslo/config.ts';
import { Log } from '../../src/sim/services/oslo/log.ts';
import authOptions from '../../src/sim/services/oslo/options/keystonemiddleware-auth-token.json';
import logOptions from '../../src/sim/services/oslo/options/oslo-log.json';

/** What the plug-in for passwords registers besides. */
const PLUGIN = ['auth_url', 'username', 'password', 'project_name', 'user_domain_name', 'project_domain_name', 'user_domain_id', 'project_domain_id']
  .map((name): OptionSpec => ({ section: 'keystone_authtoken', name, type: 'String', default: null }));
const OPTIONS = [...authOptions, ...logOptions, ...PLUGIN] as readonly OptionSpec[];

const CONF = `[DEFAULT]
log_file = /tmp/tiny.log

[keystone_authtoken]
www_authenticate_uri = http://controller:5000
auth_url = http://controller:5000
memcached_servers = controller:11211
auth_type = password
project_domain_name = Default
user_domain_name = Default
project_name = admin
username = admin
password = ADMIN_PASS
`;

let start: string;
let lab: Runner;

beforeAll(async () => {
  start = JSON.stringify((await labIn('recorded/keystone')).world.toJSON());
}, 120_000);

beforeEach(async () => {
  lab = new Runner(await World.fromJSON(antelope(), JSON.parse(start) as Json));
  putFile(lab, 'controller', '/etc/tiny.conf', CONF);
});

/** Runs a piece of a service as a process of the host. */
async function inProcess<T>(work: (sys: Sys) => Routine<T>): Promise<T> {
  const { kernel } = lab.world.host('controller');
  const results: T[] = [];
  kernel.sysOf(kernel.processes.get(1) as Process).fork(function* (sys) {
    results.push(yield* work(sys));
    return 0;
  });
  await lab.world.runUntil(() => results.length > 0, 600_000);
  return results[0] as T;
}

/** A tiny service: asked with this token, says who that is. */
const askWith = (token: string | null, memory: AuthMemory = { own: null }, accept = 'application/json'): Promise<{ verdict: Verdict; memory: AuthMemory }> => inProcess(function* (sys) {
  const config = Config.load(sys, OPTIONS, { project: 'tiny', program: 'tiny', files: ['/etc/tiny.conf'] });
  const middleware = new AuthToken(sys, config, Log.setup(sys, config, 'tiny'), 'tiny/1.0', memory);
  const verdict = yield* middleware.process({
    protocol: 'http', kind: 'request', method: 'GET', target: '/', body: '', headers: { accept, ...(token === null ? {} : { 'x-auth-token': token }) },
  });
  return { verdict, memory: middleware.memory };
});

const sh = async (command: string): Promise<string> => (await lab.run('controller', command)).stdout;
const newToken = (): Promise<string> => sh('. /root/admin-openrc; openstack token issue -f value -c id').then((text) => text.trim());
const logLines = async (): Promise<string[]> => (await sh('cat /tmp/tiny.log')).replaceAll(/^\S+ \S+ \d+ /gm, '').replaceAll(/req-[\da-f-]{36}/g, 'REQ').trimEnd().split('\n');
const access = async (): Promise<string[]> => [...(await sh('cat /var/log/httpd/keystone_access.log')).matchAll(/"(\w+ \S+) HTTP\/1.1" (\d+)/g)].map(([, what, status]) => `${what ?? ''} ${status ?? ''}`);

test('a good token: keystone is asked once, then memcached', async () => {
  const token = await newToken();
  const before = (await access()).length;
  const first = await askWith(token);
  expect(first.verdict).toMatchObject({ kind: 'passed', headers: { 'x-user-name': 'admin', 'x-project-name': 'admin', 'x-roles': expect.stringContaining('admin') as string } });
  expect((await access()).slice(before)).toEqual(['GET / 300', 'POST /v3/auth/tokens 201', 'GET /v3/auth/tokens 200']);
  expect((await askWith(token, first.memory)).verdict.kind).toBe('passed');
  expect((await access()).length).toBe(before + 3);
});

test('memcached down: every request asks keystone, and nobody notices', async () => {
  await sh('systemctl stop memcached');
  const token = await newToken();
  const first = await askWith(token);
  const before = (await access()).length;
  expect((await askWith(token, first.memory)).verdict.kind).toBe('passed');
  expect((await access()).slice(before)).toEqual(['GET /v3/auth/tokens 200']);
});

test('no token, or one that keystone does not know: 401', async () => {
  const { verdict } = await askWith(null);
  expect(verdict.kind === 'refused' && verdict.response).toMatchObject({ status: 401, headers: expect.arrayContaining([['Www-Authenticate', 'Keystone uri="http://controller:5000"']]) as unknown[] });
  expect((await askWith('gAAAAABnothing')).verdict).toMatchObject({ kind: 'refused', response: { status: 401 } });
  expect(await logLines()).toContain('WARNING keystonemiddleware.auth_token [-] Authorization failed for token: keystonemiddleware.auth_token._exceptions.InvalidToken: Token authorization failed');
});

test('a wrong password of the service: 503, told as recorded', async () => {
  const token = await newToken();
  putFile(lab, 'controller', '/etc/tiny.conf', CONF.replace('ADMIN_PASS', 'WRONG'));
  const { verdict } = await askWith(token);
  expect(verdict.kind === 'refused' && verdict.response.body).toBe('{"message": "The server is currently unavailable. Please try again at a later time.<br /><br />\\n'
    + 'The Keystone service is temporarily unavailable.\\n\\n", "code": "503 Service Unavailable", "title": "Service Unavailable"}');
  const identity = 'WARNING keystonemiddleware.auth_token [-] Identity response: {"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}';
  const summary = ': keystoneauth1.exceptions.http.Unauthorized: The request you have made requires authentication. (HTTP 401) (Request-ID: REQ)';
  expect(await logLines()).toEqual([
    identity, summary, identity, summary,
    'CRITICAL keystonemiddleware.auth_token [-] Unable to validate token: Identity server rejected authorization necessary to fetch token data: '
    + 'keystonemiddleware.auth_token._exceptions.ServiceError: Identity server rejected authorization necessary to fetch token data',
  ]);
});

test('keystone down: 503', async () => {
  await sh('systemctl stop httpd');
  expect((await askWith('gAAAAABnothing', { own: null }, 'text/html')).verdict).toMatchObject({ kind: 'refused', response: { status: 503, body: expect.stringContaining('<h1>503 Service Unavailable</h1>') as string } });
  expect((await logLines()).at(-1)).toMatch(/^CRITICAL keystonemiddleware\.auth_token \[-\] Unable to validate token: Could not find versioned identity endpoints when attempting to authenticate\./);
});
