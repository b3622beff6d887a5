// probes: how far a login with OS_* variables would come, walked without any program of the machines: the variables, the
// way to keystone, keystone's own needs, and what its tables say of user, password, project and role.
import type { CloudLogin, LoginStep, ShellVariable } from '../../lab/identity.ts';
import type { Host } from '../host/host.ts';
import type { World } from '../world.ts';
import { answerConnection } from './connection.ts';
import { readHttpd } from './httpd.ts';
import { identityOf, type IdentityTables } from './identity-tables.ts';
import { answerKeys } from './keys.ts';
import { allows } from './machine.ts';
import { whyNot } from './names.ts';
import { isPasswordOf } from './passwords.ts';
import { serviceWhy, unitWhy } from './service.ts';

type Variables = Readonly<Record<string, string>>;

const bad = (step: LoginStep, error: string, why?: string): CloudLogin => ({ step, error, ...(why === undefined || why === '' ? {} : { why }) });

export const KEYSTONE_CONF = '/etc/keystone/keystone.conf';

/** What `openstack token issue` on `host` would come to with these variables. */
export async function cloudLogin(host: Host, variables: readonly ShellVariable[], world: World): Promise<CloudLogin> {
  const exported = Object.fromEntries(variables.filter((each) => each.isExported).map(({ name, value }) => [name, value]));
  const missing = missingVariable(exported, variables);
  if (missing !== null) return missing;
  const server = reachKeystone(host, exported.OS_AUTH_URL ?? '', world);
  if ('step' in server) return server;
  const trouble = await keystoneTrouble(server, world);
  if (trouble !== null) return trouble;
  const tables = await identityOf(server);
  return 'problem' in tables ? bad('keystone', tables.problem, tables.why) : who(tables, exported);
}

function missingVariable(exported: Variables, all: readonly ShellVariable[]): CloudLogin | null {
  const needed = ['OS_AUTH_URL', 'OS_USERNAME', 'OS_PASSWORD', 'OS_USER_DOMAIN_NAME', 'OS_PROJECT_NAME', 'OS_PROJECT_DOMAIN_NAME'];
  const alternatives: Readonly<Record<string, readonly string[]>> = {
    OS_USERNAME: ['OS_USER_ID'], OS_USER_DOMAIN_NAME: ['OS_USER_DOMAIN_ID', 'OS_DEFAULT_DOMAIN', 'OS_USER_ID'], OS_PROJECT_NAME: ['OS_PROJECT_ID', 'OS_TENANT_NAME'],
    OS_PROJECT_DOMAIN_NAME: ['OS_PROJECT_DOMAIN_ID', 'OS_DEFAULT_DOMAIN', 'OS_PROJECT_ID'],
  };
  const name = needed.find((each) => ![each, ...(alternatives[each] ?? [])].some((one) => (exported[one] ?? '') !== ''));
  if (name === undefined) return null;
  const isSet = all.some((each) => each.name === name && each.value !== '');
  return isSet ? bad('variables', `\`${name}\` is set but not exported`, 'Without `export` a variable stays in the shell: programs that it starts do not see it.')
    : bad('variables', `\`${name}\` is not set`);
}

/** The host whose httpd serves keystone at that URL, or where the way there ends. */
function reachKeystone(host: Host, url: string, world: World): Host | CloudLogin {
  const match = /^(https?):\/\/([^/:\s]+)(?::(\d+))?(\/\S*)?$/.exec(url);
  if (match === null) return bad('url', `\`${url}\` is no URL such as \`http://controller:5000/v3\``);
  const [, scheme = '', name = '', written] = match;
  const port = written === undefined ? (scheme === 'https' ? 443 : 80) : Number(written);
  const reached = world.wire.reach(host, name, port);
  if (reached.errno === 'EAI_NONAME') return bad('name', `\`${name}\` is no name that \`${host.id}\` knows`, whyNot('EAI_NONAME', name, name, port, world) ?? '');
  if (reached.errno !== null) return bad('port', `nobody answers on port ${port} of \`${name}\``, whyNot(reached.errno, reached.address, name, port, world) ?? '');
  const server = reached.host;
  if (server === null) return bad('port', `\`${name}\` is no host of this lab`);
  const program = server.kernel.processes.get(reached.pid ?? -1)?.name ?? '?';
  if (program !== 'httpd') return bad('httpd', `on port ${port} of \`${name}\` \`${program}\` answers, not httpd`);
  if (scheme === 'https') return bad('httpd', `port ${port} speaks \`http\`, not \`https\``);
  const config = readHttpd(server);
  const isServed = config?.applications.some((each) => (each.port === null || each.port === port) && each.script.includes('keystone')) === true;
  return isServed ? server : bad('httpd', `httpd answers on port ${port}, but does not serve keystone there`, 'The file `wsgi-keystone.conf` says where keystone is served.');
}

