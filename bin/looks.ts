// What a person types to look around, whatever course is open: commands that change nothing, and natural mistakes.
import { readFileSync } from 'node:fs';
import { readTyping } from '../src/course/format/typing.ts';
import type { Typing } from '../src/course/types.ts';

const FILE = new URL('./looks.txt', import.meta.url);

/** A command to look around with. */
export interface Look {
  readonly typing: Typing;
  /** A file without which the command says nothing of interest; null for none. */
  readonly needs: string | null;
}

/** Reads `looks.txt`: `host# command` or `user@host$ command` a line; `needs PATH` holds until the next one. */
export function loadLooks(hosts: readonly string[], text: string = readFileSync(FILE, 'utf8')): readonly Look[] {
  const looks: Look[] = [];
  let needs: string | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, path] = /^needs (\S+)$/.exec(line) ?? [];
    if (path === undefined) looks.push(...readTyping(line, hosts, { file: 'bin/looks.txt', line: index + 1 }).map((typing) => ({ typing, needs })));
    else needs = path === 'nothing' ? null : path;
  }
  return looks;
}
