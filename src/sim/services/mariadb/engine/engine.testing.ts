// A database server without a host, for tests: files in memory, one session at a time.
import type { Json } from '../../../../base/json.ts';
import { SqlError } from '../../../protocol/mysql.ts';
import { bootstrap, newState } from './bootstrap.ts';
import type { Session } from './context.ts';
import { execute, type Answer } from './execute.ts';
import { readGrants } from './grants.ts';
import { Server } from './server.ts';
import { newSession } from './session.ts';
import type { Disk } from './table.ts';

/** Files in a map; folders are paths that end with a slash. */
export class MemoryDisk implements Disk {
  readonly files = new Map<string, Json | string>();

  readBlob(path: string): Json | undefined {
    return this.files.get(path);
  }
  writeBlob(path: string, blob: Json): void {
    this.files.set(path, blob);
  }
  readFile(path: string): string {
    const held = this.files.get(path);
    return typeof held === 'string' ? held : '';
  }
  writeFile(path: string, text: string): void {
    this.files.set(path, text);
  }
  exists(path: string): boolean {
    return this.files.has(path) || this.files.has(path.replace(/\/\.?$/, '/')) || this.files.has(`${path}/`);
  }
  readDirectory(path: string): string[] {
    const head = path.endsWith('/') ? path : `${path}/`;
    const names = [...this.files.keys()].filter((file) => file.startsWith(head) && file !== head).map((file) => file.slice(head.length).split('/')[0] ?? '');
    return [...new Set(names)].sort();
  }
  mkdir(path: string): void {
    this.files.set(`${path}/`, '');
  }
  rmdir(path: string): void {
    this.files.delete(`${path}/`);
  }
  unlink(path: string): void {
    this.files.delete(path);
  }
  rename(from: string, to: string): void {
    const held = this.files.get(from);
    if (held !== undefined) this.files.set(to, held);
    this.files.delete(from);
  }
}

export interface TestEngine {
  readonly server: Server;
  readonly disk: MemoryDisk;
  session(user?: string, host?: string): Session;
  /** Runs a statement; an error comes back as `ERROR code (state): message`. */
  run(sql: string, session?: Session): Answer | string;
  /** The rows as a batch client prints them, titles first; else rows affected and info. */
  text(sql: string, session?: Session): string;
}

const NOW = 1_795_160_000_000;

/** A fresh server with the system tables, as root. */
export function startEngine(variables: Record<string, string> = {}): TestEngine {
  const disk = new MemoryDisk();
  let seed = 1;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const common = { disk, hostname: 'controller', version: '10.11.19-MariaDB-0+deb12u1', nowMs: () => NOW, random };
  disk.mkdir('/var/lib/mysql');
  bootstrap({ ...common, datadir: '/var/lib/mysql/', skipsTestDb: true, rootAuth: 'socket', rootUser: 'mysql' });
  const server = new Server({ ...common, state: newState({ datadir: '/var/lib/mysql/', ...variables }, NOW) });
  server.state.grants = readGrants(server);
  const session = (user = 'root', host = 'localhost'): Session => {
    const made = newSession(server.state.nextConnection++, NOW);
    Object.assign(made, { user, host, account: { user, host } });
    server.state.sessions[made.id] = made;
    return made;
  };
  const first = session();
  const run = (sql: string, by = first): Answer | string => {
    try {
      return execute(server, by, sql);
    } catch (error) {
      if (error instanceof SqlError) return `ERROR ${error.code} (${error.state}): ${error.message}`;
      throw error;
    }
  };
  const text = (sql: string, by = first): string => {
    const answer = run(sql, by);
    if (typeof answer === 'string') return answer;
    if (answer.kind === 'ok') return `${answer.affectedRows} affected, ${answer.warnings} warnings ${answer.info}`.trimEnd();
    return [answer.columns.map(({ name }) => name), ...answer.rows].map((row) => row.map((cell) => cell ?? 'NULL').join('\t')).join('\n');
  };
  return { server, disk, session, run, text };
}
