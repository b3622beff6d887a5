import type { Routine } from './program.ts';
import type { Sys } from './sys.ts';

/**
 * Asks for a secret as PAM's conversation does: prompt on stderr, no echo on a terminal. Null at the end of input.
 * `fd` is where it is read (0, the terminal or a pipe).
 */
export function* askSecret(sys: Sys, prompt: string, fd = 0): Routine<string | null> {
  yield* sys.write(2, prompt);
  const isTerminal = sys.isTty(fd);
  if (isTerminal) sys.setTtyMode(fd, { echo: false });
  try {
    const line = yield* sys.readLine(fd);
    return line === null ? null : line.replace(/\n$/, '');
  } finally {
    if (isTerminal) {
      sys.setTtyMode(fd, { echo: true });
      yield* sys.write(2, '\n');
    }
  }
}
