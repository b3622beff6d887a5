// probes: a directory of Fernet keys, as its files are.
import { keysAnswer } from '../../facts/keys.ts';
import type { FileFacts } from '../../lab/probe.ts';
import type { Host } from '../host/host.ts';
import { ROOT, type Inode } from '../host/inode.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { lookUp, textOf } from './machine.ts';

export function answerKeys(host: Host, { path }: Asked<'keys'>): AnswerTo<'keys'> {
  const folder = path.replace(/\/+$/, '');
  const siblings = directoriesBeside(host, folder);
  const node = lookUp(host, folder);
  if (node === null) return keysAnswer(null, [], siblings);
  const names = node.type === 'directory' ? host.files.readDirectory(folder, ROOT) : [];
  const files = names.map((name) => ({ name, text: textOf(host, `${folder}/${name}`), ...factsOf(host, lookUp(host, `${folder}/${name}`) ?? node) }));
  return keysAnswer(factsOf(host, node), files, siblings);
}

/** Type, owner and mode of an inode. */
export function factsOf(host: Host, node: Inode): FileFacts {
  return {
    type: node.type, mode: node.mode.toString(8).padStart(4, '0'),
    owner: host.accounts.byUid(node.uid)?.name ?? String(node.uid), group: host.accounts.groupByGid(node.gid)?.name ?? String(node.gid),
  };
}

/** Directories next to this one, by path. */
function directoriesBeside(host: Host, folder: string): string[] {
  const parent = folder.slice(0, folder.lastIndexOf('/')) || '/';
  if (lookUp(host, parent)?.type !== 'directory') return [];
  return host.files.readDirectory(parent, ROOT).map((name) => `${parent}/${name}`)
    .filter((each) => each !== folder && lookUp(host, each)?.type === 'directory');
}
