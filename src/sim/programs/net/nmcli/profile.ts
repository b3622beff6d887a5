import type { NmConnection } from '../../../protocol/network-manager.ts';

/** nmcli's short words for settings of a profile. */
const ALIASES: Readonly<Record<string, string>> = {
  type: 'connection.type', ifname: 'connection.interface-name', 'con-name': 'connection.id', autoconnect: 'connection.autoconnect',
  ip4: 'ipv4.addresses', gw4: 'ipv4.gateway', ip6: 'ipv6.addresses', gw6: 'ipv6.gateway',
};

/** `ipv4.addresses 10.0.0.11/24 ipv4.method manual …` as settings of a key file; an empty value takes a setting away. */
export function profileChanges(args: readonly string[]): Record<string, string> {
  const changes: Record<string, string> = {};
  for (let at = 0; at < args.length; at += 2) {
    const word = args[at] ?? '';
    const value = args[at + 1] ?? '';
    const name = ALIASES[word] ?? word.replace(/^[+-]/, '');
    if (name === 'ipv4.addresses') value.split(/[,\s]+/).forEach((cidr, index) => { changes[`ipv4.address${index + 1}`] = cidr; });
    else if (name === 'ipv4.dns' || name === 'ipv4.dns-search') changes[name] = value === '' ? '' : `${value.split(/[,;\s]+/).join(';')};`;
    else if (name === 'connection.autoconnect') changes[name] = value === 'no' || value === 'false' ? 'false' : 'true';
    else changes[name] = value;
    if (word === 'ip4') changes['ipv4.method'] = 'manual';
  }
  return changes;
}

/** What `connection show NAME` prints, in nmcli's order. */
export function showName(found: NmConnection): [string, string][] {
  const get = (name: string): string => found.settings[name] ?? '';
  const addresses = Object.keys(found.settings).filter((key) => /^ipv4\.address\d*$/.test(key)).sort().map((key) => get(key).split(',')[0] ?? '');
  const gateway = get('ipv4.gateway') || (get('ipv4.address1').split(',')[1] ?? '');
  return [
    ['connection.id', found.id], ['connection.uuid', found.uuid], ['connection.type', found.type === 'ethernet' ? '802-3-ethernet' : found.type],
    ['connection.interface-name', get('connection.interface-name') || (found.device ?? '')],
    ['connection.autoconnect', get('connection.autoconnect') === 'false' ? 'no' : 'yes'], ['connection.autoconnect-priority', '0'],
    ['ipv4.method', get('ipv4.method') || 'auto'], ['ipv4.dns', get('ipv4.dns').replace(/;$/, '').replaceAll(';', ',')],
    ['ipv4.dns-search', get('ipv4.dns-search').replace(/;$/, '').replaceAll(';', ',')], ['ipv4.addresses', addresses.join(', ')], ['ipv4.gateway', gateway],
    ['ipv6.method', get('ipv6.method') || 'auto'], ['ipv6.addresses', ''], ['ipv6.gateway', ''],
    ...(found.device === null ? [] : [['GENERAL.DEVICES', found.device], ['GENERAL.STATE', 'activated']] as [string, string][]),
  ];
}
