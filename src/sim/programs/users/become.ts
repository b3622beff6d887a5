import type { Account } from '../../host/accounts.ts';
import { strerror } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import type { SignalName } from '../../host/signals.ts';
import { SIGNALS } from '../../host/signals.ts';
import type { Sys } from '../../host/sys.ts';

/** What a login as this account starts with; `keep` are names taken over from the caller. */
export function loginEnvironment(sys: Sys, account: Account, keep: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of keep) {
    const value = sys.env[name];
    if (value !== undefined) env[name] = value;
  }
  const path = account.uid === 0 ? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin' : '/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin';
  return { ...env, HOME: account.home, SHELL: account.shell === '' ? '/bin/sh' : account.shell, USER: account.name, LOGNAME: account.name, PATH: path, MAIL: `/var/spool/mail/${account.name}` };
}

/** Waits for the one child, in a way that can be resumed; gives the terminal back to our group. Its wait status as a shell shows it. */
export function* waitFor(sys: Sys, pid: number): Routine<{ readonly status: number; readonly signal: SignalName | null }> {
  for (;;) {
    sys.checkpoint(() => pid);
    const ended = yield* sys.wait(pid, { untraced: true });
    if (ended.kind === 'stopped') {
      // The child was stopped: so are we, until somebody goes on with us.
      sys.kill(sys.pid, 'SIGSTOP');
      yield* sys.sleep(0);
      sys.kill(pid, 'SIGCONT');
      continue;
    }
    if (ended.kind === 'continued') continue;
    takeTerminal(sys);
    const signal = (Object.keys(SIGNALS) as SignalName[]).find((name) => SIGNALS[name] === ended.status) ?? null;
    return ended.kind === 'signaled' ? { status: 128 + ended.status, signal } : { status: ended.status, signal: null };
  }
}

function takeTerminal(sys: Sys): void {
  if (!sys.isTty(0)) return;
  try {
    sys.setForeground(sys.group);
  } catch (error) {
    strerror(error);
  }
}

/** `pts/0`, or null without a terminal on standard input. */
export function terminalName(sys: Sys): string | null {
  return sys.isTty(0) ? sys.ttyName(0).replace(/^\/dev\//, '') : null;
}
