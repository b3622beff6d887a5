import { byteLength } from '../../../base/bytes.ts';
import { count, expiry, find, put, remove, use, type Item, type Memory } from './store.ts';
import { stats } from './stats.ts';

const MAX_KEY = 250;
const BAD_LINE = 'CLIENT_ERROR bad command line format\r\n';
const STORING = ['set', 'add', 'replace', 'append', 'prepend', 'cas'];

/** One side's text so far; what is not a whole command yet stays. */
export interface Talk {
  pending: string;
  isOver: boolean;
}

/** Answers all whole commands in the text (memcached's text protocol). Source: doc/protocol.txt and the program. */
export function converse(memory: Memory, talk: Talk, text: string, nowMs: number, pid: number): string {
  talk.pending += text;
  let out = '';
  while (!talk.isOver) {
    const end = talk.pending.indexOf('\n');
    if (end === -1) break;
    const line = talk.pending.slice(0, end).replace(/\r$/, '');
    const words = line.split(' ').filter((word) => word !== '');
    const [name = ''] = words;
    if (STORING.includes(name)) {
      const step = store(memory, words, talk.pending.slice(end + 1), nowMs);
      if (step === null) break;
      out += step.reply;
      talk.pending = talk.pending.slice(end + 1 + step.taken);
      continue;
    }
    talk.pending = talk.pending.slice(end + 1);
    if (name === 'quit') talk.isOver = true;
    else out += simple(memory, words, nowMs, pid);
  }
  return out;
}

/** set and its kin: the line and the block after it; null while the block is not there yet. */
function store(memory: Memory, words: readonly string[], rest: string, nowMs: number): { reply: string; taken: number } | null {
  const [name = '', key = '', ...fields] = words;
  const wanted = name === 'cas' ? 4 : 3;
  if (fields.length < wanted || fields.length > wanted + 1) return { reply: 'ERROR\r\n', taken: 0 };
  const [flags = 0, exptime = 0, bytes = 0, cas = 0] = fields.slice(0, wanted).map(Number);
  if (key.length > MAX_KEY || [flags, exptime, bytes, cas].some((each) => !Number.isInteger(each)) || bytes < 0 || flags < 0) return { reply: BAD_LINE, taken: 0 };
  if (byteLength(rest) < bytes + 2) return null;
  const data = takeBytes(rest, bytes);
  const isEnded = rest.startsWith('\r\n', data.length);
  const quiet = fields[wanted] === 'noreply';
  if (bytes > memory.maxItem) return { reply: 'SERVER_ERROR object too large for cache\r\n', taken: data.length + 2 };
  if (!isEnded) return { reply: 'CLIENT_ERROR bad data chunk\r\n', taken: data.length };
  const reply = keep(memory, name, key, { flags, data, expiresMs: expiry(exptime, nowMs) }, cas, nowMs);
  return { reply: quiet ? '' : `${reply}\r\n`, taken: data.length + 2 };
}

function takeBytes(text: string, bytes: number): string {
  let taken = text.slice(0, bytes);
  while (byteLength(taken) > bytes) taken = taken.slice(0, -1);
  return taken;
}

function keep(memory: Memory, name: string, key: string, value: Omit<Item, 'cas'>, cas: number, nowMs: number): string {
  count(memory, 'cmd_set');
  const old = find(memory, key, nowMs);
  if (name === 'cas') {
    if (old === null) { count(memory, 'cas_misses'); return 'NOT_FOUND'; }
    if (old.cas !== cas) { count(memory, 'cas_badval'); return 'EXISTS'; }
    count(memory, 'cas_hits');
  }
  const needsOld = ['replace', 'append', 'prepend'].includes(name);
  if ((name === 'add' && old !== null) || (needsOld && old === null)) return 'NOT_STORED';
  if (old !== null && name === 'append') put(memory, key, { ...old, data: old.data + value.data });
  else if (old !== null && name === 'prepend') put(memory, key, { ...old, data: value.data + old.data });
  else put(memory, key, value);
  return 'STORED';
}

