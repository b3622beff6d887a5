import { parse } from 'unbash';
import type { Assignment, Word } from 'unbash';
import type { Routine } from '../../host/program.ts';
import { Discard } from '../flow.ts';
import type { Shell, Unit } from '../shell.ts';
import { ArithmeticError } from './arithmetic.ts';
import { expandBraces } from './brace.ts';
import { Field, FieldBuilder } from './fields.ts';
import { glob } from './glob.ts';
import { itemsOf, type ExpansionPart, type Item, type Quoting, type Span } from './items.ts';
import { expandParameter } from './parameter.ts';
import { substituteCommand, substituteProcess } from './substitution.ts';

/** How a word is expanded: `words` splits and globs, `single` gives one text (assignments, redirections, `[[`). */
interface Mode {
  readonly isSplit: boolean;
  readonly tilde: 'word' | 'assignment' | 'none';
  readonly unit: Unit;
}

/** The result of a parameter: one text, or several (`$@`, `${a[*]}`), or nothing at all. */
export type Expanded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly values: readonly string[]; readonly isStar: boolean };

function homeOf(sh: Shell, name: string): string | null {
  if (name === '') return sh.get('HOME') ?? sh.sys.accounts.byUid(sh.sys.credentials.uid)?.home ?? null;
  if (name === '+') return sh.sys.cwd;
  if (name === '-') return sh.get('OLDPWD');
  return sh.sys.accounts.byName(name)?.home ?? null;
}

/** `~`, `~user` at the start of `text` (and behind each colon in assignments): [quoted part, rest] pairs. */
function tildes(sh: Shell, text: string, isAssignment: boolean, isWhole: boolean): { text: string; isQuoted: boolean }[] {
  const pieces = isAssignment ? text.split(/(?<=:)/) : [text];
  return pieces.flatMap((piece, index) => {
    const match = /^~([\w.+-]*)(?=\/|:|$)/.exec(piece);
    const endsWord = match?.[0].length === piece.length;
    if (match === null || (endsWord && index === pieces.length - 1 && !isWhole)) return [{ text: piece, isQuoted: false }];
    const home = homeOf(sh, match[1] ?? '');
    if (home === null) return [{ text: piece, isQuoted: false }];
    return [{ text: home, isQuoted: true }, { text: piece.slice(match[0].length), isQuoted: false }];
  });
}

function* addItems(sh: Shell, items: readonly Item[], build: FieldBuilder, mode: Mode): Routine<void> {
  for (const [index, item] of items.entries()) {
    if (item.kind === 'text') addText(sh, item, index === 0, index === items.length - 1, build, mode);
    else if (item.kind === 'quoted') yield* addQuoted(sh, item.items, build, mode);
    else addExpanded(sh, yield* expandPart(sh, item.part, item.isQuoted, mode.unit), item.isQuoted, build, mode);
  }
}

function addText(
  sh: Shell, item: Extract<Item, { kind: 'text' }>, isFirst: boolean, isLast: boolean, build: FieldBuilder, mode: Mode,
): void {
  const hasTilde = !item.isQuoted && item.text.includes('~') && mode.tilde !== 'none';
  if (!hasTilde || !(isFirst || mode.tilde === 'assignment')) {
    build.add(item.text, item.isQuoted);
    return;
  }
  for (const piece of tildes(sh, item.text, mode.tilde === 'assignment', isLast)) {
    if (piece.text !== '') build.add(piece.text, piece.isQuoted);
  }
}

function* addQuoted(sh: Shell, items: readonly Item[], build: FieldBuilder, mode: Mode): Routine<void> {
  let hasList = false;
  let isEmpty = true;
  for (const item of items) {
    if (item.kind === 'text') {
      build.add(item.text, true);
      isEmpty = false;
    } else if (item.kind === 'quoted') yield* addQuoted(sh, item.items, build, mode);
    else {
      const value = yield* expandPart(sh, item.part, true, mode.unit);
      if (value.kind === 'list' && !value.isStar) hasList = true;
      else isEmpty = false;
      addExpanded(sh, value, true, build, mode);
    }
  }
  if (isEmpty && !hasList) build.add('', true);
}

