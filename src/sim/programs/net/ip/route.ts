import { ipv4Number, isInNetwork } from '../../../host/filter.ts';
import type { Route } from '../../../host/network.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { deviceToChange } from './device.ts';
import { IpError, jsonText, verb, type IpOptions } from './options.ts';

const USAGE = `Usage: ip route { list | flush } SELECTOR
       ip route get ADDRESS
       ip route { add | del | change | append | replace } ROUTE
ROUTE := PREFIX [ via ADDRESS ] [ dev DEVICE ] [ src ADDRESS ] [ metric METRIC ]
`;

/** `ip route …` */
export function* routeCommand(sys: Sys, args: string[], options: IpOptions): Routine<number> {
  const VERBS = ['list', 'show', 'lst', 'get', 'add', 'change', 'chg', 'replace', 'append', 'delete', 'flush', 'save', 'help'] as const;
  const asked = verb(args.shift(), VERBS, 'route') ?? 'show';
  if (asked === 'help' || (['add', 'append', 'replace', 'change', 'chg', 'delete'].includes(asked) && args.length === 0)) {
    yield* sys.write(2, USAGE);
    return 255;
  }
  if (asked === 'get') {
    yield* sys.write(1, get(sys, args));
    return 0;
  }
  if (asked === 'save') throw new IpError('handstack: ip: route save is not modelled', 1);
  if (asked === 'list' || asked === 'show' || asked === 'lst') {
    yield* sys.write(1, show(sys, args, options));
    return 0;
  }
  if (asked === 'flush') return flush(sys, args);
  return asked === 'delete' ? remove(sys, args) : add(sys, args, asked);
}

/** NetworkManager's routes carry a metric; the kernel's name their source; by hand they have neither. */
function line({ to, via, device, source, metric }: Route): string {
  const protocol = via === null && source !== null ? ' proto kernel scope link' : via === null ? ' scope link' : metric === 100 ? ' proto static' : '';
  const text = `${to}${via === null ? '' : ` via ${via}`} dev ${device}${protocol}`;
  return `${text}${source === null ? '' : ` src ${source}`}${metric === null ? '' : ` metric ${metric}`} \n`;
}

function show(sys: Sys, args: readonly string[], options: IpOptions): string {
  if (options.family === 'inet6') return showIpv6(sys);
  const at = args.indexOf('dev');
  const device = at === -1 ? null : args[at + 1] ?? null;
  const word = args.find((each, index) => !['dev', 'table', 'main', 'all', 'root', 'exact', 'match'].includes(each) && args[index - 1] !== 'dev');
  const to = word === undefined ? null : word === '0.0.0.0/0' ? 'default' : word;
  const routes = [...sys.network.routes].sort((a, b) => Number(b.to === 'default') - Number(a.to === 'default'))
    .filter((route) => (device === null || route.device === device) && (to === null || route.to === to));
  if (options.isJson) return jsonText(routes.map(routeJson), options);
  return routes.map((route) => (device === null ? line(route) : line(route).replace(` dev ${device}`, ''))).join('');
}

function routeJson({ to, via, device, source, metric }: Route): Record<string, unknown> {
  return {
    dst: to, ...(via === null ? {} : { gateway: via }), dev: device,
    ...(via === null && source !== null ? { protocol: 'kernel', scope: 'link' } : metric === 100 ? { protocol: 'static' } : {}),
    ...(source === null ? {} : { prefsrc: source }), ...(metric === null ? {} : { metric }), flags: [],
  };
}

function showIpv6(sys: Sys): string {
  return sys.network.interfaces.filter((each) => each.isUp && each.addresses.some((cidr) => cidr.startsWith('fe80:')))
    .map(({ name }) => `fe80::/64 dev ${name} proto kernel metric 1024 pref medium\n`).join('');
}

