import { SysError } from '../../host/errors.ts';
import type { Sys } from '../../host/sys.ts';
import type { FirewallService, Zone } from '../../protocol/firewall.ts';
import { ruleFromXml, ruleToXml } from './rich-rule.ts';
import { escapeXml, parseXml, type Element } from './xml.ts';

const SYSTEM = '/usr/lib/firewalld';
const LOCAL = '/etc/firewalld';
const HEADER = '<?xml version="1.0" encoding="utf-8"?>\n';

/** A zone with nothing in it. */
export const emptyZone = (name: string, short = ''): Zone => ({
  name, short, target: 'default', services: [], ports: [], protocols: [], sourcePorts: [], icmpBlocks: [], forwardPorts: [], richRules: [],
  interfaces: [], sources: [], masquerade: false, forward: false, icmpInversion: false,
});

function names(sys: Sys, folder: string): string[] {
  const all = [SYSTEM, LOCAL].flatMap((root) => {
    try {
      return sys.readDirectory(`${root}/${folder}`);
    } catch (error) {
      if (error instanceof SysError) return [];
      throw error;
    }
  });
  return [...new Set(all.filter((name) => name.endsWith('.xml')).map((name) => name.slice(0, -4)))].sort((a, b) => (a < b ? -1 : 1));
}

/** The local file hides the system's of the same name. */
function pathOf(sys: Sys, folder: string, name: string): string | null {
  return [`${LOCAL}/${folder}/${name}.xml`, `${SYSTEM}/${folder}/${name}.xml`].find((path) => sys.exists(path)) ?? null;
}

function load(sys: Sys, folder: string, name: string): Element | null {
  const path = pathOf(sys, folder, name);
  if (path === null) return null;
  const root = parseXml(sys.readFile(path));
  if (root === null) sys.log(`ERROR: Failed to load ${folder.slice(0, -1)} file '${path}': PARSE_ERROR: not well-formed`, { priority: 3 });
  return root;
}

export const zoneNames = (sys: Sys): string[] => names(sys, 'zones');
export const serviceNames = (sys: Sys): string[] => names(sys, 'services');

/** A zone as its file says; null when there is none (or it is damaged). */
export function loadZone(sys: Sys, name: string): Zone | null {
  const root = load(sys, 'zones', name);
  if (root === null) return null;
  const zone = emptyZone(name);
  zone.target = root.attributes['target'] === undefined || root.attributes['target'] === '' ? 'default' : root.attributes['target'];
  for (const element of root.children) readElement(zone, element);
  return zone;
}

function readElement(zone: Zone, { name, attributes, text, children }: Element): void {
  const of = (key: string): string => attributes[key] ?? '';
  switch (name) {
    case 'short': zone.short = text; break;
    case 'service': zone.services.push(of('name')); break;
    case 'port': zone.ports.push(`${of('port')}/${of('protocol')}`); break;
    case 'source-port': zone.sourcePorts.push(`${of('port')}/${of('protocol')}`); break;
    case 'protocol': zone.protocols.push(of('value')); break;
    case 'icmp-block': zone.icmpBlocks.push(of('name')); break;
    case 'icmp-block-inversion': zone.icmpInversion = true; break;
    case 'masquerade': zone.masquerade = true; break;
    case 'forward': zone.forward = true; break;
    case 'interface': zone.interfaces.push(of('name')); break;
    case 'source': zone.sources.push(attributes['address'] ?? attributes['mac'] ?? `ipset:${of('ipset')}`); break;
    case 'forward-port': zone.forwardPorts.push(`port=${of('port')}:proto=${of('protocol')}:toport=${of('to-port')}:toaddr=${of('to-addr')}`); break;
    case 'rule': zone.richRules.push(ruleFromXml(attributes, children)); break;
    default: break;
  }
}

