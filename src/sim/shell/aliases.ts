import type { Shell } from './shell.ts';

/** Where a command word may stand: at the start, behind an operator or one of these words. */
const OPENERS = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', '{', 'time', 'case', 'for']);

interface Scan {
  readonly start: number;
  readonly end: number;
}

/** The command words of a piece of source, found by its tokens. */
function commandWords(source: string): Scan[] {
  const found: Scan[] = [];
  let isCommand = true;
  const token = /\s+|#[^\n]*|(?:\\[^]|'[^']*'|"(?:\\[^]|[^"\\])*"|\$\((?:[^()]|\([^)]*\))*\)|`[^`]*`|[^\s;&|()<>'"\\`#]|(?<=\S)#)+|[<>]&?\d*-?|&&|\|\||[;&|()]|[^]/gy;
  for (const match of source.matchAll(token)) {
    const [text] = match;
    if (/^[ \t]+$/.test(text) || text.startsWith('#')) continue;
    if (/^\s*\n\s*$/.test(text) || /^(?:&&|\|\||[;&|()])$/.test(text)) {
      isCommand = text !== ')' || isCommand;
      continue;
    }
    if (!isCommand) continue;
    if (/^\w+\+?=/.test(text) || OPENERS.has(text)) continue;
    found.push({ start: match.index, end: match.index + text.length });
    isCommand = false;
  }
  return found;
}

/** Replaces command words that are aliases (ALIASES in bash(1)); a name is not replaced inside its own value. */
export function expandAliases(sh: Shell, source: string, busy: ReadonlySet<string> = new Set()): string {
  if (sh.aliases.size === 0) return source;
  let out = '';
  let at = 0;
  for (const { start, end } of commandWords(source)) {
    if (start < at) continue;
    const name = source.slice(start, end);
    const value = sh.aliases.get(name);
    if (value === undefined || busy.has(name)) continue;
    out += source.slice(at, start) + expandAliases(sh, value, new Set([...busy, name]));
    at = end;
    // An alias that ends in a blank lets the next word be one as well.
    if (!/[ \t]$/.test(value)) continue;
    const next = /^([ \t]+)([^\s;&|()<>'"\\$`]+)/.exec(source.slice(at));
    const following = next === null ? undefined : sh.aliases.get(next[2] ?? '');
    if (next === null || following === undefined) continue;
    out += (next[1] ?? '') + expandAliases(sh, following, new Set([...busy, next[2] ?? '']));
    at += next[0].length;
  }
  return out + source.slice(at);
}
