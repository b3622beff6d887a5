// The privileges by name: their bits in global_priv, their columns in mysql.db, where they may be granted.

export interface Privilege {
  /** As GRANT and SHOW GRANTS write it. */
  readonly name: string;
  readonly bit: bigint;
  /** Column of mysql.db; null when it cannot be granted on a database. */
  readonly dbColumn: string | null;
  /** Member of the set tables_priv.Table_priv; null when it cannot be granted on a table. */
  readonly table: string | null;
}

const of = (name: string, index: number, dbColumn: string | null = null, table: string | null = null): Privilege =>
  ({ name, bit: 1n << BigInt(index), dbColumn, table });

/** In the order of SHOW GRANTS. */
export const PRIVILEGES: readonly Privilege[] = [
  of('SELECT', 0, 'Select_priv', 'Select'), of('INSERT', 1, 'Insert_priv', 'Insert'), of('UPDATE', 2, 'Update_priv', 'Update'),
  of('DELETE', 3, 'Delete_priv', 'Delete'), of('CREATE', 4, 'Create_priv', 'Create'), of('DROP', 5, 'Drop_priv', 'Drop'),
  of('RELOAD', 6), of('SHUTDOWN', 7), of('PROCESS', 8), of('FILE', 9),
  of('REFERENCES', 11, 'References_priv', 'References'), of('INDEX', 12, 'Index_priv', 'Index'), of('ALTER', 13, 'Alter_priv', 'Alter'),
  of('SHOW DATABASES', 14), of('SUPER', 15), of('CREATE TEMPORARY TABLES', 16, 'Create_tmp_table_priv'),
  of('LOCK TABLES', 17, 'Lock_tables_priv'), of('EXECUTE', 18, 'Execute_priv'), of('REPLICATION SLAVE', 19), of('BINLOG MONITOR', 20),
  of('CREATE VIEW', 21, 'Create_view_priv', 'Create View'), of('SHOW VIEW', 22, 'Show_view_priv', 'Show view'),
  of('CREATE ROUTINE', 23, 'Create_routine_priv'), of('ALTER ROUTINE', 24, 'Alter_routine_priv'), of('CREATE USER', 25),
  of('EVENT', 26, 'Event_priv'), of('TRIGGER', 27, 'Trigger_priv', 'Trigger'), of('CREATE TABLESPACE', 28),
  of('DELETE HISTORY', 29, 'Delete_history_priv', 'Delete versioning rows'), of('SET USER', 30), of('FEDERATED ADMIN', 31),
  of('CONNECTION ADMIN', 32), of('READ_ONLY ADMIN', 33), of('REPLICATION SLAVE ADMIN', 34), of('REPLICATION MASTER ADMIN', 35),
  of('BINLOG ADMIN', 36), of('BINLOG REPLAY', 37), of('SLAVE MONITOR', 38),
];

export const GRANT_OPTION = of('GRANT OPTION', 10, 'Grant_priv', 'Grant');
export const ALL_GLOBAL = PRIVILEGES.reduce((bits, { bit }) => bits | bit, 0n);
export const ALL_DB = PRIVILEGES.filter(({ dbColumn }) => dbColumn !== null).reduce((bits, { bit }) => bits | bit, 0n);
export const ALL_TABLE = PRIVILEGES.filter(({ table }) => table !== null).reduce((bits, { bit }) => bits | bit, 0n);
/** Privileges that can be granted on columns. */
export const COLUMN_NAMES: readonly string[] = ['SELECT', 'INSERT', 'UPDATE', 'REFERENCES'];

export const bitOf = (name: string): bigint => [...PRIVILEGES, GRANT_OPTION].find((each) => each.name === name)?.bit ?? 0n;

/** The names of the bits, `ALL PRIVILEGES` for all and `USAGE` for none. */
export function namesOf(bits: bigint, all: bigint): string {
  const own = bits & all;
  if (own === 0n) return 'USAGE';
  if (own === all) return 'ALL PRIVILEGES';
  return PRIVILEGES.filter(({ bit }) => (own & bit) !== 0n).map(({ name }) => name).join(', ');
}

/** Bits of the members of a table's privilege set. */
export const bitsOfSet = (members: string): bigint =>
  [...PRIVILEGES, GRANT_OPTION].filter(({ table }) => table !== null && members.split(',').includes(table)).reduce((bits, { bit }) => bits | bit, 0n);

/** The set's members of the bits, in the column's order. */
export function setOfBits(bits: bigint): string {
  const order = ['Select', 'Insert', 'Update', 'Delete', 'Create', 'Drop', 'Grant', 'References', 'Index', 'Alter', 'Create View', 'Show view', 'Trigger', 'Delete versioning rows'];
  return order.filter((member) => [...PRIVILEGES, GRANT_OPTION].some(({ table, bit }) => table === member && (bits & bit) !== 0n)).join(',');
}
