import { ipv4Number, ipv4Text } from '../../host/filter.ts';
import type { Interface } from '../../host/network.ts';
import type { Program } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { routeTable } from './route-table.ts';

/** ifconfig of net-tools: shows interfaces, brings them up and down. */
export const ifconfig: Program = {
  name: 'ifconfig',
  *run(sys) {
    const args = sys.argv.slice(1);
    const isAll = args.includes('-a');
    const [name, change] = args.filter((word) => !word.startsWith('-'));
    if (name === undefined) {
      yield* sys.write(1, sys.network.interfaces.filter((each) => isAll || each.isUp).map((each) => `${describe(sys, each)}\n`).join(''));
      return 0;
    }
    const found = sys.network.interfaces.find((each) => each.name === name);
    if (found === undefined) {
      yield* sys.write(2, change === undefined ? `${name}: error fetching interface information: Device not found\n` : `${name}: ERROR while getting interface flags: No such device\n`);
      return 1;
    }
    if (change === undefined) {
      yield* sys.write(1, `${describe(sys, found)}\n`);
      return 0;
    }
    if (change !== 'up' && change !== 'down') {
      yield* sys.write(2, 'handstack: ifconfig: setting addresses is not modelled: use ip address\n');
      return 1;
    }
    if (sys.credentials.uid !== 0) {
      yield* sys.write(2, 'SIOCSIFFLAGS: Operation not permitted\n');
      return 255;
    }
    const pid = yield* sys.spawn('/usr/sbin/ip', ['ip', 'link', 'set', name, change]);
    return (yield* sys.wait(pid)).status;
  },
};

function describe(sys: Sys, { name, mtu, mac, isUp, addresses }: Interface): string {
  const isLoopback = name === 'lo';
  const flags = isLoopback ? (isUp ? '73<UP,LOOPBACK,RUNNING>' : '8<LOOPBACK>') : isUp ? '4163<UP,BROADCAST,RUNNING,MULTICAST>' : '4098<BROADCAST,MULTICAST>';
  const packets = (Math.floor((sys.nowMs() - sys.bootMs) / 60000) + 1) * (isLoopback ? 12 : 240);
  const size = (bytes: number): string => `${bytes} (${(bytes / 1024).toFixed(1)} KiB)`;
  const sent = isLoopback ? packets : Math.floor(packets * 0.8);
  return [
    `${name}: flags=${flags}  mtu ${mtu}`,
    ...addresses.map((cidr) => addressLine(cidr, isLoopback)),
    isLoopback ? '        loop  txqueuelen 1000  (Local Loopback)' : `        ether ${mac}  txqueuelen 1000  (Ethernet)`,
    `        RX packets ${packets}  bytes ${size(packets * 110)}`, '        RX errors 0  dropped 0  overruns 0  frame 0',
    `        TX packets ${sent}  bytes ${size(sent * 100)}`, '        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0', '',
  ].join('\n');
}

function addressLine(cidr: string, isLoopback: boolean): string {
  const [address = '', bits = '32'] = cidr.split('/');
  if (address.includes(':')) {
    const scope = address.startsWith('fe80') ? '0x20<link>' : isLoopback ? '0x10<host>' : '0x0<global>';
    return `        inet6 ${address}  prefixlen ${bits}  scopeid ${scope}`;
  }
  const size = 2 ** (32 - Number(bits));
  const mask = ipv4Text(Number(bits) === 0 ? 0 : 2 ** 32 - size);
  const broadcast = ipv4Text(Math.floor((ipv4Number(address) ?? 0) / size) * size + size - 1);
  return `        inet ${address}  netmask ${mask}${isLoopback ? '' : `  broadcast ${broadcast}`}`;
}

/** route of net-tools: shows the routing table. */
export const route: Program = {
  name: 'route',
  *run(sys) {
    const words = sys.argv.slice(1).filter((word) => !word.startsWith('-'));
    if (words.length > 0) {
      yield* sys.write(2, 'handstack: route: changing routes is not modelled: use ip route\n');
      return 1;
    }
    yield* sys.write(1, routeTable(sys, true));
    return 0;
  },
};
