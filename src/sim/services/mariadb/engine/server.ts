// The running server: its state, its files, its open transactions. Knows nothing of SQL text or of the wire.
import type { Json } from '../../../../base/json.ts';
import type { Context, Session } from './context.ts';
import { sqlError } from './errors.ts';
import type { Grants } from './grants.ts';
import { informationSchema } from './information-schema.ts';
import { Table, type Disk, type Row, type TableData, type TableDef, type View, type ViewDef, type Virtual } from './table.ts';

/** One change of a row, to be taken back. */
export interface Undo {
  readonly db: string;
  readonly table: string;
  readonly before: Row | null;
  readonly after: Row | null;
  readonly identity: string;
}

/** What ibdata1 holds: the undo logs of open transactions. */
export interface SystemSpace {
  next: number;
  active: Record<string, Undo[]>;
}

/** The server's memory: plain data, lost with the process. */
export interface ServerState {
  /** Global variables. */
  variables: Record<string, string>;
  startedMs: number;
  nextConnection: number;
  questions: number;
  counters: Record<string, number>;
  sessions: Record<string, Session>;
  /** The grant tables as they were read last (start, FLUSH PRIVILEGES, account statements). */
  grants: Grants;
  shutdown: boolean;
}

/** Another transaction holds the row: the caller waits and tries again. */
export class LockWait extends Error {
  override readonly name = 'LockWait';
}

