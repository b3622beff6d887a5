// The statements of SQL as data: what sql.peggy makes of text. Knows nothing of their meaning.

export interface TypeSpec {
  readonly base: string;
  readonly args: readonly number[] | null;
  readonly unsigned: boolean;
  readonly zerofill: boolean;
  readonly values: readonly string[] | null;
  readonly charset?: string | null;
  readonly collate?: string | null;
}

export interface CastSpec { readonly base: 'signed' | 'unsigned' | 'char' | 'binary' | 'decimal' | 'datetime' | 'date' | 'time' | 'double'; readonly args: readonly number[] | null }
export interface ColumnName { readonly db: string | null; readonly table: string | null; readonly name: string }
export interface TableName { readonly db: string | null; readonly name: string }

export type Expr =
  | { readonly k: 'int' | 'decimal' | 'double' | 'hex' | 'bits'; readonly text: string }
  | { readonly k: 'str'; readonly v: string }
  | { readonly k: 'null' }
  | { readonly k: 'bool'; readonly v: boolean }
  | { readonly k: 'temporal'; readonly type: 'DATE' | 'TIME' | 'TIMESTAMP'; readonly v: string }
  | { readonly k: 'param'; readonly at: number }
  | { readonly k: 'uvar'; readonly name: string }
  | { readonly k: 'assign'; readonly name: string; readonly e: Expr }
  | { readonly k: 'sysvar'; readonly scope: 'GLOBAL' | 'SESSION' | null; readonly name: string; readonly raw: string }
  | ({ readonly k: 'col' } & ColumnName)
  | { readonly k: 'and' | 'or'; readonly l: Expr; readonly r: Expr }
  | { readonly k: 'not' | 'paren'; readonly e: Expr }
  | { readonly k: 'bin'; readonly op: string; readonly l: Expr; readonly r: Expr }
  | { readonly k: 'un'; readonly op: '-' | '~'; readonly e: Expr }
  | { readonly k: 'is'; readonly e: Expr; readonly what: 'NULL' | 'TRUE' | 'FALSE'; readonly not: boolean }
  | { readonly k: 'in'; readonly e: Expr; readonly list: readonly Expr[] | null; readonly query: Query | null; readonly not: boolean }
  | { readonly k: 'between'; readonly e: Expr; readonly low: Expr; readonly high: Expr; readonly not: boolean }
  | { readonly k: 'like'; readonly e: Expr; readonly pattern: Expr; readonly escape: string; readonly not: boolean }
  | { readonly k: 'regexp'; readonly e: Expr; readonly pattern: Expr; readonly not: boolean }
  | { readonly k: 'quant'; readonly op: string; readonly all: boolean; readonly l: Expr; readonly query: Query }
  | { readonly k: 'exists' | 'sub'; readonly query: Query }
  | { readonly k: 'row'; readonly items: readonly Expr[] }
  | { readonly k: 'case'; readonly base: Expr | null; readonly whens: readonly { readonly when: Expr; readonly then: Expr }[]; readonly else: Expr | null }
  | { readonly k: 'cast'; readonly e: Expr; readonly type: CastSpec }
  | { readonly k: 'convert'; readonly e: Expr; readonly charset: string }
  | { readonly k: 'collate'; readonly e: Expr; readonly name: string }
  | { readonly k: 'default'; readonly column: ColumnName | null }
  | { readonly k: 'values'; readonly column: ColumnName }
  | { readonly k: 'interval'; readonly e: Expr; readonly unit: string }
  | { readonly k: 'fn'; readonly name: string; readonly written?: string; readonly args: readonly Expr[]; readonly mode?: 'LEADING' | 'TRAILING' | 'BOTH' }
  | Aggregate;

export interface Aggregate {
  readonly k: 'agg';
  readonly name: string;
  readonly star?: boolean;
  readonly distinct: boolean;
  readonly args: readonly Expr[];
  readonly order?: readonly OrderItem[];
  readonly separator?: string;
}

