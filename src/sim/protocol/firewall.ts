import type { Json } from '../../base/json.ts';
import type { PlainMessage } from './message.ts';

/** Where firewalld takes requests: it stands for its place on the system bus. */
export const FIREWALLD_SOCKET = '/run/firewalld/bus';

/** Settings of a zone that are lists. Ports are `5000/tcp`; forward ports `port=80:proto=tcp:toport=8080:toaddr=`. */
export type ListKind =
  | 'services' | 'ports' | 'protocols' | 'sourcePorts' | 'icmpBlocks' | 'forwardPorts' | 'richRules' | 'interfaces' | 'sources';
/** Settings that are on or off. */
export type FlagKind = 'masquerade' | 'forward' | 'icmpInversion';

/** A zone, as running or as kept in files. */
export interface Zone {
  readonly name: string;
  short: string;
  target: string;
  services: string[];
  ports: string[];
  protocols: string[];
  sourcePorts: string[];
  icmpBlocks: string[];
  forwardPorts: string[];
  richRules: string[];
  interfaces: string[];
  sources: string[];
  masquerade: boolean;
  forward: boolean;
  icmpInversion: boolean;
}

/** What firewall-cmd asks of firewalld. */
export type FirewallRequest =
  | { readonly op: 'info' }
  | { readonly op: 'add' | 'remove' | 'change'; readonly zone: string; readonly isPermanent: boolean; readonly kind: ListKind; readonly value: string; readonly timeoutSeconds?: number }
  | { readonly op: 'flag'; readonly zone: string; readonly isPermanent: boolean; readonly kind: FlagKind; readonly isOn: boolean }
  | { readonly op: 'zone'; readonly zone: string; readonly isPermanent: boolean }
  | { readonly op: 'service'; readonly name: string; readonly isPermanent: boolean }
  | { readonly op: 'default-zone' | 'target' | 'new-zone' | 'delete-zone' | 'new-service' | 'delete-service' | 'log-denied'; readonly zone: string; readonly value: string }
  | { readonly op: 'service-port'; readonly name: string; readonly isOn: boolean; readonly value: string }
  | { readonly op: 'reload' | 'save' | 'panic-on' | 'panic-off' };

/** Its answer: data, or a failure such as `ALREADY_ENABLED: 5000:tcp`. */
export interface FirewallReply {
  readonly error: string | null;
  readonly data: Json;
}

/** What `info` answers. */
export interface FirewallInfo {
  readonly defaultZone: string;
  readonly zones: readonly Zone[];
  readonly permanentZones: readonly string[];
  readonly services: readonly string[];
  readonly isPanic: boolean;
  readonly logDenied: string;
}

/** A service: what it opens. */
export interface FirewallService {
  readonly name: string;
  readonly ports: readonly string[];
  readonly protocols: readonly string[];
  readonly sourcePorts: readonly string[];
  readonly modules: readonly string[];
  readonly destination: readonly string[];
  readonly includes: readonly string[];
  readonly helpers: readonly string[];
}

/** A request or its answer as it crosses the bus. */
export const firewallMessage = (body: FirewallRequest | FirewallReply): PlainMessage =>
  ({ protocol: 'plain', operation: 'firewalld', body: body as unknown as Json });
