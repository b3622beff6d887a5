import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { localTime } from '../../host/strftime.ts';
import type { Config } from './config.ts';
import { PythonException, summaryOf, tracebackOf, type Frame, type PythonError } from './traceback.ts';

/** What log lines tell of the request they belong to (oslo.context's RequestContext). */
export interface RequestContext {
  requestId: string;
  globalRequestId: string | null;
  userId: string | null;
  projectId: string | null;
  domainId: string | null;
  systemScope: string | null;
  userDomainId: string | null;
  projectDomainId: string | null;
}

/** A context of which nothing is known but its id. */
export const emptyContext = (requestId: string): RequestContext => ({
  requestId, globalRequestId: null, userId: null, projectId: null, domainId: null, systemScope: null, userDomainId: null, projectDomainId: null,
});

/** A new `req-UUID`. */
export const newRequestId = (sys: Sys): string => `req-${sys.dice.uuid()}`;

export type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';

const LEVELS: Readonly<Record<Level, number>> = { DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, CRITICAL: 50 };

/** What a line may carry besides its text. */
export interface Extra {
  /** The error being handled: its summary follows the text. */
  readonly error?: PythonError;
  /** With the error's traceback (LOG.exception). */
  readonly hasTraceback?: boolean;
  readonly instance?: string;
  /** `function path:line` of a debug line. */
  readonly at?: string;
}

export interface Logger {
  debug(message: string, extra?: Extra): void;
  info(message: string, extra?: Extra): void;
  warning(message: string, extra?: Extra): void;
  error(message: string, extra?: Extra): void;
  critical(message: string, extra?: Extra): void;
}

/**
 * oslo.log: where a service's lines go and how they look. A log file is written at once; what goes to stderr is kept until
 * `flush` is called.
 */
export class Log {
  /** The request whose lines these are. */
  context: RequestContext | null = null;
  readonly #sys: Sys;
  readonly #config: Config;
  readonly #path: string | null;
  readonly #hasStderr: boolean;
  readonly #levels: ReadonlyMap<string, number>;
  #unwritten = '';