export interface OrderItem { readonly e: Expr; readonly desc: boolean }
export interface Limit { readonly offset: Expr | null; readonly count: Expr }
export type SelectItem =
  | { readonly star: true; readonly db: string | null; readonly table: string | null }
  | { readonly star?: false; readonly e: Expr; readonly text: string; readonly alias: string | null };

export type TableRef =
  | { readonly k: 'table'; readonly db: string | null; readonly name: string; readonly alias: string | null }
  | { readonly k: 'derived'; readonly query: Query; readonly alias: string; readonly columns: readonly string[] | null }
  | {
      readonly k: 'join'; readonly type: 'inner' | 'left' | 'right' | 'cross'; readonly l: TableRef; readonly r: TableRef;
      readonly on: Expr | null; readonly using: readonly string[] | 'natural' | null;
    };

export interface Select {
  readonly k: 'select';
  readonly distinct: boolean;
  readonly calcFound: boolean;
  readonly items: readonly SelectItem[];
  readonly from: TableRef | null;
  readonly where: Expr | null;
  readonly group: readonly OrderItem[] | null;
  readonly having: Expr | null;
  readonly order: readonly OrderItem[];
  readonly limit: Limit | null;
  readonly lock: boolean;
  readonly parens?: boolean;
}

export interface Union {
  readonly k: 'union';
  readonly first: Query;
  readonly rest: readonly { readonly op: 'union' | 'except' | 'intersect'; readonly all: boolean; readonly query: Query }[];
  readonly order: readonly OrderItem[];
  readonly limit: Limit | null;
}

export interface With {
  readonly k: 'with';
  readonly ctes: readonly { readonly name: string; readonly columns: readonly string[] | null; readonly query: Query }[];
  readonly body: Query;
}

export type Query = Select | Union | With;

export interface Assignment { readonly column: ColumnName; readonly e: Expr }

export interface Insert {
  readonly k: 'insert';
  readonly replace: boolean;
  readonly ignore: boolean;
  readonly table: TableName;
  readonly columns: readonly ColumnName[] | null;
  readonly rows: readonly (readonly Expr[])[] | null;
  readonly query: Query | null;
  readonly onDuplicate: readonly Assignment[] | null;
  readonly returning: readonly SelectItem[] | null;
}
export interface Update {
  readonly k: 'update'; readonly ignore: boolean; readonly from: TableRef; readonly set: readonly Assignment[];
  readonly where: Expr | null; readonly order: readonly OrderItem[]; readonly limit: Limit | null;
}
export interface Delete {
  readonly k: 'delete'; readonly ignore: boolean; readonly targets: readonly TableName[] | null; readonly from: TableRef;
  readonly where: Expr | null; readonly order: readonly OrderItem[]; readonly limit: Limit | null;
  readonly returning: readonly SelectItem[] | null;
}

export interface DefaultSpec { readonly e: Expr; readonly text: string | null }
export interface ColumnElement {
  readonly k: 'column';
  readonly name: string;
  readonly type: TypeSpec;
  readonly notNull?: boolean;
  readonly default?: DefaultSpec;
  readonly onUpdate?: Expr;
  readonly autoIncrement?: boolean;
  readonly key?: 'primary' | 'unique';
  readonly comment?: string;
  readonly collate?: string;
  readonly charset?: string;
  readonly references?: Reference;
  readonly check?: { readonly e: Expr; readonly text: string };
  readonly generated?: { readonly e: Expr; readonly text: string; readonly stored: boolean };
  readonly invisible?: boolean;
}
export interface KeyPart { readonly name: string; readonly length: number | null; readonly desc: boolean }
export interface Reference {
  readonly refTable: TableName; readonly refColumns: readonly string[];
  readonly onDelete: string | null; readonly onUpdate: string | null;
}
export type TableElement =
  | ColumnElement
  | { readonly k: 'key'; readonly kind: 'primary' | 'unique' | 'index' | 'fulltext' | 'spatial'; readonly name: string | null; readonly columns: readonly KeyPart[]; readonly ifNotExists?: boolean }
  | ({ readonly k: 'foreign'; readonly name: string | null; readonly indexName: string | null; readonly columns: readonly string[] } & Reference)
  | { readonly k: 'check'; readonly name: string | null; readonly e: Expr; readonly text: string };
