import { ipv4Number } from '../../host/filter.ts';
import { DIRECTIVES, LOGS, SOURCE_FLAGS, SOURCE_NUMBERS } from './directives.ts';

/** A server, pool or peer line. */
export interface SourceLine {
  readonly kind: 'server' | 'pool' | 'peer';
  readonly name: string;
  readonly isBurst: boolean;
  readonly isOffline: boolean;
  readonly minPoll: number;
  readonly maxPoll: number;
  readonly maxSources: number;
  readonly port: number;
  readonly isPreferred: boolean;
}

/** chrony.conf as read. */
export interface Config {
  readonly sources: SourceLine[];
  /** Networks that may ask us (`allow`), in order; `0.0.0.0/0` is everybody. */
  readonly access: { readonly isAllowed: boolean; readonly network: string }[];
  /** Stratum of `local`, or null. */
  localStratum: number | null;
  driftFile: string | null;
  leapZone: string | null;
  hasRtcSync: boolean;
  port: number;
  cmdPort: number;
  pidFile: string;
  socketPath: string;
  user: string;
  readonly sourceDirectories: string[];
}

/** The file cannot be used; `message` is chronyd's, e.g. `Invalid directive at line 3 in file /etc/chrony.conf`. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** How the parser gets at files: null when it cannot be opened (with errno's text). */
export interface Files {
  read(path: string): { text: string } | { error: string };
  /** Names in a directory, or null. */
  list(path: string): readonly string[] | null;
}

/** Reads a configuration file and what it includes. Throws ConfigError in chrony's words. */
export function readConfig(path: string, files: Files): Config {
  const config: Config = {
    sources: [], access: [], localStratum: null, driftFile: null, leapZone: null, hasRtcSync: false, port: 123, cmdPort: 323,
    pidFile: '/run/chrony/chronyd.pid', socketPath: '/run/chrony/chronyd.sock', user: 'chrony', sourceDirectories: [],
  };
  readFile(config, path, files, 0);
  for (const directory of config.sourceDirectories) {
    for (const file of listed(files, [directory], '.sources')) readFile(config, file, files, 0);
  }
  return config;
}

