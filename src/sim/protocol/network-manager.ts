import type { Json } from '../../base/json.ts';
import type { PlainMessage } from './message.ts';

/** Where NetworkManager takes requests. */
export const NETWORK_MANAGER_SOCKET = '/run/NetworkManager/private';

/** A connection profile and the device it is active on, if it is. */
export interface NmConnection {
  readonly id: string;
  readonly uuid: string;
  readonly type: 'ethernet' | 'loopback';
  /** Its key file; null for what the kernel made (lo). */
  readonly path: string | null;
  /** `section.key` → value, as the key file has them. */
  readonly settings: Readonly<Record<string, string>>;
  readonly device: string | null;
}

export type NmRequest =
  | { readonly op: 'connections' | 'reload' }
  | { readonly op: 'up' | 'down' | 'delete'; readonly name: string }
  | { readonly op: 'connect' | 'disconnect'; readonly device: string }
  | { readonly op: 'save'; readonly id: string; readonly settings: Readonly<Record<string, string>> };

/** `error` is the text after `Error: `, `code` nmcli's exit status with it. */
export interface NmReply {
  readonly error: string | null;
  readonly code: number;
  readonly data: Json;
}

export const nmMessage = (body: NmRequest | NmReply): PlainMessage =>
  ({ protocol: 'plain', operation: 'networkmanager', body: body as unknown as Json });
