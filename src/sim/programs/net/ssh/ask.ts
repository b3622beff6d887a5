import { SysError } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';

/** Asks at the terminal itself (readpassphrase(3)), whatever stdin is; null when there is no terminal. */
export function* askAtTerminal(sys: Sys, prompt: string, isSecret: boolean): Routine<string | null> {
  let fd: number;
  try {
    fd = sys.open('/dev/tty', { read: true, write: true });
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
  const mode = sys.ttyMode(fd);
  try {
    yield* sys.write(fd, prompt);
    if (isSecret) sys.setTtyMode(fd, { echo: false });
    const line = yield* sys.readLine(fd);
    if (isSecret) yield* sys.write(fd, '\n');
    return line === null ? null : line.replace(/\n$/, '');
  } finally {
    sys.setTtyMode(fd, mode);
    sys.close(fd);
  }
}
