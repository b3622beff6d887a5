// probes: OS_* variables, in a file to be sourced and in the shells of the terminals.
import { readSourced } from '../../facts/sourced.ts';
import type { CloudLogin, ShellVariable } from '../../lab/identity.ts';
import type { CommandRecord } from '../../lab/lab.ts';
import type { Host } from '../host/host.ts';
import type { World } from '../world.ts';
import { cloudLogin } from './cloud-login.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { textOf } from './machine.ts';

const PREFIX = 'OS_';

export async function answerOpenrc(host: Host, { path }: Asked<'openrc'>, world: World): Promise<AnswerTo<'openrc'>> {
  const text = textOf(host, path);
  if (text === null) return { kind: 'openrc', isThere: false, variables: [], faults: [], login: { step: 'variables' } };
  const { variables, faults } = readSourced(text);
  const mine = variables.filter(({ name }) => name.startsWith(PREFIX));
  return { kind: 'openrc', isThere: true, variables: mine, faults, login: await cloudLogin(host, mine, world) };
}

/** The last line of each terminal tells what its shell has, also after the terminal was closed. */
export async function answerEnvironment(host: Host, history: readonly CommandRecord[], world: World): Promise<AnswerTo<'environment'>> {
  const lines = history.filter((record) => record.host === host.id && record.variables !== undefined);
  const logins = new Map<string, Promise<CloudLogin>>();
  const loginOf = (variables: readonly ShellVariable[]): Promise<CloudLogin> => {
    const key = JSON.stringify(variables);
    const login = logins.get(key) ?? cloudLogin(host, variables, world);
    logins.set(key, login);
    return login;
  };
  const shells = await Promise.all(lines.map(async ({ terminal, user, variables = [] }) => ({ terminal, user, variables, login: await loginOf(variables) })));
  return { kind: 'environment', shells };
}
