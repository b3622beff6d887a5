import { err, out } from '../../host/stdio.ts';
import type { Routine } from '../../host/program.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import type { Screen } from './columns.ts';
import { readOr } from './repo-config.ts';

/** What ends dnf with a message on stderr: `Error: text`, or the text alone. */
export class DnfError extends Error {
  override readonly name = 'DnfError';
  readonly exit: number;
  readonly isBare: boolean;
  /** A line on stdout after the message: what to try. */
  readonly hint: string | null;

  constructor(message: string, options: { readonly exit?: number; readonly isBare?: boolean; readonly hint?: string } = {}) {
    super(message);
    this.exit = options.exit ?? 1;
    this.isBare = options.isBare ?? false;
    this.hint = options.hint ?? null;
  }
}

/** dnf's two loggers and its screen: messages go to stdout, errors and warnings to stderr, both to /var/log/dnf.log. */
export class Console {
  readonly sys: Sys;
  readonly screen: Screen;
  isQuiet = false;
  isVerbose = false;
  /** search, repoquery and deplist keep stdout for their data. */
  infoToStderr = false;
  /** rpm at work by itself: it has no steps to show. */
  isRpm = false;
  #log = '';

  constructor(sys: Sys) {
    this.sys = sys;
    this.screen = { columns: sys.isTty(1) ? Math.max(1, sys.ttySize(1).columns || 80) : null };
  }

  get isTty(): boolean {
    return this.screen.columns !== null;
  }

  /** A line of information. */
  *info(text: string): Routine<void> {
    this.#note('INFO', text);
    if (this.isQuiet) return;
    yield* this.infoToStderr ? err(this.sys, `${text}\n`) : out(this.sys, `${text}\n`);
  }

  /** A warning or an error, as it is. */
  *error(text: string): Routine<void> {
    this.#note('ERROR', text);
    yield* err(this.sys, `${text}\n`);
  }

  /** Data that a command was asked for; never silenced. */
  *print(text: string): Routine<void> {
    yield* out(this.sys, `${text}\n`);
  }

  /** Progress, without a newline of its own; silenced by -q. */
  *progress(text: string): Routine<void> {
    if (!this.isQuiet) yield* out(this.sys, text);
  }

  #note(level: string, text: string): void {
    const stamp = localTime(this.sys, '%Y-%m-%dT%H:%M:%S%z', this.sys.nowMs());
    this.#log += `${stamp} ${level} ${text}\n`;
  }

  /** Writes what was said to /var/log/dnf.log, where root may; the last 40 lines of a run are kept. */
  flush(): void {
    if (this.sys.credentials.uid !== 0 || this.#log === '') return;
    const path = '/var/log/dnf.log';
    const lines = (readOr(this.sys, path, '') + this.#log).split('\n');
    this.sys.writeFile(path, lines.slice(-LOG_LINES).join('\n'), { mode: 0o644 });
    this.#log = '';
  }

  /** `Fri 20 Nov 2026 09:17:35 AM UTC`. */
  time(ms: number): string {
    return localTime(this.sys, '%c', ms);
  }
}

/** The log is rotated hard: it must not grow a saved lab. */
const LOG_LINES = 80;
