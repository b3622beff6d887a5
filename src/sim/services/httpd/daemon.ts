import type { Json } from '../../../base/json.ts';
import { SysError } from '../../host/errors.ts';
import { joinPath } from '../../host/path.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { wsgiException } from '../../protocol/wsgi.ts';
import { buildInfo, dump, runningPid, signalServer } from './actions.ts';
import { readArguments, type CommandLine } from './arguments.ts';
import { ConfigError } from './config/directive.ts';
import { loadConfig, logTrouble, nameWarning, type Loaded } from './config/index.ts';
import { errorLine } from './logs.ts';
import { keepChildren, type MasterState } from './children.ts';
import { listenAll, log, openAll, startUp, stop, writePid } from './master.ts';
import { handle } from './request/handle.ts';
import { Refusal, type WorkerState } from './request/request.ts';
import { page } from './request/pages.ts';

type State = MasterState | WorkerState | { readonly role: 'idle' };

/** httpd 2.4: the master, its workers, and processes that stand where an application could not be started. */
export const httpd: Program = {
  name: 'httpd',
  *run(sys) {
    const line = yield* readArguments(sys);
    if (typeof line === 'number') return line;
    const info = buildInfo(line);
    if (info !== null) {
      yield* sys.write(1, info);
      return 0;
    }
    const loaded = yield* load(sys, line);
    if (loaded === null) return 1;
    const dumped = dump(sys, line, loaded);
    if (dumped !== null) {
      if (dumped.out !== '') yield* sys.write(1, dumped.out);
      if (dumped.err !== '') yield* sys.write(2, dumped.err);
      return 0;
    }
    return yield* act(sys, line, loaded);
  },
  handlers: {
    *request(sys, connection, message) {
      const state = sys.state as unknown as State;
      if (state.role === 'idle') return wsgiException({ during: 'exec', isExit: false, traceback: 'handstack: Python scripts are not modelled' });
      const worker = state.role === 'master' ? state.worker : state;
      if (message.protocol !== 'http' || message.kind !== 'request') {
        return { protocol: 'http', kind: 'response', status: 400, reason: 'Bad Request', headers: [], body: page(new Refusal(400).status, { method: '', target: '', location: null, admin: '', signature: '' }) };
      }
      return yield* handle(sys, worker, connection, message);
    },
    *timer(sys, note) {
      if (typeof note === 'string') sys.log(note);
    },
    *signal(sys, signal) {
      const state = sys.state as unknown as State;
      if (state.role !== 'master') return 0;
      if (signal === 'SIGCHLD') {
        yield* keepChildren(sys, state);
        return null;
      }
      if (signal === 'SIGTERM' || signal === 'SIGWINCH' || signal === 'SIGINT') {
        const words = signal === 'SIGWINCH' ? 'AH00492: caught SIGWINCH, shutting down gracefully' : 'AH00169: caught SIGTERM, shutting down';
        yield* log(sys, state, 'mpm_event', words);
        stop(sys, state);
        return 0;
      }
      return yield* restart(sys, state, signal === 'SIGUSR1');
    },
  },
};

/** Reads the configuration; says what is wrong with it. */
function* load(sys: Sys, line: CommandLine): Routine<Loaded | null> {
  try {
    const loaded = loadConfig(sys, line.where);
    for (const said of loaded.warnings) yield* sys.write(2, `${errorLine(null, { ...said, pid: sys.pid, tid: sys.pid }, sys.nowMs())}\n`);
    const warning = nameWarning(sys, loaded.settings);
    if (warning !== null) yield* sys.write(2, `${warning}\n`);
    const trouble = logTrouble(sys, loaded.settings);
    if (trouble === null) return loaded;
    yield* sys.write(2, `${trouble.join('\n')}\n`);
    return null;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    yield* sys.write(2, `${error.message}\n`);
    return null;
  }
}

/** Starts the server, or tells the one that runs. */
function* act(sys: Sys, line: CommandLine, loaded: Loaded): Routine<number> {
  const { settings } = loaded;
  const pidFile = joinPath(settings.serverRoot, settings.pidFile);
  const told = line.action === null ? null : yield* signalServer(sys, line.action, pidFile);
  if (told !== null) return told;
  if (line.action === null && runningPid(sys, pidFile) !== null && !line.where.defines.includes('FOREGROUND')) {
    yield* sys.write(1, `httpd (pid ${runningPid(sys, pidFile) ?? 0}) already running\n`);
    return 0;
  }
  if (!settings.modules.some((name) => name.startsWith('mpm_'))) {
    yield* sys.write(2, 'AH00534: httpd: Configuration error: No MPM loaded.\n');
    return 1;
  }
  const opened = yield* openAll(sys, settings);
  if (opened === null) return 1;
  const isForeground = line.where.defines.includes('FOREGROUND') || line.flags.has('X');
  const hasSystemd = settings.modules.includes('systemd_module') && sys.env['NOTIFY_SOCKET'] !== undefined;
  const begin = function* (own: Sys): Routine<number> {
    if (!(yield* writePid(own, settings, opened))) return 1;
    const state = yield* startUp(own, line, loaded, opened);
    own.catchSignals(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGWINCH', 'SIGCHLD']);
    own.describe({ memoryMb: 11 });
    return yield* own.serve(state as unknown as Json, hasSystemd ? { status: `Started, listening on: ${listening(loaded)}` } : {});
  };
  if (isForeground) {
    if (hasSystemd) sys.setTimer(1, `Server configured, listening on: ${listening(loaded)}`);
    return yield* begin(sys);
  }
  // The ports go with the process that opened them: the one that stays opens them anew.
  const detached = function* (own: Sys): Routine<number> {
    return (yield* listenAll(own, settings)) ? yield* begin(own) : 1;
  };
  sys.fork(detached, { newSession: true });
  return 0;
}

const listening = ({ settings }: Loaded): string =>
  [...settings.listens].reverse().map(({ address, port }) => (address === null ? `port ${port}` : `${address}:${port}`)).join(', ');

/** SIGHUP and SIGUSR1: the configuration is read anew, workers and applications are replaced. */
function* restart(sys: Sys, state: MasterState, isGraceful: boolean): Routine<number | null> {
  yield* log(sys, state, 'mpm_event', isGraceful ? 'AH00493: SIGUSR1 received.  Doing graceful restart' : 'AH00494: SIGHUP received.  Attempting to restart');
  const line: CommandLine = { where: state.where, action: null, flags: new Set(), shown: state.shown };
  try {
    const loaded = yield* load(sys, line);
    if (loaded === null) return 1;
    stop(sys, state, loaded.settings.listens);
    const opened = yield* openAll(sys, loaded.settings, state.worker.settings.listens);
    if (opened === null) return 1;
    const next = yield* startUp(sys, line, loaded, opened, state.generation + 1);
    sys.setState(next as unknown as Json);
    return null;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return 1;
  }
}
