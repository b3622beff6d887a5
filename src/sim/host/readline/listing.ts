import { displayWidth } from '../width.ts';
import type { Match } from './state.ts';

const labelOf = (match: Match): string => match.shown ?? match.text;

/**
 * The rows of a completion list on a screen `columns` wide: down the columns, each as wide as the longest name and two
 * blanks, the last column not filled; directories show a slash that is not counted (as recorded).
 */
export function listRows(matches: readonly Match[], columns: number): string[] {
  const width = Math.max(...matches.map((match) => displayWidth(labelOf(match)))) + 2;
  let across = Math.max(1, Math.floor(columns / width));
  if (across !== 1 && across * width === columns) across -= 1;
  const down = Math.ceil(matches.length / across);
  return Array.from({ length: down }, (_, row) => {
    let line = '';
    for (let column = 0; column < across; column += 1) {
      const match = matches[row + column * down];
      if (match === undefined) break;
      const label = labelOf(match) + (match.isDirectory === true ? '/' : '');
      line += column + 1 < across ? label + ' '.repeat(Math.max(1, width - displayWidth(label))) : label;
    }
    return line;
  });
}