function addExpanded(sh: Shell, value: Expanded, isQuoted: boolean, build: FieldBuilder, mode: Mode): void {
  const put = (text: string): void => {
    if (isQuoted || !mode.isSplit) build.add(text, isQuoted);
    else build.split(text, sh.ifs);
  };
  if (value.kind === 'text') {
    put(value.text);
    return;
  }
  if (!mode.isSplit || (value.isStar && isQuoted)) {
    const glue = value.isStar ? sh.ifs.slice(0, 1) : ' ';
    build.add(value.values.join(glue), isQuoted);
    return;
  }
  for (const [index, text] of value.values.entries()) {
    if (index > 0) build.cut();
    put(text);
  }
}

/** The value of one `$…`. */
function* expandPart(sh: Shell, part: ExpansionPart, isQuoted: boolean, unit: Unit): Routine<Expanded> {
  switch (part.type) {
    case 'SimpleExpansion':
      return yield* expandParameter(sh, { name: part.text.slice(1), text: part.text }, isQuoted, unit);
    case 'ParameterExpansion':
      return yield* expandParameter(sh, { name: part.parameter, text: part.text, part }, isQuoted, unit);
    case 'CommandExpansion':
      return { kind: 'text', text: yield* substituteCommand(sh, part, unit) };
    case 'ProcessSubstitution':
      return { kind: 'text', text: yield* substituteProcess(sh, part, unit) };
    case 'ArithmeticExpansion': {
      const inner = part.text.startsWith('$[') ? part.text.slice(2, -1) : part.text.slice(3, -2);
      return { kind: 'text', text: yield* arithmetic(sh, inner) };
    }
  }
}

/** Expands the fields of items. */
function* fieldsOf(sh: Shell, items: readonly Item[], mode: Mode): Routine<Field[]> {
  const build = new FieldBuilder();
  yield* addItems(sh, items, build, mode);
  return build.finish();
}

function globbed(sh: Shell, field: Field): string[] {
  const pattern = sh.options.has('noglob') ? null : field.globOf(sh.shopts.has('extglob'));
  if (pattern === null) return [field.text];
  const names = glob(sh, pattern);
  if (names.length > 0) return names;
  if (sh.shopts.has('failglob')) throw new Discard(1, `no match: ${field.text}`);
  return sh.shopts.has('nullglob') ? [] : [field.text];
}

