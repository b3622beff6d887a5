// System variables: what there is, its scope and type, reading and setting it. Knows nothing of my.cnf.
import { charsetOf, collationName, charsetName, defaultCollation } from './collation.ts';
import type { Context } from './context.ts';
import { requireGlobal } from './access.ts';
import { sqlError } from './errors.ts';
import { VARIABLES_TABLE } from './variables-table.ts';

export interface VariableDef {
  readonly name: string;
  readonly scope: 'G' | 'B' | 'S';
  readonly isReadOnly: boolean;
  readonly type: 'b' | 'n' | 'd' | 'e' | 's' | 'f' | 't';
  readonly value: string;
  readonly low: bigint | null;
  readonly high: bigint | null;
  readonly words: readonly string[];
}

function readDef(line: string): VariableDef {
  const [name = '', flags = '', value = '', low, high] = line.split('|');
  const type = flags.slice(-1) as VariableDef['type'];
  const isNumber = type === 'n' && low !== undefined;
  return {
    name, scope: flags.charAt(0) as VariableDef['scope'], isReadOnly: flags.includes('r'), type, value,
    low: isNumber ? BigInt(low) : null, high: isNumber && high !== undefined ? BigInt(high) : null,
    words: (type === 'e' || type === 's') && low !== undefined && low !== '' ? low.split(',') : [],
  };
}

/** All variables by name. */
export const VARIABLES: ReadonlyMap<string, VariableDef> = new Map(
  VARIABLES_TABLE.trim().split('\n').map((line) => readDef(line)).map((def) => [def.name, def]));

const SESSION_DEFAULTS: Readonly<Record<string, string>> = { autocommit: 'ON' };

function special(context: Context, name: string): string | null {
  const { session, server } = context;
  switch (name) {
    case 'hostname': return server.hostname;
    case 'version': return server.version;
    case 'pseudo_thread_id': return String(session.id);
    case 'timestamp': return session.variables.timestamp ?? (context.nowMs / 1000).toFixed(6);
    case 'last_insert_id': case 'identity': return session.lastInsertId;
    case 'warning_count': return String(session.warnings.length);
    case 'error_count': return String(session.warnings.filter(({ level }) => level === 'Error').length);
    case 'in_transaction': return session.inTransaction ? '1' : '0';
    case 'character_set_database': return session.database === null ? server.state.variables.character_set_server ?? null : server.databaseOptions(session.database).charset;
    case 'collation_database': return session.database === null ? server.state.variables.collation_server ?? null : server.databaseOptions(session.database).collation;
    case 'proxy_user': case 'external_user': return '';
    default: return null;
  }
}

/** The value of a variable as SHOW VARIABLES prints it; null for NULL. Error 1193. */
export function readVariable(context: Context, rawName: string, scope: 'GLOBAL' | 'SESSION' | null): string | null {
  const name = rawName.toLowerCase();
  const def = VARIABLES.get(name);
  if (def === undefined) throw sqlError(1193, rawName);

  if (scope === 'GLOBAL' && def.scope === 'S') throw sqlError(1238, rawName, 'SESSION');
  if (scope !== 'GLOBAL') {
    const own = special(context, name);
    if (own !== null) return own;
    if (def.scope !== 'G' && context.session.variables[name] !== undefined) return context.session.variables[name];
  } else if (name === 'hostname' || name === 'version') return special(context, name);
  return context.server.state.variables[name] ?? SESSION_DEFAULTS[name] ?? def.value;
}

/** All variables with their values, sorted by name, for SHOW VARIABLES. */
export function listVariables(context: Context, scope: 'GLOBAL' | 'SESSION'): [string, string][] {
  return [...VARIABLES.values()].filter((def) => !(scope === 'GLOBAL' && def.scope === 'S'))
    .map((def): [string, string] => [def.name, readVariable(context, def.name, scope) ?? '']);
}

const ON = /^(on|true|yes|1)$/i;
const OFF = /^(off|false|no|0)$/i;

