import type { Routine } from '../host/program.ts';
import type { Sys } from '../host/sys.ts';
import { Complaint, Discard, FunctionReturn, LoopExit, ShellExit } from './flow.ts';
import type { Shell } from './shell.ts';
import { trampoline } from './trampoline.ts';

/** Runs `body` in a forked process with a copy of the shell, to the exit status. */
export function* runForked(parent: Shell, sys: Sys, body: (sh: Shell) => Routine<number>): Routine<number> {
  for (const fd of parent.privateFds) if (sys.descriptors().includes(fd)) sys.close(fd);
  return yield* trampoline(runToEnd(parent.fork(sys), body));
}

/** Runs `body` until it ends or leaves; then the EXIT trap. */
export function* runToEnd(sh: Shell, body: (sh: Shell) => Routine<number>): Routine<number> {
  sh.status = yield* settle(sh, body);
  const action = sh.traps.get('EXIT');
  if (action === undefined || action === '') return sh.status;
  sh.traps.delete('EXIT');
  const before = sh.status;
  return yield* settle(sh, function* () {
    yield* sh.language.runText(sh, action);
    return before;
  });
}

function* settle(sh: Shell, body: (sh: Shell) => Routine<number>): Routine<number> {
  try {
    return yield* body(sh);
  } catch (error) {
    if (error instanceof ShellExit || error instanceof FunctionReturn) return error.status;
    if (error instanceof LoopExit) return 0;
    if (!(error instanceof Discard) && !(error instanceof Complaint)) throw error;
    const text = error instanceof Complaint ? error.message : error.isSaid ? null : error.complaint;
    if (text !== null) yield* sh.complain(text);
    return error.status;
  }
}
