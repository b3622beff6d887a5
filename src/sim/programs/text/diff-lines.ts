/** A run of lines that differ: lines [a0, a1) of the first become [b0, b1) of the second. */
export interface Change {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

/**
 * The least changes that make `b` of `a` (Myers' algorithm), found as GNU diff finds them: common ends cut off, then
 * the shortest way. `same` compares two lines.
 */
export function changesBetween(a: readonly string[], b: readonly string[], same: (left: string, right: string) => boolean): Change[] {
  let start = 0;
  while (start < a.length && start < b.length && same(a[start] ?? '', b[start] ?? '')) start += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && same(a[endA - 1] ?? '', b[endB - 1] ?? '')) {
    endA -= 1;
    endB -= 1;
  }
  const kept = commonLines(a.slice(start, endA), b.slice(start, endB), same);
  const changes: Change[] = [];
  let [x, y] = [0, 0];
  for (const [i, j] of [...kept, [endA - start, endB - start] as const]) {
    if (i > x || j > y) changes.push({ a0: start + x, a1: start + i, b0: start + y, b1: start + j });
    x = i + 1;
    y = j + 1;
  }
  return shifted(changes, a, b, same);
}

/** Pairs of equal lines on a shortest way from the start to the end. */
function commonLines(a: readonly string[], b: readonly string[], same: (left: string, right: string) => boolean): [number, number][] {
  const most = a.length + b.length;
  const furthest = new Map<number, number>([[1, 0]]);
  const trail: Map<number, number>[] = [];
  for (let depth = 0; depth <= most; depth += 1) {
    trail.push(new Map(furthest));
    for (let k = -depth; k <= depth; k += 2) {
      const goesDown = k === -depth || (k !== depth && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
      let x = goesDown ? furthest.get(k + 1) ?? 0 : (furthest.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && same(a[x] ?? '', b[x - k] ?? '')) x += 1;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return retrace(trail, a.length, b.length);
    }
  }
  return [];
}

function retrace(trail: readonly Map<number, number>[], lengthA: number, lengthB: number): [number, number][] {
  const pairs: [number, number][] = [];
  let [x, y] = [lengthA, lengthB];
  for (let depth = trail.length - 1; depth >= 0; depth -= 1) {
    const furthest = trail[depth] as Map<number, number>;
    const k = x - y;
    const goesDown = k === -depth || (k !== depth && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
    const before = goesDown ? k + 1 : k - 1;
    const fromX = depth === 0 ? 0 : furthest.get(before) ?? 0;
    const fromY = depth === 0 ? 0 : fromX - before;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      pairs.push([x, y]);
    }
    [x, y] = [fromX, fromY];
  }
  return pairs.reverse();
}

/** Moves a pure insertion or deletion down as far as the lines repeat, as GNU diff does. */
function shifted(changes: readonly Change[], a: readonly string[], b: readonly string[], same: (left: string, right: string) => boolean): Change[] {
  const moved: Change[] = [];
  for (const [index, change] of changes.entries()) {
    let { a0, a1, b0, b1 } = change;
    const next = changes[index + 1];
    const limit = next === undefined ? Infinity : next.a0 - a1;
    for (let step = 0; step < limit; step += 1) {
      const isInsertion = a0 === a1 && b1 < b.length && same(b[b0] ?? '', b[b1] ?? '');
      const isDeletion = b0 === b1 && a1 < a.length && same(a[a0] ?? '', a[a1] ?? '');
      if (a0 === a1 ? !isInsertion : b0 !== b1 || !isDeletion) break;
      a0 += 1;
      a1 += 1;
      b0 += 1;
      b1 += 1;
    }
    const last = moved.at(-1);
    if (last !== undefined && last.a1 === a0 && last.b1 === b0) moved[moved.length - 1] = { a0: last.a0, a1, b0: last.b0, b1 };
    else moved.push({ a0, a1, b0, b1 });
  }
  return moved;
}
