import { keysAnswer, type KeyFile } from '../../facts/keys.ts';
import type { KeyFolder } from '../../facts/token.ts';
import type { FileFacts } from '../../lab/probe.ts';
import { quoted } from '../agent.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';

const TYPES: Readonly<Record<string, string>> = {
  'regular file': 'file', 'regular empty file': 'file', 'symbolic link': 'symlink',
  'character special file': 'character', 'block special file': 'block',
};

/** What `stat -c %F` says, in one word. */
const typeOf = (said: string): string => TYPES[said] ?? said;

/** What a key file may hold and still be looked at, in bytes. */
const MOST_BYTES = 200;

/** Type, mode and owner of the folder, of all in it, and of what lies beside it; then the first bytes of each file. */
const script = (folder: string): string => `stat -L -c 'facts|%F|%a|%U|%G|%n' ${quoted(folder)} ${quoted(folder)}/* 2>/dev/null
for d in ${quoted(folder.slice(0, folder.lastIndexOf('/')))}/*/; do [ -d "$d" ] && echo "beside|\${d%/}"; done
cd ${quoted(folder)} 2>/dev/null && set -- * && [ -e "$1" ] && head -v -c ${MOST_BYTES} -- "$@" 2>/dev/null | tr '\\001-\\010\\036' '?'; true`;
/** As the user keystone: paths that it may not read, the folder first. */
const lockedScript = (folder: string): string =>
  `cd / && setpriv --reuid keystone --regid keystone --init-groups sh -c 'for f in "$1" "$1"/*; do [ -r "$f" ] || echo "$f"; done' sh ${quoted(folder)}`;

interface Look {
  readonly directory: FileFacts | null;
  readonly files: readonly KeyFile[];
  readonly beside: readonly string[];
}

async function look(shell: Shell, folder: string): Promise<Look> {
  const { text } = await shell.run(script(folder));
  const facts = [...text.matchAll(/^facts\|([^|]*)\|(\d+)\|([^|]*)\|([^|]*)\|(.*)$/gm)].map(([, type = '', mode = '', owner = '', group = '', path = '']) =>
    ({ path, type: typeOf(type), mode: mode.padStart(4, '0'), owner, group }));
  const texts = new Map([...text.matchAll(/^==> (.*) <==\n([\s\S]*?)(?=\n*==> |$(?![\s\S]))/gm)].map(([, name = '', body = '']) => [name, body]));
  const mine = facts.find(({ path }) => path === folder);
  return {
    directory: mine === undefined ? null : { type: mine.type, mode: mine.mode, owner: mine.owner, group: mine.group },
    files: facts.filter(({ path }) => path !== folder).map(({ path, ...rest }) => {
      const name = path.slice(folder.length + 1);
      return { ...rest, name, text: texts.get(name) ?? null };
    }),
    beside: [...text.matchAll(/^beside\|(.*)$/gm)].map(([, path = '']) => path).filter((path) => path !== folder),
  };
}

/** The first path of a folder of keys that the user keystone may not read; null: none. */
export async function lockedOf(shell: Shell, folder: string): Promise<string | null> {
  const { text, status } = await shell.run(lockedScript(folder));
  return status === 0 ? text.split('\n').find((line) => line.startsWith('/')) ?? null : folder;
}

/** A key repository with its keys. */
export async function keyFolder(shell: Shell, folder: string): Promise<KeyFolder> {
  const [{ directory, files }, locked] = await Promise.all([look(shell, folder), lockedOf(shell, folder)]);
  return { isThere: directory?.type === 'directory', isReadable: locked !== folder, keys: new Map(files.map(({ name, text }) => [name, text ?? ''])) };
}

export async function answerKeys(shell: Shell, { path }: Asked<'keys'>): Promise<AnswerTo<'keys'>> {
  const { directory, files, beside } = await look(shell, path.replace(/\/+$/, ''));
  return keysAnswer(directory, files, beside);
}
