import { statOrNull } from './command.ts';
import { SysError } from './errors.ts';
import type { Routine } from './program.ts';
import type { Sys, WaitStatus } from './sys.ts';

/** Where a command lies: as given with a slash, else on $PATH (execvp); null when nowhere. */
export function onPath(sys: Sys, name: string): string | null {
  const places = name.includes('/') ? [name] : (sys.env['PATH'] ?? '/usr/bin:/usr/sbin').split(':').map((directory) => `${directory === '' ? '.' : directory}/${name}`);
  const isFile = (path: string): boolean => statOrNull(sys, path)?.type === 'file';
  return places.find((path) => isFile(path) && sys.access(path, 'execute')) ?? places.find(isFile) ?? null;
}

/** Starts a command found on $PATH and waits for its end; SysError when it cannot be started. */
export function* runCommand(sys: Sys, argv: readonly string[], options: Parameters<Sys['spawn']>[2] = {}): Routine<WaitStatus> {
  const path = onPath(sys, argv[0] ?? '');
  if (path === null) throw new SysError('ENOENT');
  return yield* sys.wait(yield* sys.spawn(path, argv, options));
}
