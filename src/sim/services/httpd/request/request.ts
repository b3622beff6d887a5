import type { Connection } from '../../../host/program.ts';
import type { HttpRequest } from '../../../protocol/http.ts';
import type { DirSettings, Server, Settings } from '../config/settings.ts';
import type { LogFiles } from '../logs.ts';

/** What a worker keeps: everything as it was when the server started or was reloaded. */
export interface WorkerState {
  readonly role: 'worker';
  readonly settings: Settings;
  readonly logs: LogFiles;
  /** By process group: the daemons' socket and the descriptor of what they print. */
  readonly wsgi: Readonly<Record<string, { readonly path: string; readonly errors: number }>>;
}

/** A request on its way through the server. */
export interface Passing {
  readonly state: WorkerState;
  readonly connection: Connection;
  readonly message: HttpRequest;
  readonly server: Server;
  readonly local: { readonly address: string; readonly port: number };
  /** The decoded path. */
  readonly path: string;
  readonly query: string;
}

/** An answer before the connection's own headers are added. */
export interface Reply {
  readonly status: number;
  readonly reason?: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly contentType: string | null;
  readonly body: string;
}

/** The request ends with one of httpd's own pages. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly settings: DirSettings | null;

  constructor(status: number, settings: DirSettings | null = null, headers: readonly (readonly [string, string])[] = []) {
    super(String(status));
    this.status = status;
    this.settings = settings;
    this.headers = headers;
  }
}
