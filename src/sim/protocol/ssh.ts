import type { Json } from '../../base/json.ts';
import type { PlainMessage } from './message.ts';

/** What sshd says when somebody connects: its version and public keys (`ssh-ed25519 AAAA…`). */
export interface SshGreeting {
  readonly version: string;
  readonly hostKeys: readonly string[];
}

/** One attempt to log in. A key is offered by its public line; who offers it has read the private file. */
export type SshAuthentication = { readonly user: string } & (
  | { readonly method: 'none' }
  | { readonly method: 'publickey'; readonly publicLine: string }
  | { readonly method: 'password'; readonly password: string }
);

export interface SshVerdict {
  readonly isAccepted: boolean;
  /** What may be tried, in sshd's order. */
  readonly methods: readonly string[];
  /** The connection is given up (too many attempts). */
  readonly isOver: boolean;
}

/** Opens the session: a command, or null for the login shell. */
export interface SshSession {
  readonly command: string | null;
  readonly pty: { readonly columns: number; readonly rows: number; readonly term: string } | null;
  readonly env: Readonly<Record<string, string>>;
}

/** What goes through the session's stream, a JSON line each. */
export type SshPacket =
  | { readonly kind: 'data'; readonly text: string }
  | { readonly kind: 'error-data'; readonly text: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'size'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'edit'; readonly request: Json }
  | { readonly kind: 'edited'; readonly result: Json }
  | { readonly kind: 'exit'; readonly status: number };

export const sshMessage = (operation: 'ssh-greeting' | 'ssh-login' | 'ssh-session', body: unknown): PlainMessage =>
  ({ protocol: 'plain', operation, body: body as Json });

/** Cuts a stream into packets; what is not yet whole stays. */
export class PacketReader {
  #rest = '';

  take(text: string): SshPacket[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.map((line) => JSON.parse(line) as SshPacket);
  }
}

export const packetLine = (packet: SshPacket): string => `${JSON.stringify(packet)}\n`;
