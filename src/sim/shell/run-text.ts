import type { Statement } from 'unbash';
import type { Routine } from '../host/program.ts';
import { expandAliases } from './aliases.ts';
import { runStatements } from './execute.ts';
import { Discard } from './flow.ts';
import type { Shell, Unit } from './shell.ts';
import { parseSource, type Parsed } from './syntax.ts';

interface Where {
  /** The number of the first line. */
  readonly line?: number;
  /** How syntax errors begin: `bash: -c: line 1:`. */
  readonly label?: string;
  /** The process has nothing to do afterwards: its last program replaces it. */
  readonly isTail?: boolean;
}

/** Whether aliases are replaced: always at a terminal, in scripts by `shopt -s expand_aliases`. */
export const usesAliases = (sh: Shell): boolean => sh.aliases.size > 0 && (sh.shopts.has('expand_aliases') || sh.isPosix);

const lineStarts = (text: string): string[] => text.split(/(?<=\n)/);

/** Runs source text: at once where it is right as a whole, else command by command up to the mistake. */
export function* runText(sh: Shell, text: string, where: Where = {}): Routine<number> {
  const firstLine = where.line ?? 1;
  const parsed = parseSource(text);
  if (parsed.kind === 'commands' && !usesAliases(sh) && !mayDefineAliases(sh, text)) {
    yield* warnHereDoc(sh, parsed, text, firstLine);
    return yield* runGuarded(sh, parsed.statements, { source: text, firstLine }, where);
  }
  return yield* runByLines(sh, text, firstLine, where);
}

const mayDefineAliases = (sh: Shell, text: string): boolean =>
  text.includes('alias') && (sh.shopts.has('expand_aliases') || text.includes('expand_aliases'));

function* runGuarded(sh: Shell, statements: readonly Statement[], unit: Unit, where: Where): Routine<number> {
  if (statements.length === 0) sh.status = 0;
  const lines = byLine(statements, unit.source);
  for (const [index, line] of lines.entries()) {
    if (sh.options.has('verbose')) yield* sh.err(sourceOf(line, unit.source));
    yield* guard(sh, runStatements(sh, line, unit, where.isTail === true && index === lines.length - 1));
  }
  return sh.status;
}

/** The lines that statements stand on, for `set -v`. */
function sourceOf(statements: readonly Statement[], source: string): string {
  const from = source.lastIndexOf('\n', (statements[0]?.pos ?? 0) - 1) + 1;
  const end = source.indexOf('\n', statements.at(-1)?.end ?? 0);
  return `${source.slice(from, end === -1 ? undefined : end)}\n`;
}

/** Statements that are read together: those on one line. */
function byLine(statements: readonly Statement[], source: string): Statement[][] {
  const lines: Statement[][] = [];
  let end = 0;
  for (const statement of statements) {
    const isSameLine = lines.length > 0 && !source.slice(end, statement.pos).includes('\n');
    if (isSameLine) lines.at(-1)?.push(statement);
    else lines.push([statement]);
    end = statement.end;
  }
  return lines;
}

/** A line that is discarded does not end the script, unless that is fatal. */
function* guard(sh: Shell, run: Routine<number>): Routine<void> {
  try {
    yield* run;
  } catch (error) {
    if (!(error instanceof Discard) || error.isFatal || error.complaint === null || sh.isInteractive) throw error;
    if (!error.isSaid) yield* sh.complain(error.complaint);
    sh.status = error.status;
  }
}

function* warnHereDoc(sh: Shell, parsed: Parsed, text: string, firstLine: number): Routine<void> {
  if (parsed.kind !== 'commands' || parsed.unfinishedHereDoc === null) return;
  const { pos, delimiter } = parsed.unfinishedHereDoc;
  const opened = firstLine + (text.slice(0, pos).match(/\n/g)?.length ?? 0);
  const last = firstLine + (text.replace(/\n$/, '').match(/\n/g)?.length ?? 0);
  sh.line = last;
  yield* sh.complain(`warning: here-document at line ${String(opened)} delimited by end-of-file (wanted \`${delimiter}')`);
}

/** Reads the shortest runs of lines that are whole commands, and runs each before the next is read. */
function* runByLines(sh: Shell, text: string, firstLine: number, where: Where): Routine<number> {
  const lines = lineStarts(text);
  let line = firstLine;
  for (let at = 0; at < lines.length; ) {
    let count = 1;
    let source = lines[at] ?? '';
    let parsed = read(sh, source);
    while (isUnfinished(parsed) && at + count < lines.length) {
      source += lines[at + count] ?? '';
      count += 1;
      parsed = read(sh, source);
    }
    if (parsed.kind !== 'commands') return yield* complainSyntax(sh, parsed, source, line, where);
    yield* warnHereDoc(sh, parsed, source, line);
    const unit = { source: parsed.source, firstLine: line };
    const isLast = at + count >= lines.length;
    yield* runGuarded(sh, parsed.statements, unit, { ...where, isTail: where.isTail === true && isLast });
    at += count;
    line += count;
  }
  return sh.status;
}

const isUnfinished = (parsed: Parsed): boolean =>
  parsed.kind === 'incomplete' || (parsed.kind === 'commands' && parsed.unfinishedHereDoc !== null);

/** Parses with aliases replaced; `source` is what the positions refer to. */
export function read(sh: Shell, text: string): Parsed & { readonly source: string } {
  const source = usesAliases(sh) ? expandAliases(sh, text) : text;
  return { ...parseSource(source), source };
}

/** Says what is wrong with the syntax; status 2. */
export function* complainSyntax(
  sh: Shell, parsed: Exclude<Parsed, { kind: 'commands' }>, source: string, firstLine: number, where: Where = {},
): Routine<number> {
  const label = where.label ?? (sh.file === '' ? sh.name : sh.file);
  const lineOf = (pos: number): number => firstLine + (source.slice(0, pos).match(/\n/g)?.length ?? 0);
  const say = (line: number, text: string): Routine<void> =>
    sh.err(sh.isInteractive ? `${sh.name}: ${text}\n` : `${label}: line ${String(line)}: ${text}\n`);
  sh.status = 2;
  if (parsed.kind === 'error' && parsed.complaint !== undefined) {
    // As recorded: a bad condition is said, and counts as no failure.
    sh.status = 0;
    yield* say(lineOf(parsed.pos), parsed.complaint);
    return 0;
  }
  if (parsed.kind === 'error') {
    const line = lineOf(parsed.pos);
    yield* say(line, `syntax error near unexpected token \`${parsed.token}'`);
    const text = source.split('\n')[line - firstLine] ?? '';
    if (!sh.isInteractive) yield* say(line, `\`${text}'`);
    return 2;
  }
  const end = lineOf(source.length) + (source.endsWith('\n') ? 0 : 1);
  if (parsed.quote !== null) {
    const isParenthesis = parsed.quote === ')';
    yield* say(isParenthesis ? end : lineOf(parsed.quotePos), `unexpected EOF while looking for matching \`${parsed.quote.slice(0, 1)}'`);
  } else yield* say(end, 'syntax error: unexpected end of file');
  return 2;
}
