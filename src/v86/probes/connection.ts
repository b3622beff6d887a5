import { loginSaid, noHost, nobodyAt, readConnection, type Login } from '../../facts/connection.ts';
import type { UrlParts } from '../../lab/probe.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { textOf } from './machine.ts';
import { NO_WAY, PORT, answerLogin } from './mariadb.ts';
import { addressOf, connectError, ownerOf, whyNot } from './names.ts';

export async function answerConnection(shell: Shell, asked: Asked<'connection'>): Promise<AnswerTo<'connection'>> {
  const said = readConnection(await textOf(shell, asked.path), asked);
  return said.parts === undefined || said.parts === null ? said : { ...said, login: await loginOf(shell, said.parts) };
}

/** The way of the login that a URL describes: the name, the port, the account, the database. */
async function loginOf(shell: Shell, parts: UrlParts): Promise<Login> {
  const port = parts.port ?? PORT;
  const address = await addressOf(shell, parts.host);
  if (address === null) return nobodyAt(parts, port, `No line of \`/etc/hosts\` names \`${parts.host}\`, and DNS does not know it either.`);
  const owner = ownerOf(shell, address);
  const server = owner === null ? null : owner === shell.host ? shell : shell.on(owner);
  const { user, password, database, host } = parts;
  const login = { kind: 'login', host: owner ?? '', from: shell.host, user, password, database, byName: true } as const;
  const said = server === null ? null : await answerLogin(server, login, host);
  // A connection without a login counts as an error with the server, which shuts out who makes many: it is tried only where no server answers.
  if (said === null || said.problem !== undefined || said.code === NO_WAY || port !== PORT) {
    const error = await connectError(shell, address, port);
    if (error !== null) return nobodyAt(parts, port, await whyNot(shell, { error, address, owner, port }));
  }
  return said === null ? noHost(parts) : loginSaid(said);
}
