// What mariadbd reads of its option files and arguments: values of variables, and options that are no variables.
import type { CnfOption } from '../../host/mysql/my-cnf.ts';
import { charsetName, charsetOf, collationName, defaultCollation } from './engine/collation.ts';
import { VARIABLES, type VariableDef } from './engine/variables.ts';

/** What the options say. */
export interface Settings {
  readonly variables: Record<string, string>;
  /** Options without a variable: `user`, `bootstrap` … */
  readonly extras: Record<string, string>;
  /** Lines for the log before the start-up goes on. */
  readonly warnings: string[];
  /** Ends the start at once, with this status. */
  fatal: { readonly lines: readonly string[]; readonly status: number } | null;
  /** Options nobody knows: the server finds them after its plug-ins are up. */
  readonly unknown: string[];
}

/** Groups that the server reads. */
export const serverGroups = (series: string): string[] =>
  ['mysqld', 'server', `mysqld-${series}`, 'mariadb', `mariadb-${series}`, 'mariadbd', `mariadbd-${series}`, 'client-server', 'galera'];

/** Real options that no variable stands for. */
const EXTRAS = new Set([
  'user', 'bootstrap', 'skip-grant-tables', 'language', 'symbolic-links', 'pid-file', 'daemonize', 'chroot', 'init-file', 'console', 'help', 'verbose',
  'version', 'exit-info', 'gdb', 'external-locking', 'temp-pool', 'safe-mode', 'ansi', 'wsrep-new-cluster', 'wsrep-recover', 'federated', 'innodb',
  'default-character-set', 'character-set-client-handshake', 'des-key-file', 'transaction-isolation', 'memlock', 'old-style-user-limits', 'plugin-load-add',
  'plugin-load', 'stack-trace', 'sysdate-is-now', 'tc-heuristic-recover', 'port-open-timeout', 'show-slave-auth-info', 'slave-parallel-workers', 'innodb-large-prefix',
  'innodb-file-format', 'innodb-support-xa', 'flush-caches', 'debug-gdb', 'myisam-block-size', 'allow-suspicious-udfs', 'log-tc', 'abort-slave-event-count',
]);

const ALIASES: Readonly<Record<string, string>> = {
  'default-table-type': 'default-storage-engine', 'log-warnings': 'log-warnings', 'tx-isolation': 'tx-isolation', 'log-slow-queries': 'slow-query-log',
  'slow-query-log-file': 'slow-query-log-file', 'max-connection': 'max-connections', 'default-collation': 'collation-server',
};

const SUFFIXES: Readonly<Record<string, bigint>> = { K: 1024n, M: 1024n ** 2n, G: 1024n ** 3n, T: 1024n ** 4n, P: 1024n ** 5n, E: 1024n ** 6n };

export function readSettings(options: readonly CnfOption[], defaults: Record<string, string>): Settings {
  const settings: Settings = { variables: { ...defaults }, extras: {}, warnings: [], fatal: null, unknown: [] };
  for (const option of options) {
    apply(option, settings);
    if (settings.fatal !== null) return settings;
  }
  checkTexts(settings);
  return settings;
}

function apply({ name: written, value }: CnfOption, settings: Settings): void {
  const isLoose = written.startsWith('loose-');
  const name = isLoose ? written.slice(6) : written;
  const found = findOption(name);
  if (found === null) {
    const shown = value === null ? name : `${name}=${value}`;
    if (isLoose) settings.warnings.push(`[Warning] /usr/sbin/mariadbd: unknown ${value === null ? 'option' : 'variable'} 'loose-${shown}'`);
    else settings.unknown.push(value === null ? `unknown option '--${name}'` : `unknown variable '${shown}'`);
    return;
  }
  if (found.def === null) {
    settings.extras[found.name] = found.isOff ? 'OFF' : value ?? 'ON';
    return;
  }
  if (found.isOff) settings.variables[found.def.name] = 'OFF';
  else setVariable(found.def, value, settings);
}

interface Found { readonly name: string; readonly def: VariableDef | null; readonly isOff: boolean }

