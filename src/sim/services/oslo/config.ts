// oslo: what OpenStack's services share (config, log, db, policy, middleware), named after the real libraries. Knows
// nothing of any one service.
import type { IniEntry } from '../../../base/ini.ts';
import type { Json } from '../../../base/json.ts';
import { pythonText } from '../../../base/python.ts';
import type { Sys } from '../../host/sys.ts';
import { filesOf, readEntries, type ConfigFiles } from './config-files.ts';
import { convert, ValueError } from './option-types.ts';
import { PythonException, type Frame, type PythonError } from './traceback.ts';

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
  /** Shown as stars in logs. */
  readonly secret?: boolean;
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
  readonly python: PythonError;

  constructor(kind: string, message: string, cause?: PythonError) {
    super(message);
    this.name = kind;
    this.python = { type: kind, message, frames: cause === undefined ? raisedBy(kind) : PARSING, ...(cause === undefined ? {} : { cause }) };
  }
}

const raisedBy = (kind: string): readonly Frame[] => [['oslo_config/cfg.py', 2158, '__call__', `raise ${kind.replace(/^.*\./, '')}(`]];
const PARSING: readonly Frame[] = [
  ['oslo_config/cfg.py', 2153, '__call__', 'self._namespace = self._parse_cli_opts(args if args is not None'],
  ['oslo_config/cfg.py', 2924, '_parse_cli_opts', 'return self._parse_config_files()'],
  ['oslo_config/cfg.py', 2941, '_parse_config_files', 'ConfigParser._parse_file(config_file, namespace)'],
];

interface Found extends IniEntry {
  readonly path: string;
}

/** A configuration that was read, as plain data: what a daemon keeps until it is restarted. */
export type SavedConfig = Readonly<Record<string, Json>>;

/**
 * A service's configuration: what its files say, typed by its options (oslo.config's ConfigOpts). Later files and later
 * lines win; an option nobody registered is ignored, as in reality.
 */
export class Config {
  readonly #options: ReadonlyMap<string, OptionSpec>;
  readonly #found: ReadonlyMap<string, readonly Found[]>;
  readonly #values = new Map<string, OptionValue>();
  readonly #warnings: string[] = [];
  /** The files read, in order. */
  readonly files: readonly string[];

  private constructor(options: OptionTable, files: readonly string[], found: ReadonlyMap<string, readonly Found[]>) {
    this.#options = options;
    this.files = files;
    this.#found = found;
  }

  /**
   * Reads the files. Throws ConfigError as oslo.config does for missing, unreadable and malformed ones. `overrides` are
   * options of the command line by `SECTION/name`.
   */
  static load(sys: Sys, options: OptionTable | readonly OptionSpec[], where: ConfigFiles, overrides: Readonly<Record<string, string>> = {}): Config {
    const files = filesOf(sys, where);
    const found = new Map<string, Found[]>();
    const add = (key: string, entry: Found): void => { found.set(key, [...found.get(key) ?? [], entry]); };
    for (const path of files) {
      for (const entry of readEntries(sys, path)) add(keyOf(entry.section, entry.key), { ...entry, path });
    }
    for (const [key, value] of Object.entries(overrides)) add(key, { section: '', key, value, line: 0, path: '' });
    return new Config(options instanceof Map ? options : optionTable(options as readonly OptionSpec[]), files, found);
  }

  /** A configuration as it was read earlier. */
  static restore(options: OptionTable, saved: SavedConfig): Config {
    const { files, found } = saved as unknown as { files: readonly string[]; found: readonly (readonly [string, readonly Found[]])[] };
    return new Config(options, files, new Map(found));
  }

