import type { Routine } from '../host/program.ts';
import type { SignalName } from '../host/signals.ts';
import { Discard } from './flow.ts';
import type { Shell } from './shell.ts';

/** Signals that an interactive shell does not die of. */
const INTERACTIVE: readonly SignalName[] = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'];

/** Tells the kernel which signals the shell catches and ignores: its traps, and what an interactive shell needs. */
export function updateSignals(sh: Shell): void {
  const named = [...sh.traps].filter(([name]) => name.startsWith('SIG'));
  const caught = named.filter(([, action]) => action !== '').map(([name]) => name as SignalName);
  const ignored = named.filter(([, action]) => action === '').map(([name]) => name as SignalName);
  const own = sh.isInteractive && sh.subshellDepth === 0 ? INTERACTIVE.filter((name) => !ignored.includes(name)) : [];
  sh.sys.catchSignals([...new Set([...caught, ...own])]);
  sh.sys.ignoreSignals(ignored);
}

/** Runs the action of a trap; `$?` stays as it was. */
export function* runTrap(sh: Shell, name: string): Routine<void> {
  const action = sh.traps.get(name);
  if (action === undefined || action === '' || sh.isTrapping) return;
  const { status, pipeStatus, line } = sh;
  sh.isTrapping = true;
  try {
    yield* sh.language.runText(sh, action, { line });
  } finally {
    sh.isTrapping = false;
  }
  Object.assign(sh, { status, pipeStatus, line });
}

/** Acts on signals that came: traps run, Ctrl-C gives an interactive line up. */
export function* handleSignals(sh: Shell): Routine<void> {
  const signals = [...sh.pendingTraps.splice(0), ...sh.sys.takeSignals()];
  for (const signal of signals) {
    if (sh.traps.has(signal)) yield* runTrap(sh, signal);
    else if (signal === 'SIGINT' && sh.isInteractive) {
      yield* sh.err('\n');
      throw new Discard(130, null);
    }
  }
}