function get(sys: Sys, args: readonly string[]): string {
  const [target = ''] = args;
  if (ipv4Number(target) === null) throw new IpError(`Error: any valid prefix is expected rather than "${target}".`, 1);
  const uid = `uid ${sys.credentials.uid}`;
  const own = sys.network.interfaces.find((each) => each.isUp && each.addresses.some((cidr) => cidr.split('/')[0] === target));
  if (own !== undefined || target.startsWith('127.')) return `local ${target} dev lo src ${target} ${uid} \n    cache <local> \n`;
  const route = sys.network.routes.filter((each) => each.to !== 'default' && isInNetwork(target, each.to))
    .sort((a, b) => Number(b.to.split('/')[1] ?? 32) - Number(a.to.split('/')[1] ?? 32))[0] ?? sys.network.routes.find((each) => each.to === 'default');
  if (route === undefined) throw new IpError('RTNETLINK answers: Network is unreachable', 2);
  const source = route.source ?? sys.network.interfaces.find((each) => each.name === route.device)?.addresses[0]?.split('/')[0] ?? '';
  return `${target}${route.via === null ? '' : ` via ${route.via}`} dev ${route.device} src ${source} ${uid} \n    cache \n`;
}

function parse(sys: Sys, args: readonly string[]): Route {
  let to: string | null = null;
  let via: string | null = null;
  let device: string | null = null;
  let source: string | null = null;
  let metric: number | null = null;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === 'via') via = address(args[at += 1] ?? '');
    else if (word === 'dev') device = args[at += 1] ?? '';
    else if (word === 'src') source = address(args[at += 1] ?? '');
    else if (word === 'metric') metric = Number(args[at += 1]);
    else if (['proto', 'scope', 'table'].includes(word)) at += 1;
    else to = prefix(word);
  }
  if (device !== null) deviceToChange(sys, device);
  const through = via ?? '';
  const link = sys.network.interfaces.find((each) => each.isUp && each.addresses.some((cidr) => isInNetwork(through, cidr)));
  return { to: to ?? 'default', via, device: device ?? link?.name ?? '', source, metric };
}

function address(word: string): string {
  if (ipv4Number(word) === null) throw new IpError(`Error: inet address is expected rather than "${word}".`, 1);
  return word;
}

function prefix(word: string): string {
  if (word === 'default' || word === '0.0.0.0/0') return 'default';
  const [base = '', bits] = word.split('/');
  if (ipv4Number(base) === null || (bits !== undefined && (!/^\d+$/.test(bits) || Number(bits) > 32))) {
    throw new IpError(`Error: any valid prefix is expected rather than "${word}".`, 1);
  }
  return bits === '32' ? base : word;
}

function mayChange(sys: Sys): void {
  if (sys.credentials.uid !== 0) throw new IpError('RTNETLINK answers: Operation not permitted', 2);
}

function add(sys: Sys, args: readonly string[], how: string): number {
  const route = parse(sys, args);
  mayChange(sys);
  if (route.via !== null && route.device === '') throw new IpError('Error: Nexthop has invalid gateway.', 2);
  if (route.device === '') throw new IpError('RTNETLINK answers: No such device', 2);
  const device = sys.network.interfaces.find((each) => each.name === route.device);
  if (device?.isUp === false) throw new IpError('Error: Device for nexthop is not up.', 2);
  const same = (each: Route): boolean => each.to === route.to && (each.metric ?? 0) === (route.metric ?? 0);
  const isKnown = sys.network.routes.some(same);
  if (isKnown && how === 'add') throw new IpError('RTNETLINK answers: File exists', 2);
  if (!isKnown && (how === 'change' || how === 'chg')) throw new IpError('RTNETLINK answers: No such file or directory', 2);
  sys.network.setRoutes([...sys.network.routes.filter((each) => !same(each)), route]);
  return 0;
}

function remove(sys: Sys, args: readonly string[]): number {
  const route = parse(sys, args);
  mayChange(sys);
  const found = sys.network.routes.find((each) => each.to === route.to && (route.via === null || each.via === route.via)
    && (route.device === '' || each.device === route.device) && (route.metric === null || each.metric === route.metric));
  if (found === undefined) throw new IpError('RTNETLINK answers: No such process', 2);
  sys.network.setRoutes(sys.network.routes.filter((each) => each !== found));
  return 0;
}

function flush(sys: Sys, args: readonly string[]): number {
  if (args.length === 0) throw new IpError('"ip route flush" requires arguments.');
  mayChange(sys);
  const at = args.indexOf('dev');
  const to = args.find((word) => word === 'default' || word.includes('/'));
  sys.network.setRoutes(sys.network.routes.filter((route) => !(at === -1 || route.device === args[at + 1]) || (to !== undefined && route.to !== to)));
  return 0;
}
