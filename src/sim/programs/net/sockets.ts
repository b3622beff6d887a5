import type { ProcessInfo } from '../../host/process.ts';
import type { Sys } from '../../host/sys.ts';

/** A socket as ss and netstat show it; addresses end in ':' where a port follows. */
export interface SocketRow {
  readonly family: 'tcp' | 'udp' | 'unix';
  readonly netid: string;
  readonly isIpv6: boolean;
  readonly state: 'LISTEN' | 'UNCONN' | 'ESTAB';
  readonly received: string;
  readonly sent: string;
  readonly local: string;
  readonly localPort: string;
  readonly peer: string;
  readonly peerPort: string;
  /** Whose process made it. */
  readonly uid: number;
  /** Processes that hold it, newest first; empty when we may not know. */
  readonly users: readonly { readonly name: string; readonly title: string; readonly pid: number; readonly fd: number }[];
}

/** The host's sockets: first IPv4, then IPv6, then unix, listeners before connections. */
export function sockets(sys: Sys): SocketRow[] {
  const processes = sys.processes();
  const descriptors = new Map<number, number>();
  const users = (pid: number, sharing?: readonly number[]): SocketRow['users'] =>
    holders(sys, processes, pid, nextDescriptor(descriptors, pid, stepOf(pid)), sharing);
  const stepOf = (pid: number): number => (processes.find((process) => process.pid === pid)?.name === 'httpd' ? 2 : 1);
  const uidOf = (pid: number): number => processes.find((process) => process.pid === pid)?.uid ?? 0;
  const listening = sys.network.listeners().map((listener): SocketRow => {
    const { protocol, address, port, pid, backlog } = listener;
    if (protocol === 'unix') return unixRow(address, users(pid, listener.holders), backlog, uidOf(pid));
    const isIpv6 = address.includes(':');
    const isDual = address === '::' && !sys.network.listeners().some((each) =>
      each.protocol === protocol && each.port === port && each.address === '0.0.0.0' && each.pid === pid);
    return {
      family: protocol, netid: protocol, isIpv6, state: protocol === 'tcp' ? 'LISTEN' : 'UNCONN', received: '0',
      sent: protocol === 'tcp' ? String(backlog) : '0', local: `${shown(address, isDual)}:`, localPort: String(port),
      peer: isDual ? '*:' : isIpv6 ? '[::]:' : '0.0.0.0:', peerPort: '*', uid: uidOf(pid), users: users(pid, listener.holders),
    };
  });
  const connected = sys.network.connections().map(({ local, remote, pid }): SocketRow => ({
    family: 'tcp', netid: 'tcp', isIpv6: local.includes('['), state: 'ESTAB', received: '0', sent: '0',
    ...split('local', local), ...split('peer', remote), uid: uidOf(pid), users: users(pid),
  }));
  const all = [...listening, ...connected];
  const rank = (row: SocketRow): number => (row.family === 'unix' ? 4 : (row.family === 'udp' ? 0 : 2) + (row.isIpv6 ? 1 : 0));
  return all.sort((a, b) => rank(a) - rank(b));
}

const shown = (address: string, isDual: boolean): string => (isDual ? '*' : address.includes(':') ? `[${address}]` : address);

function unixRow(path: string, users: SocketRow['users'], backlog: number, uid: number): SocketRow {
  return {
    family: 'unix', netid: 'u_str', isIpv6: false, state: 'LISTEN', received: '0', sent: String(backlog), local: path,
    localPort: ` ${inodeOf(path)}`, peer: '*', peerPort: ' 0', uid, users,
  };
}

/** A stable number in the range of socket inodes, drawn from the path. */
export function inodeOf(path: string): number {
  let hash = 0;
  for (const letter of path) hash = (hash * 31 + letter.charCodeAt(0)) % 9000;
  return 14000 + hash;
}

function split<Side extends 'local' | 'peer'>(side: Side, endpoint: string): Record<Side | `${Side}Port`, string> {
  const at = endpoint.lastIndexOf(':');
  return { [side]: endpoint.slice(0, at + 1), [`${side}Port`]: endpoint.slice(at + 1) } as Record<Side | `${Side}Port`, string>;
}

/** Descriptors are numbered as they come; httpd opens two sockets for each port, of which one goes. */
function nextDescriptor(descriptors: Map<number, number>, pid: number, step: number): number {
  const fd = (descriptors.get(pid) ?? 2) + step;
  descriptors.set(pid, fd);
  return fd;
}

/** The process and those it forked to share its listener (httpd's workers), as far as we may look into them. */
function holders(
  sys: Sys, processes: readonly ProcessInfo[], pid: number, fd: number, sharing: readonly number[] | undefined,
): SocketRow['users'] {
  const owner = processes.find((each) => each.pid === pid);
  if (owner === undefined) return [];
  const workers = sharing !== undefined ? processes.filter((each) => sharing.includes(each.pid))
    : owner.name === 'sshd' ? [] : processes.filter((each) => isDescendant(processes, each, owner));
  const { uid } = sys.credentials;
  return [owner, ...workers]
    .filter((each) => uid === 0 || each.uid === uid)
    .sort((a, b) => b.pid - a.pid)
    .map((each) => ({ name: each.name, title: each.argv[0] ?? each.name, pid: each.pid, fd }));
}

function isDescendant(processes: readonly ProcessInfo[], process: ProcessInfo, owner: ProcessInfo): boolean {
  if (process.name !== owner.name || process.tty !== null) return false;
  const parent = processes.find((each) => each.pid === process.ppid);
  return parent !== undefined && (parent.pid === owner.pid || isDescendant(processes, parent, owner));
}
