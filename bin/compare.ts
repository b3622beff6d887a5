// Holds what two labs printed against each other. Knows nothing of labs: it is given what was played.
import { REASONS, type Reason } from './differences.ts';
import type { Played } from './played.ts';

/** One command whose output or exit status differs. */
export interface Difference {
  readonly of: Played;
  /** Lines that only one lab printed, normalised and not explained. */
  readonly simulated: readonly string[];
  readonly real: readonly string[];
  /** Both exit statuses (simulated, real) when they differ and nothing explains it. */
  readonly exits: readonly [number, number] | null;
  /** Both print the same lines, in another order. */
  readonly isOrder: boolean;
  /** Why that must be so; null when something is left unexplained. */
  readonly why: string | null;
}

/** Which side of a reason has explained something. */
export type Side = 'simulated' | 'real' | 'exit' | 'order';

export interface Compared {
  readonly of: Played;
  readonly difference: Difference | null;
  readonly used: readonly { readonly reason: Reason; readonly side: Side }[];
}

/** Compares command by command, in the order of what the real guest played. What only one lab played is a difference, too. */
export function* compare(simulated: readonly Played[], real: readonly Played[], reasons: readonly Reason[] = REASONS): Generator<Compared> {
  const rest = [...simulated];
  for (const each of real) {
    const at = rest.findIndex((other) => keyOf(other) === keyOf(each));
    yield compared(rest[at] ?? { ...each, output: 'handstack: not played here', exit: -1 }, each, reasons);
    if (at !== -1) rest.splice(at, 1);
  }
  for (const each of rest) yield compared(each, { ...each, output: 'handstack: not played here', exit: -1 }, reasons);
}

const keyOf = ({ at, kind, host, user, text }: Played): string => JSON.stringify([at, kind, host, user, text]);

/** What differs between two plays of one command, and what explains it. */
export function compared(simulated: Played, real: Played, reasons: readonly Reason[]): Compared {
  const mine = reasons.filter((reason) => reason.command.test(real.text));
  const [left, right] = [linesOf(simulated), linesOf(real)];
  const [onlyLeft, onlyRight] = [without(left, right), without(right, left)];
  const used: { reason: Reason; side: Side }[] = [];
  const explained = (side: Side, fits: (reason: Reason) => boolean): boolean => {
    const reason = mine.find(fits);
    if (reason !== undefined) used.push({ reason, side });
    return reason !== undefined;
  };
  const restLeft = onlyLeft.filter((line) => !explained('simulated', (reason) => reason.simulated?.test(line) ?? false));
  const restRight = onlyRight.filter((line) => !explained('real', (reason) => reason.real?.test(line) ?? false));
  const isOrder = onlyLeft.length + onlyRight.length === 0 && left.join('\n') !== right.join('\n');
  const isOrderLeft = isOrder && !explained('order', (reason) => reason.isOrder === true);
  const isExit = simulated.exit !== real.exit;
  const isExitLeft = isExit && !explained('exit', ({ exit }) => exit?.[0] === simulated.exit && exit[1] === real.exit);
  if (onlyLeft.length + onlyRight.length === 0 && !isOrder && !isExit) return { of: real, difference: null, used };
  const isExplained = restLeft.length + restRight.length === 0 && !isOrderLeft && !isExitLeft;
  return {
    of: real, used,
    difference: {
      of: real, simulated: restLeft, real: restRight, isOrder: isOrderLeft, exits: isExitLeft ? [simulated.exit, real.exit] : null,
      why: isExplained ? [...new Set(used.map(({ reason }) => reason.reason))].join('; ') : null,
    },
  };
}

const linesOf = ({ output }: Played): string[] => output.split('\n').map(normalised).filter((line) => line !== '');

/** Lines of `these` beyond those of `others`, each counted. */
function without(these: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return these.filter((line) => {
    const at = left.indexOf(line);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** The sides of reasons that explained nothing: they are out of date, or were never true. */
export function unusedReasons(reasons: readonly Reason[], used: Compared['used']): readonly string[] {
  const seen = new Set(used.map(({ reason, side }) => `${reasons.indexOf(reason)} ${side}`));
  return reasons.flatMap((reason, index) => sidesOf(reason).filter((side) => !seen.has(`${index} ${side}`)).map((side) => `${side}: ${reason.reason} (${String(reason.command)})`));
}

const sidesOf = (reason: Reason): readonly Side[] => [
  ...(reason.simulated === undefined ? [] : ['simulated' as const]), ...(reason.real === undefined ? [] : ['real' as const]),
  ...(reason.exit === undefined ? [] : ['exit' as const]), ...(reason.isOrder === true ? ['order' as const] : []),
];

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';

/** What is another each time, and the word that takes its place. Everything else must be the same to the letter. */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/\s+/g, ' '],
  [/\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g, 'MAC'],
  // The long listing's links, size and time.
  [new RegExp(`^([-dlcbsp][-rwxsStT]{9})[.+]? +\\d+ +(\\S+) +(\\S+) +\\d+ +${MONTH} +\\d+ +[\\d:]+`), '$1 N $2 $3 N DATE'],
  [/^total \d+$/, 'total N'],
  [new RegExp(`\\b(${DAY},? )?(\\d{4}-\\d\\d-\\d\\d|\\d+ ${MONTH} \\d{4}|${MONTH} +\\d+)[ T]\\d+:\\d\\d(:\\d\\d)?( [AP]M)?( UTC)?( \\d{4})?`, 'g'), 'DATE'],
  [/(?<![\d.:])\d+:\d\d(:\d\d)?\b/g, 'TIME'],
  [/\b((\d+(\.\d+)?(min|ms|us|ns|s|h|d)|\d+(\.\d+)? (weeks?|days?|hours?|minutes?|seconds?|sec|ms|s|min))\b ?)+/g, 'DURATION '],
  [/\b\d+(\.\d+)? ?([kKMGT]i?B?|B)(\/s)?(?![\w])/g, 'SIZE'],
  [/\b(Main PID: |pid[= ]|fd=|PID )\d+/g, '$1N'],
  [/(\w)\[\d+\]/g, '$1[N]'],
  [/([├└]─)\d+ /g, '$1N '],
  [/; (now|DURATION ago)$/, '; SINCE'],
  [/(?<![\d.])(?!\d+\.\d+\.\d+\.\d+(?![-.\w]))\d+(\.\d+)+(-[\w.+~]+)?/g, 'VERSION'],
  [/[-=+]{3,}/g, '---'],
];

/** A line as it is compared: times, sizes, versions, numbers of processes and addresses of cards in words; columns lose their widths. */
export function normalised(line: string): string {
  return VARIABLE.reduce((text, [pattern, word]) => text.replace(pattern, word), line.trim()).trim();
}
