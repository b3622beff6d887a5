import type { Parsed } from '../syntax.ts';

/**
 * How a command of several lines is kept as one in the history (shopt cmdhist): lines are joined by `; ` where that is
 * the same, by a newline inside quotes and here-documents, by nothing after a backslash.
 */
export function joinLines(before: string, line: string, parsed: Parsed): string {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(before)) return before.slice(0, -1) + line;
  const isQuoted = parsed.kind === 'incomplete' && parsed.quote !== null && parsed.quote !== ')';
  const isHere = parsed.kind === 'commands';
  if (isQuoted || isHere) return `${before}\n${line}`;
  const needsNothing = /(?:[;&|({]|\b(?:do|then|else|elif|in))\s*$/.test(before) || line.trim() === '';
  return needsNothing ? `${before} ${line}` : `${before}; ${line}`;
}