/** What keeps keystone itself from answering: its configuration, its database, its keys. */
async function keystoneTrouble(server: Host, world: World): Promise<CloudLogin | null> {
  const conf = await answerConnection(server, { kind: 'connection', host: server.id, path: KEYSTONE_CONF, section: 'database', name: 'connection' }, world);
  if (conf.problem !== undefined) return bad('keystone', conf.problem);
  if (conf.broken !== undefined) return bad('keystone', `keystone cannot read line ${conf.broken.line} of \`${KEYSTONE_CONF}\``, `It says \`${conf.broken.text}\`: ${conf.broken.message}.`);
  if (conf.value === null || conf.parts === null) return bad('keystone', `keystone has no database: \`connection\` in \`[database]\` of \`${KEYSTONE_CONF}\` is ${conf.value === null ? 'not set' : 'no URL'}`);
  if (conf.login?.isAccepted !== true) return bad('keystone', `keystone cannot log in to its database: ${conf.login?.error ?? 'refused'}`, conf.login?.why ?? '');
  const { directory, keys } = answerKeys(server, { kind: 'keys', host: server.id, path: '/etc/keystone/fernet-keys' });
  if (directory === null || keys.length === 0) return bad('keystone', 'keystone has no keys to sign a token with', '`keystone-manage fernet_setup` makes them in `/etc/keystone/fernet-keys`.');
  const locked = ['/etc/keystone/fernet-keys', ...keys.map((key) => `/etc/keystone/fernet-keys/${key.name}`)].find((path) => !allows(server, path, 'keystone'));
  if (locked !== undefined) return bad('keystone', `keystone runs as user \`keystone\` and may not read \`${locked}\``);
  const stopped = unitWhy(server, 'httpd.service');
  return stopped === '' ? null : bad('httpd', 'httpd does not run', serviceWhy(server, 80));
}

const isSame = (a: string | undefined, b: string): boolean => (a ?? '').toLowerCase() === b.toLowerCase();

/** Who it is, and what he may do. */
function who(tables: IdentityTables, given: Variables): CloudLogin {
  const domains = tables.domains();
  const domain = (name: string | undefined, id: string | undefined) => domains.find((each) => isSame(name, each.name) || id === each.id);
  const mine = given.OS_USER_ID === undefined ? domain(given.OS_USER_DOMAIN_NAME, given.OS_USER_DOMAIN_ID ?? given.OS_DEFAULT_DOMAIN) : null;
  if (mine === undefined) return bad('domain', `keystone knows no domain \`${given.OS_USER_DOMAIN_NAME ?? ''}\``, `There is ${domains.map(({ name }) => `\`${name}\``).join(', ') || 'none: bootstrap has not been run'}.`);
  const user = tables.users().find((each) => each.id === given.OS_USER_ID || (isSame(given.OS_USERNAME, each.name) && each.domain === mine?.name));
  if (user === undefined) return bad('user', `keystone knows no user \`${given.OS_USERNAME ?? given.OS_USER_ID ?? ''}\``);
  if (!user.isEnabled) return bad('user', `the user \`${user.name}\` is disabled`);
  if (!isPasswordOf(tables, user.id, given.OS_PASSWORD ?? '')) return bad('password', `\`OS_PASSWORD\` is not the password of \`${user.name}\``);
  const at = domain(given.OS_PROJECT_DOMAIN_NAME, given.OS_PROJECT_DOMAIN_ID ?? given.OS_DEFAULT_DOMAIN);
  if (at === undefined && given.OS_PROJECT_ID === undefined) return bad('domain', `keystone knows no domain \`${given.OS_PROJECT_DOMAIN_NAME ?? ''}\``);
  const name = given.OS_PROJECT_NAME ?? given.OS_TENANT_NAME;
  const project = tables.projects().find((each) => each.id === given.OS_PROJECT_ID || (isSame(name, each.name) && each.domain === at?.name));
  if (project === undefined) return bad('project', `keystone knows no project \`${name ?? given.OS_PROJECT_ID ?? ''}\``);
  const roles = rolesOn(tables, user.name, project.name);
  return roles.length === 0 ? bad('role', `\`${user.name}\` has no role in the project \`${project.name}\``) : { step: 'done', roles };
}

/** The roles of a user in a project, implied ones included. */
export function rolesOn(tables: IdentityTables, user: string, project: string): string[] {
  const direct = tables.assignments().filter((each) => each.scope === 'project' && each.target === project && each.actorKind === 'user' && each.actor === user);
  return withImplied(tables, direct.map(({ role }) => role));
}

/** Roles with all that they imply, in alphabetical order. */
export function withImplied(tables: IdentityTables, roles: readonly string[]): string[] {
  const all = tables.roles();
  const found = new Set(roles);
  for (const role of found) for (const implied of all.find(({ name }) => name === role)?.implies ?? []) found.add(implied);
  return [...found].sort();
}
