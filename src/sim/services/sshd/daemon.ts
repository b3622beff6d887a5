import type { Json } from '../../../base/json.ts';
import { SysError } from '../../host/errors.ts';
import { UsageError, getopt, type ParsedOptions } from '../../host/getopt.ts';
import type { Connection, Program, Routine } from '../../host/program.ts';
import { readPrivateKey } from '../../host/ssh-key.ts';
import type { Sys } from '../../host/sys.ts';
import type { Message } from '../../protocol/message.ts';
import { sshMessage, type SshAuthentication, type SshSession } from '../../protocol/ssh.ts';
import { SshdConfigError, readSshdConfig, type SshdConfig } from './config.ts';
import { accepts, methodsOf } from './login.ts';
import { serveSession } from './session.ts';

interface State {
  config: SshdConfig;
  readonly configPath: string;
  hostKeys: string[];
}

/** What sshd remembers of a connection: how many attempts failed, and who is logged in. */
interface Login {
  readonly failures: number;
  readonly user: string | null;
}

/** sshd of OpenSSH 8.7. */
export const sshd: Program = {
  name: 'sshd',
  *run(sys) {
    let args: ParsedOptions;
    try {
      args = getopt(sys.argv.slice(1), { short: '46DTdeiqrtC:E:b:c:f:g:h:k:o:p:u:V' });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      yield* sys.write(2, `sshd: ${error.message}\nOpenSSH_8.7p1, OpenSSL 3.0.7 1 Nov 2022\n`);
      return 1;
    }
    if (sys.argv[0]?.startsWith('/') !== true) {
      yield* sys.write(2, 'sshd re-exec requires execution with an absolute path\n');
      return 255;
    }
    return yield* start(sys, args);
  },
  handlers: {
    *open(sys, connection) {
      const state = sys.state as unknown as State;
      const login: Login = { failures: 0, user: null };
      connection.session = login as unknown as Json;
      return sshMessage('ssh-greeting', { version: 'SSH-2.0-OpenSSH_8.7', hostKeys: state.hostKeys });
    },
    *request(sys, connection, message) {
      const state = sys.state as unknown as State;
      if (message.protocol !== 'plain') return sshMessage('ssh-login', { isAccepted: false, methods: [], isOver: true });
      if (message.operation === 'ssh-login') return yield* login(sys, state, connection, message.body as unknown as SshAuthentication);
      return openSession(sys, connection, message.body as unknown as SshSession);
    },
    close(sys, connection) {
      const { user } = connection.session as unknown as Login;
      if (user === null) sys.log(`Connection closed by ${connection.peer.address} port ${connection.peer.port} [preauth]`);
    },
    *signal(sys, signal) {
      const state = sys.state as unknown as State;
      if (signal === 'SIGCHLD') {
        while (tryPoll(sys)) continue;
        return null;
      }
      if (signal !== 'SIGHUP') {
        sys.log(`Received signal ${signal === 'SIGTERM' ? 15 : 2}; terminating.`);
        return 0;
      }
      sys.log('Received SIGHUP; restarting.');
      try {
        state.config = readSshdConfig(sys, state.configPath);
        sys.setState(state as unknown as Json);
      } catch (error) {
        if (!(error instanceof SshdConfigError)) throw error;
        sys.log(error.message, { priority: 3 });
        return 255;
      }
      return null;
    },
  },
};

