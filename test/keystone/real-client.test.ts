// Debian's real `openstack` against `handstack serve`, beside the lab's own in the same world: both must print the same.
// Skipped where the real client is not installed.
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type Gateway } from '../../bin/gateway.ts';
import { labIn } from '../../bin/scenes.ts';
import { Runner } from '../../src/sim/runner.ts';

const hasClient = spawnSync('openstack', ['--version']).status === 0;
/** Five digits: addresses are then as long as those in the lab, and tables as wide. */
const BASE = 20_000 + (process.pid % 300) * 100;
const OUTSIDE = `http://127.0.0.1:${BASE + 5000}`;
const ENV = {
  OS_USERNAME: 'admin', OS_PASSWORD: 'ADMIN_PASS', OS_PROJECT_NAME: 'admin', OS_USER_DOMAIN_NAME: 'Default', OS_PROJECT_DOMAIN_NAME: 'Default',
  OS_IDENTITY_API_VERSION: '3',
};

/** What makes and changes things: each client with a name of its own in the place of WHO. */
const CHANGES = [
  'domain create --description "An Example Domain" example-WHO',
  'project create --domain default --description "Service Project" service-WHO',
  'user create --domain default --password DEMO_PASS user-WHO',
  'role create role-WHO',
  'role add --project service-WHO --user user-WHO role-WHO',
  'user create --domain default --password DEMO_PASS user-WHO',
  'role assignment list --user user-WHO --names',
  'service create --name glance-WHO --description "OpenStack Image" image',
  'endpoint create --region RegionOne glance-WHO public http://controller:9292',
  'group create --description "A group" group-WHO',
  'user set --email somebody@example.org user-WHO',
  'user show user-WHO -f json',
  'project show nobody-WHO',
  'role delete role-WHO',
];

/** What only looks. */
const QUESTIONS = [
  'token issue', 'user list', 'project list --long', 'role list', 'service list --long', 'endpoint list', 'endpoint list --service keystone -f csv', 'catalog list',
  'catalog show keystone', 'domain list', 'group list', 'role assignment list --names', 'region list', 'user show admin',
];

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | null;
}

const CLIENT = fileURLToPath(new URL('real-client.py', import.meta.url));
let gateway: Gateway | null = null;
let runner: Runner;
/** The real client, loaded once for all commands. */
let client: ChildProcessWithoutNullStreams;
let answers: AsyncIterator<string>;

beforeAll(async () => {
  if (!hasClient) return;
  const { world } = await labIn('recorded/keystone', 1, Date.now());
  runner = new Runner(world);
  gateway = await openGateway(world, BASE);
  client = spawn('/usr/bin/python3', [CLIENT], { env: { ...process.env, ...ENV, OS_AUTH_URL: `${OUTSIDE}/v3`, COLUMNS: '' } });
  client.stderr.pipe(process.stderr);
  answers = createInterface(client.stdout)[Symbol.asyncIterator]();
}, 60_000);

afterAll(async () => {
  if (!hasClient) return;
  client.stdin.end();
  await gateway?.close();
});

async function real(command: string): Promise<Printed> {
  client.stdin.write(`${command}\n`);
  const answer = await answers.next();
  return JSON.parse(answer.value as string) as Printed;
}

const own = async (command: string): Promise<Printed> =>
  runner.run('controller', `openstack ${command}`, { env: { ...ENV, OS_AUTH_URL: 'http://controller:5000/v3' } });

/** Identities, tokens and times are of the moment; addresses and names are each client's own. */
function plain({ stdout, stderr, exit }: Printed): Printed {
  const same = (text: string): string => text.replaceAll(OUTSIDE, 'http://controller:5000').replaceAll('-real', '-labs')
    .replace(/gAAAA[\w-]+=*/g, (token) => 'T'.repeat(token.length)).replace(/req-[0-9a-f-]{36}/g, 'REQ').replace(/\b[0-9a-f]{32}\b/g, (id) => 'I'.repeat(id.length))
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000/g, (time) => '0'.repeat(time.length));
  return { stdout: same(stdout), stderr: same(stderr), exit };
}

/** Lists come in the order of their identities, which both clients see alike: they are compared with the identities. */
const exact = ({ stdout, stderr, exit }: Printed): Printed => ({
  stdout: stdout.replaceAll(OUTSIDE, 'http://controller:5000').replace(/gAAAA[\w-]+=*/g, (token) => 'T'.repeat(token.length)).replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000/g, 'TIME'),
  stderr, exit,
});

test.skipIf(!hasClient)('what the real client makes, it prints as the lab\'s own', async () => {
  for (const command of CHANGES) {
    const theirs = plain(await real(command.replaceAll('WHO', 'real')));
    const ours = plain(await own(command.replaceAll('WHO', 'labs')));
    expect({ command, ...theirs }).toEqual({ command, ...ours });
  }
}, 300_000);

test.skipIf(!hasClient)('what the real client asks, it prints as the lab\'s own', async () => {
  for (const command of QUESTIONS) {
    const theirs = exact(await real(command));
    const ours = exact(await own(command));
    expect({ command, ...theirs }).toEqual({ command, ...ours });
  }
}, 300_000);
