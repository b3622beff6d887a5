import { Failure, attempt, command, statOrNull } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import { parseDate } from '../../host/parse-date.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';
import { strerror } from '../../host/errors.ts';
import type { Sys } from '../../host/sys.ts';
import { zoneName } from '../../host/time-zone.ts';
import { calendar } from '../../time/clock.ts';

interface Times {
  readonly atimeMs: number;
  readonly mtimeMs: number;
}

/** `[[CC]YY]MMDDhhmm[.ss]`, the form of -t, as a date for parseDate. */
function stampDate(sys: Sys, text: string): string | null {
  const matched = /^(\d{4}|\d\d)?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(text);
  if (matched === null) return null;
  const [, given, month, day, hour, minute, second = '00'] = matched;
  const short = given?.length === 2 ? `${Number(given) < 69 ? '20' : '19'}${given}` : given;
  return `${short ?? calendar(sys.nowMs()).year}-${month}-${day} ${hour}:${minute}:${second}`;
}

function timesOf(sys: Sys, args: ParsedOptions): Times {
  const reference = args.last('r');
  if (reference !== null) {
    try {
      return sys.stat(reference);
    } catch (error) {
      throw new Failure(`failed to get attributes of ${shellQuoteAlways(reference)}: ${strerror(error)}`);
    }
  }
  const [stamp, date] = [args.last('t'), args.last('d')];
  const text = stamp === null ? date : stampDate(sys, stamp);
  if (text === null && stamp === null) return { atimeMs: sys.nowMs(), mtimeMs: sys.nowMs() };
  const ms = text === null ? null : parseDate(text, sys.nowMs(), zoneName(sys));
  if (ms === null) throw new Failure(`invalid date format ${curly(stamp ?? date ?? '')}`);
  return { atimeMs: ms, mtimeMs: ms };
}

function touchOne(sys: Sys, path: string, args: ParsedOptions, times: Times): void {
  const old = statOrNull(sys, path);
  if (old === null) {
    if (args.has('c')) return;
    sys.close(sys.open(path, { write: true, create: true }));
  }
  const isOnlyAccess = args.has('a') && !args.has('m');
  const isOnlyChange = args.has('m') && !args.has('a');
  sys.setTimes(path, isOnlyChange ? (old?.atimeMs ?? times.atimeMs) : times.atimeMs, isOnlyAccess ? (old?.mtimeMs ?? times.mtimeMs) : times.mtimeMs);
}

/** touch(1). */
export const touch = command({
  name: 'touch',
  usage: ['[OPTION]... FILE...'],
  summary: 'Sets the times of files to now (or as -d, -t, -r say); makes those that are missing, unless -c.',
  version: 'touch (GNU coreutils) 8.32',
  options: {
    short: 'acd:fhmr:t:',
    long: { 'time=': 'time', 'no-create': 'c', 'date=': 'd', 'no-dereference': 'h', 'reference=': 'r' },
  },
  notModelled: ['h'],
  *run(sys, args) {
    const times = timesOf(sys, args);
    if (args.operands.length === 0) throw new UsageError('missing file operand');
    let status = 0;
    for (const path of args.operands) {
      if (!(yield* attempt(sys, `cannot touch ${shellQuoteAlways(path)}`, () => touchOne(sys, path, args, times)))) status = 1;
    }
    return status;
  },
});
