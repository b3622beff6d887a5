import { ipv4Number, ipv4Text } from '../../../host/filter.ts';
import type { Sys } from '../../../host/sys.ts';

/** `10.0.0.0/24` of `10.0.0.11/24`. */
export function networkOf(cidr: string): string {
  const [address = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return `${ipv4Text(Math.floor((ipv4Number(address) ?? 0) / size) * size)}/${bits}`;
}

/** The kernel's own route to the network of an address that a device got. */
export function addConnectedRoute(sys: Sys, device: string, cidr: string): void {
  const [source = '', bits = '32'] = cidr.split('/');
  const to = networkOf(cidr);
  const isKnown = sys.network.routes.some((route) => route.to === to && route.device === device);
  if (cidr.includes(':') || bits === '32' || isKnown) return;
  sys.network.setRoutes([...sys.network.routes, { to, via: null, device, source, metric: null }]);
}

/** Takes away what hung on the address: its network's route, and routes through gateways in that network. */
export function dropConnectedRoute(sys: Sys, device: string, cidr: string): void {
  const [source = ''] = cidr.split('/');
  const remaining = sys.network.interfaces.find((each) => each.name === device)?.addresses ?? [];
  const hasOther = remaining.some((each) => each !== cidr && !each.includes(':') && networkOf(each) === networkOf(cidr));
  sys.network.setRoutes(sys.network.routes.filter((route) =>
    route.device !== device || (route.source !== source && (hasOther || route.via === null || networkOf(`${route.via}/${cidr.split('/')[1] ?? '32'}`) !== networkOf(cidr)))));
}
