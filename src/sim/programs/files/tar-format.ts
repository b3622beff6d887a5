import { byteLength, fromBytes, toBytes } from '../../../base/bytes.ts';

/** A file in an archive. */
export interface TarEntry {
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly user: string;
  readonly group: string;
  readonly mtimeMs: number;
  readonly type: 'file' | 'directory' | 'symlink' | 'link';
  /** A link's target. */
  readonly target: string;
  readonly content: string;
}

const BLOCK = 512;
const TYPE_FLAGS = { file: '0', link: '1', symlink: '2', directory: '5' } as const;

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
const field = (text: string, width: number): string => text + '\0'.repeat(Math.max(0, width - byteLength(text)));
const padded = (content: string): string => content + '\0'.repeat((BLOCK - (byteLength(content) % BLOCK)) % BLOCK);

function header(entry: TarEntry, flag: string, sizeBytes: number): string {
  const name = byteLength(entry.name) > 100 ? entry.name.slice(0, 100) : entry.name;
  const before = field(name, 100) + octal(entry.mode, 8) + octal(entry.uid, 8) + octal(entry.gid, 8) + octal(sizeBytes, 12) + octal(Math.floor(entry.mtimeMs / 1000), 12);
  const after = flag + field(entry.target.slice(0, 100), 100) + 'ustar  \0' + field(entry.user, 32) + field(entry.group, 32) + '\0'.repeat(8 + 8 + 155 + 12);
  const sum = [...toBytes(before), ...toBytes(after)].reduce((total, byte) => total + byte, 8 * 32);
  return `${before}${sum.toString(8).padStart(6, '0')}\0 ${after}`;
}

/** An archive of the entries, in GNU's format: whole records of twenty blocks. */
export function packTar(entries: readonly TarEntry[]): string {
  let text = '';
  for (const entry of entries) {
    if (byteLength(entry.name) > 100) {
      const long = `${entry.name}\0`;
      text += header({ ...entry, name: '././@LongLink', mode: 0, uid: 0, gid: 0, mtimeMs: 0, user: 'root', group: 'root', target: '' }, 'L', byteLength(long)) + padded(long);
    }
    const content = entry.type === 'file' ? entry.content : '';
    text += header(entry, TYPE_FLAGS[entry.type], byteLength(content)) + padded(content);
  }
  const full = byteLength(text) + 2 * BLOCK;
  return text + '\0'.repeat(2 * BLOCK + ((10_240 - (full % 10_240)) % 10_240));
}

/** The entries of an archive; null when the text is none. */
export function unpackTar(text: string): TarEntry[] | null {
  const bytes = toBytes(text);
  const entries: TarEntry[] = [];
  let longName: string | null = null;
  if (bytes.length > 0 && bytes.length < BLOCK) return null;
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const block = bytes.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) break;
    const get = (start: number, length: number): string => fromBytes(block.subarray(start, start + length)).split('\0')[0] ?? '';
    if (!get(257, 5).startsWith('ustar')) return null;
    const size = parseInt(get(124, 12).trim() || '0', 8);
    const content = fromBytes(bytes.subarray(at + BLOCK, at + BLOCK + size));
    const flag = get(156, 1);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (flag === 'L') {
      longName = content.split('\0')[0] ?? '';
      continue;
    }
    const prefix = get(257, 8).startsWith('ustar ') ? '' : get(345, 155);
    const type = ({ '1': 'link', '2': 'symlink', '5': 'directory' } as const)[flag as '1'] ?? 'file';
    entries.push({
      name: longName ?? (prefix === '' ? get(0, 100) : `${prefix}/${get(0, 100)}`), mode: parseInt(get(100, 8), 8) & 0o7777, uid: parseInt(get(108, 8), 8), gid: parseInt(get(116, 8), 8),
      user: get(265, 32), group: get(297, 32), mtimeMs: parseInt(get(136, 12), 8) * 1000, type, target: get(157, 100), content: flag === '0' || flag === '' ? content : '',
    });
    longName = null;
  }
  return entries;
}
