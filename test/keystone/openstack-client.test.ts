// The openstack client in the lab: where its settings come from, its own prompt, what it asks of keystone.
import { beforeAll, describe, expect, test } from 'vitest';
import { labIn } from '../../bin/scenes.ts';
import { Runner, type RunOptions, type RunResult } from '../../src/sim/runner.ts';
import type { SimLab } from '../../src/sim/sim-lab.ts';

let lab: SimLab;
let runner: Runner;

beforeAll(async () => {
  lab = await labIn('recorded/keystone');
  runner = new Runner(lab.world);
}, 60_000);

const run = (command: string, options: RunOptions = {}): Promise<RunResult> => runner.run('controller', command, options);
const admin = (command: string, options: RunOptions = {}): Promise<RunResult> => run(`. /root/admin-openrc; ${command}`, options);

const CLOUDS = `clouds:
  lab:
    auth:
      auth_url: http://controller:5000
      username: admin
      project_name: admin
      user_domain_name: Default
      project_domain_name: Default
    region_name: RegionOne
`;

describe('clouds.yaml', () => {
  test('is found in the working directory, ~/.config/openstack and /etc/openstack; secure.yaml adds to it', async () => {
    await run(`mkdir -p /root/.config/openstack; cat > /root/.config/openstack/clouds.yaml <<'EOF'\n${CLOUDS}EOF`);
    await run('printf "clouds:\\n  lab:\\n    auth:\\n      password: ADMIN_PASS\\n" > /root/.config/openstack/secure.yaml');
    expect(await run('openstack --os-cloud lab project list -f value -c Name')).toEqual({ stdout: 'admin\n', stderr: '', exit: 0 });
    expect(await run('OS_CLOUD=lab openstack project list -f value -c Name')).toMatchObject({ stdout: 'admin\n' });
    await run('rm /root/.config/openstack/secure.yaml');
    expect(await run('openstack --os-cloud lab user list'))
      .toEqual({ stdout: '', stderr: 'No password entered, or found via --os-password or OS_PASSWORD\n', exit: 1 });
  });

  test('errors name the cloud, the region and the place in the file', async () => {
    expect(await run('openstack --os-cloud other user list')).toMatchObject({ stderr: 'Cloud other was not found.\n', exit: 1 });
    expect(await run('openstack --os-cloud lab --os-region-name RegionTwo user list')).toMatchObject({
      stderr: 'Region RegionTwo is not a valid region name for cloud lab. Valid choices are RegionOne. Please note that region names are case sensitive.\n', exit: 1,
    });
    const broken = async (text: string): Promise<string> => (await run(`cd /tmp; printf '${text}' > clouds.yaml; openstack --os-cloud m user list; rm clouds.yaml`)).stderr;
    expect(await broken('clouds:\\n  m:\\n   auth: x: y\\n')).toBe('mapping values are not allowed here\n  in "/tmp/clouds.yaml", line 3, column 11\n');
    expect(await broken('clouds:\\n  m:\\n   auth:\\n\\tx: 1\\n'))
      .toBe("while scanning for the next token\nfound character '\\t' that cannot start any token\n  in \"/tmp/clouds.yaml\", line 4, column 1\n");
    expect(await broken('clouds:\\n  m:\\n   auth:\\n     a: "1\\n'))
      .toBe('while scanning a quoted scalar\n  in "/tmp/clouds.yaml", line 4, column 9\nfound unexpected end of stream\n  in "/tmp/clouds.yaml", line 5, column 1\n');
  });
});

