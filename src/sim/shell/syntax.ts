import { parse, type ParsedScript, type ParseError, type Statement } from 'unbash';

/** What a piece of source is: commands to run, not finished yet, or wrong. */
export type Parsed =
  | { readonly kind: 'commands'; readonly statements: readonly Statement[]; readonly unfinishedHereDoc: HereDocEnd | null }
  | { readonly kind: 'incomplete'; readonly quote: string | null; readonly quotePos: number }
  | { readonly kind: 'error'; readonly token: string; readonly pos: number; readonly complaint?: string };

/** A here-document that ended with the input. */
export interface HereDocEnd {
  readonly pos: number;
  readonly delimiter: string;
}

const QUOTES: readonly (readonly [RegExp, string])[] = [
  [/double quote/, '"'], [/single quote/, "'"], [/backtick/, '`'], [/parameter expansion/, '}'],
  [/arithmetic/, '))'], [/command substitution|process substitution|extended glob|array/, ')'], [/ansi|\$'/i, "'"], [/bracket/, ']'],
];

/** The sign that an open quote waits for, or null when it is no quote that is open. */
function openQuote(error: ParseError): string | null {
  if (!error.message.startsWith('unterminated')) return null;
  return QUOTES.find(([pattern]) => pattern.test(error.message))?.[1] ?? '"';
}

/** The token at an offset, as bash names it in a message. */
export function tokenAt(source: string, pos: number): string {
  let at = pos;
  while (source[at] === ' ' || source[at] === '\t') at += 1;
  const rest = source.slice(at);
  if (rest === '' || rest.startsWith('\n')) return 'newline';
  const operator = /^(?:;;&|;&|;;|&&|\|\||\|&|&>>|&>|<<<|<<-|<<|>>|<&|>&|>\||<>|[;&|()<>])/.exec(rest);
  return operator?.[0] ?? /^(?:"[^"]*"?|'[^']*'?|\\.|[^\s;&|()<>])+/.exec(rest)?.[0] ?? rest[0] ?? 'newline';
}

/** Where the parser stood: for an empty group it names the opening bracket. */
const placeOf = (error: ParseError): number => error.pos + (/in (?:brace group|subshell)/.test(error.message) ? 1 : 0);

/** `for x in a; echo`: the word where `do` should be, which the parser has passed already; else null. */
function insteadOfDo(source: string, errors: readonly ParseError[]): { token: string; pos: number } | null {
  const [error] = errors;
  if (error?.message !== "expected 'do'" || !errors.some(({ message }) => /to close '(?:for|select)'/.test(message))) return null;
  const word = /[;\n]\s*([^\s;&|()<>]+)$/.exec(source.slice(0, error.pos))?.[1];
  return word === undefined ? null : { token: word, pos: error.pos - word.length };
}

/** What bash says about a mistake inside `[[ … ]]`, or null. */
function conditionProblem(source: string, errors: readonly ParseError[]): { complaint: string; token: string; pos: number } | null {
  const [error] = errors;
  if (error === undefined || !errors.some(({ message }) => /\[\[|unary test/.test(message))) return null;
  const { message, pos } = error;
  if (message.includes('unary test')) {
    const token = tokenAt(source, pos);
    return { complaint: `unexpected argument \`${token}' to conditional unary operator`, token, pos };
  }
  if (message.startsWith('unexpected token')) return { complaint: 'conditional binary operator expected', token: '', pos };
  const isBinary = /(?:==?|!=|=~|[<>]|-[a-z]{2})\s+\]\]/.test(source.slice(source.lastIndexOf('[[', pos)));
  return isBinary ? { complaint: "unexpected argument `]]' to conditional binary operator", token: ']]', pos } : null;
}

/** Whether nothing but blanks and comments follow. */
const isAtEnd = (source: string, error: ParseError): boolean => /^(?:\s|#[^\n]*)*$/.test(source.slice(placeOf(error)));

/** An "empty" construct that bash refuses on the spot: `if true; then fi`. */
function wrongToken(source: string, error: ParseError): string {
  const quoted = /'(.*)'$/.exec(error.message)?.[1];
  return error.message.startsWith('unexpected token') && quoted !== undefined ? quoted : tokenAt(source, placeOf(error));
}

function openHereDoc(source: string, script: ParsedScript): HereDocEnd | null {
  let found: HereDocEnd | null = null;
  const visit = (value: unknown): void => {
    if (found !== null || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    const node = value as Record<string, unknown> & { type?: string; closing?: unknown; pos?: number };
    if (node.type === 'HereDoc' && node.closing === undefined) {
      const delimiter = (node.delimiter as { value?: string } | undefined)?.value ?? '';
      found = { pos: node.pos ?? 0, delimiter };
      return;
    }
    for (const key of ['commands', 'command', 'suffix', 'prefix', 'redirects', 'body', 'clause', 'then', 'elif', 'else', 'items']) visit(node[key]);
  };
  if (source.includes('<<')) visit(script.commands);
  return found;
}

/** Reads source that should be whole commands. */
export function parseSource(source: string): Parsed {
  if (/(?:^|[^\\])(?:\\\\)*\\\n?$/.test(source) && !source.endsWith('\n\n') && endsInContinuation(source)) {
    return { kind: 'incomplete', quote: null, quotePos: source.length };
  }
  const script = parse(source);
  const [error] = script.errors ?? [];
  if (error === undefined) {
    return { kind: 'commands', statements: script.commands, unfinishedHereDoc: openHereDoc(source, script) };
  }
  const condition = conditionProblem(source, script.errors ?? []);
  if (condition !== null) return { kind: 'error', ...condition };
  if (/(?:^|[;&|\n]|\b(?:do|then|else))\s*for[ \t]*\n?$/.test(source.slice(0, error.pos))) {
    return { kind: 'error', token: 'newline', pos: source.slice(0, error.pos).trimEnd().length };
  }
  const misplaced = insteadOfDo(source, script.errors ?? []);
  if (misplaced !== null) return { kind: 'error', ...misplaced };
  const quote = openQuote(error);
  if (quote !== null) return { kind: 'incomplete', quote, quotePos: error.pos };
  const isEmpty = /^expected redirect target/.test(error.message);
  if (isAtEnd(source, error) && !isEmpty && !error.message.startsWith('unexpected')) {
    return { kind: 'incomplete', quote: null, quotePos: source.length };
  }
  return { kind: 'error', token: wrongToken(source, error), pos: error.pos };
}

/** Whether the last line ends in a backslash that joins the next one to it (and is not inside a comment). */
function endsInContinuation(source: string): boolean {
  const line = source.replace(/\n$/, '').split('\n').at(-1) ?? '';
  return !/(?:^|\s)#/.test(line) || /['"]/.test(line);
}