function readFile(config: Config, path: string, files: Files, depth: number): void {
  const found = files.read(path);
  if ('error' in found) throw new ConfigError(`Could not open ${path} : ${found.error}`);
  found.text.split('\n').forEach((line, index) => {
    const words = line.trim().split(/\s+/).filter((word) => word !== '');
    if (words.length === 0 || /^[!;#%]/.test(words[0] ?? '')) return;
    readLine(config, words, files, `at line ${index + 1} in file ${path}`, depth);
  });
}

function readLine(config: Config, [first = '', ...args]: string[], files: Files, where: string, depth: number): void {
  const name = first.toLowerCase();
  const fail = (): never => { throw new ConfigError(`Could not parse ${name} directive ${where}`); };
  switch (name) {
    case 'server': case 'pool': case 'peer':
      config.sources.push(parseSource(name, args) ?? fail());
      return;
    case 'allow': case 'deny':
      config.access.push({ isAllowed: name === 'allow', network: parseNetwork(args) ?? fail() });
      return;
    case 'cmdallow': case 'cmddeny':
      if (parseNetwork(args) === null) fail();
      return;
    case 'local':
      config.localStratum = parseLocal(args) ?? fail();
      return;
    case 'bindaddress': case 'bindacqaddress': case 'bindcmdaddress':
      checkCount(name, args, { count: 1 }, where);
      if (!/^[\da-fA-F.:]+$|^\//.test(args[0] ?? '')) fail();
      return;
    case 'log':
      if (args.some((word) => !LOGS.has(word.toLowerCase()))) throw new ConfigError(`Invalid log parameter ${where}`);
      return;
    case 'include':
      checkCount(name, args, { count: 1 }, where);
      if (depth >= 10) throw new ConfigError(`Maximum include level reached`);
      for (const path of included(files, args[0] ?? '')) readFile(config, path, files, depth + 1);
      return;
    default:
      readPlain(config, name, args, files, where, depth);
  }
}

function readPlain(config: Config, name: string, args: string[], files: Files, where: string, depth: number): void {
  const count = DIRECTIVES.get(name);
  if (count === undefined) throw new ConfigError(`Invalid directive ${where}`);
  checkCount(name, args, count, where);
  if (count.isNumber === true && args.some((word) => !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(word))) {
    throw new ConfigError(`Could not parse ${name} directive ${where}`);
  }
  const [value = ''] = args;
  if (name === 'driftfile') config.driftFile = value;
  else if (name === 'leapsectz') config.leapZone = value;
  else if (name === 'rtcsync') config.hasRtcSync = true;
  else if (name === 'port') config.port = Number(value);
  else if (name === 'cmdport') config.cmdPort = Number(value);
  else if (name === 'pidfile') config.pidFile = value;
  else if (name === 'user') config.user = value;
  else if (name === 'sourcedir') config.sourceDirectories.push(...args);
  else if (name === 'confdir') for (const path of listed(files, args, '.conf')) readFile(config, path, files, depth + 1);
}

function checkCount(name: string, args: readonly string[], count: { count: number; isMinimum?: boolean }, where: string): void {
  if (args.length < count.count) throw new ConfigError(`Missing arguments for ${name} directive ${where}`);
  if (count.isMinimum !== true && args.length > count.count) throw new ConfigError(`Too many arguments for ${name} directive ${where}`);
}

/** Files of some directories with an ending, by name; a name in an earlier directory hides later ones. */
function listed(files: Files, directories: readonly string[], ending: string): string[] {
  const byName = new Map<string, string>();
  for (const directory of directories) {
    for (const name of files.list(directory) ?? []) {
      if (name.endsWith(ending) && !byName.has(name)) byName.set(name, `${directory}/${name}`);
    }
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

/** `include` takes a pattern in the last part of its path; without a star the file must be there. */
function included(files: Files, pattern: string): string[] {
  if (!pattern.includes('*')) return [pattern];
  const slash = pattern.lastIndexOf('/');
  const directory = pattern.slice(0, slash);
  const [before = '', after = ''] = pattern.slice(slash + 1).split('*');
  return (files.list(directory) ?? []).filter((name) => name.startsWith(before) && name.endsWith(after)).map((name) => `${directory}/${name}`);
}

/** Reads what follows `server`, `pool` or `peer`; null when chronyd refuses it. */
export function parseSource(kind: SourceLine['kind'], args: readonly string[]): SourceLine | null {
  const [name, ...options] = args;
  if (name === undefined) return null;
  const flags = new Set<string>();
  const numbers = new Map<string, number>();
  for (let at = 0; at < options.length; at += 1) {
    const option = (options[at] ?? '').toLowerCase();
    if (SOURCE_FLAGS.has(option)) flags.add(option);
    else if (SOURCE_NUMBERS.has(option)) {
      const value = options[at += 1] ?? '';
      if (!/^[-+]?(\d+\.?\d*|0x[\da-f]+)$/i.test(value) || (option === 'key' && Number(value) === 0)) return null;
      numbers.set(option, Number(value));
    } else return null;
  }
  const minPoll = numbers.get('minpoll') ?? 6;
  return {
    kind, name, isBurst: flags.has('iburst'), isOffline: flags.has('offline'), minPoll,
    maxPoll: Math.max(minPoll, numbers.get('maxpoll') ?? 10), maxSources: numbers.get('maxsources') ?? 4,
    port: numbers.get('port') ?? 123, isPreferred: flags.has('prefer'),
  };
}

/** The network of allow and deny: `all`, an address, CIDR, or shortened (`10.0`). null: not one. */
export function parseNetwork(args: readonly string[]): string | null {
  const words = args[0]?.toLowerCase() === 'all' ? args.slice(1) : args;
  if (words.length > 1) return null;
  const [word] = words;
  if (word === undefined) return '0.0.0.0/0';
  if (word.includes(':')) return word;
  const [base = '', bits] = word.split('/');
  const parts = base.replace(/\.$/, '').split('.');
  const full = [...parts, '0', '0', '0', '0'].slice(0, 4).join('.');
  if (ipv4Number(full) === null || (bits !== undefined && !/^\d+$/.test(bits))) return /^[a-z][\w.-]*$/i.test(word) ? word : null;
  return `${full}/${Math.min(32, Number(bits ?? parts.length * 8))}`;
}

function parseLocal(args: readonly string[]): number | null {
  let stratum = 10;
  for (let at = 0; at < args.length; at += 1) {
    const word = (args[at] ?? '').toLowerCase();
    if (word === 'orphan') continue;
    const value = Number(args[at += 1] ?? NaN);
    if (!['stratum', 'distance'].includes(word) || Number.isNaN(value)) return null;
    if (word === 'stratum') stratum = value;
    if (stratum < 1 || stratum > 15) return null;
  }
  return stratum;
}