describe('what it asks of keystone', () => {
  const requests = async (command: string): Promise<string[]> => {
    await run(': > /var/log/httpd/keystone_access.log');
    await admin(command);
    return (await run(`awk -F '"' '{print $2, $3}' /var/log/httpd/keystone_access.log`)).stdout.trimEnd().split('\n').map((line) => line.replace(/ +\d+ *$/, ''));
  };

  test('versions, a token, then the list', async () => {
    expect(await requests('openstack user list')).toEqual(['GET /v3 HTTP/1.1  200', 'POST /v3/auth/tokens HTTP/1.1  201', 'GET /v3/users HTTP/1.1  200']);
    expect(await requests('OS_AUTH_URL=http://controller:5000 openstack user list'))
      .toEqual(['GET / HTTP/1.1  300', 'POST /v3/auth/tokens HTTP/1.1  201', 'GET /v3/users HTTP/1.1  200']);
  });

  test('a catalogue without /v3 costs a look at its versions', async () => {
    await run('mysql keystone -e "UPDATE endpoint SET url = \'http://controller:5000\'"');
    expect(await requests('openstack user list'))
      .toEqual(['GET /v3 HTTP/1.1  200', 'POST /v3/auth/tokens HTTP/1.1  201', 'GET / HTTP/1.1  300', 'GET /v3/users HTTP/1.1  200']);
    await run('mysql keystone -e "UPDATE endpoint SET url = \'http://controller:5000/v3/\'"');
  });

  test('logs in before it looks at the arguments', async () => {
    expect(await admin('OS_PASSWORD=x openstack user create')).toMatchObject({ stderr: expect.stringContaining('(HTTP 401)') as string, exit: 1 });
    expect(await admin('openstack user create')).toMatchObject({ stderr: expect.stringContaining('the following arguments are required: <name>') as string, exit: 2 });
  });

  test('a service without endpoint, as each command says it', async () => {
    expect(await admin('openstack server list')).toMatchObject({ stderr: 'public endpoint for compute service not found\n', exit: 1 });
    expect(await admin('openstack image list')).toMatchObject({ stderr: 'public endpoint for image service not found\n', exit: 1 });
    expect(await admin('openstack network delete a b')).toMatchObject({
      stderr: "Failed to delete network with name or ID 'a': public endpoint for compute service not found\n"
        + "Failed to delete network with name or ID 'b': public endpoint for compute service not found\n2 of 2 networks failed to delete.\n", exit: 1,
    });
  });
});

describe('its own prompt', () => {
  test('from a pipe: quotes are lost, short names are not found twice, errors end nothing', async () => {
    const { stdout, stderr, exit } = await admin('printf "project list -f value -c Name\\nuser list -x\\n!echo hi\\nhistory\\nquit\\nproject list\\n" | openstack');
    expect(stdout).toBe('admin\nhi\n    1  !echo hi\n');
    expect(stderr).toMatch(/^usage: user list [^]*user list: error: unrecognized arguments: -x\n\n$/);
    expect(exit).toBe(0);
  });

  test('logs in once', async () => {
    await run(': > /var/log/httpd/keystone_access.log');
    await admin('printf "project list\\nuser list\\n" | openstack');
    expect((await run('grep -c POST /var/log/httpd/keystone_access.log')).stdout).toBe('1\n');
  });

  test('on a terminal, and after the lab was saved and restored', async () => {
    const other = await labIn('recorded/keystone');
    const { id } = await other.openTerminal('controller', { columns: 100, rows: 24 });
    const type = async (keys: string): Promise<string> => {
      const before = (await other.screen(id)).length;
      await other.type(id, keys);
      await other.world.runUntil(() => false, 5000);
      return (await other.screen(id)).slice(before);
    };
    await type('. /root/admin-openrc; openstack\r');
    expect(await type('project list -f value -c Name\r')).toBe('project list -f value -c Name\r\nadmin\r\n(openstack) ');
    await other.restore(await other.save());
    expect(await type('project list -f value -c Name\r')).toBe('project list -f value -c Name\r\nadmin\r\n(openstack) ');
    expect(await type('quit\r')).toContain('quit\r\n');
  }, 60_000);
});

test('a password is asked for on a terminal', async () => {
  const result = await admin('unset OS_PASSWORD; openstack project list -f value -c Name', { columns: 80, stdin: 'ADMIN_PASS\n' });
  expect(result).toEqual({ stdout: 'Password: \r\nadmin\r\n', stderr: '', exit: 0 });
});

test('a log file', async () => {
  await admin('rm -f /root/o.log; openstack -v --log-file /root/o.log project list');
  expect((await run("sed 's/^[0-9: .-]* //' /root/o.log")).stdout).toBe([
    'INFO osc_lib.shell [ admin None] START with options: -v --log-file /root/o.log project list',
    'INFO osc_lib.shell [  admin] command: project list -> openstackclient.identity.v3.project.ListProject (auth=True)',
    'INFO osc_lib.clientmanager [  admin] Using auth plugin: password', 'INFO osc_lib.shell [  admin] END return value: 0', '',
  ].join('\n'));
  expect(await admin('openstack --log-file /nowhere/x user list')).toMatchObject({ stderr: "[Errno 2] No such file or directory: '/nowhere/x'\n", exit: 1 });
});
