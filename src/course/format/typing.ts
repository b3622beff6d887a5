import type { Typing } from '../types.ts';
import { FormatError } from './issues.ts';
import type { Place } from './yaml.ts';

const PROMPT = /^(?:([a-z][a-z0-9-]*)@)?([a-z][a-z0-9-]*)([#$]) (.*)$/;

/**
 * Reads what a solution types: `controller# command` on a root shell, `stack@controller$ command` on another user's.
 * Lines without a prompt belong to the command above (a heredoc, the statements for a client).
 */
export function readTyping(source: string, hosts: readonly string[], place: Place): readonly Typing[] {
  const list: { host: string; user: string; text: string }[] = [];
  for (const [index, line] of source.replace(/\n+$/, '').split('\n').entries()) {
    const prompt = PROMPT.exec(line);
    const host = prompt?.[2] ?? '';
    if (prompt !== null && hosts.includes(host)) {
      list.push({ host, user: prompt[1] ?? 'root', text: prompt[4] ?? '' });
      continue;
    }
    const last = list.at(-1);
    if (last === undefined) {
      throw new FormatError(place.file, place.line + index, `starts with a prompt such as '${hosts[0] ?? 'host'}# ', not '${line}'`);
    }
    last.text += `\n${line}`;
  }
  return list;
}