/** The option a name means: itself, an alias, `skip-…`, or the only one that begins so. */
function findOption(name: string): Found | null {
  const known = (text: string, isOff: boolean): Found | null => {
    const alias = ALIASES[text] ?? text;
    const def = VARIABLES.get(alias.replaceAll('-', '_'));
    if (def !== undefined) return { name: alias, def, isOff };
    return EXTRAS.has(alias) ? { name: alias, def: null, isOff } : null;
  };
  const exact = known(name, false);
  if (exact !== null) return exact;
  const negative = /^(?:skip|disable)-(.+)$/.exec(name)?.[1];
  if (negative !== undefined) return known(negative, true);
  const positive = /^(?:enable|maximum)-(.+)$/.exec(name)?.[1];
  if (positive !== undefined) return known(positive, false);
  const begins = [...VARIABLES.keys()].filter((variable) => variable.startsWith(name.replaceAll('-', '_')));
  return begins.length === 1 && name.length > 3 ? known((begins[0] ?? '').replaceAll('_', '-'), false) : null;
}

function setVariable(def: VariableDef, value: string | null, settings: Settings): void {
  const option = def.name.replaceAll('_', '-');
  switch (def.type) {
    case 'b': {
      const on = value === null || /^(on|true|yes|1)$/i.test(value);
      const isKnown = on || /^(off|false|no|0)$/i.test(value);
      if (!isKnown) settings.warnings.push(`[Warning] /usr/sbin/mariadbd: ignoring option '--${option}' due to invalid value '${value}'`);
      else settings.variables[def.name] = on ? 'ON' : 'OFF';
      return;
    }
    case 'n': setNumber(def, value ?? '', settings); return;
    case 'e': {
      const given = value ?? '';
      const word = def.words.find((each) => each.toLowerCase() === given.toLowerCase()) ?? def.words[/^\d+$/.test(given) ? Number(given) : -1];
      if (def.words.length > 0 && word === undefined) {
        settings.fatal = { lines: [`[ERROR] Buffered error: /usr/sbin/mariadbd: Error while setting value '${given}' to '${option}'`], status: 9 };
      } else settings.variables[def.name] = word ?? given;
      return;
    }
    default: settings.variables[def.name] = value ?? '';
  }
}

function setNumber(def: VariableDef, value: string, settings: Settings): void {
  const [, digits, suffix = ''] = /^\s*(-?\d*)\s*(.?)/.exec(value) ?? [];
  const factor = suffix === '' ? 1n : SUFFIXES[suffix.toUpperCase()];
  const name = def.name.replaceAll('_', def.name === 'max_connections' ? '_' : '_');
  if (factor === undefined) {
    settings.fatal = {
      lines: [
        `[ERROR] Buffered error: Unknown suffix '${suffix}' used for variable '${name}' (value '${value}'). Legal suffix characters are: K, M, G, T, P, E`,
        `[ERROR] Buffered error: /usr/sbin/mariadbd: Error while setting value '${value}' to '${name}'`,
      ],
      status: 9,
    };
    return;
  }
  const wanted = BigInt(digits === '' || digits === '-' || digits === undefined ? 0 : digits) * factor;
  const low = def.low ?? wanted;
  const high = def.high ?? wanted;
  const fitted = wanted < low ? low : wanted > high ? high : wanted;
  if (fitted !== wanted) settings.warnings.push(`[Warning] option '${def.name}': ${wanted < 0n ? 'signed' : 'unsigned'} value ${wanted} adjusted to ${fitted}`);
  settings.variables[def.name] = fitted.toString();
}

/** Character set and collation of the server must exist and fit. */
function checkTexts(settings: Settings): void {
  const { variables } = settings;
  const charset = variables.character_set_server;
  const collation = variables.collation_server;
  const abort = (line: string): void => { settings.fatal = { lines: [line, '[ERROR] Aborting'], status: 1 }; };
  if (charset !== undefined && charset !== '') {
    const known = charsetName(charset);
    if (known === null) {
      settings.fatal = { lines: [`[ERROR] Unknown character set: '${charset}'`, '[ERROR] Aborting'], status: 1 };
      return;
    }
    variables.character_set_server = known;
  }
  if (collation !== undefined && collation !== '') {
    const known = collationName(collation);
    if (known === null) {
      abort(`[ERROR] Unknown collation: '${collation}'`);
      return;
    }
    const own = charsetOf(known) ?? 'binary';
    if (charset !== undefined && charset !== '' && variables.character_set_server !== own) {
      abort(`[ERROR] COLLATION '${known}' is not valid for CHARACTER SET '${variables.character_set_server}'`);
      return;
    }
    variables.character_set_server = own;
    variables.collation_server = known;
  } else if (charset !== undefined && charset !== '') variables.collation_server = defaultCollation(variables.character_set_server ?? 'latin1');
}
