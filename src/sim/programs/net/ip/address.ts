import { ipv4Number, ipv4Text } from '../../../host/filter.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { deviceJson, deviceNamed, deviceToChange, devices, headLine, linkLine, statistics, type Device } from './device.ts';
import { IpError, jsonText, paint, verb, type IpOptions } from './options.ts';
import { addConnectedRoute, dropConnectedRoute } from './route-change.ts';

const USAGE = `Usage: ip address {add|change|replace} IFADDR dev IFNAME
       ip address del IFADDR dev IFNAME
       ip address flush [ dev IFNAME ]
       ip address [ show [ dev IFNAME ] [ scope SCOPE-ID ] [ up ] ]
`;

/** `ip address …` */
export function* addressCommand(sys: Sys, args: string[], options: IpOptions): Routine<number> {
  const VERBS = ['add', 'change', 'chg', 'replace', 'delete', 'show', 'lst', 'list', 'flush', 'save', 'restore', 'showdump', 'help'] as const;
  switch (verb(args.shift(), VERBS, 'address') ?? 'show') {
    case 'add': case 'change': case 'chg': case 'replace': return add(sys, args);
    case 'delete': return remove(sys, args);
    case 'flush': return flush(sys, args);
    case 'help':
      yield* sys.write(2, USAGE);
      return 255;
    case 'save': case 'restore': case 'showdump': throw new IpError('handstack: ip: address save and restore are not modelled', 1);
    default:
      yield* sys.write(1, show(sys, args, options));
      return 0;
  }
}

interface Selection {
  readonly device: string | null;
  readonly scope: string | null;
  readonly isUp: boolean;
}

function select(args: readonly string[]): Selection {
  let device: string | null = null;
  let scope: string | null = null;
  let isUp = false;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === 'up') isUp = true;
    else if (word === 'scope') scope = args[at += 1] ?? null;
    else if (['permanent', 'dynamic', 'primary', 'secondary', 'tentative'].includes(word)) continue;
    else device = word === 'dev' ? args[at += 1] ?? null : word;
  }
  return { device, scope, isUp };
}

function show(sys: Sys, args: readonly string[], options: IpOptions): string {
  const { device, scope, isUp } = select(args);
  const chosen = (device === null ? devices(sys) : [deviceNamed(sys, device)]).filter((each) => !isUp || each.device.isUp);
  const ofFamily = (each: Device): string[] => each.device.addresses.filter((cidr) =>
    (options.family === null || options.family === familyOf(cidr)) && (scope === null || scopeOf(cidr, each) === scope))
    .sort((a, b) => Number(familyOf(a) === 'inet6') - Number(familyOf(b) === 'inet6'));
  const isFiltered = options.family !== null || scope !== null;
  const shown = chosen.filter((each) => !isFiltered || ofFamily(each).length > 0);
  if (options.isJson) {
    return jsonText(shown.map((each) => ({ ...deviceJson(each, {}), addr_info: ofFamily(each).map((cidr) => addressJson(cidr, each)) })), options);
  }
  if (options.isBrief) return shown.map((each) => brief(each, ofFamily(each), options)).join('');
  return shown.map((each) => (options.isOneLine ? oneLine(each, ofFamily(each), options) : full(sys, each, ofFamily(each), options))).join('');
}

const familyOf = (cidr: string): 'inet' | 'inet6' => (cidr.includes(':') ? 'inet6' : 'inet');

function scopeOf(cidr: string, { isLoopback }: Device): string {
  if (/^fe80:/i.test(cidr)) return 'link';
  return cidr === '::1/128' || (isLoopback && cidr.startsWith('127.')) ? 'host' : 'global';
}

function brief({ device, state }: Device, addresses: readonly string[], options: IpOptions): string {
  const shown = addresses.map((cidr) => {
    const [address = '', bits = ''] = cidr.split('/');
    return `${paint(options, familyOf(cidr), address)}/${bits} `;
  }).join('');
  const text = state.padEnd(15);
  const colored = state === 'UNKNOWN' ? text : paint(options, state === 'UP' ? 'up' : 'down', text);
  return `${paint(options, 'name', device.name.padEnd(17))}${colored}${shown}\n`;
}

function addressLine(cidr: string, device: Device, options: IpOptions): string {
  const [address = '', bits = '32'] = cidr.split('/');
  const scope = scopeOf(cidr, device);
  if (familyOf(cidr) === 'inet6') {
    return `inet6 ${paint(options, 'inet6', address)}/${bits} scope ${scope} noprefixroute `;
  }
  const broadcast = device.isLoopback || Number(bits) >= 31 ? '' : ` brd ${paint(options, 'inet', broadcastOf(cidr))}`;
  const isOwnRoute = device.isLoopback || Number(bits) >= 31 || isAddedByHand(device, cidr);
  const label = device.device.name;
  return `inet ${paint(options, 'inet', address)}/${bits}${isAddedByHand(device, cidr) ? '' : broadcast} scope ${scope} ${isOwnRoute ? '' : 'noprefixroute '}${label}`;
}

