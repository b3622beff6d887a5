import type { FirewallService, Zone } from '../../../protocol/firewall.ts';

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
const sorted = (values: readonly string[]): string => [...values].sort((a, b) => (a < b ? -1 : 1)).join(' ');
const lines = (values: readonly string[]): string => (values.length === 0 ? '' : `\n\t${values.join('\n\t')}`);

/** A zone as --list-all shows it. */
export function zoneText(zone: Zone): string {
  const isActive = zone.interfaces.length > 0 || zone.sources.length > 0;
  return `${zone.name}${isActive ? ' (active)' : ''}\n`
    + `  target: ${zone.target}\n`
    + `  icmp-block-inversion: ${yesNo(zone.icmpInversion)}\n`
    + `  interfaces: ${sorted(zone.interfaces)}\n`
    + `  sources: ${zone.sources.join(' ')}\n`
    + `  services: ${sorted(zone.services)}\n`
    + `  ports: ${zone.ports.join(' ')}\n`
    + `  protocols: ${sorted(zone.protocols)}\n`
    + `  forward: ${yesNo(zone.forward)}\n`
    + `  masquerade: ${yesNo(zone.masquerade)}\n`
    + `  forward-ports: ${lines(zone.forwardPorts)}\n`
    + `  source-ports: ${zone.sourcePorts.join(' ')}\n`
    + `  icmp-blocks: ${zone.icmpBlocks.join(' ')}\n`
    + `  rich rules: ${lines(zone.richRules)}\n`;
}

/** A service as --info-service shows it. */
export function serviceText(service: FirewallService): string {
  return `${service.name}\n`
    + `  ports: ${service.ports.join(' ')}\n`
    + `  protocols: ${service.protocols.join(' ')}\n`
    + `  source-ports: ${service.sourcePorts.join(' ')}\n`
    + `  modules: ${service.modules.join(' ')}\n`
    + `  destination: ${service.destination.join(' ')}\n`
    + `  includes: ${sorted(service.includes)}\n`
    + `  helpers: ${sorted(service.helpers)}\n`;
}
