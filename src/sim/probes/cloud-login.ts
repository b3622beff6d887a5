// probes: how far a login with OS_* variables would come, walked without any program of the machines.
import {
  bad, connectionTrouble, exportedOf, FERNET_KEYS, KEYSTONE_CONF, keysTrouble, missingVariable, readAuthUrl, serverTrouble, whoIs,
} from '../../facts/cloud-login.ts';
import type { CloudLogin, ShellVariable } from '../../lab/identity.ts';
import type { Host } from '../host/host.ts';
import type { World } from '../world.ts';
import { answerConnection } from './connection.ts';
import { readHttpd } from './httpd.ts';
import { identityOf } from './identity-tables.ts';
import { answerKeys } from './keys.ts';
import { allows } from './machine.ts';
import { whyNot } from './names.ts';
import { isPassword } from './passwords.ts';
import { serviceWhy, unitWhy } from './service.ts';

/** What `openstack token issue` on `host` would come to with these variables. */
export async function cloudLogin(host: Host, variables: readonly ShellVariable[], world: World): Promise<CloudLogin> {
  const exported = exportedOf(variables);
  const missing = missingVariable(exported, variables);
  if (missing !== null) return missing;
  const server = reachKeystone(host, exported.OS_AUTH_URL ?? '', world);
  if ('step' in server) return server;
  return await keystoneTrouble(server, world) ?? whoIs(await identityOf(server), exported, isPassword);
}

/** The host whose httpd serves keystone at that URL, or where the way there ends. */
function reachKeystone(host: Host, text: string, world: World): Host | CloudLogin {
  const url = readAuthUrl(text);
  if ('step' in url) return url;
  const { name, port } = url;
  const reached = world.wire.reach(host, name, port);
  if (reached.errno === 'EAI_NONAME') return bad('name', `\`${name}\` is no name that \`${host.id}\` knows`, whyNot('EAI_NONAME', name, name, port, world) ?? '');
  if (reached.errno !== null) return bad('port', `nobody answers on port ${port} of \`${name}\``, whyNot(reached.errno, reached.address, name, port, world) ?? '');
  const server = reached.host;
  if (server === null) return bad('port', `\`${name}\` is no host of this lab`);
  return serverTrouble(url, server.kernel.processes.get(reached.pid ?? -1)?.name ?? '?', readHttpd(server)) ?? server;
}

/** What keeps keystone itself from answering: its configuration, its database, its keys. */
async function keystoneTrouble(server: Host, world: World): Promise<CloudLogin | null> {
  const connection = await answerConnection(server, { kind: 'connection', host: server.id, path: KEYSTONE_CONF, section: 'database', name: 'connection' }, world);
  const keys = answerKeys(server, { kind: 'keys', host: server.id, path: FERNET_KEYS });
  const locked = [FERNET_KEYS, ...keys.keys.map((key) => `${FERNET_KEYS}/${key.name}`)].find((path) => !allows(server, path, 'keystone')) ?? null;
  const trouble = connectionTrouble(connection) ?? keysTrouble(keys, locked);
  if (trouble !== null) return trouble;
  return unitWhy(server, 'httpd.service') === '' ? null : bad('httpd', 'httpd does not run', serviceWhy(server, 80));
}
