/** A login as the server sees it come. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string | null;
  /** The client's address; `localhost` for the socket. */
  readonly address: string;
  /** The client's name by reverse look-up, else its address. */
  readonly name: string;
}

export interface LoginResult {
  readonly isAccepted: boolean;
  /** `'keystone'@'%'`: the account it was matched to, also when the password was wrong. */
  readonly account?: string;
  readonly code?: number;
  readonly error?: string;
}

/** What the probes ask of a running MariaDB; nothing of it changes anything. */
export interface Tables {
  /** The databases that people made, with how many tables they hold. */
  databases(): readonly { readonly name: string; readonly tables: number }[];
  tableNames(database: string): readonly string[];
  accounts(): readonly { readonly user: string; readonly host: string; readonly grants: readonly string[] }[];
  /** What an account may do in a whole database, by grants on it or on everything. */
  privileges(user: string, from: string, database: string): { readonly privileges: readonly string[]; readonly hasAll: boolean };
  isPassword(user: string, from: string, password: string): boolean;
  login(login: Login): LoginResult;
  select(database: string, sql: string): { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | null)[])[]; readonly error?: string };
}