export interface TableOptions {
  readonly engine?: string; readonly charset?: string; readonly collate?: string; readonly autoIncrement?: string;
  readonly comment?: string; readonly rowFormat?: string;
}
export interface DatabaseOptions { readonly charset?: string; readonly collate?: string; readonly comment?: string }
export interface Place { readonly first: boolean; readonly after: string | null }

export type AlterSpec =
  | { readonly k: 'add-column'; readonly ifNotExists: boolean; readonly column: ColumnElement; readonly place: Place | null }
  | { readonly k: 'add-elements'; readonly elements: readonly TableElement[] }
  | { readonly k: 'drop-key' | 'drop-foreign' | 'drop-constraint' | 'drop-column'; readonly name: string; readonly ifExists: boolean }
  | { readonly k: 'change-column'; readonly name: string; readonly ifExists: boolean; readonly column: ColumnElement; readonly place: Place | null }
  | { readonly k: 'rename-column' | 'rename-key'; readonly from: string; readonly to: string }
  | { readonly k: 'rename'; readonly to: TableName }
  | { readonly k: 'set-default'; readonly name: string; readonly default: DefaultSpec | null }
  | { readonly k: 'convert'; readonly charset: string; readonly collate: string | null }
  | { readonly k: 'options'; readonly options: TableOptions }
  | { readonly k: 'nothing' };

export interface UserName { readonly user: string; readonly host: string; readonly current?: boolean; readonly bare?: boolean }
export interface AuthSpec { readonly plugin: string; readonly hash?: string; readonly password?: string }
export interface UserSpec extends UserName { readonly auth: readonly AuthSpec[] | null }
export interface PrivilegeSpec { readonly name: string; readonly columns: readonly string[] | null }
export interface GrantObject { readonly db: string | null; readonly table: string | null; readonly global?: boolean }

export type SetItem =
  | { readonly k: 'names'; readonly charset: string; readonly collate: string | null }
  | { readonly k: 'uvar'; readonly name: string; readonly e: Expr }
  | { readonly k: 'sysvar'; readonly scope: 'GLOBAL' | 'SESSION' | null; readonly name: string; readonly e: Expr };

export interface Filter { readonly like?: string; readonly where?: Expr }
export interface Show {
  readonly k: 'show';
  readonly what: string;
  readonly filter?: Filter | null;
  readonly db?: string | null;
  readonly table?: TableName;
  readonly name?: string | TableName;
  readonly full?: boolean;
  readonly ifNotExists?: boolean;
  readonly user?: UserName | null;
  readonly scope?: string;
  readonly kind?: string;
  readonly limit?: Limit | null;
}

export interface CreateTable {
  readonly k: 'create-table'; readonly orReplace: boolean; readonly temporary: boolean; readonly ifNotExists: boolean;
  readonly table: TableName; readonly like?: TableName; readonly elements?: readonly TableElement[];
  readonly options?: TableOptions; readonly query?: Query | null;
}

