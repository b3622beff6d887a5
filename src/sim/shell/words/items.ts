import type { WordPart } from 'unbash';

/** A piece of a word before expansion. */
export type Item =
  | { readonly kind: 'text'; readonly text: string; readonly isQuoted: boolean }
  /** `$x`, `$(…)`, `$((…))`, `<(…)`: still to be expanded. */
  | { readonly kind: 'expansion'; readonly part: ExpansionPart; readonly isQuoted: boolean }
  /** `"…"`: what is inside, kept together so that `""` and `"$@"` make the fields they should. */
  | { readonly kind: 'quoted'; readonly items: readonly Item[] };

export type ExpansionPart = Extract<WordPart, {
  type: 'SimpleExpansion' | 'ParameterExpansion' | 'CommandExpansion' | 'ArithmeticExpansion' | 'ProcessSubstitution';
}>;

/** A span of source: a word, the body of a here-document. */
export interface Span {
  readonly text: string;
  readonly pos: number;
  readonly parts?: readonly WordPart[] | undefined;
}

/** Which backslashes quote: all (bare words), those before `$` `` ` `` `"` `\` (double quotes), the same without `"`. */
export type Quoting = 'bare' | 'double' | 'here';

function pushText(out: Item[], text: string, isQuoted: boolean): void {
  if (text !== '') out.push({ kind: 'text', text, isQuoted });
}

/** Literal source text, its backslashes resolved. */
function literal(raw: string, quoting: Quoting, out: Item[]): void {
  if (!raw.includes('\\')) {
    pushText(out, raw, quoting !== 'bare');
    return;
  }
  let plain = '';
  for (let at = 0; at < raw.length; at += 1) {
    const next = raw[at + 1];
    const isEscape = raw[at] === '\\' && next !== undefined
      && (quoting === 'bare' || next === '\n' || '$`\\'.includes(next) || (quoting === 'double' && next === '"'));
    if (!isEscape) {
      plain += raw[at] ?? '';
      continue;
    }
    at += 1;
    if (next === '\n') continue;
    pushText(out, plain, quoting !== 'bare');
    plain = '';
    const wide = (raw.codePointAt(at) ?? 0) > 0xffff ? raw.slice(at, at + 2) : next;
    pushText(out, wide, true);
    at += wide.length - 1;
  }
  pushText(out, plain, quoting !== 'bare');
}

function addPart(part: WordPart, quoting: Quoting, out: Item[]): void {
  switch (part.type) {
    case 'Literal':
      literal(part.text, quoting, out);
      break;
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      out.push({ kind: 'quoted', items: [{ kind: 'text', text: part.value, isQuoted: true }] });
      break;
    case 'DoubleQuoted':
    case 'LocaleString': {
      const open = part.type === 'DoubleQuoted' ? 1 : 2;
      const inner = { text: part.text.slice(open, -1), pos: part.pos + open, parts: part.parts };
      out.push({ kind: 'quoted', items: itemsOf(inner, 'double') });
      break;
    }
    case 'Glob':
    case 'BraceExpansion':
    case 'ExtendedGlob':
      collect(part, quoting, out);
      break;
    default:
      out.push({ kind: 'expansion', part, isQuoted: quoting !== 'bare' });
  }
}

function collect(span: Span, quoting: Quoting, out: Item[]): void {
  let at = 0;
  for (const part of span.parts ?? []) {
    literal(span.text.slice(at, part.pos - span.pos), quoting, out);
    addPart(part, quoting, out);
    at = part.end - span.pos;
  }
  literal(span.text.slice(at), quoting, out);
}

const cache = new WeakMap<Span, Partial<Record<Quoting, Item[]>>>();

/** A span of source as pieces that are quoted, plain, or to be expanded. */
export function itemsOf(span: Span, quoting: Quoting): Item[] {
  const known = cache.get(span) ?? {};
  cache.set(span, known);
  const found = known[quoting];
  if (found !== undefined) return found;
  const out: Item[] = [];
  collect(span, quoting, out);
  known[quoting] = out;
  return out;
}
