import { Failure, command } from '../../host/command.ts';
import { UsageError } from '../../host/getopt.ts';
import { curly } from '../../host/quote.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const decimals = (text: string): number => (/\.(\d*)/.exec(text)?.[1] ?? '').length;
const wholeDigits = (text: string): number => text.replace(/\..*$/, '').length;

/** seq(1). */
export const seq = command({
  name: 'seq',
  usage: ['[OPTION]... LAST', '[OPTION]... FIRST LAST', '[OPTION]... FIRST INCREMENT LAST'],
  summary: 'Prints numbers from FIRST (1) to LAST in steps of INCREMENT (1).',
  version: 'seq (GNU coreutils) 8.32',
  options: { short: '+f:s:w', long: { 'format=': 'f', 'separator=': 's', 'equal-width': 'w' } },
  // A negative number is no option.
  rewrite: (args) => {
    const at = args.findIndex((each) => NUMBER.test(each));
    return at === -1 || args.slice(0, at).includes('--') ? args : [...args.slice(0, at), '--', ...args.slice(at)];
  },
  *run(sys, args) {
    const texts = args.operands;
    if (texts.length === 0) throw new UsageError('missing operand');
    if (texts.length > 3) throw new UsageError(`extra operand ${curly(texts[3] ?? '')}`);
    const wrong = texts.find((text) => !NUMBER.test(text));
    if (wrong !== undefined) throw new UsageError(`invalid floating point argument: ${curly(wrong)}`);
    const first = texts.length > 1 ? texts[0] ?? '1' : '1';
    const step = texts.length > 2 ? texts[1] ?? '1' : '1';
    const last = texts.at(-1) ?? '1';
    if (Number(step) === 0) throw new UsageError(`invalid Zero increment value: ${curly(step)}`);
    const places = Math.max(decimals(first), decimals(step));
    const format = args.last('f');
    if (format !== null && !/^([^%]|%%)*%[-+ 0#']*\d*(\.\d+)?[aefgAEFG]([^%]|%%)*$/.test(format)) throw new Failure(`format ${curly(format)} has no % directive`);
    const width = args.has('w') ? Math.max(...[first, last].map(wholeDigits)) + (places > 0 ? places + 1 : 0) : 0;
    const show = (value: number): string => {
      const text = value.toFixed(places);
      if (format !== null) return formatted(format, value);
      return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
    };
    const separator = args.last('s') ?? '\n';
    const count = Math.floor((Number(last) - Number(first)) / Number(step) + 1e-10);
    let pending = '';
    for (let index = 0; index <= count; index += 1) {
      pending += (index === 0 ? '' : separator) + show(Number(first) + index * Number(step));
      if (pending.length > 16384) {
        yield* sys.write(1, pending);
        pending = '';
      }
    }
    if (count >= 0) yield* sys.write(1, `${pending}\n`);
    return 0;
  },
});

/** The value in a printf format with one `%…f`, `%…g` or `%…e`. */
function formatted(format: string, value: number): string {
  return format.replace(/%([-+ 0#]*)(\d*)(?:\.(\d+))?([efgEFG])/, (_, flags: string, width: string, precision: string | undefined, letter: string) => {
    const lower = letter.toLowerCase();
    const text = lower === 'g' ? String(Number(value.toPrecision(Number(precision ?? 6) || 1))) : lower === 'f' ? value.toFixed(Number(precision ?? 6)) : value.toExponential(Number(precision ?? 6));
    const signed = flags.includes('+') && value >= 0 ? `+${text}` : text;
    return flags.includes('-') ? signed.padEnd(Number(width)) : flags.includes('0') ? signed.padStart(Number(width), '0') : signed.padStart(Number(width));
  }).replaceAll('%%', '%');
}