function* start(sys: Sys, args: ParsedOptions): Routine<number> {
  const configPath = args.last('f') ?? '/etc/ssh/sshd_config';
  try {
    const config = readSshdConfig(sys, configPath);
    const hostKeys = config.hostKeys.flatMap((path) => publicLine(sys, path));
    if (hostKeys.length === 0) throw new SshdConfigError('sshd: no hostkeys available -- exiting.');
    if (args.has('t')) return 0;
    if (args.has('T')) {
      yield* sys.write(1, `port ${config.ports.join('\nport ')}\npermitrootlogin ${config.permitRootLogin}\npasswordauthentication ${config.hasPassword ? 'yes' : 'no'}\n`);
      return 0;
    }
    if (!listenAll(sys, config)) {
      yield* sys.write(2, 'Cannot bind any address.\n');
      return 255;
    }
    if (args.has('D')) sys.describe({ title: 'sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups', memoryMb: 9 });
    sys.catchSignals(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGCHLD']);
    return yield* sys.serve({ config, configPath, hostKeys } as unknown as Json);
  } catch (error) {
    const message = error instanceof SshdConfigError ? error.message : error instanceof SysError ? `${configPath}: ${error.text}` : null;
    if (message === null) throw error;
    yield* sys.write(2, `${message}\n`);
    return error instanceof SshdConfigError && message.startsWith('sshd:') ? 1 : 255;
  }
}

function publicLine(sys: Sys, path: string): string[] {
  if (!sys.exists(path)) return [];
  const key = readPrivateKey(sys.readFile(path));
  return key === null ? [] : [key.publicLine];
}

/** Opens a listener for every address and port; says in the journal what came of it. */
function listenAll(sys: Sys, config: SshdConfig): boolean {
  let opened = 0;
  for (const port of config.ports) {
    for (const address of config.listen) {
      try {
        sys.listen({ address, port, backlog: 128 });
        sys.log(`Server listening on ${address} port ${port}.`);
        opened += 1;
      } catch (error) {
        if (!(error instanceof SysError)) throw error;
        sys.log(`error: Bind to port ${port} on ${address} failed: ${error.text}.`, { priority: 3 });
      }
    }
  }
  return opened > 0;
}

function tryPoll(sys: Sys): boolean {
  try {
    return sys.poll(-1) !== null;
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}

function* login(sys: Sys, state: State, connection: Connection, attempt: SshAuthentication): Routine<Message> {
  const { peer } = connection;
  const before = connection.session as unknown as Login;
  const methods = methodsOf(state.config);
  const from = `${peer.address} port ${peer.port}`;
  const isKnown = sys.accounts.byName(attempt.user) !== null;
  if (attempt.method === 'none') {
    if (!isKnown) sys.log(`Invalid user ${attempt.user} from ${from}`);
    return sshMessage('ssh-login', { isAccepted: false, methods, isOver: false });
  }
  yield* sys.sleep(attempt.method === 'password' ? 60 : 15);
  const how = accepts(sys, state.config, attempt);
  if (how !== null) {
    const [method = '', key] = [how.split(':')[0], how.includes(':') ? how.slice(how.indexOf(':') + 1) : null];
    sys.log(`Accepted ${method} for ${attempt.user} from ${from} ssh2${key === null ? '' : `: ${key}`}`);
    connection.session = { failures: 0, user: attempt.user };
    return sshMessage('ssh-login', { isAccepted: true, methods, isOver: false });
  }
  if (attempt.method === 'password') {
    yield* sys.sleep(2000);
    sys.log(`Failed password for ${isKnown ? '' : 'invalid user '}${attempt.user} from ${from} ssh2`);
  }
  const failures = before.failures + 1;
  connection.session = { failures, user: null };
  return sshMessage('ssh-login', { isAccepted: false, methods, isOver: failures >= state.config.maxTries });
}

/** Makes a process for the session and hands the client the other end of its stream. */
function openSession(sys: Sys, connection: Connection, session: SshSession): Message {
  const { user } = connection.session as unknown as Login;
  const account = user === null ? null : sys.accounts.byName(user);
  if (account === null) return sshMessage('ssh-session', { stream: null });
  const { id, fd } = sys.offerStream();
  const local = 'address' in connection.local ? connection.local : { address: '127.0.0.1', port: 22 };
  const peer = { address: connection.peer.address, port: connection.peer.port, localAddress: local.address, localPort: local.port };
  sys.fork((child) => serveSession(child, 3, account, session, peer), { fds: { 0: 0, 1: 1, 2: 2, 3: fd } });
  sys.close(fd);
  return sshMessage('ssh-session', { stream: id });
}
