import type { Program, Routine } from '../../../host/program.ts';
import { SysError } from '../../../host/errors.ts';
import type { Sys } from '../../../host/sys.ts';
import { parseCommandLine, Usage, type Parsed } from '../../oslo/cli.ts';
import { Config, ConfigError } from '../../oslo/config.ts';
import { DbError } from '../../oslo/db-errors.ts';
import { Log } from '../../oslo/log.ts';
import { PythonException, tracebackOf, type Frame, type PythonError } from '../../oslo/traceback.ts';
import { loadConfig } from '../conf.ts';
import { loadBackends } from '../load.ts';
import { databaseOf } from '../make-app.ts';
import { bootstrap } from './bootstrap.ts';
import { commandsFor } from './commands.ts';
import { dbSync, dbVersion } from './db-sync.ts';
import { doctor } from './doctor.ts';
import { migrateCredentials, rotate, rotateCredentials, setup } from './keys.ts';
import { trustFlush } from './flush.ts';
import type { Tool } from './tool.ts';
import { versionOf } from './version.ts';

interface Action {
  readonly run: (tool: Tool) => Routine<number>;
  /** Loads keystone's drivers first, which want their keys. */
  readonly needsBackends?: boolean;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  bootstrap: { run: bootstrap, needsBackends: true },
  credential_migrate: { run: migrateCredentials, needsBackends: true },
  credential_rotate: { run: rotateCredentials },
  credential_setup: { run: (tool) => setup(tool, ['credential']) },
  db_sync: { run: dbSync },
  db_version: { run: dbVersion },
  doctor: { run: doctor },
  fernet_setup: { run: (tool) => setup(tool, ['fernet_tokens', 'fernet_receipts']) },
  fernet_rotate: { run: (tool) => rotate(tool, ['fernet_tokens', 'fernet_receipts']) },
  receipt_setup: { run: (tool) => setup(tool, ['fernet_receipts']) },
  receipt_rotate: { run: (tool) => rotate(tool, ['fernet_receipts']) },
  token_setup: { run: (tool) => setup(tool, ['fernet_tokens']) },
  token_rotate: { run: (tool) => rotate(tool, ['fernet_tokens']) },
  trust_flush: { run: trustFlush, needsBackends: true },
};

const SCRIPT: readonly Frame[] = [
  ['/usr/bin/keystone-manage', 10, '<module>', 'sys.exit(main())'],
  ['keystone/cmd/manage.py', 41, 'main', 'cli.main(argv=sys.argv, developer_config_file=developer_config)'],
];

const READING: readonly Frame[] = [...SCRIPT, ['keystone/cmd/cli.py', 1357, 'main', 'CONF(args=argv[1:],']];
const LOGGING: readonly Frame[] = [
  ...SCRIPT, ['keystone/cmd/cli.py', 1365, 'main', 'keystone.conf.setup_logging()'], ['keystone/conf/__init__.py', 125, 'setup_logging', "log.setup(CONF, 'keystone')"],
];

/** keystone-manage: sets keystone up. What goes wrong is told in its log; the terminal stays silent, as with the real one. */
export const keystoneManage: Program = {
  name: 'keystone-manage',
  *run(sys) {
    yield* sys.work(1200);
    let started: { parsed: Parsed; config: Config; log: Log };
    try {
      started = start(sys);
    } catch (error) {
      if (error instanceof Usage) return yield* error.print(sys);
      if (!isPython(error)) throw error;
      const frames = error instanceof ConfigError ? READING : LOGGING;
      yield* sys.write(2, `${tracebackOf({ ...error.python, frames: [...frames, ...error.python.frames ?? []] }).join('\n')}\n`);
      return 1;
    }
    const { parsed, config, log } = started;
    const status = yield* perform({ sys, parsed, config, log, db: databaseOf(sys, config, log) });
    yield* log.flush();
    return status;
  },
};

function start(sys: Sys): { parsed: Parsed; config: Config; log: Log } {
  const commands = commandsFor(sys.credentials.uid === 0);
  const names = commands.map(({ name }) => name);
  const words = sys.argv.slice(1);
  // The default files are read before the line's words are looked at.
  if (!words.some((word) => word === '--config-file' || word.startsWith('--config-file='))) readable(() => loadConfig(sys, { program: 'keystone-manage' }));
  const parsed = parseCommandLine({ prog: 'keystone-manage', usage: `[${names.join('|')}]`, version: versionOf(sys), commands, help: helpOf(names) }, words);
  const config = loadConfig(sys, {
    program: 'keystone-manage', ...(parsed.configFiles === null ? {} : { files: parsed.configFiles }), ...(parsed.configFolders === null ? {} : { folders: parsed.configFolders }),
  }, parsed.overrides);
  const log = Log.setup(sys, config, 'keystone-manage');
  if (config.files.length === 0) log.logger('keystone.cmd.cli').warning('Config file not found, using default configs.');
  return { parsed, config, log };
}

/** Only what is no ini file ends the program before its words are looked at. */
function readable(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ConfigError) || error.name.endsWith('ParseError')) throw error;
  }
}

const helpOf = (names: readonly string[]): string => `Sets keystone up and looks after it.

Options of every command:
  --config-file PATH, --config-dir DIR   read these instead of /etc/keystone/keystone.conf
  --debug, -d                            log more
  --log-file PATH, --log-dir DIR         where the log goes
  --version                              print the version

Commands: ${names.join(', ')}
`;

type Failure = ConfigError | PythonException;
const isPython = (error: unknown): error is Failure => error instanceof ConfigError || error instanceof PythonException;

function* perform(tool: Tool): Routine<number> {
  const action = ACTIONS[tool.parsed.command];
  if (action === undefined) {
    yield* tool.sys.write(2, `handstack: keystone-manage: command ${tool.parsed.command} is not modelled\n`);
    return 1;
  }
  try {
    if (action.needsBackends === true) loadBackends(tool.sys, tool.config, tool.log);
    return yield* action.run(tool);
  } catch (error) {
    return yield* fail(tool, error);
  }
}

/** The last resort: SystemExit prints its message, everything else goes to the log with its traceback. */
function* fail(tool: Tool, error: unknown): Routine<number> {
  if (error instanceof DbError && error.code === 0 && error.python.message.includes('no such table')) {
    yield* tool.sys.write(2, 'handstack: keystone-manage: SQLite databases are not modelled: is [database] connection set?\n');
    return 1;
  }
  const python = pythonOf(error);
  if (python.type === 'SystemExit') {
    yield* tool.sys.write(2, `${python.message}\n`);
    return 1;
  }
  const frames = [...SCRIPT, ['keystone/cmd/cli.py', 1366, 'main', 'CONF.command.cmd_class.main()'] as const, ...python.frames ?? []];
  tool.log.context = null;
  tool.log.logger('keystone').critical('Unhandled error', { error: { ...python, frames }, hasTraceback: true });
  return 1;
}

function pythonOf(error: unknown): PythonError {
  if (isPython(error)) return error.python;
  if (!(error instanceof SysError)) throw error;
  const type = { EACCES: 'PermissionError', EPERM: 'PermissionError', ENOENT: 'FileNotFoundError' }[error.errno as string] ?? 'OSError';
  return { type, message: error.message };
}
