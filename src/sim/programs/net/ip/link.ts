import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { deviceJson, deviceNamed, deviceToChange, devices, headLine, linkLine, statistics, type Device } from './device.ts';
import { IpError, jsonText, paint, verb, type IpOptions } from './options.ts';
import { addConnectedRoute } from './route-change.ts';

const USAGE = `Usage: ip link set { DEVICE | dev DEVICE } { up | down }
       ip link show [ DEVICE ] [ up ]
`;

/** `ip link …` */
export function* linkCommand(sys: Sys, args: string[], options: IpOptions): Routine<number> {
  const VERBS = ['add', 'set', 'change', 'replace', 'delete', 'show', 'lst', 'list', 'xstats', 'afstats', 'property', 'help'] as const;
  const asked = verb(args.shift(), VERBS, 'link') ?? 'show';
  if (asked === 'set' || asked === 'change') return set(sys, args);
  if (asked === 'help') {
    yield* sys.write(2, USAGE);
    return 255;
  }
  if (asked !== 'show' && asked !== 'list' && asked !== 'lst') throw new IpError(`handstack: ip: link ${asked} is not modelled`, 1);
  const isUp = args.includes('up');
  const name = args.find((word) => !['up', 'dev'].includes(word));
  const chosen = (name === undefined ? devices(sys) : [deviceNamed(sys, name)]).filter(({ device }) => !isUp || device.isUp);
  yield* sys.write(1, show(sys, chosen, options));
  return 0;
}

function show(sys: Sys, chosen: readonly Device[], options: IpOptions): string {
  if (options.isJson) return jsonText(chosen.map((each) => deviceJson(each, { linkmode: 'DEFAULT' })), options);
  if (options.isBrief) return chosen.map((each) => brief(each, options)).join('');
  const separator = options.isOneLine ? '\\' : '\n';
  return chosen.map((each) => {
    const text = `${headLine(each, options, 'mode DEFAULT ')}${separator}${linkLine(each, options)}\n`;
    return options.statistics > 0 ? text + statistics(sys, each, options) : text;
  }).join('');
}

function brief({ device, state, flags }: Device, options: IpOptions): string {
  const text = state.padEnd(15);
  const colored = state === 'UNKNOWN' ? text : paint(options, state === 'UP' ? 'up' : 'down', text);
  return `${paint(options, 'name', device.name.padEnd(17))}${colored}${paint(options, 'mac', device.mac)} <${flags.join(',')}> \n`;
}

function set(sys: Sys, args: string[]): number {
  if (args[0] === 'dev') args.shift();
  const name = args.shift();
  if (name === undefined) throw new IpError('Not enough information: "dev" argument is required.');
  const [change] = args;
  if (change !== undefined && change !== 'up' && change !== 'down') {
    if (['mtu', 'address', 'name', 'alias', 'promisc', 'txqueuelen', 'master', 'nomaster', 'netns'].includes(change)) {
      throw new IpError(`handstack: ip: link set ${change} is not modelled`, 1);
    }
    throw new IpError(`Error: either "dev" is duplicate, or "${change}" is a garbage.`);
  }
  const { device, isLoopback } = deviceToChange(sys, name);
  if (change === undefined) return 0;
  if (sys.credentials.uid !== 0) throw new IpError('RTNETLINK answers: Operation not permitted', 2);
  if (device.isUp === (change === 'up')) return 0;
  sys.network.setInterface(name, { isUp: change === 'up' });
  if (change === 'down') sys.network.setRoutes(sys.network.routes.filter((route) => route.device !== name));
  else if (!isLoopback) for (const cidr of device.addresses) addConnectedRoute(sys, name, cidr);
  return 0;
}
