import { complain } from '../../host/command.ts';
import { printf, unescape } from '../../host/printf.ts';
import type { Program } from '../../host/program.ts';
import { curly, shellQuote } from '../../host/quote.ts';

/** echo(1) of coreutils (bash has its own). */
export const echo: Program = {
  name: 'echo',
  *run(sys) {
    const args = sys.argv.slice(1);
    let [hasNewline, reads] = [true, false];
    while (/^-[neE]+$/.test(args[0] ?? '')) {
      for (const letter of (args.shift() ?? '').slice(1)) {
        if (letter === 'n') hasNewline = false;
        else reads = letter === 'e';
      }
    }
    const text = args.join(' ');
    const read = reads ? unescape(text, true) : { text, stops: false };
    yield* sys.write(1, read.text + (hasNewline && !read.stops ? '\n' : ''));
    return 0;
  },
};

/** printf(1) of coreutils. */
export const printfProgram: Program = {
  name: 'printf',
  *run(sys) {
    const args = sys.argv.slice(sys.argv[1] === '--' ? 2 : 1);
    const [format, ...rest] = args;
    if (format === undefined) {
      yield* complain(sys, `missing operand\nTry '${sys.argv[0] ?? 'printf'} --help' for more information.`);
      return 1;
    }
    const words = {
      expected: (value: string) => `${curly(value)}: expected a numeric value`,
      partly: (value: string) => `${curly(value)}: value not completely converted`,
      invalid: (directive: string) => `${directive}: invalid conversion specification`,
    };
    const result = printf(format, rest, words, shellQuote);
    yield* sys.write(1, result.text);
    for (const error of result.errors) yield* complain(sys, error);
    if (!format.includes('%') && rest.length > 0) yield* complain(sys, `warning: ignoring excess arguments, starting with ${curly(rest[0] ?? '')}`);
    return result.errors.length === 0 ? 0 : 1;
  },
};