  save(): SavedConfig {
    const known = [...this.#found].filter(([key]) => isKnown(this.#options, key));
    return { files: this.files, found: known.map(([key, all]): Json => [key, all.map((entry): Json => ({ ...entry }))]) };
  }

  /** A typed value. Throws PythonException (ConfigFileValueError) when what the file says does not fit the type. */
  get(section: string, name: string): OptionValue {
    const key = `${section}/${name}`;
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = this.#read(section, name);
    this.#values.set(key, value);
    return value;
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

  list(section: string, name: string): readonly string[] {
    const value = this.get(section, name);
    return Array.isArray(value) ? value as readonly string[] : [];
  }

  /** Where the value in force stands, or null for a default. */
  source(section: string, name: string): OptionSource | null {
    const option = this.#options.get(keyOf(section, name));
    const last = option === undefined ? undefined : this.#entries(option).at(-1);
    return last === undefined ? null : { path: last.path, line: last.line, text: `${last.key} = ${last.value}` };
  }

  /** Every option and its value as `log_opt_values` logs them, secrets hidden. */
  describe(words: readonly string[]): string[] {
    const line = (option: OptionSpec): string => {
      const name = option.section === 'DEFAULT' ? option.name : `${option.section}.${option.name}`;
      const value = option.secret === true ? '****' : shown(this.get(option.section, option.name));
      return `${name.padEnd(30)} = ${value}`;
    };
    const options = [...this.#options.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const sections = [...new Set(options.map(({ section }) => section))].filter((section) => section !== 'DEFAULT').sort();
    const rule = (letter: string): string => letter.repeat(80);
    return [
      rule('*'), 'Configuration options gathered from:', `command line args: ${shown(words)}`, `config files: ${shown(this.files)}`, rule('='),
      ...['DEFAULT', ...sections].flatMap((section) => options.filter((option) => option.section === section).map(line)), rule('*'),
    ];
  }

  /** What is to be said of older names that were used, once each. */
  takeWarnings(): string[] {
    return this.#warnings.splice(0);
  }

  #read(section: string, name: string): OptionValue {
    const option = this.#options.get(keyOf(section, name));
    if (option === undefined) throw new Error(`option not registered: [${section}] ${name}`);
    const entries = this.#entries(option);
    const last = entries.at(-1);
    if (last === undefined) return option.default as OptionValue;
    this.#warn(option, last);
    try {
      if (option.multi === true) return entries.map(({ value }) => this.#substitute(value, option));
      return convert(option, this.#substitute(last.value, option));
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      const place = `LocationInfo(location=<Locations.user: (4, True)>, detail='${last.path}')`;
      throw new ConfigError('oslo_config.cfg.ConfigFileValueError', `Value for option ${option.name} from ${place} is not valid: ${error.message}`,
        { type: 'ValueError', message: error.message });
    }
  }

  #warn(option: OptionSpec, entry: Found): void {
    if (entry.path === '') return;
    const group = option.section;
    if (entry.key !== option.name || keyOf(entry.section, '') !== keyOf(group, '')) {
      this.#warnings.push(`Deprecated: Option "${entry.key}" from group "${entry.section}" is deprecated. Use option "${option.name}" from group "${group}".`);
    } else if (option.removal === true) {
      this.#warnings.push(`Deprecated: Option "${option.name}" from group "${group}" is deprecated for removal.  Its value may be silently ignored in the future.`);
    }
  }

  /** Lines of all files for the option under its own or an older name; the own name wins. */
  #entries(option: OptionSpec): readonly Found[] {
    for (const name of [`${option.section}/${option.name}`, ...option.deprecated ?? []]) {
      const slash = name.lastIndexOf('/');
      const found = this.#found.get(keyOf(name.slice(0, slash), name.slice(slash + 1)));
      if (found !== undefined) return found;
    }
    return [];
  }

  /** `$name`, `${name}` and `${section.name}` stand for other options; `$$` and `\$` for a dollar. Unknown ones end the search for this option, too. */
  #substitute(value: string, option: OptionSpec): string {
    const text = value.replaceAll('\\$', '$$$$');
    return text.replaceAll(/\$(?:\$|\{([a-z_][\w.]*)\}|([a-z_][\w.]*))/gi, (whole, braced: string | undefined, bare: string | undefined) => {
      if (whole === '$$') return '$';
      const path = (braced ?? bare ?? '').split('.');
      const name = path.at(-1) ?? '';
      const places = path.length > 1 ? [path[0] ?? ''] : [option.section, 'DEFAULT'];
      const place = places.find((each) => this.#options.has(keyOf(each, name)));
      if (place !== undefined) return this.text(place, name) ?? '';
      const group = option.section === 'DEFAULT' ? ' in group [DEFAULT]' : ` in group [${option.section}]`;
      throw new PythonException({ type: 'oslo_config.cfg.NoSuchOptError', message: `no such option ${option.name}${group}` });
    });
  }
}

/** Python's str() of a value. */
function shown(value: OptionValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return String(value);
  return Array.isArray(value) ? `[${value.map(pythonText).join(', ')}]` : `{${Object.entries(value).map(([key, each]) => `${pythonText(key)}: ${pythonText(each)}`).join(', ')}}`;
}

/** The options of a service by section and name. */
export type OptionTable = ReadonlyMap<string, OptionSpec>;

/** Makes the table; a later entry of the same name replaces an earlier one. */
export const optionTable = (options: readonly OptionSpec[]): OptionTable => new Map(options.map((option) => [keyOf(option.section, option.name), option]));

/** Sections are told apart without regard to capitals, but for DEFAULT. */
const keyOf = (section: string, name: string): string => `${section === 'DEFAULT' ? section : section.toLowerCase()}/${name}`;

const older = new WeakMap<OptionTable, ReadonlySet<string>>();

/** Whether some option, under any name, reads that line. */
function isKnown(options: OptionTable, key: string): boolean {
  let names = older.get(options);
  if (names === undefined) {
    names = new Set([...options.values()].flatMap(({ deprecated = [] }) => deprecated.map((name) => {
      const slash = name.lastIndexOf('/');
      return keyOf(name.slice(0, slash), name.slice(slash + 1));
    })));
    older.set(options, names);
  }
  return options.has(key) || names.has(key);
}
