import type { Json } from '../../../base/json.ts';
import type { Message } from '../../protocol/message.ts';
import { wsgiException } from '../../protocol/wsgi.ts';
import { SysError } from '../../host/errors.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import type { SavedSession } from '../../host/mysql/connection.ts';
import { Config, ConfigError, type SavedConfig } from '../oslo/config.ts';
import { Pool } from '../oslo/db.ts';
import { Log } from '../oslo/log.ts';
import { PythonException, tracebackOf } from '../oslo/traceback.ts';
import { dispatch } from './api/index.ts';
import { OPTIONS } from './conf.ts';
import { alreadyParsed, configure, CONFIGURING, EXIT, loadBackends } from './load.ts';
import { makeApp } from './make-app.ts';

/** Loading Python's modules takes its time, once; and so does every request. */
const LOAD_MS = 900;
const REQUEST_MS = 12;
/** What Python's modules take once they are loaded. */
const LOADED_MB = 90;

/** What a process of the application remembers between requests. */
interface Memory {
  /** Broken: loading failed once, and cannot succeed in this process any more. */
  readonly phase: 'fresh' | 'loaded' | 'broken';
  readonly config: SavedConfig | null;
  readonly session: SavedSession | null;
  readonly wasConnected: boolean;
}

const FRESH: Memory = { phase: 'fresh', config: null, session: null, wasConnected: false };

/** The variable by which mod_wsgi tells its processes what they are for. */
const STARTED_BY_HTTPD = 'MOD_WSGI_SCRIPT';

/** The WSGI script: httpd starts it in the processes of `keystone-public`; the application is loaded at the first request. */
export const keystoneWsgiPublic: Program = {
  name: 'keystone-wsgi-public',
  *run(sys) {
    if (sys.env[STARTED_BY_HTTPD] === undefined) {
      yield* sys.write(2, `handstack: ${sys.argv[0]?.replace(/^.*\//, '') ?? ''}: its own test server is not modelled, httpd starts it\n`);
      return 1;
    }
    sys.describe({ memoryMb: 5 });
    return yield* sys.serve(FRESH as unknown as Json);
  },
  handlers: {
    *request(sys, _connection, message) {
      const memory = sys.state as unknown as Memory;
      if (message.protocol !== 'http' || message.kind !== 'request') throw new SysError('ECONNRESET');
      let during: 'exec' | 'call' = 'exec';
      try {
        if (memory.phase === 'fresh') yield* sys.sleep(LOAD_MS);
        const { config, log } = load(sys, memory);
        yield* sys.sleep(REQUEST_MS);
        during = 'call';
        const pool = new Pool(memory.session, memory.wasConnected);
        try {
          return yield* answer(sys, config, log, pool, message);
        } finally {
          remember(sys, { ...sys.state as unknown as Memory, session: pool.saved, wasConnected: pool.wasConnected });
        }
      } catch (error) {
        if (!(error instanceof PythonException) && !(error instanceof ConfigError)) throw error;
        if (during === 'exec') remember(sys, { ...memory, phase: 'broken' });
        const { python } = error;
        const isConfiguring = during === 'exec' && python.frames?.[0]?.[0] !== CONFIGURING[0]?.[0];
        const shown = isConfiguring ? { ...python, frames: [...CONFIGURING, ...python.frames ?? []] } : python;
        return wsgiException({ during, isExit: python.type === EXIT, traceback: tracebackOf(shown).join('\n') });
      }
    },
  },
};

function* answer(sys: Sys, config: Config, log: Log, pool: Pool, message: Extract<Message, { protocol: 'http'; kind: 'request' }>): Routine<Message> {
  const app = makeApp(sys, config, log, pool);
  try {
    return yield* dispatch(app, message);
  } finally {
    yield* log.flush();
  }
}

const remember = (sys: Sys, memory: Memory): void => { sys.setState(memory as unknown as Json); };

const restored = new WeakMap<SavedConfig, Config>();

/** The configuration of this process: read at its first request, and kept. */
function load(sys: Sys, memory: Memory): { readonly config: Config; readonly log: Log } {
  if (memory.phase === 'broken') throw alreadyParsed();
  if (memory.phase === 'loaded' && memory.config !== null) {
    const config = restored.get(memory.config) ?? Config.restore(OPTIONS, memory.config);
    restored.set(memory.config, config);
    return { config, log: Log.resume(sys, config, 'keystone-wsgi-public') };
  }
  const { config, log } = configure(sys);
  loadBackends(sys, config, log);
  sys.describe({ memoryMb: LOADED_MB });
  const saved = config.save();
  restored.set(saved, config);
  remember(sys, { ...memory, phase: 'loaded', config: saved });
  return { config, log };
}

/** The same under its older name. */
export const keystoneWsgiAdmin: Program = { ...keystoneWsgiPublic, name: 'keystone-wsgi-admin' };
