import { command } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Program } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { routeTable } from './route-table.ts';
import { serviceName } from './service-names.ts';
import { inodeOf, sockets, type SocketRow } from './sockets.ts';

/** netstat of net-tools 2.10. */
export const netstat: Program = command({
  name: 'netstat',
  usage: ['[-tulnpaxr]'],
  summary: 'Shows sockets and routes (net-tools).',
  version: 'net-tools 2.0',
  isShortNamed: true,
  options: {
    short: 'tulnpaxr46eiscovWMNCFgAhV',
    long: { tcp: 't', udp: 'u', listening: 'l', numeric: 'n', programs: 'p', all: 'a', route: 'r', extend: 'e', wide: 'W', unix: 'x' },
  },
  notModelled: ['i', 's', 'g', 'M', 'c', 'o', 'C', 'F', 'N', 'A'],
  *run(sys, args) {
    yield* sys.write(1, args.has('r') ? routeTable(sys) : table(sys, args));
    return 0;
  },
});

function table(sys: Sys, args: ParsedOptions): string {
  const isAny = !args.has('t') && !args.has('u') && !args.has('x');
  const rows = sockets(sys).filter((row) => {
    const isListening = row.state !== 'ESTAB';
    return args.has('a') || args.has('l') === isListening;
  });
  const inet = rows.filter((row) => row.family !== 'unix' && (isAny || args.has(row.family === 'tcp' ? 't' : 'u')));
  const title = args.has('a') ? '(servers and established)' : args.has('l') ? '(only servers)' : '(w/o servers)';
  const heading = 'Proto Recv-Q Send-Q Local Address           Foreign Address         State      '
    + (args.has('e') ? ' User       Inode     ' : '') + (args.has('p') ? ' PID/Program name    ' : '');
  const lines = [`Active Internet connections ${title}`, heading, ...inet.sort(order).map((row) => line(sys, args, row))];
  if (isAny || args.has('x')) lines.push(...unixLines(rows, title, args.has('p')));
  return lines.map((each) => `${each}\n`).join('');
}

const order = (a: SocketRow, b: SocketRow): number => rank(a) - rank(b);
const rank = (row: SocketRow): number => (row.family === 'tcp' ? 0 : 2) + (row.isIpv6 ? 1 : 0);

function line(sys: Sys, args: ParsedOptions, row: SocketRow): string {
  const proto = `${row.family}${row.isIpv6 ? '6' : ''}`;
  const state = row.family === 'udp' ? '' : row.state === 'ESTAB' ? 'ESTABLISHED' : row.state;
  const sent = row.state === 'ESTAB' ? row.sent : '0';
  const text = `${proto.padEnd(5)} ${row.received.padStart(6)} ${sent.padStart(6)} ${end(sys, args, row, 'local').padEnd(23)} `
    + `${end(sys, args, row, 'peer').padEnd(23)} ${state.padEnd(11)}`;
  const extended = args.has('e') ? `${text} ${userOf(sys, args, row).padEnd(10)} ${String(inodeOf(`${row.local}${row.localPort} ${row.peer}${row.peerPort}`)).padEnd(10)}` : text;
  return args.has('p') ? `${extended} ${owner(row)}` : extended;
}

const userOf = (sys: Sys, args: ParsedOptions, { uid }: SocketRow): string => (args.has('n') ? null : sys.accounts.byUid(uid)?.name) ?? String(uid);

function end(sys: Sys, args: ParsedOptions, row: SocketRow, side: 'local' | 'peer'): string {
  const address = row[side].replace(/:$/, '').replace(/^\[(.*)\]$/, '$1').replace(/^\*$/, '::');
  const port = side === 'local' ? row.localPort : row.peerPort;
  const name = args.has('n') || port === '*' ? null : serviceName(sys, Number(port), row.family);
  return `${address}:${name ?? port}`;
}

function owner(row: SocketRow): string {
  const user = row.users.at(-1);
  if (user === undefined) return '-                   ';
  const title = user.title.startsWith('sshd:') ? user.title : user.title.split(' ')[0]?.split('/').at(-1) ?? user.name;
  return `${user.pid}/${title}`.slice(0, 19).padEnd(20);
}

function unixLines(rows: readonly SocketRow[], title: string, hasPrograms: boolean): string[] {
  const heading = `Proto RefCnt Flags       Type       State         I-Node   ${hasPrograms ? 'PID/Program name     ' : ''}Path`;
  return [`Active UNIX domain sockets ${title}`, heading, ...rows.filter((row) => row.family === 'unix').map((row) =>
    `unix  2      [ ACC ]     STREAM     LISTENING     ${row.localPort.trim().padEnd(8)} ${hasPrograms ? `${owner(row)} ` : ''}${row.local}`)];
}
