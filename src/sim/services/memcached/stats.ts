import type { Memory } from './store.ts';

const lines = (pairs: readonly (readonly [string, string | number])[]): string => `${pairs.map(([name, value]) => `STAT ${name} ${value}\r\n`).join('')}END\r\n`;

/** `stats` and its sub-commands. */
export function stats(memory: Memory, [what]: readonly string[], nowMs: number, pid: number): string {
  switch (what) {
    case undefined: return lines(general(memory, nowMs, pid));
    case 'settings': return lines(settings(memory));
    case 'items': case 'slabs': case 'sizes': case 'conns': return lines(what === 'items' ? items(memory) : what === 'slabs' ? [['active_slabs', 1], ['total_malloced', 1048576]] : []);
    case 'reset': memory.counts = {}; return 'RESET\r\n';
    default: return 'ERROR\r\n';
  }
}

function general(memory: Memory, nowMs: number, pid: number): [string, string | number][] {
  const of = (name: string): [string, number] => [name, memory.counts[name] ?? 0];
  return [
    ['pid', pid], ['uptime', Math.floor((nowMs - memory.startMs) / 1000)], ['time', Math.floor(nowMs / 1000)], ['version', '1.6.9'], ['libevent', '2.1.12-stable'],
    ['pointer_size', 64], ['rusage_user', '0.031250'], ['rusage_system', '0.042968'], ['max_connections', memory.maxConnections],
    ['curr_connections', memory.connections + 1], of('total_connections'), of('rejected_connections'), ['connection_structures', memory.connections + 2],
    ...['cmd_get', 'cmd_set', 'cmd_flush', 'cmd_touch', 'cmd_meta', 'get_hits', 'get_misses', 'get_expired', 'get_flushed', 'delete_misses', 'delete_hits',
      'incr_misses', 'incr_hits', 'decr_misses', 'decr_hits', 'cas_misses', 'cas_hits', 'cas_badval', 'touch_hits', 'touch_misses', 'auth_cmds', 'auth_errors',
      'bytes_read', 'bytes_written'].map(of),
    ['limit_maxbytes', memory.maxBytes], ['accepting_conns', 1], of('listen_disabled_num'), ['time_in_listen_disabled_us', 0], ['threads', 4], ['conn_yields', 0],
    ['hash_power_level', 16], ['hash_bytes', 524288], ['hash_is_expanding', 0], ['malloc_fails', 0], ['bytes', memory.bytes],
    ['curr_items', Object.keys(memory.items).length], of('total_items'), of('evictions'), of('reclaimed'),
  ];
}

const settings = (memory: Memory): [string, string | number][] => [
  ['maxbytes', memory.maxBytes], ['maxconns', memory.maxConnections], ['tcpport', memory.port], ['udpport', 0], ['inter', memory.inter], ['verbosity', 0],
  ['oldest', 0], ['evictions', 'on'], ['domain_socket', 'NULL'], ['umask', 700], ['growth_factor', '1.25'], ['chunk_size', 48], ['num_threads', 4],
  ['cas_enabled', 'yes'], ['tcp_backlog', 1024], ['item_size_max', memory.maxItem],
];

function items(memory: Memory): [string, string | number][] {
  const number = Object.keys(memory.items).length;
  return number === 0 ? [] : [['items:1:number', number], ['items:1:mem_requested', memory.bytes], ['items:1:evicted', memory.counts['evictions'] ?? 0]];
}
