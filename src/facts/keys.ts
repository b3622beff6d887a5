// What the files in a directory of Fernet keys are.
import type { FileFacts } from '../lab/probe.ts';
import type { AnswerTo } from './kinds.ts';

/** A Fernet key: 32 bytes in URL-safe base64. */
const KEY = /^[A-Za-z0-9_-]{43}=$/;

/** A file as it was found; `text` null when it cannot be read as one. */
export interface KeyFile extends FileFacts {
  readonly name: string;
  readonly text: string | null;
}

/** The answer about a directory with these files; `beside`: directories next to it, by path. */
export function keysAnswer(directory: FileFacts | null, files: readonly KeyFile[], beside: readonly string[]): AnswerTo<'keys'> {
  const siblings = beside.filter((path) => path.endsWith('-keys')).sort();
  const keys = files.map(({ name, text, type, mode, owner, group }) => ({ name, isKey: KEY.test((text ?? '').trim()), type, mode, owner, group }));
  return { kind: 'keys', directory, keys: keys.sort((a, b) => Number(a.name) - Number(b.name)), siblings };
}
