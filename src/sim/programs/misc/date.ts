import { Failure, command } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import { UsageError } from '../../host/getopt.ts';
import { parseDate } from '../../host/parse-date.ts';
import { curly, shellQuote } from '../../host/quote.ts';
import { formatTime, isEnglish } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { zoneName } from '../../host/time-zone.ts';
import type { ParsedOptions } from '../../host/getopt.ts';

const ISO: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d', hours: '%Y-%m-%dT%H%:z', minutes: '%Y-%m-%dT%H:%M%:z', seconds: '%Y-%m-%dT%H:%M:%S%:z', ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};
const RFC_3339: Readonly<Record<string, string>> = { date: '%Y-%m-%d', seconds: '%Y-%m-%d %H:%M:%S%:z', ns: '%Y-%m-%d %H:%M:%S.%N%:z' };

function choose(option: string, table: Readonly<Record<string, string>>, value: string): string {
  const format = table[value] ?? Object.entries(table).find(([name]) => value !== '' && name.startsWith(value))?.[1];
  if (format !== undefined) return format;
  const list = ['hours', 'minutes', 'date', 'seconds', 'ns'].filter((name) => name in table).map((name) => `  - ${curly(name)}`).join('\n');
  throw new UsageError(`invalid argument ${curly(value)} for ${curly(option)}\nValid arguments are:\n${list}`);
}

function formatOf(sys: Sys, args: ParsedOptions): string {
  const operands = args.operands.filter((operand) => operand.startsWith('+'));
  const named = args.has('I') ? choose('--iso-8601', ISO, args.last('I') ?? 'date')
    : args.has('R') ? '%a, %d %b %Y %H:%M:%S %z' : args.has('rfc-3339') ? choose('--rfc-3339', RFC_3339, args.last('rfc-3339') ?? '') : null;
  if (named !== null && operands.length > 0) throw new UsageError('multiple output formats specified');
  return named ?? operands[0]?.slice(1) ?? (isEnglish(sys, 'LC_TIME') ? '%a %b %e %r %Z %Y' : '%a %b %e %H:%M:%S %Z %Y');
}

/** `MMDDhhmm[[CC]YY][.ss]` as an operand sets the clock; as text for parseDate, or null. */
function stamp(operand: string): string | null {
  const matched = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d{4}|\d\d)?(?:\.(\d\d))?$/.exec(operand);
  if (matched === null) return null;
  const [, month, day, hour, minute, year = '2026', second = '00'] = matched;
  return `${year.length === 2 ? `20${year}` : year}-${month}-${day} ${hour}:${minute}:${second}`;
}

function momentOf(sys: Sys, args: ParsedOptions, zone: string): number {
  const reference = args.last('r');
  if (reference !== null) {
    try {
      return sys.stat(reference).mtimeMs;
    } catch (error) {
      throw new Failure(`${shellQuote(reference)}: ${strerror(error)}`);
    }
  }
  const text = args.last('d') ?? args.last('s');
  if (text === null) return sys.nowMs();
  const ms = parseDate(text, sys.nowMs(), zone);
  if (ms === null) throw new Failure(`invalid date ${curly(text)}`);
  return ms;
}

/** date(1). Setting the clock is refused like for a plain user; the world's clock is not a host's. */
export const date = command({
  name: 'date', usage: ['[OPTION]... [+FORMAT]', '[-u|--utc|--universal] [MMDDhhmm[[CC]YY][.ss]]'],
  summary: 'Prints the time (or that of -d, -r) in the given FORMAT.', version: 'date (GNU coreutils) 8.32',
  options: {
    short: 'd:f:I::r:Rs:u',
    long: {
      'date=': 'd', debug: 'debug', 'file=': 'f', 'iso-8601=?': 'I', 'reference=': 'r', 'rfc-email': 'R', 'rfc-822': 'R', 'rfc-2822': 'R', 'rfc-3339=': 'rfc-3339',
      'set=': 's', utc: 'u', universal: 'u', uct: 'u',
    },
  },
  notModelled: ['f', 'debug'],
  *run(sys, args) {
    const zone = args.has('u') ? 'UTC' : zoneName(sys);
    const format = formatOf(sys, args);
    const operand = args.operands.find((each) => !each.startsWith('+'));
    if (args.operands[1] !== undefined) throw new UsageError(`extra operand ${curly(args.operands[1])}`);
    if (operand !== undefined && (args.has('d') || args.has('s'))) {
      throw new UsageError(`the argument ${curly(operand)} lacks a leading '+';\nwhen using an option to specify date(s), any non-option\nargument must be a format string beginning with '+'`);
    }
    const wanted = operand === undefined ? null : stamp(operand);
    if (operand !== undefined && wanted === null) throw new Failure(`invalid date ${curly(operand)}`);
    const ms = wanted === null ? momentOf(sys, args, zone) : parseDate(wanted, sys.nowMs(), zone);
    if (ms === null) throw new Failure(`invalid date ${curly(operand ?? '')}`);
    let status = 0;
    if (args.has('s') || wanted !== null) {
      status = 1;
      if (sys.credentials.uid === 0) yield* sys.write(2, 'handstack: date: setting the clock is not modelled\n');
      else yield* sys.write(2, `${sys.argv[0] ?? 'date'}: cannot set date: ${new SysError('EPERM').text}\n`);
    }
    yield* sys.write(1, `${formatTime(format, ms, zone, isEnglish(sys, 'LC_TIME'))}\n`);
    return status;
  },
});
