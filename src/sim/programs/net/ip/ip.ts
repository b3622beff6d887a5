import type { Program, Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { addressCommand } from './address.ts';
import { linkCommand } from './link.ts';
import { neighbourCommand } from './neighbour.ts';
import { IpError, type IpOptions } from './options.ts';
import { routeCommand } from './route.ts';

const USAGE = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | addrlabel | amt | fou | help | ila | ioam | l2tp |
                   link | macsec | maddress | monitor | mptcp | mroute | mrule |
                   neighbor | neighbour | netconf | netns | nexthop | ntable |
                   ntbl | route | rule | sr | tap | tcpmetrics |
                   token | tunnel | tuntap | vrf | xfrm }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[esolve] |
                    -h[uman-readable] | -iec | -j[son] | -p[retty] |
                    -f[amily] { inet | inet6 | mpls | bridge | link } |
                    -4 | -6 | -M | -B | -0 |
                    -l[oops] { maximum-addr-flush-attempts } | -br[ief] |
                    -o[neline] | -t[imestamp] | -ts[hort] | -b[atch] [filename] |
                    -rc[vbuf] [size] | -n[etns] name | -N[umeric] | -a[ll] |
                    -c[olor]}
`;

/** iproute2's own order of look-up: the first object that the word is a prefix of. */
const OBJECTS: readonly (readonly [string, ((sys: Sys, args: string[], options: IpOptions) => Routine<number>) | null])[] = [
  ['address', addressCommand], ['addrlabel', null], ['maddress', null], ['route', routeCommand], ['rule', ruleCommand],
  ['neighbor', neighbourCommand], ['neighbour', neighbourCommand], ['ntable', null], ['ntbl', null], ['link', linkCommand], ['l2tp', null],
  ['fou', null], ['ila', null], ['macsec', null], ['tunnel', null], ['tunl', null], ['tuntap', null], ['tap', null],
  ['token', null], ['tcpmetrics', null], ['tcp_metrics', null], ['monitor', null], ['xfrm', null], ['mroute', null], ['mrule', null],
  ['netns', netnsCommand], ['netconf', null], ['vrf', null], ['sr', null], ['nexthop', null], ['mptcp', null], ['ioam', null],
];

/** ip of iproute2. */
export const ip: Program = {
  name: 'ip',
  *run(sys) {
    try {
      return yield* run(sys, sys.argv.slice(1));
    } catch (error) {
      if (!(error instanceof IpError)) throw error;
      yield* sys.write(2, `${error.message}\n`);
      return error.status;
    }
  },
};

function* run(sys: Sys, args: string[]): Routine<number> {
  const options = takeOptions(args);
  if (options === 'version') {
    yield* sys.write(1, 'ip utility, iproute2-6.2.0, libbpf 1.2.0\n');
    return 0;
  }
  const word = args.shift();
  if (word === undefined || word === 'help') {
    yield* sys.write(2, USAGE);
    return word === undefined ? 255 : 0;
  }
  const found = OBJECTS.find(([name]) => name.startsWith(word));
  if (found === undefined) throw new IpError(`Object "${word}" is unknown, try "ip help".`, 1);
  if (found[1] === null) throw new IpError(`handstack: ip: object ${found[0]} is not modelled`, 1);
  // iproute2's NEXT_ARG: a word that wants another after it.
  if (args.length > 1 && WANTING.includes(args.at(-1) ?? '')) throw new IpError('Command line is not complete. Try option "help"');
  return yield* found[1](sys, args, options);
}

const WANTING: readonly string[] = ['dev', 'via', 'src', 'metric', 'scope', 'proto', 'table', 'label', 'brd', 'broadcast', 'peer'];

/** Takes the leading options off `args`. */
function takeOptions(args: string[]): IpOptions | 'version' {
  const options: IpOptions = {
    family: null, isBrief: false, isOneLine: false, isJson: false, isPretty: false, statistics: 0, isDetailed: false, isColored: false,
    isHuman: false,
  };
  while (args[0]?.startsWith('-') === true) {
    const option = (args.shift() ?? '').replace(/^--?/, '');
    const is = (full: string): boolean => option !== '' && full.startsWith(option);
    if (option === 'V' || is('Version')) return 'version';
    if (option === '4') options.family = 'inet';
    else if (option === '6') options.family = 'inet6';
    else if (option === '0') options.family = 'link';
    else if (is('family')) options.family = args.shift() as IpOptions['family'];
    else if (is('brief') && option.length > 1) options.isBrief = true;
    else if (is('oneline')) options.isOneLine = true;
    else if (is('json')) options.isJson = true;
    else if (is('pretty')) options.isPretty = true;
    else if (is('statistics') || is('stats')) options.statistics += 1;
    else if (is('details')) options.isDetailed = true;
    else if (/^c(o(lor?)?)?(=always|=auto)?$/.test(option)) options.isColored = true;
    else if (is('human-readable')) options.isHuman = true;
    else if (is('resolve') || is('Numeric') || is('all')) continue;
    else if (/^(M|B|loops?|timestamp|t|ts|tshort|batch|b|ba|rcvbuf|rc|netns|n|iec|force)$/.test(option)) {
      throw new IpError(`handstack: ip: option -${option} is not modelled`, 1);
    } else throw new IpError(`Option "-${option}" is unknown, try "ip -help".`);
  }
  return options;
}

function* ruleCommand(sys: Sys, args: string[]): Routine<number> {
  if (args.length > 0 && !['show', 'list', 'lst'].some((verb) => verb.startsWith(args[0] ?? ''))) {
    throw new IpError('handstack: ip: changing rules is not modelled', 1);
  }
  yield* sys.write(1, '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n');
  return 0;
}

/** No network namespaces are made yet: the list is empty. */
function* netnsCommand(_sys: Sys, args: string[]): Routine<number> {
  const [verb = 'list', name = ''] = args;
  if ('list'.startsWith(verb) || 'show'.startsWith(verb)) return 0;
  if (verb === 'exec') throw new IpError(`Cannot open network namespace "${name}": No such file or directory`, 1);
  if ('delete'.startsWith(verb)) throw new IpError(`Cannot remove namespace file "/run/netns/${name}": No such file or directory`, 1);
  throw new IpError(`handstack: ip: netns ${verb} is not modelled`, 1);
}
