// What bash says beside what it shows (vm-images/PROTOCOL.md): escape sequences `\e]777;…\a`, taken out of the stream.
import type { ShellVariable } from '../lab/identity.ts';
import { readDeclared } from './declared.ts';
import type { EditCall } from './editing.ts';

/** A mark in a terminal's stream. */
export type Mark =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'start' }
  /** `number`: the line's in the shell's history; null when it says none. */
  | { readonly kind: 'end'; readonly status: number; readonly user: string; readonly cwd: string; readonly line: string; readonly number: number | null }
  /** The shell's OS_* variables, told before `end` when there are any. */
  | { readonly kind: 'variables'; readonly variables: readonly ShellVariable[] }
  /** `edit` asks for the page's editor. */
  | { readonly kind: 'edit'; readonly call: EditCall }
  | { readonly kind: 'closed' };

const OPEN = '\x1b]777;';
const CLOSE = '\x07';

/** Reads a stream that comes in pieces. */
export class MarkReader {
  /** The beginning of what may be a mark. */
  #held = '';

  read(piece: string): readonly Mark[] {
    const marks: Mark[] = [];
    let rest = this.#held + piece;
    this.#held = '';
    for (;;) {
      const start = rest.indexOf(OPEN);
      if (start === -1) break;
      const end = rest.indexOf(CLOSE, start);
      if (end === -1) {
        this.#held = rest.slice(start);
        rest = rest.slice(0, start);
        break;
      }
      if (start > 0) marks.push({ kind: 'text', text: rest.slice(0, start) });
      const mark = markOf(rest.slice(start + OPEN.length, end));
      if (mark !== null) marks.push(mark);
      rest = rest.slice(end + 1);
    }
    if (this.#held === '') {
      const cut = beginningOf(rest);
      this.#held = rest.slice(cut);
      rest = rest.slice(0, cut);
    }
    return rest === '' ? marks : [...marks, { kind: 'text', text: rest }];
  }
}

/** Where a beginning of OPEN stands at the text's end; its length when there is none. */
function beginningOf(text: string): number {
  for (let length = Math.min(OPEN.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(OPEN.slice(0, length))) return text.length - length;
  }
  return text.length;
}

function markOf(said: string): Mark | null {
  if (said === 'start') return { kind: 'start' };
  if (said === 'closed') return { kind: 'closed' };
  const [edit, pid = '', at = '', path = ''] = /^edit;(\d+);(\d*);(.+)$/s.exec(said) ?? [];
  if (edit !== undefined) return { kind: 'edit', call: { pid: Number(pid), line: at === '' ? null : Number(at), path } };
  if (said.startsWith('vars;')) return { kind: 'variables', variables: readDeclared(said.slice('vars;'.length)) };
  const raw = /^done;(\d+);([^;]*);((?:[^;\\]|\\.)*);\s*(?:(\d+)\*? {1,2}([\s\S]*))?$/.exec(said);
  if (raw !== null) {
    // A new shell has no history yet; bash keeps the last newline of a here-document.
    const [, exit = '', who = '', where = '', number, typed = ''] = raw;
    return { kind: 'end', status: Number(exit), user: who, cwd: unescaped(where), line: typed.replaceAll('\r\n', '\n').replace(/\n+$/, ''), number: number === undefined ? null : Number(number) };
  }
  const [, status = '', user = '', cwd = '', line = ''] = /^end;(\d+);([^;]*);((?:[^;\\]|\\.)*);(.*)$/s.exec(said) ?? [];
  if (status === '') return null;
  return { kind: 'end', status: Number(status), user, cwd: unescaped(cwd), line: unescaped(line), number: null };
}

const unescaped = (text: string): string => text.replace(/\\(.)/gs, (_all, letter: string) => (letter === 'n' ? '\n' : letter));