  private constructor(sys: Sys, config: Config, path: string | null) {
    this.#sys = sys;
    this.#config = config;
    this.#path = path;
    this.#hasStderr = config.flag('DEFAULT', 'use_stderr') || (path === null && !config.flag('DEFAULT', 'use_journal') && !config.flag('DEFAULT', 'use_syslog'));
    this.#levels = new Map(config.list('DEFAULT', 'default_log_levels').map((pair): [string, number] => {
      const [name = '', level = 'INFO'] = pair.split('=');
      return [name, LEVELS[(level === 'WARN' ? 'WARNING' : level) as Level]];
    }));
  }

  /** log.setup: throws PythonException when the log file cannot be opened (it often belongs to root). */
  static setup(sys: Sys, config: Config, binary: string): Log {
    const append = config.text('DEFAULT', 'log_config_append');
    if (append !== null) throw configFailure(sys, append);
    const path = logPath(config, binary);
    if (path !== null) openFile(sys, path);
    const log = new Log(sys, config, path);
    if (config.flag('DEFAULT', 'use_json')) log.#unwritten += `handstack: ${binary}: option use_json is not modelled\n`;
    return log;
  }

  /** A log that is set up already, as in a daemon's later requests. */
  static resume(sys: Sys, config: Config, binary: string): Log {
    return new Log(sys, config, logPath(config, binary));
  }

  logger(name: string): Logger {
    const at = (level: Level) => (message: string, extra: Extra = {}): void => { this.#write(name, level, message, extra); };
    return { debug: at('DEBUG'), info: at('INFO'), warning: at('WARNING'), error: at('ERROR'), critical: at('CRITICAL') };
  }

  /** Writes what is meant for stderr. */
  *flush(): Routine<void> {
    const text = this.#unwritten;
    this.#unwritten = '';
    if (text !== '') yield* this.#sys.write(2, text);
  }

  #write(name: string, level: Level, message: string, extra: Extra): void {
    for (const warning of this.#config.takeWarnings()) this.#write('oslo_config.cfg', 'WARNING', warning, {});
    if (LEVELS[level] < this.#threshold(name)) return;
    const text = `${this.#lines(name, level, message, extra).join('\n')}\n`;
    if (this.#path !== null) append(this.#sys, this.#path, text);
    if (this.#hasStderr) this.#unwritten += text;
    if (this.#config.flag('DEFAULT', 'use_journal') || this.#config.flag('DEFAULT', 'use_syslog')) {
      this.#sys.log(message, { priority: { DEBUG: 7, INFO: 6, WARNING: 4, ERROR: 3, CRITICAL: 2 }[level] });
    }
  }

  /** The level set for the logger or its nearest parent; of the service's own: debug or info. */
  #threshold(name: string): number {
    for (let prefix = name; prefix !== ''; prefix = prefix.slice(0, Math.max(prefix.lastIndexOf('.'), 0))) {
      const level = this.#levels.get(prefix);
      if (level !== undefined) return level;
    }
    return this.#config.flag('DEFAULT', 'debug') ? LEVELS.DEBUG : LEVELS.INFO;
  }

  #lines(name: string, level: Level, message: string, extra: Extra): string[] {
    const fields = this.#fields(name, level, extra);
    const option = this.context === null ? 'logging_default_format_string' : 'logging_context_format_string';
    const summary = summaryFor(level, extra);
    const suffix = level === 'DEBUG' && extra.at !== undefined ? ` ${extra.at}` : '';
    const first = fill(this.#config.text('DEFAULT', option) ?? '', { ...fields, message }) + summary + suffix;
    if (extra.hasTraceback !== true || extra.error === undefined) return [first];
    const prefix = fill(this.#config.text('DEFAULT', 'logging_exception_prefix') ?? '', fields);
    return [first, ...[...tracebackOf(extra.error), ''].map((line) => `${prefix}${line}`)];
  }

  #fields(name: string, level: Level, extra: Extra): Record<string, string> {
    const ms = Math.floor(this.#sys.nowMs());
    const { context } = this;
    const shown = (value: string | null | undefined): string => value ?? '-';
    const identity = fill(this.#config.text('DEFAULT', 'logging_user_identity_format') ?? '', {
      user: shown(context?.userId), project: shown(context?.projectId), domain: shown(context?.domainId),
      system_scope: shown(context?.systemScope), user_domain: shown(context?.userDomainId), project_domain: shown(context?.projectDomainId),
    });
    return {
      asctime: localTime(this.#sys, this.#config.text('DEFAULT', 'log_date_format') ?? '%Y-%m-%d %H:%M:%S', ms), msecs: String(ms % 1000),
      process: String(this.#sys.pid), levelname: level, name, instance: extra.instance === undefined ? '' : `[instance: ${extra.instance}] `,
      global_request_id: context?.globalRequestId ?? 'None', request_id: context?.requestId ?? '', user_identity: identity,
    };
  }
}

/** Built-in classes that only say that a datum was bad: not mentioned unless the error is what is logged. */
const ORDINARY = ['TypeError', 'ValueError', 'KeyError', 'AttributeError', 'ImportError'];

/** What oslo.log adds to a line of a warning or worse while an error is being handled. */
function summaryFor(level: Level, { error, hasTraceback }: Extra): string {
  if (error === undefined || LEVELS[level] < LEVELS.WARNING) return '';
  if (hasTraceback === true) return `: ${summaryOf(error)}`;
  return ORDINARY.includes(error.type) ? '' : `: ${summaryOf(error).split('\n')[0] ?? ''}`;
}

/** `%(name)s` and `%(name)03d` by their values; unknown ones are empty. */
const fill = (format: string, fields: Readonly<Record<string, string>>): string =>
  format.replaceAll(/%\((\w+)\)(0?)(\d*)[sd]/g, (_, name: string, zero: string, width: string) =>
    (fields[name] ?? '').padStart(Number(width === '' ? 0 : width), zero === '0' ? '0' : ' '));

/** oslo.log's _get_log_file_path. */
function logPath(config: Config, binary: string): string | null {
  const file = config.text('DEFAULT', 'log_file');
  const folder = config.text('DEFAULT', 'log_dir');
  if (file !== null && file !== '') return folder === null || file.startsWith('/') ? file : `${folder.replace(/\/$/, '')}/${file}`;
  return folder === null ? null : `${folder.replace(/\/$/, '')}/${binary}.log`;
}

/** A logging configuration of Python's own (log_config_append) is not modelled; most often its file does not even exist. */
function configFailure(sys: Sys, path: string): PythonException {
  const why = sys.exists(path) ? 'handstack: log_config_append is not modelled' : `[Errno 2] No such file or directory: '${path}'`;
  return new PythonException({ type: 'oslo_log.log.LogConfigError', message: `Error loading logging config ${path}: ${why}` });
}

const OPENING: readonly Frame[] = [
  ['oslo_log/log.py', 290, 'setup', '_setup_logging_from_conf(conf, product_name, version)'],
  ['oslo_log/log.py', 398, '_setup_logging_from_conf', 'filelog = file_handler(logpath)'],
  ['/usr/lib64/python3.9/logging/handlers.py', 480, '__init__', 'logging.FileHandler.__init__(self, filename, mode=mode,'],
  ['/usr/lib64/python3.9/logging/__init__.py', 1142, '__init__', 'StreamHandler.__init__(self, self._open())'],
  ['/usr/lib64/python3.9/logging/__init__.py', 1171, '_open', 'return open(self.baseFilename, self.mode, encoding=self.encoding,'],
];

/** Python's errors of open(2). */
const OPEN_ERRORS: Readonly<Record<string, readonly [string, number]>> = {
  EACCES: ['PermissionError', 13], ENOENT: ['FileNotFoundError', 2], EISDIR: ['IsADirectoryError', 21], ENOTDIR: ['NotADirectoryError', 20],
};

function openFile(sys: Sys, path: string): void {
  try {
    sys.writeFile(path, '', { append: true });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    const [type, number] = OPEN_ERRORS[error.errno] ?? ['OSError', 5];
    throw new PythonException({ type, message: `[Errno ${number}] ${error.text}: '${path}'`, frames: OPENING });
  }
}

/** A handler that cannot write any more (its disk is full, its file was given to another) stays silent. */
function append(sys: Sys, path: string, text: string): void {
  try {
    sys.writeFile(path, text, { append: true });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}