/** Writes a zone's file below /etc/firewalld, in firewalld's order of elements. */
export function saveZone(sys: Sys, zone: Zone): void {
  const port = (element: string) => (text: string): string => {
    const [number = '', protocol = ''] = text.split('/');
    return `  <${element} port="${number}" protocol="${protocol}"/>\n`;
  };
  const named = (element: string, attribute: string) => (value: string): string => `  <${element} ${attribute}="${escapeXml(value)}"/>\n`;
  const target = zone.target === 'default' ? '' : ` target="${escapeXml(zone.target)}"`;
  const body = [
    zone.short === '' ? '' : `  <short>${escapeXml(zone.short)}</short>\n`,
    ...zone.interfaces.map(named('interface', 'name')),
    ...zone.sources.map(named('source', 'address')),
    ...zone.services.map(named('service', 'name')),
    ...zone.ports.map(port('port')),
    ...zone.protocols.map(named('protocol', 'value')),
    zone.icmpInversion ? '  <icmp-block-inversion/>\n' : '',
    ...zone.icmpBlocks.map(named('icmp-block', 'name')),
    zone.masquerade ? '  <masquerade/>\n' : '',
    ...zone.forwardPorts.map(forwardPort),
    ...zone.sourcePorts.map(port('source-port')),
    ...zone.richRules.map(ruleToXml),
    zone.forward ? '  <forward/>\n' : '',
  ].join('');
  const path = `${LOCAL}/zones/${zone.name}.xml`;
  if (sys.exists(path)) sys.writeFile(`${path}.old`, sys.readFile(path), { mode: 0o644 });
  sys.writeFile(path, `${HEADER}<zone${target}>\n${body}</zone>\n`, { mode: 0o644 });
}

function forwardPort(text: string): string {
  const parts = Object.fromEntries(text.split(':').map((part) => part.split('=') as [string, string]));
  const to = [['to-port', parts['toport']], ['to-addr', parts['toaddr']]].filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => ` ${name}="${value ?? ''}"`).join('');
  return `  <forward-port port="${parts['port'] ?? ''}" protocol="${parts['proto'] ?? ''}"${to}/>\n`;
}

export function deleteZone(sys: Sys, name: string): boolean {
  const path = `${LOCAL}/zones/${name}.xml`;
  if (!sys.exists(path)) return false;
  sys.unlink(path);
  return true;
}

/** A service as its file says, or null. */
export function loadService(sys: Sys, name: string): FirewallService | null {
  const root = load(sys, 'services', name);
  if (root === null) return null;
  const of = (element: string, show: (attributes: Readonly<Record<string, string>>) => string): string[] =>
    root.children.filter((child) => child.name === element).map((child) => show(child.attributes));
  const portText = (attributes: Readonly<Record<string, string>>): string => `${attributes['port'] ?? ''}/${attributes['protocol'] ?? ''}`;
  return {
    name, ports: of('port', portText).filter((text) => !text.startsWith('/')), protocols: of('protocol', (each) => each['value'] ?? ''),
    sourcePorts: of('source-port', portText), modules: of('module', (each) => each['name'] ?? ''),
    destination: of('destination', (each) => Object.entries(each).map(([key, value]) => `${key}:${value}`).join(' ')),
    includes: of('include', (each) => each['service'] ?? ''), helpers: of('helper', (each) => each['name'] ?? ''),
  };
}

/** Writes a service of one's own: its ports. */
export function saveService(sys: Sys, name: string, ports: readonly string[]): void {
  const lines = ports.map((text) => {
    const [port = '', protocol = ''] = text.split('/');
    return `  <port port="${port}" protocol="${protocol}"/>\n`;
  });
  sys.writeFile(`${LOCAL}/services/${name}.xml`, `${HEADER}<service>\n${lines.join('')}</service>\n`, { mode: 0o644 });
}

export function deleteService(sys: Sys, name: string): boolean {
  const path = `${LOCAL}/services/${name}.xml`;
  if (!sys.exists(path)) return false;
  sys.unlink(path);
  return true;
}

/** A setting of firewalld.conf, or null. */
export function readSetting(sys: Sys, name: string): string | null {
  const path = `${LOCAL}/firewalld.conf`;
  if (!sys.exists(path)) return null;
  return new RegExp(`^${name}=(.*)$`, 'm').exec(sys.readFile(path))?.[1]?.trim() ?? null;
}

export function writeSetting(sys: Sys, name: string, value: string): void {
  const path = `${LOCAL}/firewalld.conf`;
  const text = sys.exists(path) ? sys.readFile(path) : '';
  const line = new RegExp(`^${name}=.*$`, 'm');
  sys.writeFile(path, line.test(text) ? text.replace(line, `${name}=${value}`) : `${text}${name}=${value}\n`);
}
