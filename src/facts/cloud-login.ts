// How far a login with OS_* variables would come: the variables, the way to keystone, keystone's own needs, and what its
// tables say of user, password, project and role.
import type { CloudLogin, LoginStep, ShellVariable } from '../lab/identity.ts';
import type { IdentityTables, Problem } from './identity-tables.ts';
import type { AnswerTo, IsPassword } from './kinds.ts';

/** Exported variables by name. */
export type Variables = Readonly<Record<string, string>>;

export const KEYSTONE_CONF = '/etc/keystone/keystone.conf';
export const FERNET_KEYS = '/etc/keystone/fernet-keys';

/** The way ends here. */
export const bad = (step: LoginStep, error: string, why?: string): CloudLogin => ({ step, error, ...(why === undefined || why === '' ? {} : { why }) });

/** What programs that a shell starts see of its variables. */
export const exportedOf = (variables: readonly ShellVariable[]): Variables =>
  Object.fromEntries(variables.filter((each) => each.isExported).map(({ name, value }) => [name, value]));

/** A variable that a login needs and that is not there; null when all are. */
export function missingVariable(exported: Variables, all: readonly ShellVariable[]): CloudLogin | null {
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

/** Where `OS_AUTH_URL` points to. */
export interface AuthUrl {
  readonly scheme: string;
  readonly name: string;
  readonly port: number;
}

export function readAuthUrl(url: string): AuthUrl | CloudLogin {
  const match = /^(https?):\/\/([^/:\s]+)(?::(\d+))?(\/\S*)?$/.exec(url);
  if (match === null) return bad('url', `\`${url}\` is no URL such as \`http://controller:5000/v3\``);
  const [, scheme = '', name = '', written] = match;
  return { scheme, name, port: written === undefined ? (scheme === 'https' ? 443 : 80) : Number(written) };
}

/** What is wrong with what answers there: a program with that name, and httpd's configuration. Null: it serves keystone. */
export function serverTrouble({ scheme, name, port }: AuthUrl, program: string, config: AnswerTo<'httpd'>['config']): CloudLogin | null {
  if (program !== 'httpd') return bad('httpd', `on port ${port} of \`${name}\` \`${program}\` answers, not httpd`);
  if (scheme === 'https') return bad('httpd', `port ${port} speaks \`http\`, not \`https\``);
  const isServed = config?.applications.some((each) => (each.port === null || each.port === port) && each.script.includes('keystone')) === true;
  return isServed ? null : bad('httpd', `httpd answers on port ${port}, but does not serve keystone there`, 'The file `wsgi-keystone.conf` says where keystone is served.');
}

/** What keeps keystone itself from answering: its configuration and its database. */
export function connectionTrouble(conf: AnswerTo<'connection'>): CloudLogin | null {
  if (conf.problem !== undefined) return bad('keystone', conf.problem);
  if (conf.broken !== undefined) return bad('keystone', `keystone cannot read line ${conf.broken.line} of \`${KEYSTONE_CONF}\``, `It says \`${conf.broken.text}\`: ${conf.broken.message}.`);
  if (conf.value === null || conf.parts === null) return bad('keystone', `keystone has no database: \`connection\` in \`[database]\` of \`${KEYSTONE_CONF}\` is ${conf.value === null ? 'not set' : 'no URL'}`);
  if (conf.login?.isAccepted !== true) return bad('keystone', `keystone cannot log in to its database: ${conf.login?.error ?? 'refused'}`, conf.login?.why ?? '');
  return null;
}

/** The same of its keys; `locked`: the first path that the user keystone may not read. */
export function keysTrouble({ directory, keys }: AnswerTo<'keys'>, locked: string | null): CloudLogin | null {
  if (directory === null || keys.length === 0) return bad('keystone', 'keystone has no keys to sign a token with', `\`keystone-manage fernet_setup\` makes them in \`${FERNET_KEYS}\`.`);
  return locked === null ? null : bad('keystone', `keystone runs as user \`keystone\` and may not read \`${locked}\``);
}

const isSame = (a: string | undefined, b: string): boolean => (a ?? '').toLowerCase() === b.toLowerCase();

/** Who it is, and what he may do: the last part of the way, by keystone's tables. */
export async function whoIs(tables: IdentityTables | Problem, given: Variables, isPassword: IsPassword): Promise<CloudLogin> {
  if ('problem' in tables) return bad('keystone', tables.problem, tables.why);
  const domains = tables.domains();
  const domain = (name: string | undefined, id: string | undefined) => domains.find((each) => isSame(name, each.name) || id === each.id);
  const mine = given.OS_USER_ID === undefined ? domain(given.OS_USER_DOMAIN_NAME, given.OS_USER_DOMAIN_ID ?? given.OS_DEFAULT_DOMAIN) : null;
  if (mine === undefined) return bad('domain', `keystone knows no domain \`${given.OS_USER_DOMAIN_NAME ?? ''}\``, `There is ${domains.map(({ name }) => `\`${name}\``).join(', ') || 'none: bootstrap has not been run'}.`);
  const user = tables.users().find((each) => each.id === given.OS_USER_ID || (isSame(given.OS_USERNAME, each.name) && each.domain === mine?.name));
  if (user === undefined) return bad('user', `keystone knows no user \`${given.OS_USERNAME ?? given.OS_USER_ID ?? ''}\``);
  if (!user.isEnabled) return bad('user', `the user \`${user.name}\` is disabled`);
  const hash = tables.passwordHash(user.id);
  if (hash === null || !await isPassword(hash, given.OS_PASSWORD ?? '')) return bad('password', `\`OS_PASSWORD\` is not the password of \`${user.name}\``);
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
