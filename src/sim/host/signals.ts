/** Signal numbers of Linux on x86-64 that the simulated kernel knows. */
export const SIGNALS = {
  SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9,
  SIGUSR1: 10, SIGSEGV: 11, SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15, SIGCHLD: 17, SIGCONT: 18,
  SIGSTOP: 19, SIGTSTP: 20, SIGTTIN: 21, SIGTTOU: 22, SIGWINCH: 28,
} as const;

export type SignalName = keyof typeof SIGNALS;

/** What a process that neither catches nor ignores the signal does (signal(7)). */
export function defaultAction(signal: SignalName): 'terminate' | 'ignore' | 'stop' | 'continue' {
  if (signal === 'SIGCHLD' || signal === 'SIGWINCH') return 'ignore';
  if (signal === 'SIGCONT') return 'continue';
  if (signal === 'SIGSTOP' || signal === 'SIGTSTP' || signal === 'SIGTTIN' || signal === 'SIGTTOU') return 'stop';
  return 'terminate';
}

/** The name of a signal number or spelling (`15`, `TERM`, `sigterm`), or null. */
export function signalNamed(spelling: string): SignalName | null {
  const upper = spelling.toUpperCase();
  for (const [name, number] of Object.entries(SIGNALS)) {
    if (upper === name || `SIG${upper}` === name || upper === String(number)) return name as SignalName;
  }
  return null;
}
