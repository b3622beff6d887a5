// oslo: what OpenStack's services share (config, log, db, policy, middleware), named after the real libraries. Knows
// nothing of any one service.
import { parseIni, type IniEntry } from '../../../base/ini.ts';
import type { Json } from '../../../base/json.ts';
import { SysError } from '../../host/errors.ts';
import type { Sys } from '../../host/sys.ts';

/** An option as a service registers it (oslo.config's cfg.Opt). Source: the service's own list of options. */
export interface OptionSpec {
  readonly section: string;
  readonly name: string;
  /** oslo.config's type: `String`, `Integer`, `Boolean`, `Float`, `Port`, `List`, `Dict`, `HostAddress`, `URI` … */
  readonly type: string;
  readonly default: Json;
  readonly multi?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly (string | null)[];
  /** Older names, `SECTION/name`. */
  readonly deprecated?: readonly string[];
  readonly removal?: boolean;
}

export type OptionValue = string | number | boolean | null | readonly string[] | Readonly<Record<string, string>>;

/** Where a value stands: for causes and for probes. */
export interface OptionSource {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** oslo.config gave up; the message is what the service's command prints last. */
export class ConfigError extends Error {
  override readonly name: string;

  constructor(kind: string, message: string) {
    super(message);
    this.name = kind;
  }
}

interface Found extends IniEntry {
  readonly path: string;
}

export interface ConfigFiles {
  /** Project and program, e.g. `keystone`, `keystone-manage`: name the default files. */
  readonly project: string;
  readonly program: string;
  /** `--config-file`, each; replaces the default files. */
  readonly files?: readonly string[];
  /** `--config-dir`, each; replaces the default folders. */
  readonly folders?: readonly string[];
}

/**
 * A service's configuration: what its files say, typed by its options (oslo.config's ConfigOpts). Later files and later
 * lines win; an option nobody registered is ignored, as in reality.
 */
export class Config {
  readonly #options: ReadonlyMap<string, OptionSpec>;
  readonly #found: ReadonlyMap<string, readonly Found[]>;
  /** The files read, in order. */
  readonly files: readonly string[];

  private constructor(options: readonly OptionSpec[], files: readonly string[], found: ReadonlyMap<string, readonly Found[]>) {
    this.#options = new Map(options.map((option) => [keyOf(option.section, option.name), option]));
    this.files = files;
    this.#found = found;
  }

  /** Reads the files. Throws ConfigError as oslo.config does for missing, unreadable and malformed ones. */
  static load(sys: Sys, options: readonly OptionSpec[], where: ConfigFiles): Config {
    const files = [...where.files ?? defaultFiles(sys, where), ...folderFiles(sys, where.folders ?? defaultFolders(sys, where))];
    const found = new Map<string, Found[]>();
    for (const path of files) {
      for (const entry of readEntries(sys, path)) {
        const key = keyOf(entry.section, entry.key);
        found.set(key, [...found.get(key) ?? [], { ...entry, path }]);
      }
    }
    return new Config(options, files, found);
  }

