import type { Probe } from '../../lab/probe.ts';
import type { IdentityWant } from './want-identity.ts';

/** What a check wants to be true: one kind per probe kind, declarative. Extras are ignored unless `exact`. */
export type Want =
  | { readonly kind: 'package'; readonly host: string; readonly name: string; readonly installed?: boolean; readonly version?: string }
  | { readonly kind: 'repository'; readonly host: string; readonly id: string; readonly enabled?: boolean; readonly url?: string;
      readonly signed?: boolean; readonly key?: string }
  | { readonly kind: 'updates'; readonly host: string }
  | { readonly kind: 'unit'; readonly host: string; readonly name: string; readonly running?: boolean; readonly enabled?: boolean }
  | { readonly kind: 'port'; readonly host: string; readonly port: number; readonly protocol?: 'tcp' | 'udp'; readonly address?: string }
  | { readonly kind: 'file'; readonly host: string; readonly path: string; readonly exists?: boolean; readonly type?: string;
      readonly owner?: string; readonly group?: string; readonly mode?: string; readonly target?: string; readonly has?: readonly string[]; readonly lacks?: readonly string[] }
  /** `default`: not setting it is as good. */
  | { readonly kind: 'option'; readonly host: string; readonly path: string; readonly section: string; readonly name: string; readonly value: string;
      readonly default?: boolean }
  | { readonly kind: 'resolves'; readonly host: string; readonly name: string; readonly address: string }
  | { readonly kind: 'reaches'; readonly host: string; readonly to: string; readonly port?: number; readonly arrivesAt?: string }
  | { readonly kind: 'time-sources'; readonly host: string; readonly name: string; readonly directive?: string;
      readonly options?: readonly string[]; readonly used?: boolean; readonly exact?: boolean }
  | { readonly kind: 'database'; readonly host: string; readonly name: string; readonly tables?: readonly string[] }
  | { readonly kind: 'grant'; readonly host: string; readonly user: string; readonly from: string; readonly database: string;
      readonly password?: string; readonly exact?: boolean }
  | { readonly kind: 'login'; readonly host: string; readonly from: string; readonly user: string; readonly password: string; readonly database?: string;
      readonly byName?: boolean }
  | { readonly kind: 'rows'; readonly host: string; readonly database: string; readonly sql: string; readonly rows: readonly (readonly (string | null)[])[]; readonly exact?: boolean }
  | { readonly kind: 'history'; readonly host?: string; readonly pattern: string; readonly shown: string; readonly succeeded?: boolean }
  | IdentityWant;

export type WantKind = Want['kind'];

type Unwanted = Exclude<WantKind, Probe['kind']>;
/** Every want is about something a lab can be asked: fails to compile otherwise. */
export const WANTS_ARE_PROBES: [Unwanted] extends [never] ? true : never = true;