/** All expansions of a command's word: braces, tilde, parameters, commands, arithmetic, splitting, file names. */
export function* expandWord(sh: Shell, word: Span, unit: Unit): Routine<string[]> {
  const items = itemsOf(word, 'bare');
  const only = items[0];
  if (items.length === 1 && only?.kind === 'text' && !only.isQuoted && !/[*?[{~(]/.test(only.text)) return [only.text];
  return yield* expandItems(sh, items, unit, 'word');
}

function* expandItems(sh: Shell, items: readonly Item[], unit: Unit, tilde: Mode['tilde']): Routine<string[]> {
  const out: string[] = [];
  for (const one of sh.options.has('braceexpand') ? expandBraces(items) : [items]) {
    for (const field of yield* fieldsOf(sh, one, { isSplit: true, tilde, unit })) out.push(...globbed(sh, field));
  }
  return out;
}

export function* expandWords(sh: Shell, words: readonly Span[], unit: Unit): Routine<string[]> {
  const out: string[] = [];
  for (const word of words) out.push(...(yield* expandWord(sh, word, unit)));
  return out;
}

/** An argument that looks like an assignment (`a=$x`): an ordinary word, its tilde after `=` expanded. */
export function* expandAssignmentWord(sh: Shell, argument: Assignment, unit: Unit): Routine<string[]> {
  if (argument.value.type === 'ArrayValue') return [argument.text];
  const head = argument.text.slice(0, argument.value.pos - argument.pos);
  const value = itemsOf(argument.value, 'bare');
  const items = expandBraces([{ kind: 'text', text: head, isQuoted: true }, ...value]);
  const out: string[] = [];
  for (const [, ...rest] of items) {
    const build = new FieldBuilder();
    build.add(head, true);
    yield* addItems(sh, rest, build, { isSplit: true, tilde: 'assignment', unit });
    for (const field of build.finish()) out.push(...globbed(sh, field));
  }
  return out;
}

/** Expansion to one text, without splitting and file names. */
export function* expandText(sh: Shell, word: Span, unit: Unit, tilde: Mode['tilde'] = 'word'): Routine<string> {
  const fields = yield* fieldsOf(sh, itemsOf(word, 'bare'), { isSplit: false, tilde, unit });
  return fields.map((field) => field.text).join(' ');
}

/** The same for pieces of a word. */
export function* expandItemsText(
  sh: Shell, items: readonly Item[], unit: Unit, tilde: Mode['tilde'] = 'none',
): Routine<string> {
  const fields = yield* fieldsOf(sh, items, { isSplit: false, tilde, unit });
  return fields.map((field) => field.text).join(' ');
}

/** Expansion to a pattern: what is quoted is taken literally. */
export function* expandPattern(sh: Shell, word: Span, unit: Unit): Routine<string> {
  const fields = yield* fieldsOf(sh, itemsOf(word, 'bare'), { isSplit: false, tilde: 'word', unit });
  return fields.map((field) => field.pattern).join(' ');
}

/** Expansion of pieces to the parts of a regular expression: what is quoted is escaped by `escape`. */
export function* expandQuoting(sh: Shell, word: Span, unit: Unit, escape: (text: string) => string): Routine<string> {
  const fields = yield* fieldsOf(sh, itemsOf(word, 'bare'), { isSplit: false, tilde: 'none', unit });
  return fields.map((field) => field.pieces.map((piece) => (piece.isQuoted ? escape(piece.text) : piece.text)).join('')).join(' ');
}

/** Text that is expanded as inside double quotes: a here-document's body, an operand inside quotes. */
export function* expandQuoted(sh: Shell, span: Span, unit: Unit, quoting: Quoting = 'here'): Routine<string> {
  const build = new FieldBuilder();
  for (const item of itemsOf(span, quoting)) {
    if (item.kind === 'text') build.add(item.text, true);
    else if (item.kind === 'quoted') build.add(yield* quotedText(sh, item.items, unit), true);
    else addExpanded(sh, yield* expandPart(sh, item.part, true, unit), true, build, { isSplit: false, tilde: 'none', unit });
  }
  return build.finish().map((field) => field.text).join('');
}

function* quotedText(sh: Shell, items: readonly Item[], unit: Unit): Routine<string> {
  const fields = yield* fieldsOf(sh, items, { isSplit: false, tilde: 'none', unit });
  return fields.map((field) => field.text).join('');
}

const bodies = new Map<string, { span: Span; unit: Unit }>();

/** Loose text (an arithmetic expression, a prompt) as a span: parsed as a here-document's body. */
function spanOf(text: string): { span: Span; unit: Unit } {
  const known = bodies.get(text);
  if (known !== undefined) return known;
  const end = 'HANDSTACK_END_OF_TEXT';
  const source = `: <<${end}\n${text}\n${end}\n`;
  const command = parse(source).commands[0]?.command;
  const first = command?.type === 'Command' ? command.suffix[0] : undefined;
  const span: Span = first?.type === 'HereDoc' ? first.body : { text, pos: 0 };
  const found = { span, unit: { source, firstLine: 1 } };
  if (bodies.size > 1000) bodies.clear();
  bodies.set(text, found);
  return found;
}

/** Expands loose text as inside double quotes. */
export function* expandLoose(sh: Shell, text: string): Routine<string> {
  if (!/[$`\\]/.test(text)) return text;
  const { span, unit } = spanOf(text);
  const expanded = yield* expandQuoted(sh, span, { source: unit.source, firstLine: sh.line });
  return expanded.endsWith('\n') ? expanded.slice(0, -1) : expanded;
}

/** The value of `$((…))`; a bad expression discards the command line. */
export function* arithmetic(sh: Shell, text: string): Routine<string> {
  const expression = yield* expandLoose(sh, text.replaceAll('"', ''));
  try {
    return sh.calculate(expression);
  } catch (error) {
    if (error instanceof ArithmeticError) throw new Discard(1, error.message);
    throw error;
  }
}

/** The subscript of an array element, expanded; arithmetic is left to the variable. */
export function* expandIndex(sh: Shell, index: Word | Span, unit: Unit): Routine<string> {
  return yield* expandText(sh, index, unit, 'none');
}

