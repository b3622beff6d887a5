import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { zoneAt, zoneName } from '../../host/time-zone.ts';
import { calendar } from '../../time/clock.ts';
import type { Server, Settings } from './config/settings.ts';

/** What a line of an error log is about. */
export interface ErrorEntry {
  readonly module: string;
  readonly level: 'emerg' | 'alert' | 'crit' | 'error' | 'warn' | 'notice' | 'info';
  readonly message: string;
  readonly pid: number;
  readonly tid: number;
  /** `(13)Permission denied`, or null. */
  readonly errno?: string | null;
  /** `client 10.0.0.11:44536` or `remote …`. */
  readonly peer?: string | null;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LEVELS = ['emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info', 'debug'];
const two = (value: number): string => String(value).padStart(2, '0');

/** Writing a line takes so long: lines follow one another in time. */
const LINE_MS = 0.031;

const micros = (ms: number): string => String(Math.floor((ms % 1000) * 1000)).padStart(6, '0');

function stamp(ms: number, flags: string): string {
  const { year, month, day, hour, minute, second, weekday } = calendar(ms);
  const time = `${two(hour)}:${two(minute)}:${two(second)}${flags.includes('u') ? `.${micros(ms)}` : ''}`;
  if (flags.includes('c')) return `${year}-${two(month)}-${two(day)} ${time}`;
  return `${DAYS[weekday] ?? ''} ${MONTHS[month - 1] ?? ''} ${two(day)} ${time} ${year}`;
}

/** One line of an error log by ErrorLogFormat; null: httpd's own form. */
export function errorLine(format: string | null, entry: ErrorEntry, nowMs: number): string {
  const { module, level, pid, tid, message } = entry;
  if (format === null) {
    const errno = entry.errno === undefined || entry.errno === null ? '' : `${entry.errno}: `;
    const peer = entry.peer === undefined || entry.peer === null ? '' : `[${entry.peer}] `;
    return `[${stamp(nowMs, 'u')}] [${module}:${level}] [pid ${pid}:tid ${tid}] ${errno}${peer}${message}`;
  }
  return format.replace(/%(?:-|\d+)?(?:\{([^}]*)\})?(.)/g, (_whole, flags: string | undefined, letter: string) => {
    switch (letter) {
      case 't': return stamp(nowMs, flags ?? '');
      case 'm': return module;
      case 'l': return level;
      case 'P': return String(pid);
      case 'T': return String(tid);
      case 'E': return entry.errno ?? '-';
      case 'a': return entry.peer?.split(' ')[1] ?? '-';
      case 'M': return message;
      case '%': return '%';
      default: return '-';
    }
  });
}

/** Whether a level is written by LogLevel; notices always are. */
export function isLogged(server: Server, main: Server, level: string): boolean {
  const least = server.logLevel ?? main.logLevel ?? 'warn';
  const limit = least.startsWith('trace') ? 99 : LEVELS.indexOf(least);
  return LEVELS.indexOf(level) <= Math.max(limit, LEVELS.indexOf('notice'));
}

const MINUTE_MS = 60_000;

/** The host's zone at this moment, in minutes east of Greenwich. */
export const offsetOf = (sys: Sys, ms: number): number => zoneAt(zoneName(sys), ms).offsetMin;

/** The moment that a clock in Greenwich shows what this host's shows now. */
const localMs = (sys: Sys): number => sys.nowMs() + offsetOf(sys, sys.nowMs()) * MINUTE_MS;

/** Open logs: descriptor by path. */
export type LogFiles = Readonly<Record<string, number>>;

/** Writes to a server's error log (the main server's when it has none). */
export function* logError(sys: Sys, settings: Settings, logs: LogFiles, server: Server, entry: ErrorEntry): Routine<void> {
  const { main } = settings;
  if (!isLogged(server, main, entry.level)) return;
  const fd = logs[server.errorLog ?? main.errorLog ?? 'logs/error_log'];
  const format = server.errorLogFormat ?? main.errorLogFormat;
  if (fd === undefined) return;
  yield* sys.sleep(LINE_MS);
  yield* sys.write(fd, `${errorLine(format, entry, localMs(sys))}\n`);
}

/** What a finished request tells the access log. */
export interface Finished {
  readonly peer: string;
  readonly local: { readonly address: string; readonly port: number };
  readonly requestLine: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly bodyBytes: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly startMs: number;
  readonly tookMs: number;
  readonly serverName: string;
  /** The host's time zone, minutes east. */
  readonly offsetMin: number;
}

const accessTime = (ms: number, offsetMin: number): string => {
  const { year, month, day, hour, minute, second } = calendar(ms + offsetMin * MINUTE_MS);
  const east = Math.abs(offsetMin);
  const zone = `${offsetMin < 0 ? '-' : '+'}${two(Math.floor(east / 60))}${two(east % 60)}`;
  return `[${two(day)}/${MONTHS[month - 1] ?? ''}/${year}:${two(hour)}:${two(minute)}:${two(second)} ${zone}]`;
};

/** Quotes and control characters as mod_log_config escapes them. */
const escaped = (text: string): string => text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t');

/** One line of an access log by its LogFormat (mod_log_config). */
export function accessLine(format: string, done: Finished, pid: number): string {
  return format.replace(/\\"/g, '"').replace(/\\t/g, '\t').replace(/%[!\d,]*(?:<|>)?(?:\{([^}]*)\})?(\^?[A-Za-z%]{1})/g, (whole, argument: string | undefined, letter: string) => {
    const header = (name: string): string => done.responseHeaders.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? '-';
    switch (letter) {
      case '%': return '%';
      case 'h': case 'a': return done.peer;
      case 'A': return done.local.address;
      case 'l': case 'u': return '-';
      case 't': return accessTime(done.startMs, done.offsetMin);
      case 'r': return escaped(done.requestLine);
      case 's': return String(done.status);
      case 'b': return done.bodyBytes === 0 ? '-' : String(done.bodyBytes);
      case 'B': return String(done.bodyBytes);
      case 'O': return String(done.sentBytes);
      case 'I': return String(done.receivedBytes);
      case 'i': return escaped(done.headers[(argument ?? '').toLowerCase()] ?? '-');
      case 'o': return header(argument ?? '');
      case 'm': return done.method;
      case 'U': return done.target.split('?')[0] ?? '';
      case 'q': return done.target.includes('?') ? `?${done.target.split('?').slice(1).join('?')}` : '';
      case 'H': return 'HTTP/1.1';
      case 'p': return String(done.local.port);
      case 'P': return String(pid);
      case 'v': case 'V': return done.serverName;
      case 'D': return String(Math.round(done.tookMs * 1000));
      case 'T': return argument === 'ms' ? String(Math.round(done.tookMs)) : argument === 'us' ? String(Math.round(done.tookMs * 1000)) : String(Math.floor(done.tookMs / 1000));
      case 'X': return '+';
      case 'k': return '0';
      default: return whole.startsWith('%{') ? '-' : whole;
    }
  });
}
