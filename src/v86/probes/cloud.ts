import {
  bad, connectionTrouble, exportedOf, FERNET_KEYS, KEYSTONE_CONF, keysTrouble, missingVariable, readAuthUrl, serverTrouble, whoIs, type AuthUrl,
} from '../../facts/cloud-login.ts';
import { readSourced } from '../../facts/sourced.ts';
import type { CloudLogin, ShellVariable } from '../../lab/identity.ts';
import type { CommandRecord } from '../../lab/lab.ts';
import { answerConnection } from './connection.ts';
import { httpdConfig } from './httpd.ts';
import { identityOf, passwordsOf } from './identity.ts';
import { answerKeys, lockedOf } from './keys.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { listenersOf, textOf } from './machine.ts';
import { addressOf, connectError, ownerOf, whyNot } from './names.ts';

const PREFIX = 'OS_';

/** What `openstack token issue` on a host would come to with these variables. No program of OpenStack is run. */
async function cloudLogin(shell: Shell, variables: readonly ShellVariable[]): Promise<CloudLogin> {
  const exported = exportedOf(variables);
  const missing = missingVariable(exported, variables);
  if (missing !== null) return missing;
  const url = readAuthUrl(exported.OS_AUTH_URL ?? '');
  if ('step' in url) return url;
  // Keystone is most likely here: what would be asked of it is asked in the same breath.
  const here = serverFacts(shell);
  const server = await serverOf(shell, url);
  if ('step' in server) return server;
  const facts = await (server === shell ? here : serverFacts(server));
  const program = facts.listeners.find(({ port, protocol }) => port === url.port && protocol === 'tcp')?.program ?? '?';
  const trouble = serverTrouble(url, program, facts.config) ?? connectionTrouble(facts.connection) ?? keysTrouble(facts.keys, facts.locked);
  return trouble ?? whoIs(facts.tables, exported, passwordsOf(server));
}

async function serverFacts(shell: Shell) {
  const { host } = shell;
  const [listeners, config, connection, keys, locked, tables] = await Promise.all([
    listenersOf(shell), httpdConfig(shell), answerConnection(shell, { kind: 'connection', host, path: KEYSTONE_CONF, section: 'database', name: 'connection' }),
    answerKeys(shell, { kind: 'keys', host, path: FERNET_KEYS }), lockedOf(shell, FERNET_KEYS), identityOf(shell),
  ]);
  return { listeners, config, connection, keys, locked, tables };
}

/** The host that the URL leads to, or where the way there ends. */
async function serverOf(shell: Shell, { name, port }: AuthUrl): Promise<Shell | CloudLogin> {
  const address = await addressOf(shell, name);
  if (address === null) {
    return bad('name', `\`${name}\` is no name that \`${shell.host}\` knows`, `No line of \`/etc/hosts\` names \`${name}\`, and DNS does not know it either.`);
  }
  const owner = ownerOf(shell, address);
  const error = await connectError(shell, address, port);
  if (error !== null) return bad('port', `nobody answers on port ${port} of \`${name}\``, await whyNot(shell, { error, address, owner, port }) ?? '');
  const server = owner === null ? null : owner === shell.host ? shell : shell.on(owner);
  return server ?? bad('port', `\`${name}\` is no host of this lab`);
}

export async function answerOpenrc(shell: Shell, { path }: Asked<'openrc'>): Promise<AnswerTo<'openrc'>> {
  const text = await textOf(shell, path);
  if (text === null) return { kind: 'openrc', isThere: false, variables: [], faults: [], login: { step: 'variables' } };
  const { variables, faults } = readSourced(text);
  const mine = variables.filter(({ name }) => name.startsWith(PREFIX));
  return { kind: 'openrc', isThere: true, variables: mine, faults, login: await cloudLogin(shell, mine) };
}

/** The last line of each terminal tells what its shell has, also after the terminal was closed. */
export async function answerEnvironment(shell: Shell, _asked: Asked<'environment'>, history: readonly CommandRecord[]): Promise<AnswerTo<'environment'>> {
  const lines = history.filter((record) => record.host === shell.host && record.variables !== undefined);
  const logins = new Map<string, Promise<CloudLogin>>();
  const loginOf = (variables: readonly ShellVariable[]): Promise<CloudLogin> => {
    const key = JSON.stringify(variables);
    const login = logins.get(key) ?? cloudLogin(shell, variables);
    logins.set(key, login);
    return login;
  };
  const shells = await Promise.all(lines.map(async ({ terminal, user, variables = [] }) => ({ terminal, user, variables, login: await loginOf(variables) })));
  return { kind: 'environment', shells };
}
