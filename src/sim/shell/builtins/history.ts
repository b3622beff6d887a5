import type { Routine } from '../../host/program.ts';
import { localTime } from '../../host/strftime.ts';
import { Complaint } from '../flow.ts';
import { historyFile, readHistory, writeHistory } from '../history.ts';
import { expandHistory } from '../history-expansion.ts';
import type { Shell } from '../shell.ts';
import type { Builtin } from './index.ts';
import { parseOptions } from './options.ts';

function* show(sh: Shell, count: number): Routine<void> {
  const { history } = sh.readline;
  const from = Math.max(0, history.length - count);
  const format = sh.get('HISTTIMEFORMAT');
  const time = format === null || format === '' ? '' : localTime(sh.sys, format, sh.sys.nowMs());
  const rows = history.slice(from).map((line, index) => `${String(sh.historyOffset + from + index + 1).padStart(5)}  ${time}${line}\n`);
  yield* sh.out(rows.join(''));
}

function remove(sh: Shell, text: string): void {
  const { history } = sh.readline;
  const range = /^(-?\d+)(?:-(-?\d+))?$/.exec(text);
  const place = (number: string): number => {
    const value = Number(number);
    return value < 0 ? history.length + value : value - 1 - sh.historyOffset;
  };
  const from = range === null ? -1 : place(range[1] ?? '');
  const to = range?.[2] === undefined ? from : place(range[2]);
  if (from < 0 || to >= history.length || to < from) throw new Complaint(`history: ${text}: history position out of range`);
  history.splice(from, to - from + 1);
}

const history: Builtin = function* (sh, words) {
  const { letters, values, operands } = parseOptions(words, 'cd:anrwps');
  if (letters.has('c')) {
    sh.readline.history = [];
    sh.historyOffset = 0;
    sh.historyLoaded = 0;
    return 0;
  }
  if (values.d !== undefined) {
    remove(sh, values.d);
    return 0;
  }
  if (letters.has('s')) {
    sh.readline.history.pop();
    sh.readline.history.push(operands.join(' '));
    return 0;
  }
  if (letters.has('p')) {
    sh.readline.history.pop();
    for (const operand of operands) yield* sh.out(`${expandHistory(operand, sh.readline.history, sh.historyOffset).text}\n`);
    return 0;
  }
  if (['a', 'n', 'r', 'w'].some((letter) => letters.has(letter))) return transfer(sh, letters, operands[0]);
  const [count] = operands;
  if (count !== undefined && !/^\d+$/.test(count)) throw new Complaint(`history: ${count}: numeric argument required`);
  yield* show(sh, count === undefined ? Infinity : Number(count));
  return 0;
};

function transfer(sh: Shell, letters: ReadonlySet<string>, operand: string | undefined): number {
  const path = operand ?? historyFile(sh);
  if (path === null) return 1;
  const { history: lines } = sh.readline;
  if (letters.has('w')) writeHistory(sh, path, lines, false);
  else if (letters.has('a')) {
    writeHistory(sh, path, lines.slice(sh.historyLoaded), true);
    sh.historyLoaded = lines.length;
  } else {
    lines.push(...readHistory(sh, path));
    sh.historyLoaded = lines.length;
  }
  return 0;
}

/** The entry that a number (negative: back from here) or a prefix means. */
function entryAt(sh: Shell, spec: string | undefined, fallback: number): number {
  const { history: lines } = sh.readline;
  if (spec === undefined) return fallback;
  if (/^-?\d+$/.test(spec)) {
    const value = Number(spec);
    return Math.min(lines.length - 1, Math.max(0, value < 0 ? lines.length - 1 + value : value - 1 - sh.historyOffset));
  }
  const at = lines.slice(0, -1).findLastIndex((line) => line.startsWith(spec));
  if (at === -1) throw new Complaint('fc: no command found');
  return at;
}

const fc: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words.map((word) => (/^-\d+$/.test(word) ? `~${word}` : word)), 'e:lnrs');
  const specs = operands.map((word) => word.replace(/^~(?=-\d)/, ''));
  const { history: lines } = sh.readline;
  if (letters.has('s')) return yield* again(sh, specs);
  if (!letters.has('l')) {
    yield* sh.err('handstack: bash: fc with an editor is not modelled\n');
    return 1;
  }
  const first = entryAt(sh, specs[0], Math.max(0, lines.length - 17));
  const last = entryAt(sh, specs[1], Math.max(0, lines.length - 2));
  const rows = lines.slice(Math.min(first, last), Math.max(first, last) + 1)
    .map((line, index) => `${letters.has('n') ? '' : String(sh.historyOffset + Math.min(first, last) + index + 1)}\t ${line}\n`);
  yield* sh.out((letters.has('r') || first > last ? rows.reverse() : rows).join(''));
  return 0;
};

/** `fc -s old=new prefix`. */
function* again(sh: Shell, operands: readonly string[]): Routine<number> {
  const [change, spec] = operands[0]?.includes('=') === true ? [operands[0], operands[1]] : [undefined, operands[0]];
  const at = entryAt(sh, spec, sh.readline.history.length - 2);
  const [from = '', to = ''] = change === undefined ? [] : [change.slice(0, change.indexOf('=')), change.slice(change.indexOf('=') + 1)];
  const old = sh.readline.history[at] ?? '';
  const line = change === undefined ? old : old.replaceAll(from, to);
  sh.readline.history[sh.readline.history.length - 1] = line;
  yield* sh.err(`${line}\n`);
  return yield* sh.language.runText(sh, line);
}

/** The list of lines typed. */
export const HISTORY: Readonly<Record<string, Builtin>> = { history, fc };
