import { command } from '../../host/command.ts';
import type { Listener } from '../../host/network.ts';
import type { ProcessInfo } from '../../host/process.ts';
import type { Sys } from '../../host/sys.ts';

/** `*:http`, `localhost:3306`: a listener as lsof names it (-n addresses, -P ports as numbers). */
function endpoint(sys: Sys, listener: Listener, numericHost: boolean, numericPort: boolean): string {
  const service = numericPort || !sys.exists('/etc/services') ? null : new RegExp(`^(\\S+)\\s+${listener.port}/${listener.protocol}\\b`, 'm').exec(sys.readFile('/etc/services'))?.[1] ?? null;
  const host = listener.address === '0.0.0.0' || listener.address === '::' ? '*' : numericHost ? listener.address : sys.network.reverse(listener.address) ?? listener.address;
  return `${host.includes(':') ? `[${host}]` : host}:${service ?? listener.port}`;
}

/** Whether -i's filter (`:80`, `tcp`, `TCP:22`, `4`) takes the listener. */
function fits(filter: string, listener: Listener, sys: Sys): boolean {
  const matched = /^([46]?)(tcp|udp)?(?:@[^:]*)?(?::(.+))?$/i.exec(filter);
  const [, , protocol, ports] = matched ?? [];
  if (protocol !== undefined && protocol.toLowerCase() !== listener.protocol) return false;
  if (ports === undefined) return true;
  return ports.split(',').some((port) => port === String(listener.port) || endpoint(sys, listener, true, false).endsWith(`:${port}`));
}

/** lsof(8): sockets (-i), a process's place (-p, -c, -u); open files beyond that are not known. */
export const lsof = command({
  name: 'lsof', usage: ['[-nP] [-i [filter]] [-p pid] [-u user] [-c name]'], summary: 'Lists listening sockets and where processes run.', isShortNamed: true, version: 'lsof 4.94.0',
  options: { short: 'ac:i::lnPp:s:tu:U' }, notModelled: ['U'],
  // The filter of -i may stand alone.
  rewrite: (args) => args.flatMap((arg, index) => (/^-[nPtl]*i$/.test(args[index - 1] ?? '') && !arg.startsWith('-') ? [] : /^-[nPtl]*i$/.test(arg) && args[index + 1]?.startsWith('-') === false ? [arg + (args[index + 1] ?? '')] : [arg])),
  *run(sys, args) {
    const processes = new Map(sys.processes().map((process) => [process.pid, process]));
    const isRoot = sys.credentials.uid === 0;
    const may = (process: ProcessInfo): boolean => isRoot || process.uid === sys.credentials.uid;
    const chosen = (process: ProcessInfo): boolean => (args.last('p') === null || (args.last('p') ?? '').split(',').includes(String(process.pid)))
      && (args.last('c') === null || process.name.startsWith(args.last('c') ?? '')) && (args.last('u') === null || sys.accounts.byUid(process.uid)?.name === args.last('u'));
    const user = (process: ProcessInfo): string => (args.has('l') ? String(process.uid) : sys.accounts.byUid(process.uid)?.name ?? String(process.uid));
    const rows: string[][] = [];
    if (args.has('i')) {
      for (const [index, listener] of sys.network.listeners().entries()) {
        const process = processes.get(listener.pid);
        if (listener.protocol === 'unix' || process === undefined || !may(process) || !chosen(process) || !fits(args.last('i') ?? '', listener, sys)) continue;
        const family = listener.address.includes(':') ? 'IPv6' : 'IPv4';
        const state = listener.protocol === 'tcp' ? ' (LISTEN)' : '';
        rows.push([process.name.slice(0, 9), String(process.pid), user(process), `${4 + (index % 4)}u`, family, String(20_000 + listener.port), '0t0', listener.protocol.toUpperCase(), `${endpoint(sys, listener, args.has('n'), args.has('P'))}${state}`]);
      }
    } else {
      for (const process of processes.values()) {
        if (!may(process) || !chosen(process)) continue;
        for (const [fd, type, path] of [['cwd', 'DIR', process.cwd], ['txt', 'REG', process.path]] as const) {
          if (path === '' || !sys.exists(path)) continue;
          const stat = sys.stat(path);
          if (args.operands.length > 0 && !args.operands.includes(path)) continue;
          rows.push([process.name.slice(0, 9), String(process.pid), user(process), fd, type, '252,2', String(stat.sizeBytes), String(stat.ino), path]);
        }
      }
    }
    if (rows.length === 0) return 1;
    if (args.has('t')) {
      yield* sys.write(1, [...new Set(rows.map((row) => row[1]))].map((pid) => `${pid ?? ''}\n`).join(''));
      return 0;
    }
    const titled = [['COMMAND', 'PID', 'USER', 'FD', 'TYPE', 'DEVICE', 'SIZE/OFF', 'NODE', 'NAME'], ...rows];
    const widths = titled[0]?.map((_, column) => Math.max(...titled.map((row) => (row[column] ?? '').length))) ?? [];
    const line = (row: readonly string[]): string => row.map((text, column) => (column === 8 ? text : column === 0 ? text.padEnd(widths[0] ?? 0) : column === 3 ? text.padStart((widths[3] ?? 0) + 1).padEnd((widths[3] ?? 0) + 2) : text.padStart(widths[column] ?? 0))).join(' ');
    yield* sys.write(1, titled.map((row) => `${line(row)}\n`).join(''));
    return 0;
  },
});
