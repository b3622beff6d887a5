// probes: an option that holds a database's URL: what it says, and how far a login with it comes from this host.
import { loginSaid, noHost, nobodyAt, readConnection, type Login } from '../../facts/connection.ts';
import type { UrlParts } from '../../lab/probe.ts';
import type { Host } from '../host/host.ts';
import type { World } from '../world.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { textOf } from './machine.ts';
import { answerLogin } from './mariadb.ts';
import { whyNot } from './names.ts';

export async function answerConnection(host: Host, asked: Asked<'connection'>, world: World): Promise<AnswerTo<'connection'>> {
  const said = readConnection(textOf(host, asked.path), asked);
  return said.parts === undefined || said.parts === null ? said : { ...said, login: await loginOf(host, said.parts, world) };
}

/** The way of the login that a URL describes: the name, the port, the account, the database. */
async function loginOf(host: Host, parts: UrlParts, world: World): Promise<Login> {
  const port = parts.port ?? 3306;
  const reached = world.wire.reach(host, parts.host, port);
  if (reached.errno !== null) return nobodyAt(parts, port, whyNot(reached.errno, reached.address, parts.host, port, world));
  if (reached.host === null) return noHost(parts);
  const { user, password, database } = parts;
  return loginSaid(await answerLogin(reached.host, { kind: 'login', host: reached.host.id, from: host.id, user, password, database, byName: true }, world, parts.host));
}
