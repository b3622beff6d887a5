// probes: a directory of Fernet keys, as its files are.
import type { FileFacts } from '../../lab/probe.ts';
import type { Host } from '../host/host.ts';
import { ROOT, type Inode } from '../host/inode.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { lookUp, textOf } from './machine.ts';

/** A Fernet key: 32 bytes in URL-safe base64. */
const KEY = /^[A-Za-z0-9_-]{43}=$/;

export function answerKeys(host: Host, { path }: Asked<'keys'>): AnswerTo<'keys'> {
  const folder = path.replace(/\/+$/, '');
  const siblings = directoriesBeside(host, folder);
  const node = lookUp(host, folder);
  if (node === null) return { kind: 'keys', directory: null, keys: [], siblings };
  const names = node.type === 'directory' ? host.files.readDirectory(folder, ROOT) : [];
  const keys = names.map((name) => {
    const file = `${folder}/${name}`;
    const inode = lookUp(host, file);
    return { name, isKey: KEY.test((textOf(host, file) ?? '').trim()), ...factsOf(host, inode ?? node) };
  });
  return { kind: 'keys', directory: factsOf(host, node), keys: keys.sort((a, b) => Number(a.name) - Number(b.name)), siblings };
}

/** Type, owner and mode of an inode. */
export function factsOf(host: Host, node: Inode): FileFacts {
  return {
    type: node.type, mode: node.mode.toString(8).padStart(4, '0'),
    owner: host.accounts.byUid(node.uid)?.name ?? String(node.uid), group: host.accounts.groupByGid(node.gid)?.name ?? String(node.gid),
  };
}

/** Directories of keys next to this one, by path. */
function directoriesBeside(host: Host, folder: string): string[] {
  const parent = folder.slice(0, folder.lastIndexOf('/')) || '/';
  if (lookUp(host, parent)?.type !== 'directory') return [];
  return host.files.readDirectory(parent, ROOT).map((name) => `${parent}/${name}`)
    .filter((each) => each !== folder && each.endsWith('-keys') && lookUp(host, each)?.type === 'directory').sort();
}
