import { Failure } from '../../../host/command.ts';

export type TokenKind = 'number' | 'string' | 'regex' | 'name' | 'call' | 'word' | 'sign' | 'newline' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly line: number;
  /** Blanks stood before it (`a (b)` joins, `a(b)` calls). */
  readonly at: number;
}

const WORDS = ['BEGIN', 'END', 'function', 'func', 'if', 'else', 'while', 'for', 'do', 'break', 'continue', 'next', 'nextfile', 'exit', 'return', 'delete', 'in', 'getline', 'print', 'printf'];
const SIGNS = ['**=', '&&', '||', '==', '!=', '<=', '>=', '>>', '++', '--', '+=', '-=', '*=', '/=', '%=', '^=', '**', '!~', '+', '-', '*', '/', '%', '^', '!', '~', '<', '>', '=', '?', ':', ',', ';', '(', ')', '[', ']', '{', '}', '$', '|'];
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', '/': '/', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** After these a slash divides; elsewhere it begins a regular expression. */
const endsValue = (token: Token | undefined): boolean =>
  token !== undefined && (['number', 'string', 'name'].includes(token.kind) || [')', ']', '$', '++', '--'].includes(token.text) && token.kind === 'sign');

/** The words of a program. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let [at, line] = [0, 1];
  const push = (kind: TokenKind, text: string): void => { tokens.push({ kind, text, line, at }); };
  while (at < source.length) {
    const rest = source.slice(at);
    const blank = /^(?:[ \t\r]|\\\r?\n|#[^\n]*)+/.exec(rest)?.[0];
    if (blank !== undefined) {
      line += blank.split('\n').length - 1;
      at += blank.length;
      continue;
    }
    if (rest.startsWith('\n')) {
      push('newline', '\n');
      line += 1;
      at += 1;
      continue;
    }
    const number = /^(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(rest)?.[0];
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    if (number !== undefined) {
      push('number', number);
      at += number.length;
    } else if (name !== undefined) {
      push(WORDS.includes(name) ? 'word' : source[at + name.length] === '(' ? 'call' : 'name', name);
      at += name.length;
    } else if (rest.startsWith('"')) at = string(source, at, line, push);
    else if (rest.startsWith('/') && !endsValue(tokens.at(-1))) at = regex(source, at, line, push);
    else {
      const sign = SIGNS.find((each) => rest.startsWith(each));
      if (sign === undefined) throw new Failure(`cmd. line:${line}: ${source.split('\n')[line - 1] ?? ''}\nawk: cmd. line:${line}: ${' '.repeat(at)}^ syntax error`, 1);
      push('sign', sign);
      at += sign.length;
    }
  }
  push('end', '');
  return tokens;
}

function string(source: string, start: number, line: number, push: (kind: TokenKind, text: string) => void): number {
  let text = '';
  for (let at = start + 1; at < source.length; at += 1) {
    const sign = source[at] ?? '';
    if (sign === '"') {
      push('string', text);
      return at + 1;
    }
    if (sign === '\n') break;
    if (sign !== '\\') {
      text += sign;
      continue;
    }
    at += 1;
    const octal = /^[0-7]{1,3}/.exec(source.slice(at))?.[0];
    if (octal !== undefined) {
      text += String.fromCharCode(parseInt(octal, 8));
      at += octal.length - 1;
    } else text += ESCAPES[source[at] ?? ''] ?? (source[at] === '\n' ? '' : `\\${source[at] ?? ''}`);
  }
  throw new Failure(`cmd. line:${line}: ${source.split('\n')[line - 1] ?? ''}\nawk: cmd. line:${line}: ${' '.repeat(start)}^ unterminated string`, 1);
}

function regex(source: string, start: number, line: number, push: (kind: TokenKind, text: string) => void): number {
  let inBrackets = false;
  for (let at = start + 1; at < source.length; at += 1) {
    const sign = source[at] ?? '';
    if (sign === '\n') break;
    if (sign === '\\') at += 1;
    else if (sign === '[') inBrackets = true;
    else if (sign === ']') inBrackets = false;
    else if (sign === '/' && !inBrackets) {
      push('regex', source.slice(start + 1, at).replaceAll('\\/', '/'));
      return at + 1;
    }
  }
  throw new Failure(`cmd. line:${line}: ${source.split('\n')[line - 1] ?? ''}\nawk: cmd. line:${line}: ${' '.repeat(start)}^ unterminated regexp`, 1);
}
