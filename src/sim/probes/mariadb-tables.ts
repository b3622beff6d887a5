import type { Host } from '../host/host.ts';
import type { Process } from '../host/process.ts';

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string | null;
  /** The client's address; null: the local socket. */
  readonly address: string | null;
  /** Its name by reverse look-up, or null. */
  readonly name: string | null;
}

export interface LoginResult {
  readonly isAccepted: boolean;
  readonly account?: string;
  readonly code?: number;
  readonly error?: string;
}

/** What the probes ask of a running server; nothing of it changes anything. */
export interface Tables {
  databases(): readonly { readonly name: string; readonly tables: number }[];
  tableNames(database: string): readonly string[];
  accounts(): readonly { readonly user: string; readonly host: string; readonly grants: readonly string[] }[];
  /** What an account may do in a whole database, by grants on it or on everything. */
  privileges(user: string, from: string, database: string): { readonly privileges: readonly string[]; readonly hasAll: boolean };
  isPassword(user: string, from: string, password: string): boolean;
  login(login: Login): LoginResult;
  select(database: string, sql: string): { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | null)[])[]; readonly error?: string };
}

/** The tables of a running server. */
export function openTables(_host: Host, _daemon: Process): Tables {
  throw new Error('the server is not here yet');
}
