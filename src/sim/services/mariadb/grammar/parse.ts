import { sqlError } from '../engine/errors.ts';
import { SqlError } from '../../../protocol/mysql.ts';
import type { Statement } from './ast.ts';
import { parse as parseText } from './generated/sql-parser.ts';

const NEAR_LENGTH = 80;
/** Statements parsed lately, the one used last at the end: clients say the same things again and again. */
const recent = new Map<string, Statement>();
const KEPT = 300;

interface SyntaxFailure { readonly location: { readonly start: { readonly offset: number } } }

/** Parses one statement; the server drops blanks and semicolons at its end first. Throws 1064 and 1065. */
export function parse(sql: string): Statement {
  const text = sql.replace(/[\s;\0]+$/, '');
  const statement = recent.get(text) ?? parseFresh(text);
  if (statement === null) throw sqlError(1065);
  recent.delete(text);
  recent.set(text, statement);
  const [oldest] = recent.keys();
  if (recent.size > KEPT && oldest !== undefined) recent.delete(oldest);
  return statement;
}

function parseFresh(text: string): Statement | null {
  try {
    return parseText(text, {}) as Statement | null;
  } catch (error) {
    if (error instanceof SqlError || !(error instanceof Error) || !('location' in error)) throw error;
    const { offset } = (error as unknown as SyntaxFailure).location.start;
    throw syntaxError(text, offset);
  }
}

/** Error 1064 at an offset: at most 80 characters of what follows, and its line. */
export function syntaxError(text: string, offset: number): SqlError {
  const line = text.slice(0, offset).split('\n').length;
  return sqlError(1064, [...text.slice(offset, offset + 2 * NEAR_LENGTH)].slice(0, NEAR_LENGTH).join(''), line);
}
