/** What stood on the command line, after argparse. */
export interface Options {
  readonly program: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly flags: ReadonlySet<string>;
  /** Values of options that take one, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** All but argv[0], as the history keeps it. */
  readonly line: string;
  /** `--enablerepo`, `--disablerepo`, `--repo` in the order given. */
  readonly repositories: readonly { readonly kind: 'enable' | 'disable' | 'only'; readonly pattern: string }[];
  readonly isRealCommand: boolean;
}

/** argparse refuses: usage and message on stderr, exit 2. */
export class UsageFailure extends Error {
  override readonly name = 'UsageFailure';
}

/** Options of all commands: long (and short) name → whether it takes a value. */
const GLOBAL: Readonly<Record<string, boolean>> = {
  '-c': true, '--config': true, '-q': false, '--quiet': false, '-v': false, '--verbose': false, '--version': false, '--installroot': true,
  '--nodocs': false, '--noplugins': false, '--enableplugin': true, '--disableplugin': true, '--releasever': true, '--setopt': true,
  '--skip-broken': false, '-h': false, '--help': false, '--help-cmd': false, '--allowerasing': false, '-b': false, '--best': false,
  '--nobest': false, '-C': false, '--cacheonly': false, '-R': true, '--randomwait': true, '-d': true, '--debuglevel': true,
  '--debugsolver': false, '--showduplicates': false, '-e': true, '--errorlevel': true, '--obsoletes': false, '--rpmverbosity': true,
  '-y': false, '--assumeyes': false, '--assumeno': false, '--enablerepo': true, '--disablerepo': true, '--repo': true, '--repoid': true,
  '--enable': false, '--set-enabled': false, '--disable': false, '--set-disabled': false, '-x': true, '--exclude': true, '--excludepkgs': true,
  '--disableexcludes': true, '--repofrompath': true, '--noautoremove': false, '--nogpgcheck': false, '--color': true, '--refresh': false,
  '-4': false, '-6': false, '--destdir': true, '--downloaddir': true, '--downloadonly': false, '--comment': true, '--bugfix': false,
  '--enhancement': false, '--newpackage': false, '--security': false, '--advisory': true, '--advisories': true, '--bz': true, '--bzs': true,
  '--cve': true, '--cves': true, '--sec-severity': true, '--secseverity': true, '--forcearch': true,
};

const SYNONYMS: Readonly<Record<string, string>> = {
  '-c': '--config', '-q': '--quiet', '-v': '--verbose', '-h': '--help', '--help-cmd': '--help', '-b': '--best', '-C': '--cacheonly', '-y': '--assumeyes',
  '-x': '--exclude', '--excludepkgs': '--exclude', '--repoid': '--repo', '--downloaddir': '--destdir', '-d': '--debuglevel', '-e': '--errorlevel',
  '--set-enabled': '--enable', '--set-disabled': '--disable', '-R': '--randomwait', '-l': '--list', '-s': '--source', '-i': '--info',
  '--nevra': '--nevra', '--upgrades': '--updates',
};

/** The one name of an option, where this command knows that name (`-s` is `--source` for some, `--services` for others). */
function canonical(name: string, table: Readonly<Record<string, boolean>>): string {
  const long = SYNONYMS[name];
  return long !== undefined && table[long] !== undefined ? long : name;
}

const GLOBAL_USAGE = '[-c [config file]] [-q] [-v] [--version] [--installroot [path]] [--nodocs] [--noplugins] [--enableplugin [plugin]] '
  + '[--disableplugin [plugin]] [--releasever RELEASEVER] [--setopt SETOPTS] [--skip-broken] [-h] [--allowerasing] [-b | --nobest] [-C] '
  + '[-R [minutes]] [-d [debug level]] [--debugsolver] [--showduplicates] [-e ERRORLEVEL] [--obsoletes] [--rpmverbosity [debug level name]] '
  + '[-y] [--assumeno] [--enablerepo [repo]] [--disablerepo [repo] | --repo [repo]] [--enable | --disable] [-x [package]] '
  + '[--disableexcludes [repo]] [--repofrompath [repo,path]] [--noautoremove] [--nogpgcheck] [--color COLOR] [--refresh] [-4] [-6] '
  + '[--destdir DESTDIR] [--downloadonly] [--comment COMMENT] [--bugfix] [--enhancement] [--newpackage] [--security] [--advisory ADVISORY] '
  + '[--bz BUGZILLA] [--cve CVES] [--sec-severity {Critical,Important,Moderate,Low}] [--forcearch ARCH]';

/** A command: its names, its own options (with a value or not), how usage shows them, and its arguments. */
export interface CommandSpec {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly options?: Readonly<Record<string, boolean>>;
  readonly optionUsage?: string;
  readonly argumentUsage?: string;
  /** Name of a required argument, for the error without one. */
  readonly required?: string;
  readonly needsRoot?: boolean;
}

