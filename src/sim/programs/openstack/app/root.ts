import { isFlag } from '../argparse/argument.ts';
import { parseArguments, type Values } from '../argparse/parse.ts';
import { ROOT_ARGUMENTS, ROOT_EXCLUSIVE } from '../commands.ts';
import type { ParserSpec } from '../argparse/argument.ts';

/** The parser of `openstack` itself, its defaults from the `OS_…` variables. */
export function rootParser(env: Readonly<Record<string, string>>): ParserSpec {
  const withDefaults = ROOT_ARGUMENTS.map((argument) => {
    const flag = argument.flags?.find((each) => each.startsWith('--os-'));
    if (flag === undefined || isFlag(argument) || argument.hidden === true) return argument;
    const name = flag.slice(2).replaceAll('-', '_').toUpperCase();
    const value = env[name] || (/^OS_PROJECT_(NAME|ID)$/.test(name) ? env[name.replace('PROJECT', 'TENANT')] : undefined);
    return value === undefined || value === '' ? argument : { ...argument, default: value };
  });
  return { prog: 'openstack', arguments: withDefaults, exclusive: ROOT_EXCLUSIVE };
}

/** Options of `openstack` itself, wherever they stand in the line; what it does not know is left for the command. */
export const parseRoot = (words: readonly string[], env: Readonly<Record<string, string>>): { values: Values; rest: string[] } =>
  parseArguments(rootParser(env), words, { keepsUnknown: true });
