import { ipv4Number } from '../../../host/filter.ts';
import type { ListKind } from '../../../protocol/firewall.ts';

const PROTOCOLS = ['tcp', 'udp', 'sctp', 'dccp'];

/** A value that firewall-cmd refuses before it asks the daemon; the text begins with the code's name. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
}

const isPort = (text: string): boolean => {
  const parts = text.split('-');
  const numbers = parts.map(Number);
  return parts.length <= 2 && parts.every((part) => /^\d+$/.test(part)) && numbers.every((number) => number <= 65535)
    && (numbers.length === 1 || (numbers[0] ?? 0) < (numbers[1] ?? 0));
};

function port(value: string): string {
  const parts = value.split('/');
  if (parts.length !== 2) throw new ValueError('INVALID_PORT: bad port (most likely missing protocol), correct syntax is portid[-portid]/protocol');
  const [number = '', protocol = ''] = parts;
  if (!isPort(number)) throw new ValueError(`INVALID_PORT: ${number}`);
  if (!PROTOCOLS.includes(protocol)) throw new ValueError(`INVALID_PROTOCOL: '${protocol}' not in {'tcp'|'udp'|'sctp'|'dccp'}`);
  return value;
}

function source(value: string): string {
  const [address = '', bits] = value.split('/');
  const isIpv4 = ipv4Number(address) !== null && (bits === undefined || ipv4Number(bits) !== null || (/^\d+$/.test(bits) && Number(bits) <= 32));
  const isOther = (address.includes(':') && /^[\da-fA-F:]+$/.test(address)) || /^ipset:.+/.test(value);
  if (!isIpv4 && !isOther) throw new ValueError(`INVALID_ADDR: '${value}' is no valid IPv4, IPv6 or MAC address, nor an ipset`);
  return value;
}

function forwardPort(value: string): string {
  const parts = new Map(value.split(':').map((part) => {
    const [name = '', ...rest] = part.split('=');
    if (!['port', 'proto', 'toport', 'toaddr'].includes(name)) throw new ValueError(`INVALID_FORWARD: invalid forward port arg '${name}'`);
    return [name, rest.join('=')] as const;
  }));
  const [from, protocol, toPort, toAddress] = ['port', 'proto', 'toport', 'toaddr'].map((name) => parts.get(name) ?? '');
  if (from === '') throw new ValueError('INVALID_FORWARD: missing port');
  if (protocol === '') throw new ValueError('INVALID_FORWARD: missing protocol');
  if (toPort === '' && toAddress === '') throw new ValueError('INVALID_FORWARD: missing destination');
  if (!isPort(from ?? '')) throw new ValueError(`INVALID_PORT: ${from ?? ''}`);
  if (toAddress !== '' && ipv4Number(toAddress ?? '') === null) throw new ValueError(`INVALID_ADDR: ${toAddress ?? ''}`);
  return `port=${from ?? ''}:proto=${protocol ?? ''}:toport=${toPort ?? ''}:toaddr=${toAddress ?? ''}`;
}

/** Checks a value of an option such as --add-port; throws ValueError in firewalld's words. */
export function checkValue(kind: ListKind, value: string): string {
  if (kind === 'ports' || kind === 'sourcePorts') return port(value);
  if (kind === 'sources') return source(value);
  if (kind === 'forwardPorts') return forwardPort(value);
  if (kind === 'interfaces' && (value.length > 16 || /[\s!*/]/.test(value))) throw new ValueError(`INVALID_INTERFACE: ${value}`);
  return value;
}
