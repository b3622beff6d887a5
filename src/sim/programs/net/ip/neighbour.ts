import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { IpError, verb, type IpOptions } from './options.ts';

/** `ip neighbour`: the neighbours that this host talks to now, as their connections tell. */
export function* neighbourCommand(sys: Sys, args: string[], options: IpOptions): Routine<number> {
  const asked = verb(args.shift(), ['add', 'change', 'chg', 'replace', 'delete', 'get', 'show', 'lst', 'list', 'flush', 'help'], 'neigh') ?? 'show';
  if (!['show', 'lst', 'list'].includes(asked)) throw new IpError(`handstack: ip: neighbour ${asked} is not modelled`, 1);
  if (options.family === 'inet6') return 0;
  yield* sys.write(1, neighbours(sys).map(({ address, device, mac }) => `${address} dev ${device} lladdr ${mac} REACHABLE \n`).join(''));
  return 0;
}

function neighbours(sys: Sys): { address: string; device: string; mac: string }[] {
  const own = sys.network.interfaces.flatMap((each) => each.addresses.map((cidr) => cidr.split('/')[0]));
  const peers = sys.network.connections().map(({ remote }) => remote.slice(0, remote.lastIndexOf(':')));
  const gateways = sys.network.routes.map((route) => route.via).filter((via) => via !== null);
  const device = sys.network.interfaces.find((each) => each.name !== 'lo' && each.isUp)?.name;
  if (device === undefined) return [];
  return [...new Set([...gateways, ...peers])].filter((address) => !address.startsWith('127.') && !own.includes(address))
    .map((address) => ({ address, device, mac: macOf(address) }));
}

/** QEMU's prefix and the address's last three parts. */
const macOf = (address: string): string =>
  `52:54:00:${address.split('.').slice(1).map((part) => Number(part).toString(16).padStart(2, '0')).join(':')}`;