function simple(memory: Memory, words: readonly string[], nowMs: number, pid: number): string {
  const [name = '', ...args] = words;
  switch (name) {
    case 'get': case 'gets': return get(memory, args, name === 'gets', nowMs);
    case 'gat': case 'gats': return touchAndGet(memory, args, name === 'gats', nowMs);
    case 'delete': return quietly(args, 1, deleted(memory, args, nowMs));
    case 'incr': case 'decr': return quietly(args, 2, counted(memory, name, args, nowMs));
    case 'touch': return quietly(args, 2, touched(memory, args, nowMs));
    case 'version': return 'VERSION 1.6.9\r\n';
    case 'verbosity': return args.length === 0 ? 'ERROR\r\n' : 'OK\r\n';
    case 'flush_all': return quietly(args, 0, flush(memory, args, nowMs));
    case 'stats': return stats(memory, args, nowMs, pid);
    case 'mn': return 'MN\r\n';
    case 'shutdown': return 'ERROR: shutdown not enabled\r\n';
    default: return 'ERROR\r\n';
  }
}

const quietly = (args: readonly string[], at: number, reply: string): string => (args.slice(at).includes('noreply') ? '' : reply);

function get(memory: Memory, keys: readonly string[], hasCas: boolean, nowMs: number): string {
  if (keys.length === 0) return 'ERROR\r\n';
  if (keys.some((key) => key.length > MAX_KEY)) return BAD_LINE;
  let out = '';
  for (const key of keys) {
    const item = use(memory, key, nowMs);
    count(memory, 'cmd_get');
    count(memory, item === null ? 'get_misses' : 'get_hits');
    if (item !== null) out += `VALUE ${key} ${item.flags} ${byteLength(item.data)}${hasCas ? ` ${item.cas}` : ''}\r\n${item.data}\r\n`;
  }
  return `${out}END\r\n`;
}

function touchAndGet(memory: Memory, [exptime, ...keys]: readonly string[], hasCas: boolean, nowMs: number): string {
  if (exptime === undefined || keys.length === 0) return 'ERROR\r\n';
  for (const key of keys) touched(memory, [key, exptime], nowMs);
  return get(memory, keys, hasCas, nowMs);
}

function deleted(memory: Memory, [key]: readonly string[], nowMs: number): string {
  if (key === undefined) return 'ERROR\r\n';
  if (find(memory, key, nowMs) === null) { count(memory, 'delete_misses'); return 'NOT_FOUND\r\n'; }
  count(memory, 'delete_hits');
  remove(memory, key);
  return 'DELETED\r\n';
}

const UINT64 = 1n << 64n;

function counted(memory: Memory, name: string, [key, by]: readonly string[], nowMs: number): string {
  if (key === undefined || by === undefined) return 'ERROR\r\n';
  if (!/^\d+$/.test(by)) return 'CLIENT_ERROR invalid numeric delta argument\r\n';
  const item = find(memory, key, nowMs);
  if (item === null) { count(memory, `${name}_misses`); return 'NOT_FOUND\r\n'; }
  if (!/^\d+ *$/.test(item.data)) return 'CLIENT_ERROR cannot increment or decrement non-numeric value\r\n';
  count(memory, `${name}_hits`);
  const old = BigInt(item.data.trim());
  const next = name === 'incr' ? (old + BigInt(by)) % UINT64 : old > BigInt(by) ? old - BigInt(by) : 0n;
  put(memory, key, { ...item, data: String(next) });
  return `${next}\r\n`;
}

function touched(memory: Memory, [key, exptime]: readonly string[], nowMs: number): string {
  if (key === undefined || exptime === undefined) return 'ERROR\r\n';
  count(memory, 'cmd_touch');
  const item = find(memory, key, nowMs);
  if (item === null) { count(memory, 'touch_misses'); return 'NOT_FOUND\r\n'; }
  count(memory, 'touch_hits');
  memory.items[key] = { ...item, expiresMs: expiry(Number(exptime), nowMs) };
  return 'TOUCHED\r\n';
}

function flush(memory: Memory, [delay = '0']: readonly string[], nowMs: number): string {
  count(memory, 'cmd_flush');
  const after = /^\d+$/.test(delay) ? Number(delay) : 0;
  for (const [key, item] of Object.entries(memory.items)) {
    if (after === 0) remove(memory, key);
    else memory.items[key] = { ...item, expiresMs: nowMs + after * 1000 };
  }
  return 'OK\r\n';
}