/** The value in its canonical form; error 1231 or 1232 where it does not fit. */
export function normalizeValue(def: VariableDef, value: string): string {
  const refuse = (): Error => sqlError(1231, def.name, value);
  switch (def.type) {
    case 'b':
      if (ON.test(value)) return 'ON';
      if (OFF.test(value)) return 'OFF';
      throw refuse();
    case 'n': {
      if (!/^-?\d+$/.test(value)) throw sqlError(1232, def.name);
      const number = BigInt(value);
      if (def.low !== null && number < def.low) return def.low.toString();
      return def.high !== null && number > def.high ? def.high.toString() : number.toString();
    }
    case 'e': {
      if (def.words.length === 0) return value;
      const word = def.words.find((each) => each.toLowerCase() === value.toLowerCase()) ?? (/^\d+$/.test(value) ? def.words[Number(value)] : undefined);
      if (word === undefined) throw refuse();
      return word;
    }
    case 's': {
      const wanted = value === '' ? [] : value.split(',').map((each) => each.trim().toUpperCase()).filter((each) => each !== '');
      const unknown = wanted.find((each) => def.words.length > 0 && !def.words.includes(each) && each !== 'TRADITIONAL' && each !== 'ANSI');
      if (unknown !== undefined && def.name !== 'sql_mode') throw sqlError(1231, def.name, unknown);
      if (unknown !== undefined && !SQL_MODES.includes(unknown)) throw sqlError(1231, def.name, unknown);
      const order = def.name === 'sql_mode' ? SQL_MODES : def.words;
      return order.length === 0 ? wanted.join(',') : order.filter((word) => wanted.includes(word)).join(',');
    }
    default: return value;
  }
}

const SQL_MODES = [
  'REAL_AS_FLOAT', 'PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE', 'IGNORE_BAD_TABLE_OPTIONS', 'ONLY_FULL_GROUP_BY', 'NO_UNSIGNED_SUBTRACTION',
  'NO_DIR_IN_CREATE', 'POSTGRESQL', 'ORACLE', 'MSSQL', 'DB2', 'MAXDB', 'NO_KEY_OPTIONS', 'NO_TABLE_OPTIONS', 'NO_FIELD_OPTIONS', 'MYSQL323', 'MYSQL40',
  'ANSI', 'NO_AUTO_VALUE_ON_ZERO', 'NO_BACKSLASH_ESCAPES', 'STRICT_TRANS_TABLES', 'STRICT_ALL_TABLES', 'NO_ZERO_IN_DATE', 'NO_ZERO_DATE',
  'ALLOW_INVALID_DATES', 'ERROR_FOR_DIVISION_BY_ZERO', 'TRADITIONAL', 'NO_AUTO_CREATE_USER', 'HIGH_NOT_PRECEDENCE', 'NO_ENGINE_SUBSTITUTION',
  'PAD_CHAR_TO_FULL_LENGTH', 'EMPTY_STRING_IS_NULL', 'SIMULTANEOUS_ASSIGNMENT', 'TIME_ROUND_FRACTIONAL',
];

/** Character-set variables check their values and bring their companions along. */
function withCharset(name: string, value: string): Record<string, string> {
  if (name.startsWith('collation_')) {
    const collation = collationName(value);
    if (collation === null) throw sqlError(1273, value);
    return { [name]: collation, [name.replace('collation', 'character_set')]: charsetOf(collation) ?? '' };
  }
  const charset = charsetName(value);
  if (charset === null) throw sqlError(1115, value);
  const companion = name.replace('character_set', 'collation');
  return VARIABLES.has(companion) ? { [name]: charset, [companion]: defaultCollation(charset) } : { [name]: charset };
}

/** SET: changes a variable in its scope. `value` null is DEFAULT. */
export function setVariable(context: Context, rawName: string, scope: 'GLOBAL' | 'SESSION' | null, value: string | null): void {
  const name = rawName.toLowerCase();
  const def = VARIABLES.get(name);
  if (def === undefined) throw sqlError(1193, rawName);
  if (def.isReadOnly) throw sqlError(1238, name, 'read only');
  if (scope === 'GLOBAL' && def.scope === 'S') throw sqlError(1228, name);
  if (scope !== 'GLOBAL' && def.scope === 'G') throw sqlError(1229, name);
  if (scope === 'GLOBAL') requireGlobal(context, 'SUPER');
  const { session, server } = context;
  const target = scope === 'GLOBAL' ? server.state.variables : session.variables;
  if (value === null) {
    if (scope === 'GLOBAL') target[name] = def.value;
    else delete session.variables[name];
    return;
  }
  if (name === 'timestamp') {
    session.variables.timestamp = value;
    return;
  }
  const isText = /^(character_set|collation)_/.test(name) && value !== '';
  Object.assign(target, isText ? withCharset(name, value) : { [name]: normalizeValue(def, value) });
}

/** SET NAMES. */
export function setNames(context: Context, charset: string, collate: string | null): void {
  const set = charset.toUpperCase() === 'DEFAULT' ? context.server.state.variables.character_set_client ?? 'latin1' : charsetName(charset);
  if (set === null) throw sqlError(1115, charset);
  const collation = collate === null ? defaultCollation(set) : collationName(collate);
  if (collation === null) throw sqlError(1273, collate ?? '');
  if (charsetOf(collation) !== set) throw sqlError(1253, collation, set);
  Object.assign(context.session.variables, {
    character_set_client: set, character_set_connection: set, character_set_results: set, collation_connection: collation,
  });
}