export const COMMANDS: readonly CommandSpec[] = [
  { name: 'install', aliases: ['localinstall', 'in', 'install-n', 'install-na', 'install-nevra'], summary: 'install packages', argumentUsage: 'PACKAGE [PACKAGE ...]', required: 'PACKAGE', needsRoot: true },
  { name: 'remove', aliases: ['erase', 'rm', 'remove-n', 'remove-na', 'remove-nevra', 'erase-n'], summary: 'remove packages', options: { '--duplicates': false, '--oldinstallonly': false }, optionUsage: '[--duplicates | --oldinstallonly]', argumentUsage: '[PACKAGE ...]', needsRoot: true },
  { name: 'autoremove', aliases: ['autoremove-n', 'autoremove-na', 'autoremove-nevra'], summary: 'remove packages that nothing needs any more', argumentUsage: '[PACKAGE ...]', needsRoot: true },
  { name: 'upgrade', aliases: ['update', 'upgrade-to', 'update-to', 'localupdate', 'up'], summary: 'bring packages to their newest version', argumentUsage: '[PACKAGE ...]', needsRoot: true },
  { name: 'upgrade-minimal', aliases: ['update-minimal', 'up-min'], summary: 'upgrade only as far as a fix needs', argumentUsage: '[PACKAGE ...]', needsRoot: true },
  { name: 'distro-sync', aliases: ['distrosync', 'dsync', 'distribution-synchronization'], summary: 'bring packages to the versions of the repositories', argumentUsage: '[PACKAGE ...]', needsRoot: true },
  { name: 'check-update', aliases: ['check-upgrade'], summary: 'list packages with a newer version', options: { '--changelogs': false }, optionUsage: '[--changelogs]', argumentUsage: '[PACKAGE ...]' },
  { name: 'downgrade', aliases: ['dg'], summary: 'bring packages to an older version', argumentUsage: 'PACKAGE [PACKAGE ...]', required: 'PACKAGE', needsRoot: true },
  { name: 'reinstall', aliases: ['rei'], summary: 'install packages again', argumentUsage: 'PACKAGE [PACKAGE ...]', required: 'PACKAGE', needsRoot: true },
  { name: 'list', aliases: ['ls'], summary: 'list packages', options: { '--all': false, '--available': false, '--installed': false, '--extras': false, '--updates': false, '--upgrades': false, '--autoremove': false, '--recent': false }, optionUsage: '[--all | --available | --installed | --extras | --updates | --upgrades | --autoremove | --recent]', argumentUsage: '[PACKAGE ...]' },
  { name: 'info', aliases: ['if'], summary: 'describe packages', options: { '--all': false, '--available': false, '--installed': false, '--extras': false, '--updates': false, '--upgrades': false, '--autoremove': false, '--recent': false }, optionUsage: '[--all | --available | --installed | --extras | --updates | --upgrades | --autoremove | --recent]', argumentUsage: '[PACKAGE ...]' },
  { name: 'search', aliases: ['se'], summary: 'find packages by a word', options: { '--all': false }, optionUsage: '[--all]', argumentUsage: 'KEYWORD [KEYWORD ...]', required: 'KEYWORD' },
  { name: 'provides', aliases: ['whatprovides', 'prov', 'wp'], summary: 'find the package that provides something', argumentUsage: 'PROVIDE [PROVIDE ...]', required: 'PROVIDE' },
  { name: 'repoquery', aliases: ['rq', 'repoquery-n', 'repoquery-na', 'repoquery-nevra'], summary: 'ask the repositories about packages', options: {
    '-l': false, '--list': false, '-s': false, '--source': false, '-i': false, '--info': false, '--requires': false, '--provides': false, '--conflicts': false, '--obsoletes': false, '--recommends': false,
    '--installed': false, '--available': false, '--upgrades': false, '--extras': false, '--duplicates': false, '--userinstalled': false, '--whatrequires': true, '--whatprovides': true, '-f': true, '--file': true,
    '--qf': true, '--queryformat': true, '--latest-limit': true, '--nevra': false, '--nvr': false, '--location': false, '--resolve': false, '--deplist': false, '-a': false, '--all': false, '--unneeded': false,
  }, argumentUsage: '[KEY ...]' },
  { name: 'deplist', aliases: [], summary: 'list dependencies and who provides them', argumentUsage: '[PACKAGE ...]' },
  { name: 'repolist', aliases: [], summary: 'list repositories', options: { '--all': false, '--enabled': false, '--disabled': false }, optionUsage: '[--all | --enabled | --disabled]', argumentUsage: '[REPOSITORY ...]' },
  { name: 'repoinfo', aliases: [], summary: 'describe repositories', options: { '--all': false, '--enabled': false, '--disabled': false }, optionUsage: '[--all | --enabled | --disabled]', argumentUsage: '[REPOSITORY ...]' },
  { name: 'clean', aliases: [], summary: 'remove cached data', argumentUsage: '{metadata,packages,dbcache,expire-cache,all} [{metadata,packages,dbcache,expire-cache,all} ...]', required: '{metadata,packages,dbcache,expire-cache,all}' },
  { name: 'makecache', aliases: ['mc'], summary: 'fetch the metadata', options: { '--timer': false }, optionUsage: '[--timer]', argumentUsage: '[{timer}]' },
  { name: 'history', aliases: ['hist'], summary: 'show or take back transactions', options: { '--reverse': false, '-o': true, '--output': true, '--ignore-installed': false, '--ignore-extras': false, '--skip-unavailable': false }, optionUsage: '[--reverse] [-o OUTPUT] [--ignore-installed] [--ignore-extras] [--skip-unavailable]', argumentUsage: '[COMMAND] [TRANSACTION ...]' },
  { name: 'group', aliases: ['groups', 'grp', 'groupinstall', 'grouplist', 'groupinfo', 'groupremove', 'grouperase', 'groupupdate'], summary: 'show or use groups of packages', options: { '--with-optional': false, '--hidden': false, '--installed': false, '--available': false, '--ids': false }, optionUsage: '[--with-optional] [--hidden] [--installed] [--available] [--ids]', argumentUsage: '[COMMAND] [COMMAND_ARG ...]' },
  { name: 'module', aliases: [], summary: 'show modules', options: { '--enabled': false, '--disabled': false, '--installed': false, '--profile': false, '--available': false, '--all': false }, optionUsage: '[--enabled] [--disabled] [--installed] [--profile] [--available] [--all]', argumentUsage: '{disable,enable,info,install,list,provides,remove,repoquery,reset,switch-to,update} [module-spec ...]', required: '<modulecmd>' },
  { name: 'mark', aliases: [], summary: 'say why a package is there', argumentUsage: '{group,install,remove} PACKAGE [PACKAGE ...]', required: 'MARK', needsRoot: true },
  { name: 'check', aliases: [], summary: 'look for problems in what is installed', options: { '--all': false, '--dependencies': false, '--duplicates': false, '--obsoleted': false, '--provides': false } },
  { name: 'swap', aliases: [], summary: 'remove one package and install another', argumentUsage: 'remove_spec install_spec', required: 'remove_spec', needsRoot: true },
  { name: 'updateinfo', aliases: ['list-updateinfo', 'list-security', 'list-sec', 'info-updateinfo', 'info-security', 'info-sec', 'summary-updateinfo'], summary: 'show advisories', options: {
    '--summary': false, '--list': false, '--info': false, '--available': false, '--installed': false, '--updates': false, '--all': false, '--with-cve': false, '--with-bz': false,
  }, argumentUsage: '[SPEC ...]' },
  { name: 'config-manager', aliases: [], summary: 'change the configuration of repositories', options: { '--save': false, '--add-repo': true, '--dump': false, '--dump-variables': false }, optionUsage: '[--save] [--add-repo URL] [--dump] [--dump-variables]', argumentUsage: '[repo ...]', needsRoot: true },
  { name: 'download', aliases: [], summary: 'download packages into this folder', options: { '--resolve': false, '--alldeps': false, '--url': false, '--urls': false, '--source': false, '--urlprotocol': true, '--arch': true, '--archlist': true }, argumentUsage: 'packages [packages ...]', required: 'packages' },
  { name: 'needs-restarting', aliases: [], summary: 'list processes that use updated files', options: { '-u': false, '--useronly': false, '-r': false, '--reboothint': false, '-s': false, '--services': false } },
];

