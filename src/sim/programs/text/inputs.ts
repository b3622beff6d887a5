import { complain } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import { shellQuote } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

/** How a program words that it cannot open or read a file. */
export interface InputWords {
  readonly open: (name: string) => string;
  readonly read: (name: string) => string;
}

/** `NAME: file: strerror`, as most text tools say it. */
export const PLAIN_WORDS: InputWords = { open: shellQuote, read: shellQuote };

/**
 * Opens each operand (`-` and none at all: standard input), calls `use` with its descriptor and reports what fails.
 * Answers whether all went well.
 */
export function* eachInput(
  sys: Sys, operands: readonly string[], words: InputWords, use: (fd: number, name: string) => Routine<void>,
): Routine<boolean> {
  let isOk = true;
  for (const name of operands.length === 0 ? ['-'] : operands) {
    let fd = 0;
    try {
      if (name !== '-') fd = sys.open(name, { read: true });
    } catch (error) {
      yield* complain(sys, `${words.open(name)}: ${strerror(error)}`);
      isOk = false;
      continue;
    }
    try {
      yield* use(fd, name);
    } catch (error) {
      if (!(error instanceof SysError) || error.errno !== 'EISDIR') throw error;
      yield* complain(sys, `${words.read(name)}: ${error.text}`);
      isOk = false;
    } finally {
      if (fd !== 0) sys.close(fd);
    }
  }
  return isOk;
}

/** The whole text of an operand (`-`: standard input). */
export function* readOperand(sys: Sys, name: string): Routine<string> {
  if (name === '-') return yield* sys.readAll(0);
  const fd = sys.open(name, { read: true });
  try {
    return yield* sys.readAll(fd);
  } finally {
    sys.close(fd);
  }
}

/** Lines of a text without their newlines; the last need not have one. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