/** NetworkManager sets the first address of a device, with a broadcast address; `ip address add` gives none. */
const isAddedByHand = ({ device }: Device, cidr: string): boolean =>
  device.addresses.filter((each) => familyOf(each) === 'inet').indexOf(cidr) > 0;

function broadcastOf(cidr: string): string {
  const [address = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return ipv4Text(Math.floor((ipv4Number(address) ?? 0) / size) * size + size - 1);
}

const LIFETIME = '       valid_lft forever preferred_lft forever';

function full(sys: Sys, device: Device, addresses: readonly string[], options: IpOptions): string {
  const link = options.family === null || options.family === 'link' ? [linkLine(device, options)] : [];
  const lines = addresses.flatMap((cidr) => [`    ${addressLine(cidr, device, options)}`, LIFETIME]);
  const counters = options.statistics > 0 ? statistics(sys, device, options) : '';
  return `${[headLine(device, options, ''), ...link, ...lines].join('\n')}\n${counters}`;
}

function oneLine(device: Device, addresses: readonly string[], options: IpOptions): string {
  return addresses.map((cidr) => `${device.index}: ${device.device.name}    ${addressLine(cidr, device, options)}\\${LIFETIME}\n`).join('');
}

function addressJson(cidr: string, device: Device): Record<string, unknown> {
  const [local = '', bits = '32'] = cidr.split('/');
  const family = familyOf(cidr);
  return {
    family, local, prefixlen: Number(bits),
    ...(family === 'inet' && !device.isLoopback ? { broadcast: broadcastOf(cidr) } : {}),
    scope: scopeOf(cidr, device), ...(device.isLoopback ? {} : { noprefixroute: true }),
    ...(family === 'inet' ? { label: device.device.name } : {}), valid_life_time: 4294967295, preferred_life_time: 4294967295,
  };
}

// ── changes

function parseChange(sys: Sys, args: readonly string[]): { cidr: string; device: Device } {
  let cidr: string | null = null;
  let name: string | null = null;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === 'dev') name = args[at += 1] ?? '';
    else if (['broadcast', 'brd', 'scope', 'label', 'metric', 'valid_lft', 'preferred_lft', 'peer'].includes(word)) at += 1;
    else if (word === 'local' || word === 'noprefixroute') continue;
    else cidr = prefix(word);
  }
  if (name === null) throw new IpError('Not enough information: "dev" argument is required.', 1);
  const device = deviceToChange(sys, name);
  if (cidr === null) throw new IpError('Not enough information: "local" argument is required.', 1);
  return { cidr, device };
}

function prefix(word: string): string {
  const [address = '', bits] = word.split('/');
  const isGood = ipv4Number(address) !== null ? bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= 32) : /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(address);
  if (!isGood) throw new IpError(`Error: any valid prefix is expected rather than "${word}".`, 1);
  return `${address}/${bits ?? (address.includes(':') ? '128' : '32')}`;
}

function mayChange(sys: Sys): void {
  if (sys.credentials.uid !== 0) throw new IpError('RTNETLINK answers: Operation not permitted', 2);
}

function add(sys: Sys, args: readonly string[]): number {
  const { cidr, device } = parseChange(sys, args);
  mayChange(sys);
  const { addresses, name, isUp } = device.device;
  if (addresses.some((each) => each === cidr)) throw new IpError(`Error: ${familyOf(cidr) === 'inet' ? 'ipv4' : 'ipv6'}: Address already assigned.`, 2);
  sys.network.setInterface(name, { addresses: [...addresses, cidr] });
  if (isUp && !device.isLoopback) addConnectedRoute(sys, name, cidr);
  return 0;
}

function remove(sys: Sys, args: readonly string[]): number {
  const { cidr, device } = parseChange(sys, args);
  mayChange(sys);
  const { addresses, name } = device.device;
  const found = addresses.find((each) => each === cidr || (!args.includes(cidr) && each.split('/')[0] === cidr.split('/')[0]));
  if (found === undefined) throw new IpError(`Error: ${familyOf(cidr) === 'inet' ? 'ipv4' : 'ipv6'}: Address not found.`, 2);
  sys.network.setInterface(name, { addresses: addresses.filter((each) => each !== found) });
  dropConnectedRoute(sys, name, found);
  return 0;
}

function flush(sys: Sys, args: readonly string[]): number {
  const { device } = select(args);
  if (device === null) throw new IpError('Flush requires arguments.', 255);
  const found = deviceNamed(sys, device);
  mayChange(sys);
  for (const cidr of found.device.addresses) dropConnectedRoute(sys, device, cidr);
  sys.network.setInterface(device, { addresses: [] });
  sys.network.setRoutes(sys.network.routes.filter((route) => route.device !== device));
  return 0;
}