export const findCommand = (name: string): CommandSpec | null => COMMANDS.find((each) => each.name === name || each.aliases.includes(name)) ?? null;

/** argparse's usage of a command, wrapped as it wraps. */
export function usageOf(program: string, spec: CommandSpec): string {
  const prefix = `usage: ${program} ${spec.name} `;
  const parts = (text: string): string[] => text.match(/\(.*?\)+(?=\s|$)|\[.*?\]+(?=\s|$)|\S+/g) ?? [];
  const indent = ' '.repeat(prefix.length);
  const lines = [...wrapParts(parts(`${GLOBAL_USAGE} ${spec.optionUsage ?? ''}`), prefix, indent), ...wrapParts(parts(spec.argumentUsage ?? ''), indent, indent)];
  return `${lines.join('\n')}\n`;
}

function wrapParts(parts: readonly string[], first: string, next: string): string[] {
  if (parts.length === 0) return [];
  const lines: string[] = [];
  let line = first;
  let isStart = true;
  for (const part of parts) {
    if (!isStart && line.length + 1 + part.length > 78) {
      lines.push(line);
      line = next;
      isStart = true;
    }
    line += isStart ? part : ` ${part}`;
    isStart = false;
  }
  return [...lines, line];
}

/** Parses a command line. Throws UsageFailure as argparse exits 2. */
export function parseOptions(program: string, argv: readonly string[]): Options {
  const command = commandWord(argv);
  const spec = findCommand(command) ?? (command === '' ? null : undefined);
  const table: Record<string, boolean> = { ...GLOBAL, ...(spec?.options ?? {}) };
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const repositories: { kind: 'enable' | 'disable' | 'only'; pattern: string }[] = [];
  const args: string[] = [];
  const unknown: string[] = [];
  let hasCommand = false;
  const add = (name: string, value: string): void => {
    const key = canonical(name, table);
    values.set(key, [...(values.get(key) ?? []), value]);
    const kind = { '--enablerepo': 'enable', '--disablerepo': 'disable', '--repo': 'only' }[key] as 'enable' | 'disable' | 'only' | undefined;
    if (kind !== undefined) repositories.push(...value.split(/[\s,]+/).map((pattern) => ({ kind, pattern })));
  };
  const fail = (message: string): never => {
    const shown = spec ?? { name: '', aliases: [], summary: '' };
    throw new UsageFailure(`${usageOf(program, shown)}${program}${shown.name === '' ? '' : ` ${shown.name}`}: error: ${message}\n`);
  };
  for (let index = 0; index < argv.length; index += 1) {
    const arg = argv[index] ?? '';
    if (arg === '--') {
      args.push(...argv.slice(index + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      if (!hasCommand && arg === command) hasCommand = true;
      else args.push(arg);
      continue;
    }
    const [word, inline] = splitInline(arg);
    const name = word.startsWith('--') ? unabbreviated(word, table) : word;
    if (table[name] === undefined) {
      if (/^-[a-zA-Z]{2,}/.test(arg) && !arg.startsWith('--') && expandShort(arg, table, flags, add, argv[index + 1])) continue;
      unknown.push(arg);
    } else if (table[name]) {
      const value = inline ?? argv[index + 1];
      if (value === undefined) fail(`argument ${nameOf(name)}: expected one argument`);
      else add(name, value);
      if (inline === null) index += 1;
    } else {
      flags.add(canonical(name, table));
    }
  }
  if (spec === undefined) return { program, command, args, flags, values, line: argv.join(' '), repositories, isRealCommand: false };
  if (spec?.required !== undefined && args.length === 0 && !flags.has('--help')) fail(`the following arguments are required: ${spec.required}`);
  if (unknown.length > 0 && spec !== null) fail(`unrecognized arguments: ${unknown.join(' ')}`);
  if (unknown.length > 0) fail(`unrecognized arguments: ${unknown.join(' ')}`);
  return { program, command: spec?.name ?? '', args: impliedArgs(command, args), flags, values, line: argv.join(' '), repositories, isRealCommand: true };
}

/** `groupinstall x` is `group install x`, `info-security x` is `updateinfo info x`. */
function impliedArgs(command: string, args: readonly string[]): readonly string[] {
  if (/^group(install|list|info|remove|erase|update)$/.test(command)) return [command.slice(5), ...args];
  const view = /^(list|info|summary)-(updateinfo|security|sec)$/.exec(command)?.[1];
  return view === undefined ? args : [view, ...args];
}

const nameOf = (name: string): string => (name === '--setopt' ? '--setopt' : name);

function splitInline(arg: string): [string, string | null] {
  const at = arg.startsWith('--') ? arg.indexOf('=') : -1;
  return at === -1 ? [arg, null] : [arg.slice(0, at), arg.slice(at + 1)];
}

/** argparse takes unique beginnings of long options. */
function unabbreviated(name: string, table: Readonly<Record<string, boolean>>): string {
  if (table[name] !== undefined) return name;
  const candidates = Object.keys(table).filter((each) => each.startsWith(name));
  return candidates.length === 1 ? candidates[0] ?? name : name;
}

function expandShort(
  arg: string, table: Readonly<Record<string, boolean>>, flags: Set<string>, add: (name: string, value: string) => void, _next: string | undefined,
): boolean {
  const letters = arg.slice(1);
  if (table[`-${letters.charAt(0)}`] === true) {
    add(`-${letters.charAt(0)}`, letters.slice(1));
    return true;
  }
  if (![...letters].every((letter) => table[`-${letter}`] === false)) return false;
  for (const letter of letters) flags.add(canonical(`-${letter}`, table));
  return true;
}

/** The first word that is neither an option nor its value. */
function commandWord(argv: readonly string[]): string {
  for (let index = 0; index < argv.length; index += 1) {
    const arg = argv[index] ?? '';
    if (!arg.startsWith('-')) return arg;
    if (GLOBAL[arg] === true) index += 1;
  }
  return '';
}
