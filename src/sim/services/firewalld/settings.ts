import type { Sys } from '../../host/sys.ts';
import type { ListKind, Zone } from '../../protocol/firewall.ts';
import { loadService } from './files.ts';
import { RuleError, parseRule, ruleText } from './rich-rule.ts';

/** firewalld refuses; `message` is its code and detail, e.g. `INVALID_ZONE: nosuch`. */
export class FirewallError extends Error {
  override readonly name = 'FirewallError';
}

/** How an item is named in messages: ports as `5000:tcp`. */
const labelOf = (kind: ListKind, value: string): string => {
  if (kind === 'ports' || kind === 'sourcePorts') return value.replace('/', ':');
  if (kind === 'forwardPorts') return value.split(':').map((part) => part.split('=')[1] ?? '').join(':');
  return value;
};

export const ICMP_TYPES = ('address-unreachable bad-header beyond-scope communication-prohibited destination-unreachable echo-reply echo-request'
  + ' failed-policy fragmentation-needed host-precedence-violation host-prohibited host-redirect host-unknown host-unreachable ip-header-bad'
  + ' neighbour-advertisement neighbour-solicitation network-prohibited network-redirect network-unknown network-unreachable no-route'
  + ' packet-too-big parameter-problem port-unreachable precedence-cutoff protocol-unreachable redirect reject-route required-option-missing'
  + ' router-advertisement router-solicitation source-quench source-route-failed time-exceeded timestamp-reply timestamp-request'
  + ' tos-host-redirect tos-host-unreachable tos-network-redirect tos-network-unreachable ttl-zero-during-reassembly'
  + ' ttl-zero-during-transit unknown-header-type unknown-option').split(' ');

/** Checks a value before it is added; returns it in firewalld's own form. */
function checked(sys: Sys, zone: Zone, kind: ListKind, value: string, isPermanent: boolean): string {
  if (kind === 'services' && loadService(sys, value) === null) {
    throw new FirewallError(isPermanent ? `INVALID_SERVICE: Zone '${zone.name}': '${value}' not among existing services` : `INVALID_SERVICE: ${value}`);
  }
  if (kind === 'icmpBlocks' && !ICMP_TYPES.includes(value)) throw new FirewallError(`INVALID_ICMPTYPE: ${value}`);
  if (kind !== 'richRules') return value;
  try {
    const parts = parseRule(value);
    const service = parts.find(({ name }) => name === 'service')?.attributes['name'];
    if (service !== undefined && loadService(sys, service) === null) throw new FirewallError(`INVALID_SERVICE: ${service}`);
    return ruleText(parts);
  } catch (error) {
    if (error instanceof RuleError) throw new FirewallError(error.message);
    throw error;
  }
}

/** Adds to a list of the zone. Throws FirewallError (ALREADY_ENABLED and kin are warnings for firewall-cmd). */
export function addItem(sys: Sys, zone: Zone, kind: ListKind, value: string, isPermanent: boolean): void {
  const item = checked(sys, zone, kind, value, isPermanent);
  const list = zone[kind];
  if (list.includes(item) || (kind === 'ports' && !isPermanent && list.some((each) => covers(each, item)))) {
    const label = labelOf(kind, item);
    throw new FirewallError(`ALREADY_ENABLED: ${isPermanent ? label : `'${label}' already in '${zone.name}'`}`);
  }
  list.push(item);
}

/** Whether a range of ports holds another. */
function covers(outer: string, inner: string): boolean {
  const [left = '', protocol] = outer.split('/');
  const [right = '', other] = inner.split('/');
  const [low = 0, high = low] = left.split('-').map(Number);
  const [from = 0, to = from] = right.split('-').map(Number);
  return protocol === other && low <= from && to <= high;
}

export function removeItem(zone: Zone, kind: ListKind, value: string, isPermanent: boolean): void {
  const item = kind === 'richRules' ? normalRule(value) : value;
  if (!zone[kind].includes(item)) {
    const label = labelOf(kind, item);
    throw new FirewallError(`NOT_ENABLED: ${isPermanent ? label : `'${label}' not in '${zone.name}'`}`);
  }
  zone[kind] = zone[kind].filter((each) => each !== item);
}

function normalRule(value: string): string {
  try {
    return ruleText(parseRule(value));
  } catch (error) {
    if (error instanceof RuleError) throw new FirewallError(error.message);
    throw error;
  }
}

/** Interfaces and sources belong to one zone only. */
export function bind(zones: readonly Zone[], zone: Zone, kind: 'interfaces' | 'sources', value: string, mayMove: boolean): void {
  const owner = zones.find((each) => each[kind].includes(value));
  if (owner === zone) {
    if (mayMove) return;
    throw new FirewallError(`ZONE_ALREADY_SET: '${value}' already bound to '${zone.name}'`);
  }
  if (owner !== undefined) {
    if (!mayMove) throw new FirewallError(`ZONE_CONFLICT: '${value}' already bound to '${owner.name}'`);
    owner[kind] = owner[kind].filter((each) => each !== value);
  }
  zone[kind].push(value);
}

export function unbind(zones: readonly Zone[], zone: Zone, kind: 'interfaces' | 'sources', value: string): void {
  const owner = zones.find((each) => each[kind].includes(value));
  const code = kind === 'interfaces' ? 'UNKNOWN_INTERFACE' : 'UNKNOWN_SOURCE';
  if (owner === undefined) throw new FirewallError(`${code}: '${value}' is not in any zone`);
  if (owner !== zone) throw new FirewallError(`ZONE_CONFLICT: remove_${kind.slice(0, -1)}(${zone.name}, ${value}): zoi='${owner.name}'`);
  zone[kind] = zone[kind].filter((each) => each !== value);
}