  /** A typed value. Throws ConfigError (ConfigFileValueError) when what the file says does not fit the type. */
  get(section: string, name: string): OptionValue {
    const option = this.#options.get(keyOf(section, name));
    if (option === undefined) throw new Error(`option not registered: [${section}] ${name}`);
    const entries = this.#entries(option);
    if (entries.length === 0) return asValue(option.default);
    if (option.multi === true) return entries.map(({ value }) => this.#substitute(value, section));
    const last = entries.at(-1) as Found;
    return convert(option, this.#substitute(last.value, section), last);
  }

  text(section: string, name: string): string | null {
    const value = this.get(section, name);
    return value === null || typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : JSON.stringify(value);
  }

  number(section: string, name: string): number {
    return Number(this.get(section, name));
  }

  flag(section: string, name: string): boolean {
    return this.get(section, name) === true;
  }

  /** Where the value in force stands, or null for a default. */
  source(section: string, name: string): OptionSource | null {
    const option = this.#options.get(keyOf(section, name));
    const last = option === undefined ? undefined : this.#entries(option).at(-1);
    return last === undefined ? null : { path: last.path, line: last.line, text: `${last.key} = ${last.value}` };
  }

  /** Lines of all files for the option under its own or an older name; the own name wins. */
  #entries(option: OptionSpec): readonly Found[] {
    const own = this.#found.get(keyOf(option.section, option.name))
      ?? this.#found.get(keyOf(option.section, option.name.replaceAll('_', '-')));
    if (own !== undefined) return own;
    for (const older of option.deprecated ?? []) {
      const slash = older.lastIndexOf('/');
      const found = this.#found.get(keyOf(older.slice(0, slash), older.slice(slash + 1)));
      if (found !== undefined) return found;
    }
    return [];
  }

  /** `$name`, `${name}` and `${section.name}` stand for other options; `$$` for a dollar. */
  #substitute(value: string, section: string): string {
    return value.replaceAll(/\$(?:\$|\{([\w.-]+)\}|(\w+))/g, (whole, braced: string | undefined, bare: string | undefined) => {
      if (whole === '$$') return '$';
      const path = (braced ?? bare ?? '').split('.');
      const name = path.at(-1) ?? '';
      const wanted = path.length > 1 ? path[0] ?? '' : section;
      for (const place of [wanted, 'DEFAULT']) {
        if (this.#options.has(keyOf(place, name))) return this.text(place, name) ?? '';
      }
      return whole;
    });
  }
}

const keyOf = (section: string, name: string): string => `${section.toLowerCase() === 'default' ? 'DEFAULT' : section}/${name}`;

/** `~/.PROJECT`, `~`, `/etc/PROJECT`, `/etc`: the first that has the file, for the project and then the program. */
function defaultFiles(sys: Sys, { project, program }: ConfigFiles): string[] {
  const home = sys.env['HOME'] ?? '/';
  const folders = [`${home}/.${project}`, home, `/etc/${project}`, '/etc'];
  return [project, program].flatMap((name) => {
    const file = folders.map((folder) => `${folder}/${name}.conf`).find((path) => sys.exists(path));
    return file === undefined ? [] : [file];
  });
}

function defaultFolders(sys: Sys, { project, program }: ConfigFiles): string[] {
  const home = sys.env['HOME'] ?? '/';
  const folders = [`${home}/.${project}`, home, `/etc/${project}`, '/etc'];
  return [project, program].flatMap((name) => {
    const folder = folders.map((each) => `${each}/${name}.conf.d`).find((path) => sys.exists(path));
    return folder === undefined ? [] : [folder];
  });
}

function folderFiles(sys: Sys, folders: readonly string[]): string[] {
  return folders.flatMap((folder) => sys.readDirectory(folder).filter((name) => name.endsWith('.conf')).map((name) => `${folder}/${name}`));
}

function readEntries(sys: Sys, path: string): readonly IniEntry[] {
  let text: string;
  try {
    text = sys.readFile(path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (error.errno === 'EACCES') throw new ConfigError('oslo_config.cfg.ConfigFilesPermissionDeniedError', `Failed to open some config files: ${path}`);
    throw new ConfigError('oslo_config.cfg.ConfigFilesNotFoundError', `Failed to find some config files: ${path}`);
  }
  const { entries, problems } = parseIni(text);
  const [problem] = problems;
  if (problem !== undefined) {
    const detail = `at ${path}:${problem.line}, ${problem.message}: ${quoted(problem.text)}`;
    throw new ConfigError('oslo_config.cfg.ConfigFileParseError', `Failed to parse ${path}: ${detail}`);
  }
  return entries;
}

/** Python's repr of a string. */
const quoted = (text: string): string => (text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("'", "\\'")}'`);

const asValue = (value: Json): OptionValue => value as OptionValue;

const TRUE = ['true', '1', 'on', 'yes'];
const FALSE = ['false', '0', 'off', 'no'];

function convert(option: OptionSpec, text: string, from: Found): OptionValue {
  const fail = (why: string): never => {
    const place = `LocationInfo(location=<Locations.user: (4, True)>, detail='${from.path}')`;
    throw new ConfigError('oslo_config.cfg.ConfigFileValueError', `Value for option ${option.name} from ${place} is not valid: ${why}`);
  };
  const { type } = option;
  if (type === 'Boolean') {
    if (TRUE.includes(text.toLowerCase())) return true;
    return FALSE.includes(text.toLowerCase()) ? false : fail(`Unexpected boolean value '${text}'`);
  }
  if (type === 'Integer' || type === 'Port') return integer(option, text, fail);
  if (type === 'Float') return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : fail(`could not convert string to float: ${quoted(text)}`);
  if (type === 'List') return text.split(',').map((item) => item.trim()).filter((item) => item !== '');
  if (type === 'Dict') return Object.fromEntries(text.split(',').map((pair): [string, string] => {
    const [key = '', value = ''] = pair.split(':', 2);
    return [key.trim(), value.trim()];
  }));
  if (option.choices !== undefined && !option.choices.includes(text)) {
    return fail(`Valid values are [${option.choices.map((choice) => choice ?? 'None').join(', ')}], but found ${quoted(text)}`);
  }
  return text;
}

function integer(option: OptionSpec, text: string, fail: (why: string) => never): number {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return fail(`invalid literal for int() with base 10: ${quoted(text)}`);
  const number = Number(text);
  if (option.min !== undefined && number < option.min) return fail(`Should be greater than or equal to ${option.min}`);
  if (option.max !== undefined && number > option.max) return fail(`Should be less than or equal to ${option.max}`);
  return number;
}
