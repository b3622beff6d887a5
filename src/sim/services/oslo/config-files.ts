// Which configuration files a service reads, and their lines.
import { parseIni, type IniEntry } from '../../../base/ini.ts';
import { pythonText } from '../../../base/python.ts';
import { SysError } from '../../host/errors.ts';
import type { Sys } from '../../host/sys.ts';
import { ConfigError } from './config.ts';

export interface ConfigFiles {
  /** Project and program, e.g. `keystone`, `keystone-manage`: name the default files. */
  readonly project: string;
  readonly program: string;
  /** `--config-file`, each; replaces the default files. */
  readonly files?: readonly string[];
  /** `--config-dir`, each; replaces the default folders. */
  readonly folders?: readonly string[];
}

/** The files in the order in which they are read: RDO's own defaults, the service's files, its folders. */
export function filesOf(sys: Sys, where: ConfigFiles): string[] {
  const dist = `/usr/share/${where.project}/${where.project}-dist.conf`;
  return [
    ...(sys.exists(dist) ? [dist] : []), ...where.files ?? found(sys, where, '.conf'),
    ...(where.folders ?? found(sys, where, '.conf.d')).flatMap((folder) => folderFiles(sys, folder)),
  ];
}

/** `~/.PROJECT`, `~`, `/etc/PROJECT`, `/etc`: the first that has it, for the project and then the program. */
function found(sys: Sys, { project, program }: ConfigFiles, ending: string): string[] {
  const home = sys.env['HOME'] ?? '/';
  const folders = [`${home}/.${project}`, home === '/' ? '' : home, `/etc/${project}`, '/etc'];
  return [...new Set([project, program])].flatMap((name) => {
    const path = folders.map((folder) => `${folder}/${name}${ending}`).find((each) => sys.exists(each));
    return path === undefined ? [] : [path];
  });
}

function folderFiles(sys: Sys, folder: string): string[] {
  try {
    return sys.readDirectory(folder).filter((name) => name.endsWith('.conf') && !name.startsWith('.')).map((name) => `${folder.replace(/\/+$/, '')}/${name}`);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (error.errno === 'EACCES') return [];
    throw new ConfigError('oslo_config.cfg.ConfigDirNotFoundError', `Failed to read config file directory: ${folder}`);
  }
}

/** A file's assignments. Throws ConfigError for one that is missing, closed to us, or no ini file. */
export function readEntries(sys: Sys, path: string): readonly IniEntry[] {
  let text: string;
  try {
    text = sys.readFile(path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (error.errno === 'EACCES') throw new ConfigError('oslo_config.cfg.ConfigFilesPermissionDeniedError', `Failed to open some config files: ${path}`);
    throw new ConfigError('oslo_config.cfg.ConfigFilesNotFoundError', `Failed to find some config files: ${path}`);
  }
  const { entries, problems } = parseIni(text, 'needed');
  const [problem] = problems;
  if (problem === undefined) return entries;
  const detail = `at ${path}:${problem.line}, ${problem.message}: ${problem.text === null ? 'None' : pythonText(problem.text)}`;
  throw new ConfigError('oslo_config.cfg.ConfigFileParseError', `Failed to parse ${path}: ${detail}`, { type: 'oslo_config.cfg.ParseError', message: detail });
}
