import { command } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { parseFilter, type SocketFilter } from './socket-filter.ts';
import { COLUMNS, layOut, type ColumnSpec } from './socket-table.ts';
import { sockets, type SocketRow } from './sockets.ts';
import { serviceName } from './service-names.ts';

type Family = 'tcp' | 'udp' | 'unix';

/** ss of iproute2: sockets of this host. */
export const ss: Program = command({
  name: 'ss',
  usage: ['[ OPTIONS ]', '[ OPTIONS ] [ FILTER ]'],
  summary: 'Shows the sockets of this host: who listens, who is connected.',
  version: 'ss utility, iproute2-6.2.0',
  usageStatus: 255,
  isHelpShown: true,
  isShortNamed: true,
  options: {
    short: 'tulnpax46serHOiomwdSMZzbEKTV0N:f:A:F:D:h',
    long: {
      tcp: 't', udp: 'u', listening: 'l', numeric: 'n', processes: 'p', all: 'a', unix: 'x', ipv4: '4', ipv6: '6',
      summary: 's', extended: 'e', resolve: 'r', 'no-header': 'H', oneline: 'O', info: 'i', options: 'o', memory: 'm',
      raw: 'w', dccp: 'd', sctp: 'S', mptcp: 'M', 'family=': 'f', 'query=': 'A', 'socket=': 'A',
    },
  },
  notModelled: ['e', 'i', 'm', 'r', 'Z', 'z', 'b', 'E', 'K', 'T', 'N', 'D', 'F', 'M'],
  *run(sys, args) {
    if (args.has('V')) return yield* say(sys, 'ss utility, iproute2-6.2.0\n');
    if (args.has('s')) yield* sys.write(1, summary(sys));
    if (args.has('s') && args.options.every((option) => option.name === 's')) return 0;
    const filter = parseFilter(args.operands, (name) => portNumber(sys, name));
    if (typeof filter === 'string') {
      yield* sys.write(2, `${filter}\n`);
      return 255;
    }
    yield* sys.write(1, table(sys, args, filter));
    return 0;
  },
});

function* say(sys: Sys, text: string): Routine<number> {
  yield* sys.write(1, text);
  return 0;
}

function portNumber(sys: Sys, name: string): number | null {
  if (/^\d+$/.test(name)) return Number(name);
  const line = sys.exists('/etc/services') ? sys.readFile('/etc/services').split('\n').find((each) => each.split(/\s+/)[0] === name) : undefined;
  return line === undefined ? null : Number.parseInt(line.split(/\s+/)[1] ?? '', 10);
}

/** Which kinds of sockets the options ask for; none named: all. */
function families(args: ParsedOptions): Family[] {
  const query = args.all('A').flatMap((list) => list.split(','));
  const named = (['tcp', 'udp', 'unix'] as const).filter((family) =>
    args.has({ tcp: 't', udp: 'u', unix: 'x' }[family]) || query.includes(family) || args.last('f') === family
    || (family !== 'unix' && query.includes('inet')));
  if (named.length > 0) return named;
  if (args.has('4') || args.has('6') || args.last('f')?.startsWith('inet') === true) return ['tcp', 'udp'];
  return args.has('w') || args.has('d') || args.has('S') || args.has('0') ? [] : ['tcp', 'udp', 'unix'];
}

function wantsState(args: ParsedOptions, row: SocketRow, filter: SocketFilter): boolean {
  if (filter.states !== null) return filter.states.includes(row.state);
  if (args.has('a')) return true;
  const isListening = row.state === 'LISTEN' || row.state === 'UNCONN';
  return args.has('l') === isListening;
}

function table(sys: Sys, args: ParsedOptions, filter: SocketFilter): string {
  const wanted = families(args);
  const hasOneFamily = args.has('4') !== args.has('6');
  const rows = sockets(sys).filter((row) => wanted.includes(row.family) && wantsState(args, row, filter) && filter.accepts(row)
    && (!hasOneFamily || row.family === 'unix' || row.isIpv6 === args.has('6')));
  const { columns, cells } = choose(args, wanted, filter);
  const screen = sys.isTty(1) && !args.has('O') ? sys.ttySize(1).columns : null;
  return layOut(columns, rows.map((row) => cells(sys, row)), screen, !args.has('H'));
}

function choose(args: ParsedOptions, wanted: readonly Family[], filter: SocketFilter): {
  columns: ColumnSpec[]; cells: (sys: Sys, row: SocketRow) => string[];
} {
  const hasNetid = wanted.length !== 1 || wanted[0] === 'unix';
  const hasState = filter.states?.length !== 1;
  const { netid, state, ...rest } = COLUMNS;
  const columns = [...(hasNetid ? [netid] : []), ...(hasState ? [state] : []), ...Object.values(rest)];
  const cells = (sys: Sys, row: SocketRow): string[] => [
    ...(hasNetid ? [row.netid] : []), ...(hasState ? [row.state] : []),
    row.received, row.sent, row.local, port(sys, args, row.localPort, row), row.peer, port(sys, args, row.peerPort, row),
    args.has('p') ? users(row) : '',
  ];
  return { columns, cells };
}

function port(sys: Sys, args: ParsedOptions, number: string, row: SocketRow): string {
  if (args.has('n') || row.family === 'unix' || number === '*') return number;
  return serviceName(sys, Number(number), row.family) ?? number;
}

function users(row: SocketRow): string {
  if (row.users.length === 0) return '';
  return ` users:(${row.users.map(({ name, pid, fd }) => `("${name}",pid=${pid},fd=${fd})`).join(',')})`;
}

/** `ss -s`: counts per transport. */
function summary(sys: Sys): string {
  const all = sockets(sys);
  const count = (family: Family, isIpv6: boolean | null): number =>
    all.filter((row) => row.family === family && (isIpv6 === null || row.isIpv6 === isIpv6)).length;
  const established = all.filter((row) => row.family === 'tcp' && row.state === 'ESTAB').length;
  const line = (name: string, ip: number, ip6: number): string =>
    `${name}\t  ${String(ip + ip6).padEnd(9)} ${String(ip).padEnd(9)} ${String(ip6).padEnd(9)}\n`;
  const [tcp4, tcp6, udp4, udp6] = [count('tcp', false), count('tcp', true), count('udp', false), count('udp', true)];
  return `Total: ${all.length + processSockets(sys)}\n`
    + `TCP:   ${tcp4 + tcp6} (estab ${established}, closed 0, orphaned 0, timewait 0)\n\n`
    + 'Transport Total     IP        IPv6\n'
    + line('RAW', 0, 0) + line('UDP', udp4, udp6) + line('TCP', tcp4, tcp6) + line('INET', tcp4 + udp4, tcp6 + udp6)
    + line('FRAG', 0, 0) + '\n';
}

/** Every daemon holds a few sockets to systemd, the journal and the bus that are not listed. */
const processSockets = (sys: Sys): number => sys.processes().filter((each) => each.unit !== null).length * 3;
