import type { Routine } from '../../../host/program.ts';
import { formatTime } from '../../../host/strftime.ts';
import type { Sys } from '../../../host/sys.ts';
import { zoneName } from '../../../host/time-zone.ts';

/** Python's levels of importance. */
export const LEVEL = { debug: 10, info: 20, warning: 30, error: 40, critical: 50 } as const;
export type LevelName = keyof typeof LEVEL;

interface FileSink {
  readonly fd: number;
  level: number;
  /** `cloud user project`, as each line shows it in brackets. */
  context: string;
}

/** The client's loggers: lines on stderr, and in `--log-file` (osc_lib.logs). */
export class Log {
  /** Says nothing: what a resumed program does again was said before. */
  isSilent = false;
  readonly #sys: Sys;
  #level: number = LEVEL.warning;
  #file: FileSink | null = null;

  constructor(sys: Sys) {
    this.#sys = sys;
  }

  /** Whether debug lines would be seen: they are costly to make. */
  get isDebugging(): boolean {
    return this.#level <= LEVEL.debug || (this.#file !== null && this.#file.level <= LEVEL.debug);
  }

  setLevel(level: number): void {
    this.#level = level;
    if (this.#file !== null) this.#file.level = level;
  }

  /** Begins to write to a file. Throws SysError. */
  openFile(path: string, context: string): void {
    this.#file ??= { fd: this.#sys.open(path, { write: true, append: true, create: true }), level: this.#level, context };
    this.#file.context = context;
  }

  *emit(level: LevelName, logger: string, message: string): Routine<void> {
    if (this.isSilent) return;
    if (LEVEL[level] >= this.#level) yield* this.#sys.write(2, `${message}\n`);
    if (this.#file !== null && LEVEL[level] >= this.#file.level) yield* this.#sys.write(this.#file.fd, this.#line(level, logger, message));
  }

  debug(logger: string, message: string): Routine<void> {
    return this.emit('debug', logger, message);
  }

  info(logger: string, message: string): Routine<void> {
    return this.emit('info', logger, message);
  }

  warning(logger: string, message: string): Routine<void> {
    return this.emit('warning', logger, message);
  }

  error(logger: string, message: string): Routine<void> {
    return this.emit('error', logger, message);
  }

  #line(level: string, logger: string, message: string): string {
    const nowMs = this.#sys.nowMs();
    const millis = String(Math.floor(nowMs) % 1000).padStart(3, '0');
    const at = formatTime('%Y-%m-%d %H:%M:%S', nowMs, zoneName(this.#sys), true);
    return `${at}.${millis} ${this.#sys.pid} ${level.toUpperCase()} ${logger} [${this.#file?.context ?? ''}] ${message}\n`;
  }
}

/** What `-v`, `-q` and `--debug` ask for (log_level_from_options). */
export function levelOf(verbosity: number): number {
  if (verbosity === 0) return LEVEL.error;
  if (verbosity === 2) return LEVEL.info;
  return verbosity >= 3 ? LEVEL.debug : LEVEL.warning;
}
