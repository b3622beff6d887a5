import data from './plugins.json';

/** One option of an auth plug-in: data of keystoneauth1 5.0.0. */
export interface PluginOption {
  readonly name: string;
  /** Where its value is kept; default: the name with `_`. */
  readonly dest?: string;
  readonly required?: boolean;
  readonly secret?: boolean;
  readonly deprecated?: readonly string[];
  /** What is asked for on the terminal when nothing was given. */
  readonly prompt?: string;
}

export interface Plugin {
  /** The class that refuses keywords it does not know. */
  readonly init?: string;
  readonly options: readonly PluginOption[];
}

const PLUGINS = data as Readonly<Record<string, Plugin>>;

/** An auth plug-in by its name, or null. */
export const pluginNamed = (name: string): Plugin | null => PLUGINS[name] ?? null;

export const destOf = (option: PluginOption): string => option.dest ?? option.name.replaceAll('-', '_');
