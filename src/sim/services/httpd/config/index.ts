import type { Sys } from '../../../host/sys.ts';
import { SysError } from '../../../host/errors.ts';
import { joinPath } from '../../../host/path.ts';
import { logPath } from './server-directives.ts';
import type { Settings } from './settings.ts';
import { readTree, type Reading } from './tree.ts';
import { walk } from './walk.ts';

/** What the command line says about the configuration. */
export interface Where {
  readonly root: string;
  readonly file: string;
  readonly defines: readonly string[];
  /** Directives of `-C` and `-c`. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface Loaded {
  readonly settings: Settings;
  /** Lines for stderr before anything else. */
  readonly warnings: Reading['warnings'];
  readonly files: Reading['files'];
}

/** Reads and checks the configuration. Throws ConfigError. */
export function loadConfig(sys: Sys, where: Where): Loaded {
  const reading = readTree(sys, joinPath(where.root, where.file), where.root, where.defines, where.before, where.after);
  const settings = walk(sys, reading);
  return { settings, warnings: reading.warnings, files: reading.files };
}

/** The name that httpd finds for itself when no ServerName is set, or null when one is. */
export function guessedName(sys: Sys, settings: Settings): string | null {
  if (settings.main.name !== null) return null;
  const address = sys.network.resolve(sys.hostname);
  if (address === null) return '127.0.0.1';
  const name = sys.network.reverse(address) ?? '';
  return name.includes('.') ? null : address;
}

/** The complaint about a missing ServerName, as it stands on stderr; null when there is nothing to say. */
export function nameWarning(sys: Sys, settings: Settings): string | null {
  const found = guessedName(sys, settings);
  return found === null ? null
    : `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${found}. Set the 'ServerName' directive globally to suppress this message`;
}

/** Log folders that are not there: the lines that end the start (ap_check_config of core and mod_log_config). */
export function logTrouble(sys: Sys, settings: Settings): string[] | null {
  const { main, hosts, serverRoot } = settings;
  for (const [index, server] of [main, ...hosts].entries()) {
    const name = server.errorLog ?? (index === 0 ? 'logs/error_log' : null);
    const trouble = name === null ? null : folderTrouble(sys, logPath(serverRoot, name));
    if (trouble === null) continue;
    const what = index === 0 ? 'main error log' : `error log of vhost defined at ${server.file}:${server.line}`;
    return [`${trouble.text}: AH02291: Cannot access directory '${trouble.folder}' for ${what}`, 'AH00014: Configuration check failed'];
  }
  for (const server of [main, ...hosts]) {
    for (const log of server.accessLogs) {
      const path = logPath(serverRoot, log.path);
      const trouble = folderTrouble(sys, path);
      if (trouble === null) continue;
      return [`${trouble.text}: AH02297: Cannot access directory '${trouble.folder}' for log file '${log.path}' defined at ${log.line}`,
        'AH00014: Configuration check failed'];
    }
  }
  return null;
}

function folderTrouble(sys: Sys, path: string | null): { text: string; folder: string } | null {
  if (path === null) return null;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  try {
    const isDirectory = sys.stat(folder === '/' ? '/' : folder.slice(0, -1)).type === 'directory';
    return isDirectory ? null : { text: '(20)Not a directory', folder };
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return { text: `(${error.errno === 'EACCES' ? 13 : 2})${error.text}`, folder };
  }
}