export type Statement =
  | Query | Insert | Update | Delete | Show | CreateTable
  | { readonly k: 'truncate'; readonly table: TableName }
  | { readonly k: 'create-database'; readonly orReplace: boolean; readonly name: string; readonly ifNotExists: boolean; readonly options: DatabaseOptions }
  | { readonly k: 'alter-database'; readonly name: string | null; readonly options: DatabaseOptions }
  | { readonly k: 'drop-database'; readonly name: string; readonly ifExists: boolean }
  | { readonly k: 'create-index'; readonly unique: boolean; readonly fulltext: boolean; readonly ifNotExists: boolean; readonly name: string; readonly table: TableName; readonly columns: readonly KeyPart[] }
  | { readonly k: 'create-view'; readonly orReplace: boolean; readonly ifNotExists: boolean; readonly table: TableName; readonly columns: readonly string[] | null; readonly query: Query; readonly text: string; readonly alter?: boolean }
  | { readonly k: 'alter-table'; readonly table: TableName; readonly ifExists: boolean; readonly specs: readonly AlterSpec[] }
  | { readonly k: 'drop-table'; readonly ifExists: boolean; readonly temporary: boolean; readonly tables: readonly TableName[] }
  | { readonly k: 'drop-view'; readonly ifExists: boolean; readonly tables: readonly TableName[] }
  | { readonly k: 'rename-table'; readonly pairs: readonly (readonly [TableName, TableName])[] }
  | { readonly k: 'create-user'; readonly orReplace: boolean; readonly ifNotExists: boolean; readonly users: readonly UserSpec[] }
  | { readonly k: 'alter-user'; readonly ifExists: boolean; readonly users: readonly UserSpec[]; readonly options: { readonly locked?: boolean } }
  | { readonly k: 'drop-user'; readonly ifExists: boolean; readonly users: readonly UserName[] }
  | { readonly k: 'rename-user'; readonly pairs: readonly (readonly [UserName, UserName])[] }
  | { readonly k: 'create-role'; readonly orReplace: boolean; readonly ifNotExists: boolean; readonly roles: readonly string[] }
  | { readonly k: 'drop-role'; readonly ifExists: boolean; readonly roles: readonly string[] }
  | { readonly k: 'grant'; readonly privileges: readonly PrivilegeSpec[]; readonly on: GrantObject; readonly users: readonly UserSpec[]; readonly grantOption: boolean }
  | { readonly k: 'revoke'; readonly privileges: readonly PrivilegeSpec[]; readonly on: GrantObject; readonly users: readonly UserName[] }
  | { readonly k: 'revoke-all'; readonly users: readonly UserName[] }
  | { readonly k: 'grant-role' | 'revoke-role'; readonly roles: readonly string[]; readonly users: readonly UserSpec[] }
  | { readonly k: 'set-password'; readonly user: UserName | null; readonly password?: string; readonly hash?: string }
  | { readonly k: 'set-default-role'; readonly role: string; readonly user: UserName | null }
  | { readonly k: 'set-role'; readonly role: string }
  | { readonly k: 'set'; readonly items: readonly SetItem[] }
  | { readonly k: 'use'; readonly name: string }
  | { readonly k: 'explain'; readonly statement: Query | Insert | Update | Delete }
  | { readonly k: 'begin' | 'commit' | 'rollback' | 'unlock-tables' | 'shutdown' | 'nothing' }
  | { readonly k: 'savepoint' | 'rollback-to' | 'release' | 'deallocate'; readonly name: string }
  | { readonly k: 'lock-tables'; readonly tables: readonly TableName[] }
  | { readonly k: 'flush'; readonly what: readonly string[] }
  | { readonly k: 'kill'; readonly query: boolean; readonly id: Expr }
  | { readonly k: 'prepare'; readonly name: string; readonly from: Expr }
  | { readonly k: 'execute'; readonly name: string; readonly using: readonly Expr[] }
  | { readonly k: 'execute-immediate'; readonly e: Expr }
  | { readonly k: 'maintain'; readonly op: string; readonly tables: readonly TableName[] }
  | { readonly k: 'do'; readonly exprs: readonly Expr[] }
  | { readonly k: 'call'; readonly name: TableName }
  | { readonly k: 'drop-routine'; readonly what: string; readonly ifExists: boolean; readonly name: TableName }
  | { readonly k: 'help'; readonly topic: string }
  | { readonly k: 'unsupported'; readonly what: string };
