import type { Account } from '../../host/accounts.ts';
import { strerror } from '../../host/errors.ts';
import { splitPath } from '../../host/path.ts';
import type { Sys } from '../../host/sys.ts';

/** What one line of sudoers lets its users do. */
export interface Rule {
  readonly users: readonly string[];
  readonly hosts: readonly string[];
  readonly runAs: readonly string[];
  readonly runGroups: readonly string[] | null;
  readonly needsPassword: boolean;
  readonly commands: readonly string[];
}

/** /etc/sudoers and what it includes. */
export interface Sudoers {
  /** Defaults in the order of the file, as `name`, `!name`, `name=value` or `name+=value`. */
  readonly defaults: readonly string[];
  readonly rules: readonly Rule[];
  /** Syntax errors: file, line, and the text that `visudo -c` shows. */
  readonly errors: readonly { readonly file: string; readonly line: number; readonly text: string }[];
}

const list = (text: string): string[] => text.split(',').map((item) => item.trim()).filter((item) => item !== '');

/** Reads sudoers files; keeps what it understood and where it did not. */
class Reader {
  readonly defaults: string[] = [];
  readonly rules: Rule[] = [];
  readonly errors: { file: string; line: number; text: string }[] = [];
  readonly #aliases = new Map<string, string[]>();
  readonly #sys: Sys;

  constructor(sys: Sys) {
    this.#sys = sys;
  }

  file(path: string): void {
    const lines = this.#sys.readFile(path).replace(/\\\n/g, ' ').split('\n');
    for (const [index, raw] of lines.entries()) {
      const include = /^[#@](includedir|include)\s+(\S+)/.exec(raw);
      if (include !== null) this.#include(include[1] === 'includedir', include[2] ?? '');
      else if (!this.#line(raw.replace(/(^|\s)#(?!\d).*$/, '').trim())) this.errors.push({ file: path, line: index + 1, text: raw });
    }
  }

  #include(isDirectory: boolean, path: string): void {
    try {
      if (!isDirectory) this.file(path);
      else for (const name of this.#sys.readDirectory(path)) if (!/[.~]/.test(name)) this.file(`${path}/${name}`);
    } catch (error) {
      strerror(error);
    }
  }

  #line(text: string): boolean {
    if (text === '') return true;
    const defaults = /^Defaults\S*\s+(.*)$/.exec(text);
    if (defaults !== null) {
      this.defaults.push(...splitDefaults(defaults[1] ?? ''));
      return true;
    }
    const alias = /^(?:User|Runas|Host|Cmnd)_Alias\s+([A-Z][A-Z0-9_]*)\s*=\s*(.+)$/.exec(text);
    if (alias !== null) {
      this.#aliases.set(alias[1] ?? '', list(alias[2] ?? ''));
      return true;
    }
    return this.#rule(text);
  }

  #expand(items: readonly string[]): string[] {
    return items.flatMap((item) => (this.#aliases.has(item) ? this.#expand(this.#aliases.get(item) ?? []) : [item]));
  }

  #rule(text: string): boolean {
    const matched = /^((?:[^\s=,]+|,\s*)+?)\s+([^\s=]+)\s*=\s*(?:\(([^)]*)\)\s*)?((?:[A-Z_]+:\s*)*)(.+)$/.exec(text);
    if (matched === null) return false;
    const [, who = '', hosts = '', runAs, tags = '', commands = ''] = matched;
    const [users, groups] = (runAs ?? 'root').split(':');
    this.rules.push({
      users: this.#expand(list(who)), hosts: this.#expand(list(hosts)), runAs: this.#expand(list(users ?? '')),
      runGroups: groups === undefined ? null : list(groups), needsPassword: !/NOPASSWD:/.test(tags), commands: this.#expand(list(commands)),
    });
    return true;
  }
}

/** `a, b="x y", c+=d` at the commas outside quotes, blanks round the sign taken out. */
function splitDefaults(text: string): string[] {
  return (text.match(/(?:"[^"]*"|\\.|[^,"\\])+/g) ?? []).map((each) => each.trim().replace(/\s*([+-]?=)\s*/, '$1'));
}

/** Reads /etc/sudoers (or another file). SysError when it cannot be read. */
export function readSudoers(sys: Sys, path = '/etc/sudoers'): Sudoers {
  const reader = new Reader(sys);
  reader.file(path);
  return reader;
}

function isUser(sys: Sys, account: Account, item: string): boolean {
  if (item.startsWith('!')) return false;
  if (item === 'ALL' || item === account.name || item === `#${account.uid}`) return true;
  if (!item.startsWith('%')) return false;
  const group = sys.accounts.groupByName(item.slice(1));
  return group !== null && sys.accounts.credentialsOf(account).groups.includes(group.gid);
}

/** The rules that speak of this user on this host, in the file's order. */
export function rulesFor(sys: Sys, sudoers: Sudoers, account: Account): Rule[] {
  return sudoers.rules.filter((rule) => rule.users.some((item) => isUser(sys, account, item))
    && rule.hosts.some((host) => host === 'ALL' || host === sys.hostname));
}

function isCommand(item: string, path: string, args: readonly string[]): boolean {
  if (item === 'ALL') return true;
  const [name = '', ...wanted] = item.split(/\s+/);
  const source = name.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*').replaceAll('?', '.');
  const isPath = name.endsWith('/') ? splitPath(path).directory === name.replace(/\/$/, '') : new RegExp(`^${source}$`).test(path);
  if (!isPath || wanted.length === 0) return isPath;
  const given = args.join(' ');
  return wanted.join(' ') === '""' ? given === '' : new RegExp(`^${wanted.join(' ').replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(given);
}

/** The last rule that decides about this command, or null when it is not allowed. */
export function ruleFor(sys: Sys, rules: readonly Rule[], target: Account, path: string, args: readonly string[]): Rule | null {
  let found: Rule | null = null;
  for (const rule of rules) {
    if (!rule.runAs.some((item) => isUser(sys, target, item))) continue;
    if (rule.commands.some((item) => item.startsWith('!') && isCommand(item.slice(1), path, args))) found = null;
    else if (rule.commands.some((item) => isCommand(item, path, args))) found = rule;
  }
  return found;
}

/** The value of a Defaults setting, '' when it is only switched on, null when unset or off. */
export function defaultValue(sudoers: Sudoers, name: string): string | null {
  let value: string | null = null;
  for (const entry of sudoers.defaults) {
    if (entry === `!${name}`) value = null;
    else if (entry === name) value = '';
    else if (entry.startsWith(`${name}=`)) value = entry.slice(name.length + 1).replace(/^"(.*)"$/, '$1');
    else if (entry.startsWith(`${name}+=`)) value = `${value ?? ''} ${entry.slice(name.length + 2).replace(/^"(.*)"$/, '$1')}`.trim();
  }
  return value;
}
