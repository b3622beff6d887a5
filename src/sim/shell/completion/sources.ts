import { SysError } from '../../host/errors.ts';
import { collation } from '../../host/collate.ts';
import { BUILTINS } from '../builtins/index.ts';
import { SPECIAL_NAMES } from '../specials.ts';
import type { Shell } from '../shell.ts';

const KEYWORDS = [
  'if', 'then', 'else', 'elif', 'fi', 'case', 'esac', 'for', 'select', 'while', 'until', 'do', 'done', 'in', 'function', 'time', '{', '}',
  '!', '[[', ']]', 'coproc',
];

const unique = (sh: Shell, names: Iterable<string>): string[] => [...new Set(names)].sort(collation(sh.sys));

function list(sh: Shell, folder: string): string[] {
  try {
    return sh.sys.readDirectory(folder === '' ? '.' : folder);
  } catch (error) {
    if (error instanceof SysError) return [];
    throw error;
  }
}

export function isFolder(sh: Shell, path: string): boolean {
  try {
    return sh.sys.stat(path).type === 'directory';
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}

function isExecutable(sh: Shell, path: string): boolean {
  try {
    return sh.sys.stat(path).type === 'file' && sh.sys.access(path, 'execute');
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}

/** `~` and `~user` of an unquoted path, for looking it up. */
export function untilde(sh: Shell, path: string): string {
  const match = /^~([^/]*)/.exec(path);
  if (match === null) return path;
  const home = match[1] === '' ? sh.get('HOME') : sh.sys.accounts.byName(match[1] ?? '')?.home;
  return home === null || home === undefined ? path : home + path.slice(match[0].length);
}

/** Paths that begin with `prefix`; hidden ones only when asked for by a dot. */
export function paths(sh: Shell, prefix: string, isWanted: (path: string) => boolean = () => true): string[] {
  const slash = prefix.lastIndexOf('/') + 1;
  const folder = prefix.slice(0, slash);
  const start = prefix.slice(slash);
  const found = list(sh, untilde(sh, folder)).filter((name) =>
    name.startsWith(start) && (start !== '' || !name.startsWith('.')) && isWanted(untilde(sh, folder) + name));
  return unique(sh, found.map((name) => folder + name));
}

/** Words that may stand where a command is expected. */
export function commands(sh: Shell, prefix: string): string[] {
  if (prefix.includes('/')) return paths(sh, prefix, (path) => isFolder(sh, path) || isExecutable(sh, path));
  const files = (sh.get('PATH') ?? '').split(':').flatMap((folder) =>
    list(sh, folder).filter((name) => name.startsWith(prefix) && isExecutable(sh, `${folder}/${name}`)));
  const own = [...BUILTINS.keys(), ...sh.functions.keys(), ...sh.aliases.keys(), ...KEYWORDS];
  return unique(sh, [...files, ...own.filter((name) => name.startsWith(prefix))]);
}

export const variables = (sh: Shell, prefix: string): string[] =>
  unique(sh, [...sh.variables.names(), ...SPECIAL_NAMES].filter((name) => name.startsWith(prefix)));

export const users = (sh: Shell, prefix: string): string[] =>
  unique(sh, sh.sys.accounts.all().map((account) => account.name).filter((name) => name.startsWith(prefix)));

/** Names along one of compgen's actions; null for an action that there is none of. */
export function byAction(sh: Shell, action: string, prefix: string): string[] | null {
  const starting = (names: Iterable<string>): string[] => unique(sh, names).filter((name) => name.startsWith(prefix));
  switch (action) {
    case 'command': return commands(sh, prefix);
    case 'file': return paths(sh, prefix);
    case 'directory': return paths(sh, prefix, (path) => isFolder(sh, path));
    case 'variable': return variables(sh, prefix);
    case 'user': return users(sh, prefix);
    case 'alias': return starting(sh.aliases.keys());
    case 'builtin': return starting(BUILTINS.keys());
    case 'function': return starting(sh.functions.keys());
    case 'keyword': return starting(KEYWORDS);
    case 'export': return starting(Object.keys(sh.environment));
    case 'group': return starting(sh.sys.accounts.groups().map((group) => group.name));
    case 'hostname': return starting(hostnames(sh));
    case 'job': return starting(sh.jobs.list.map((job) => job.text.split(' ')[0] ?? ''));
    default: return null;
  }
}

/** Names in /etc/hosts. */
export function hostnames(sh: Shell): string[] {
  try {
    const lines = sh.sys.readFile('/etc/hosts').split('\n').map((line) => line.replace(/#.*/, '').trim());
    return lines.filter((line) => line !== '').flatMap((line) => line.split(/\s+/).slice(1));
  } catch (error) {
    if (error instanceof SysError) return [];
    throw error;
  }
}
