/** POSIX classes of bracket expressions as parts of a regular expression's set. */
const CLASSES: Readonly<Record<string, string>> = {
  alpha: '\\p{L}', digit: '0-9', alnum: '\\p{L}\\p{N}', upper: '\\p{Lu}', lower: '\\p{Ll}', space: '\\s', blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~', print: '\\x20-\\x7e\\p{L}', graph: '\\x21-\\x7e\\p{L}', cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f', word: '\\w',
};

export interface PatternOptions {
  readonly extglob?: boolean;
  readonly ignoreCase?: boolean;
  /** `*` and `?` stop at slashes (file names). */
  readonly isPath?: boolean;
}

const escapeLiteral = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Length of the bracket expression that begins at `at`, or 0 when it is none. */
function bracketLength(pattern: string, at: number): number {
  let end = at + 1;
  if (pattern[end] === '!' || pattern[end] === '^') end += 1;
  if (pattern[end] === ']') end += 1;
  while (end < pattern.length && pattern[end] !== ']') {
    const named = /^\[([:.=])[^\]]*?\1\]/.exec(pattern.slice(end));
    if (named !== null) end += named[0].length;
    else end += pattern[end] === '\\' ? 2 : 1;
  }
  return end < pattern.length ? end + 1 - at : 0;
}

function bracketSource(body: string): string {
  const isNegated = /^[!^]/.test(body);
  const set = (isNegated ? body.slice(1) : body).replace(
    /\[:(\w+):\]|\[([.=])(.*?)\2\]|\\([^])|([\\\]^[&~])/g,
    (whole, name: string | undefined, _mark, letter: string | undefined, escaped: string | undefined) => {
      if (name !== undefined) return CLASSES[name] ?? '';
      return escapeSet(letter ?? escaped ?? whole);
    });
  return `[${isNegated ? '^' : ''}${fixRanges(set)}]`;
}

const escapeSet = (text: string): string => text.replace(/[\\\]^[\-&~]/g, '\\$&');

/** A hyphen at an end is a plain one. */
const fixRanges = (set: string): string => set.replace(/^-/, '\\-').replace(/(?<!\\)-$/, '\\-');

/** Length of an extended group `@(…)` at `at` (the operator), or 0. */
function groupLength(pattern: string, at: number): number {
  let depth = 0;
  for (let end = at + 1; end < pattern.length; end += 1) {
    if (pattern[end] === '\\') end += 1;
    else if (pattern[end] === '(') depth += 1;
    else if (pattern[end] === ')') {
      depth -= 1;
      if (depth === 0) return end + 1 - at;
    }
  }
  return 0;
}

function alternatives(body: string): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    const char = body[at] ?? '';
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === '|' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += char;
    if (char !== '\\') continue;
    at += 1;
    part += body[at] ?? '';
  }
  return [...parts, part];
}

function groupSource(operator: string, body: string, rest: string, options: PatternOptions): string {
  const either = `(?:${alternatives(body).map((part) => source(part, options)).join('|')})`;
  if (operator === '!') return `(?:(?!${either}${rest}$)${options.isPath === true ? '[^/]' : '[^]'}*?)${rest}`;
  const count = { '?': '?', '*': '*', '+': '+', '@': '' }[operator] ?? '';
  return either + count + rest;
}

/** A pattern (special characters that were quoted carry a backslash) as the source of a regular expression. */
function source(pattern: string, options: PatternOptions): string {
  let out = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    if (options.extglob !== false && pattern[at + 1] === '(' && '?*+@!'.includes(char)) {
      const length = groupLength(pattern, at);
      if (length > 0) {
        return out + groupSource(char, pattern.slice(at + 2, at + length - 1), source(pattern.slice(at + length), options), options);
      }
    }
    const bracket = char === '[' ? bracketLength(pattern, at) : 0;
    if (bracket > 0) {
      out += bracketSource(pattern.slice(at + 1, at + bracket - 1));
      at += bracket - 1;
    } else if (char === '*') out += options.isPath === true ? '[^/]*' : '[^]*';
    else if (char === '?') out += options.isPath === true ? '[^/]' : '[^]';
    else if (char === '\\') {
      at += 1;
      out += escapeLiteral(pattern[at] ?? '\\');
    } else out += escapeLiteral(char);
  }
  return out;
}

/** A pattern's regular expression without anchors. */
export function patternSource(pattern: string, options: PatternOptions = {}): string {
  return source(pattern, options);
}

const cache = new Map<string, RegExp>();

/** A regular expression of a pattern, between `before` and `after`. A bad range matches nothing, as in bash. */
export function patternRegExp(pattern: string, options: PatternOptions = {}, before = '^', after = '$'): RegExp {
  const key = JSON.stringify([pattern, options, before, after]);
  let regExp = cache.get(key);
  if (regExp === undefined) {
    regExp = compile(before + source(pattern, options) + after, options.ignoreCase === true ? 'iu' : 'u');
    if (cache.size > 500) cache.clear();
    cache.set(key, regExp);
  }
  return regExp;
}

function compile(text: string, flags: string): RegExp {
  try {
    return new RegExp(text, flags);
  } catch {
    return /(?!)/;
  }
}

/** Whether the whole of `text` matches. */
export const matchesPattern = (pattern: string, text: string, options: PatternOptions = {}): boolean =>
  patternRegExp(pattern, options).test(text);

/** Puts a backslash before everything in `text` that a pattern would take as special. */
export const quotePattern = (text: string): string => text.replace(/[\\*?[\](){}|!@+^-]/g, '\\$&');

/** Whether a pattern has anything special in it. */
export function hasGlob(pattern: string, extglob: boolean): boolean {
  const bare = pattern.replace(/\\[^]/g, '');
  return /[*?]|\[[^]*\]/.test(bare) || (extglob && /[?*+@!]\(/.test(bare));
}

/** The text that a pattern without special meaning stands for. */
export const unquotePattern = (pattern: string): string => pattern.replace(/\\([^])/g, '$1');
