import type { Route } from '../../host/network.ts';
import type { Sys } from '../../host/sys.ts';
import { ipv4Text } from '../../host/filter.ts';

/** The kernel's routing table as `route -n` and `netstat -rn` show it (net-tools). */
export function routeTable(sys: Sys, hasMetric = false): string {
  const last = hasMetric ? 'Flags Metric Ref    Use Iface' : 'Flags   MSS Window  irtt Iface';
  const lines = sys.network.routes.map((route) => line(route, hasMetric));
  return `Kernel IP routing table\n${'Destination'.padEnd(15)} ${'Gateway'.padEnd(15)} ${'Genmask'.padEnd(15)} ${last}\n${lines.join('')}`;
}

function line({ to, via, device, metric }: Route, hasMetric: boolean): string {
  const [network = '', bits = '32'] = to === 'default' ? ['0.0.0.0', '0'] : to.split('/');
  const mask = ipv4Text(Number(bits) === 0 ? 0 : 2 ** 32 - 2 ** (32 - Number(bits)));
  const flags = `U${via === null ? '' : 'G'}${bits === '32' ? 'H' : ''}`.padEnd(5);
  const rest = hasMetric ? `${String(metric ?? 0).padEnd(6)} 0        0 ` : `    0 0          0 `;
  return `${network.padEnd(15)} ${(via ?? '0.0.0.0').padEnd(15)} ${mask.padEnd(15)} ${flags} ${rest}${device}\n`;
}