/** A file or folder name of a database or table: letters that file names cannot hold are `@` and four digits. */
export const fileName = (name: string): string =>
  name.replace(/[^A-Za-z0-9_]/g, (letter) => `@${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The name a file stands for; null for other files. */
export function nameOfFile(file: string): string | null {
  if (!/^[A-Za-z0-9_@]+$/.test(file)) return null;
  return file.replace(/@([0-9a-f]{4})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}

const DATA_SUFFIX: Readonly<Record<string, string>> = { InnoDB: 'ibd', Aria: 'MAD', MyISAM: 'MYD', MEMORY: '', CSV: 'CSV' };

export class Server {
  readonly disk: Disk;
  readonly state: ServerState;
  readonly version: string;
  readonly hostname: string;
  readonly random: () => number;
  readonly #nowMs: () => number;
  readonly #dirty = new Set<Table>();

  constructor(options: { disk: Disk; state: ServerState; version: string; hostname: string; random: () => number; nowMs: () => number }) {
    this.disk = options.disk;
    this.state = options.state;
    this.version = options.version;
    this.hostname = options.hostname;
    this.random = options.random;
    this.#nowMs = options.nowMs;
  }

  get nowMs(): number {
    return this.#nowMs();
  }

  get datadir(): string {
    return this.state.variables.datadir ?? '/var/lib/mysql/';
  }

  uuid(): string {
    const digits = (count: number): string => Array.from({ length: count }, () => Math.floor(this.random() * 16).toString(16)).join('');
    return `${digits(8)}-${digits(4)}-11f1-${digits(4)}-${digits(12)}`;
  }

  // ── databases

  #folder(db: string): string {
    return `${this.datadir}${fileName(db)}`;
  }

  /** All databases with a folder, and information_schema; sorted. */
  databases(): string[] {
    const names = this.disk.readDirectory(this.datadir)
      .filter((file) => this.disk.exists(`${this.datadir}${file}/.`) && !file.startsWith('#'))
      .flatMap((file) => nameOfFile(file) ?? []);
    return ['information_schema', ...names].sort((a, b) => (a < b ? -1 : 1));
  }

  hasDatabase(db: string): boolean {
    return db.toLowerCase() === 'information_schema' || (db !== '' && this.disk.exists(`${this.#folder(db)}/.`));
  }

  /** Character set and collation of a database (db.opt). */
  databaseOptions(db: string): { charset: string; collation: string; comment: string } {
    const fallback = { charset: this.state.variables.character_set_server ?? 'latin1', collation: this.state.variables.collation_server ?? 'latin1_swedish_ci', comment: '' };
    if (db.toLowerCase() === 'information_schema') return { charset: 'utf8mb3', collation: 'utf8mb3_general_ci', comment: '' };
    const path = `${this.#folder(db)}/db.opt`;
    if (!this.disk.exists(path)) return fallback;
    const text = this.disk.readFile(path);
    const option = (name: string): string | undefined => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1];
    return { charset: option('default-character-set') ?? fallback.charset, collation: option('default-collation') ?? fallback.collation, comment: option('comment') ?? '' };
  }

  writeDatabase(db: string, options: { charset: string; collation: string; comment: string }): void {
    const folder = this.#folder(db);
    if (!this.disk.exists(folder)) this.disk.mkdir(folder, 0o700);
    const comment = options.comment === '' ? '' : `comment=${options.comment}\n`;
    this.disk.writeFile(`${folder}/db.opt`, `default-character-set=${options.charset}\ndefault-collation=${options.collation}\n${comment}`, { mode: 0o660 });
  }

  /** Removes a database's files; returns how many tables went. */
  dropDatabase(db: string): number {
    const folder = this.#folder(db);
    const tables = this.tableNames(db).length;
    for (const file of this.disk.readDirectory(folder)) this.disk.unlink(`${folder}/${file}`);
    this.disk.rmdir(folder);
    return tables;
  }

  // ── tables

  tableNames(db: string): string[] {
    if (db.toLowerCase() === 'information_schema') return informationSchema.names;
    const folder = this.#folder(db);
    if (!this.disk.exists(`${folder}/.`)) return [];
    return this.disk.readDirectory(folder)
      .flatMap((file) => (file.endsWith('.frm') ? nameOfFile(file.slice(0, -4)) ?? [] : []))
      .sort((a, b) => (a < b ? -1 : 1));
  }

  #definition(db: string, name: string): string {
    return `${this.#folder(db)}/${fileName(name)}.frm`;
  }

  #dataFile(db: string, name: string, engine: string): string {
    return `${this.#folder(db)}/${fileName(name)}.${DATA_SUFFIX[engine] ?? 'ibd'}`;
  }

  /** The table, view or information_schema table of that name; null when there is none. */
  open(db: string, name: string, context: Context): Table | View | Virtual | null {
    if (db.toLowerCase() === 'information_schema') return informationSchema.open(name, context);
    const own = context.session.temporary[`${db}.${name}`];
    if (own !== undefined) return new Table(db, name, own.def, own.data, true);
    const path = this.#definition(db, name);
    if (!this.disk.exists(path)) return null;
    const def = this.disk.readBlob(path) as unknown as TableDef | ViewDef | undefined;
    if (def === undefined) return null;
    if (def.kind === 'view') return { kind: 'view', db, name, def };
    return this.#openData(db, name, def);
  }

  #openData(db: string, name: string, def: TableDef): Table {
    const path = this.#dataFile(db, name, def.engine);
    const data = this.disk.exists(path) ? this.disk.readBlob(path) as unknown as TableData | undefined : undefined;
    if (data === undefined) throw sqlError(1932, `${db}.${name}`);
    return new Table(db, name, def, data);
  }

  /** A base table, or null when there is none or it is a view. */
  table(db: string, name: string): Table | null {
    const path = this.#definition(db, name);
    if (!this.disk.exists(path)) return null;
    const def = this.disk.readBlob(path) as unknown as TableDef | ViewDef | undefined;
    return def?.kind === 'table' ? this.#openData(db, name, def) : null;
  }

  /** Writes a new table's or view's files. */
  create(db: string, name: string, def: TableDef | ViewDef): Table | null {
    this.disk.writeBlob(this.#definition(db, name), def as unknown as Json, { sizeBytes: 1024 + (def.kind === 'table' ? def.columns.length * 64 : def.text.length), mode: 0o660 });
    if (def.kind === 'view') return null;
    const table = new Table(db, name, def, { rows: [], auto: 1, nextRow: 1, updatedMs: null });
    this.#write(table);
    if (def.engine !== 'InnoDB') this.disk.writeBlob(`${this.#folder(db)}/${fileName(name)}.MAI`, {}, { sizeBytes: 8192, mode: 0o660 });
    return table;
  }

  /** Makes a table of one session's own. */
  createTemporary(session: Session, db: string, name: string, def: TableDef): Table {
    const data: TableData = { rows: [], auto: 1, nextRow: 1, updatedMs: null };
    session.temporary[`${db}.${name}`] = { def, data };
    return new Table(db, name, def, data, true);
  }

  /** Writes a changed definition; the data file follows. */
  redefine(table: Table): void {
    table.changed();
    this.disk.writeBlob(this.#definition(table.db, table.name), table.def as unknown as Json, { sizeBytes: 1024 + table.def.columns.length * 64, mode: 0o660 });
    this.#write(table);
  }

  #files(db: string, name: string): string[] {
    const folder = this.#folder(db);
    return ['frm', 'ibd', 'MAD', 'MAI', 'MYD', 'CSV'].map((suffix) => `${folder}/${fileName(name)}.${suffix}`).filter((path) => this.disk.exists(path));
  }

  drop(db: string, name: string): void {
    for (const path of this.#files(db, name)) this.disk.unlink(path);
  }

  rename(db: string, name: string, toDb: string, toName: string): void {
    for (const path of this.#files(db, name)) {
      this.disk.rename(path, `${this.#folder(toDb)}/${fileName(toName)}.${path.slice(path.lastIndexOf('.') + 1)}`);
    }
  }

  #write(table: Table): void {
    if (table.isTemporary) return;
    const path = this.#dataFile(table.db, table.name, table.def.engine);
    this.disk.writeBlob(path, table.data as unknown as Json, { sizeBytes: table.sizeBytes(), mode: 0o660 });
  }

  /** Notes that a table's rows have changed. */
  touch(table: Table): void {
    this.#dirty.add(table);
  }

  /** Writes what has changed since. */
  flush(): void {
    for (const table of this.#dirty) {
      table.data.updatedMs = this.nowMs;
      this.#write(table);
    }
    this.#dirty.clear();
  }

  // ── transactions: their undo logs lie in ibdata1, so that a crash leaves nothing half done

  #space(): SystemSpace {
    const path = `${this.datadir}ibdata1`;
    const found = this.disk.exists(path) ? this.disk.readBlob(path) : undefined;
    const space = found as unknown as SystemSpace | undefined;
    return space?.active === undefined ? { next: 15, active: {} } : space;
  }

  #writeSpace(space: SystemSpace): void {
    this.disk.writeBlob(`${this.datadir}ibdata1`, space as unknown as Json, { sizeBytes: 12582912, mode: 0o660 });
  }

  get nextTransaction(): number {
    return this.#space().next;
  }

  /** The undo log of a session's transaction, begun when needed. */
  #log(session: Session, space: SystemSpace): Undo[] {
    if (session.transaction === null) {
      session.transaction = space.next;
      space.next += 1;
    }
    return space.active[session.transaction] ??= [];
  }

  /** Appends changes to the session's transaction. */
  record(session: Session, changes: readonly Undo[]): void {
    if (changes.length === 0) return;
    const space = this.#space();
    this.#log(session, space).push(...changes);
    this.#writeSpace(space);
  }

  logLength(session: Session): number {
    return session.transaction === null ? 0 : this.#space().active[session.transaction]?.length ?? 0;
  }

  commit(session: Session): void {
    if (session.transaction === null) return;
    const space = this.#space();
    delete space.active[session.transaction];
    session.transaction = null;
    this.#writeSpace(space);
  }

  /** Takes back the session's changes down to the first `keep`. */
  rollback(session: Session, keep = 0): void {
    if (session.transaction === null) return;
    const space = this.#space();
    const log = space.active[session.transaction] ?? [];
    this.undo(log.splice(keep));
    if (keep === 0) {
      delete space.active[session.transaction];
      session.transaction = null;
    }
    this.#writeSpace(space);
    this.flush();
  }

  /** Takes back what transactions that died with the last process had done. Returns how many there were. */
  recover(): number {
    const space = this.#space();
    const logs = Object.values(space.active);
    for (const log of logs) this.undo(log);
    if (logs.length > 0) this.#writeSpace({ next: space.next, active: {} });
    this.flush();
    return logs.length;
  }

  /** Takes back changes, the last first. */
  undo(changes: readonly Undo[]): void {
    for (const { db, table: name, before, after } of [...changes].reverse()) {
      const table = this.table(db, name);
      if (table === null) continue;
      const now = after === null ? null : table.find(table.identity(after));
      if (now !== null && before !== null) table.update(now, before);
      else if (now !== null) table.remove(now);
      else if (before !== null) table.insert(before);
      this.touch(table);
    }
  }

  /** Changes that other open transactions have made to a table. */
  #foreignChanges(session: Session, table: Table): Undo[] {
    if (Object.values(this.state.sessions).every((other) => other.transaction === null || other.id === session.id)) return [];
    const own = session.transaction === null ? null : String(session.transaction);
    return Object.entries(this.#space().active).flatMap(([id, log]) =>
      (id === own ? [] : log.filter((undo) => undo.table === table.name && undo.db === table.db)));
  }

  /** The rows a session sees: without what other transactions have not committed. */
  visibleRows(session: Session, table: Table): readonly Row[] {
    const changes = this.#foreignChanges(session, table);
    if (changes.length === 0) return table.data.rows;
    const copy = new Table(table.db, table.name, table.def, { ...table.data, rows: [...table.data.rows] });
    for (const { before, after } of changes.reverse()) {
      const now = after === null ? null : copy.find(copy.identity(after));
      if (now !== null && before !== null) copy.update(now, before);
      else if (now !== null) copy.remove(now);
      else if (before !== null) copy.insert(before);
    }
    return copy.data.rows;
  }

  /** Throws LockWait when another open transaction has changed one of the rows. */
  requireUnlocked(session: Session, table: Table, identity: string): void {
    const changes = this.#foreignChanges(session, table);
    if (changes.some((undo) => undo.identity === identity || (undo.after !== null && table.identity(undo.after) === identity))) throw new LockWait();
  }
}
