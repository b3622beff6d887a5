import { isFlag } from '../argparse/argument.ts';
import { parseArguments, type Values } from '../argparse/parse.ts';
import { ROOT_ARGUMENTS, ROOT_EXCLUSIVE } from '../commands.ts';
import { text as given } from '../command.ts';
import type { AuthOptions } from './auth.ts';

/** Options of `openstack` itself: the command line, else the `OS_…` variables, else the defaults. */
export function parseRoot(words: readonly string[], env: Readonly<Record<string, string>>): { values: Values; rest: string[] } {
  const fromEnvironment = ROOT_ARGUMENTS.map((argument) => {
    const flag = argument.flags?.find((each) => each.startsWith('--os-'));
    const value = flag === undefined || isFlag(argument) ? undefined : env[flag.slice(2).replaceAll('-', '_').toUpperCase()];
    return value === undefined || value === '' ? argument : { ...argument, default: value };
  });
  const parser = { prog: 'openstack', arguments: fromEnvironment, exclusive: ROOT_EXCLUSIVE };
  return parseArguments(parser, words, { keepsUnknown: true, stopsAtWord: true });
}

/** What the options say of who asks. */
export function authOptions(root: Values): AuthOptions {
  const text = (dest: string): string => given(root, dest);
  return {
    type: (text('auth_type') === '' ? 'password' : text('auth_type')) as AuthOptions['type'],
    authUrl: text('auth_url'), username: text('username'), userId: text('user_id'), userDomainName: text('user_domain_name'),
    userDomainId: text('user_domain_id'), password: text('password'), token: text('token'), projectName: text('project_name'),
    projectId: text('project_id'), projectDomainName: text('project_domain_name'), projectDomainId: text('project_domain_id'),
    domainName: text('domain_name'), domainId: text('domain_id'), systemScope: text('system_scope'), trustId: text('trust_id'),
    credentialId: text('application_credential_id'), credentialName: text('application_credential_name'),
    credentialSecret: text('application_credential_secret'), defaultDomain: text('default_domain'),
  };
}
