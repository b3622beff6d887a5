import type { Change } from './diff-lines.ts';

/** A file's lines without newlines, and whether the last had one. */
export interface Lines {
  readonly lines: readonly string[];
  readonly hasEnd: boolean;
}

export const linesOf = (text: string): Lines => {
  const lines = text.split('\n');
  const hasEnd = lines.at(-1) === '';
  return { lines: hasEnd ? lines.slice(0, -1) : lines, hasEnd: hasEnd || text === '' };
};

const NO_NEWLINE = '\\ No newline at end of file\n';

/** Lines [from, to) with a sign before each, and the note where the file's last lacks its newline. */
function marked(file: Lines, from: number, to: number, sign: string): string {
  return file.lines.slice(from, to).map((line, index) =>
    `${sign}${line}\n${from + index === file.lines.length - 1 && !file.hasEnd ? NO_NEWLINE : ''}`).join('');
}

const range = (from: number, to: number): string => (to - from <= 1 ? String(from === to ? from : from + 1) : `${from + 1},${to}`);

/** diff's own format: `2,3c2` and lines with < and >. */
export function normalFormat(a: Lines, b: Lines, changes: readonly Change[]): string {
  return changes.map(({ a0, a1, b0, b1 }) => {
    const letter = a0 === a1 ? 'a' : b0 === b1 ? 'd' : 'c';
    return `${range(a0, a1)}${letter}${range(b0, b1)}\n${marked(a, a0, a1, '< ')}${letter === 'c' ? '---\n' : ''}${marked(b, b0, b1, '> ')}`;
  }).join('');
}

/** Changes that share context lines belong to one hunk. */
function hunks(changes: readonly Change[], context: number): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && change.a0 - last.a1 <= 2 * context) groups.at(-1)?.push(change);
    else groups.push([change]);
  }
  return groups;
}

const unifiedRange = (from: number, to: number): string => (to - from === 1 ? String(from + 1) : `${to === from ? from : from + 1},${to - from}`);

/** The unified format (-u), without its two heading lines. */
export function unifiedFormat(a: Lines, b: Lines, changes: readonly Change[], context: number): string {
  return hunks(changes, context).map((group) => {
    const [first, last] = [group[0] as Change, group.at(-1) as Change];
    const [fromA, fromB] = [Math.max(0, first.a0 - context), Math.max(0, first.b0 - context)];
    const toA = Math.min(a.lines.length, last.a1 + context);
    const toB = Math.min(b.lines.length, last.b1 + context);
    let text = `@@ -${unifiedRange(fromA, toA)} +${unifiedRange(fromB, toB)} @@\n`;
    let at = fromA;
    for (const change of group) {
      text += marked(a, at, change.a0, ' ') + marked(a, change.a0, change.a1, '-') + marked(b, change.b0, change.b1, '+');
      at = change.a1;
    }
    return text + marked(a, at, toA, ' ');
  }).join('');
}

const contextRange = (from: number, to: number): string => (to - from <= 1 ? String(to) : `${from + 1},${to}`);

/** The context format (-c), without its two heading lines. */
export function contextFormat(a: Lines, b: Lines, changes: readonly Change[], context: number): string {
  return hunks(changes, context).map((group) => {
    const [first, last] = [group[0] as Change, group.at(-1) as Change];
    const side = (file: Lines, from: number, to: number, spans: readonly (readonly [number, number, string])[], shows: boolean): string => {
      if (!shows) return '';
      let [text, at] = ['', from];
      for (const [start, end, sign] of spans) {
        text += marked(file, at, start, '  ') + marked(file, start, end, sign);
        at = end;
      }
      return text + marked(file, at, to, '  ');
    };
    const [fromA, fromB] = [Math.max(0, first.a0 - context), Math.max(0, first.b0 - context)];
    const [toA, toB] = [Math.min(a.lines.length, last.a1 + context), Math.min(b.lines.length, last.b1 + context)];
    const sign = (change: Change, own: string): string => (change.a0 !== change.a1 && change.b0 !== change.b1 ? '! ' : own);
    return `***************\n*** ${contextRange(fromA, toA)} ****\n`
      + side(a, fromA, toA, group.map((each) => [each.a0, each.a1, sign(each, '- ')] as const), group.some((each) => each.a0 !== each.a1))
      + `--- ${contextRange(fromB, toB)} ----\n`
      + side(b, fromB, toB, group.map((each) => [each.b0, each.b1, sign(each, '+ ')] as const), group.some((each) => each.b0 !== each.b1));
  }).join('');
}
