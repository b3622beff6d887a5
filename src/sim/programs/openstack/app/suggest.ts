/** Costs of an edit, as cliff weighs them: swap 0, substitute 2, add 1, delete 3. */
const COST = { swap: 0, substitute: 2, add: 1, delete: 3 } as const;

/** Weighted Damerau–Levenshtein distance from `from` to `to`. */
export function distance(from: string, to: string): number {
  if (from === to) return 0;
  if (from === '') return to.length * COST.add;
  if (to === '') return from.length * COST.delete;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index * COST.add);
  for (let i = 0; i < from.length; i += 1) {
    const row = [(i + 1) * COST.delete];
    for (let j = 0; j < to.length; j += 1) row.push(cell(from, to, i, j, { row, last, before }));
    before = last;
    last = row;
  }
  return last[to.length] ?? 0;
}

function cell(from: string, to: string, i: number, j: number, rows: { row: readonly number[]; last: readonly number[]; before: readonly number[] }): number {
  const substitute = (rows.last[j] ?? 0) + (from[i] === to[j] ? 0 : COST.substitute);
  const add = (rows.row[j] ?? 0) + COST.add;
  const remove = (rows.last[j + 1] ?? 0) + COST.delete;
  const isSwap = i > 0 && j > 0 && from[i - 1] === to[j] && from[i] === to[j - 1];
  const swap = isSwap ? (rows.before[j - 1] ?? 0) + COST.swap : Infinity;
  return Math.min(substitute, add, remove, swap);
}

/** What may have been meant: all commands that begin with the word, and those whose first word is nearest to it. */
export function suggestions(word: string, commands: readonly string[]): string[] {
  const ranked = commands.map((command) => ({
    command, score: command.startsWith(word) ? 0 : distance(word, command.split(' ')[0] ?? '') + 1,
  })).sort((a, b) => a.score - b.score || (a.command < b.command ? -1 : a.command > b.command ? 1 : 0));
  const nearest = ranked.find(({ score }) => score > 0)?.score ?? 0;
  return ranked.filter(({ score }) => score === 0 || score === nearest).map(({ command }) => command);
}
