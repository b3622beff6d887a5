import type { FilterChain, FilterRule, Verdict } from '../../host/filter.ts';
import type { FirewallService, Zone } from '../../protocol/firewall.ts';
import { RuleError, parseRule, type RulePart } from './rich-rule.ts';

/** Finds what a service opens; null when there is no such service. */
export type FindService = (name: string) => FirewallService | null;

type Match = Pick<FilterRule, 'source' | 'device'>;

const ANY: Match = { source: null, device: null };

/**
 * The input chain that follows from the running zones: what comes from a zone's sources is judged by that zone, the
 * rest by the zone of the interface it came in by, and what has none by the default zone.
 */
export function inputChain(zones: readonly Zone[], defaultZone: string, isPanic: boolean, find: FindService): FilterChain {
  if (isPanic) return { policy: 'drop', rules: [] };
  const rules: FilterRule[] = [
    { protocol: null, ports: null, source: null, state: 'established', verdict: 'accept' },
    { protocol: null, ports: null, source: null, device: 'lo', verdict: 'accept' },
  ];
  for (const zone of zones) for (const source of zone.sources) rules.push(...zoneRules(zone, { source, device: null }, find));
  for (const zone of zones) for (const device of zone.interfaces) rules.push(...zoneRules(zone, { source: null, device }, find));
  const fallback = zones.find(({ name }) => name === defaultZone);
  if (fallback !== undefined) rules.push(...zoneRules(fallback, ANY, find));
  return { policy: 'accept', rules };
}

function zoneRules(zone: Zone, match: Match, find: FindService): FilterRule[] {
  const rich = zone.richRules.flatMap((text) => richRules(readable(text), match, find));
  const rank = (rule: FilterRule): number => (rule.verdict === 'accept' ? 1 : 0);
  const blocksEcho = zone.icmpBlocks.includes('echo-request') !== zone.icmpInversion;
  return [
    ...rich.sort((a, b) => rank(a) - rank(b)),
    ...(blocksEcho ? [{ ...match, protocol: 'icmp' as const, ports: null, verdict: 'reject' as const }] : []),
    ...zone.services.flatMap((name) => serviceRules(name, match, 'accept', find)),
    ...zone.ports.flatMap((text) => portRule(text, match, 'accept')),
    ...zone.protocols.flatMap((name): FilterRule[] => (name === 'icmp' ? [{ ...match, protocol: 'icmp', ports: null, verdict: 'accept' }] : [])),
    ...targetRules(zone.target, match),
  ];
}

/** A rule that somebody wrote into a file by hand and that cannot be read counts for nothing. */
function readable(text: string): RulePart[] {
  try {
    return parseRule(text);
  } catch (error) {
    if (error instanceof RuleError) return [];
    throw error;
  }
}

/** What the zone does with the rest. The default target still answers pings. */
function targetRules(target: string, match: Match): FilterRule[] {
  const all = { ...match, protocol: null, ports: null };
  if (target === 'ACCEPT') return [{ ...all, verdict: 'accept' }];
  if (target === 'DROP') return [{ ...all, verdict: 'drop' }];
  const icmp: FilterRule[] = target === 'default' ? [{ ...all, protocol: 'icmp', verdict: 'accept' }] : [];
  return [...icmp, { ...all, verdict: 'reject' }];
}

function portRule(text: string, match: Match, verdict: Verdict): FilterRule[] {
  const [range = '', protocol = ''] = text.split('/');
  if (protocol !== 'tcp' && protocol !== 'udp') return [];
  const [low = 0, high = low] = range.split('-').map(Number);
  return [{ ...match, protocol, ports: [low, high], verdict }];
}

function serviceRules(name: string, match: Match, verdict: Verdict, find: FindService, depth = 0): FilterRule[] {
  const service = find(name);
  if (service === null || depth > 5) return [];
  const isIpv6Only = service.destination.some((each) => each.startsWith('ipv6:')) && !service.destination.some((each) => each.includes('ipv4:'));
  return [
    ...(isIpv6Only ? [] : service.ports.flatMap((text) => portRule(text, match, verdict))),
    ...service.includes.flatMap((included) => serviceRules(included, match, verdict, find, depth + 1)),
  ];
}

function richRules(parts: readonly RulePart[], match: Match, find: FindService): FilterRule[] {
  const part = (name: string): RulePart | undefined => parts.find((each) => each.name === name);
  if (part('rule')?.attributes['family'] === 'ipv6') return [];
  const action = ['accept', 'reject', 'drop'].find((name) => part(name) !== undefined) as 'accept' | 'reject' | 'drop' | undefined;
  if (action === undefined) return [];
  const verdict: Verdict = action === 'reject' ? 'refuse' : action;
  const where = { ...match, source: part('source')?.attributes['address'] ?? match.source, destination: part('destination')?.attributes['address'] ?? null };
  const port = part('port');
  const service = part('service');
  if (port !== undefined) return portRule(`${port.attributes['port'] ?? ''}/${port.attributes['protocol'] ?? ''}`, where, verdict);
  if (service !== undefined) return serviceRules(service.attributes['name'] ?? '', where, verdict, find);
  const protocol = part('protocol')?.attributes['value'] ?? (part('icmp-type') === undefined ? null : 'icmp');
  const known = protocol === null || protocol === 'tcp' || protocol === 'udp' || protocol === 'icmp';
  return known ? [{ ...where, protocol, ports: null, verdict }] : [];
}
