import type { Json } from '../../../base/json.ts';
import { calendar } from '../../time/clock.ts';
import { SysError } from '../../host/errors.ts';
import { UsageError, getopt, type ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { chronyMessage, type ChronyCommand } from '../../protocol/chrony.ts';
import { answer } from './commands.ts';
import { ConfigError, readConfig, type Config, type Files } from './config.ts';
import { SYNCHRONIZED_KEY, addSources, measure, poll, resolveAgain, serveTime } from './polling.ts';
import { bestSource, type State } from './state.ts';

const FEATURES = '+CMDMON +NTP +REFCLOCK +RTC +PRIVDROP +SCFILTER +SIGND +ASYNCDNS +NTS +SECHASH +IPV6 -DEBUG';
const VERSION = '4.3';

/** chronyd: reads chrony.conf, asks its sources for the time, answers chronyc and other hosts. */
export const chronyd: Program = {
  name: 'chronyd',
  *run(sys) {
    const args = yield* parse(sys);
    if (typeof args === 'number') return args;
    const isForeground = ['q', 'Q', 'd', 'n', 'p'].some((letter) => args.has(letter));
    return isForeground ? yield* start(sys, args) : yield* daemonise(sys, args);
  },
  handlers: {
    *request(sys, connection, message) {
      const state = sys.state as unknown as State;
      if (message.protocol !== 'plain') return { protocol: 'plain', operation: 'ntp', body: null };
      if (message.operation === 'ntp') {
        const reply = serveTime(sys, state, connection.peer.address);
        sys.setState(state as unknown as Json);
        return { protocol: 'plain', operation: 'ntp', body: reply as unknown as Json };
      }
      const isTrusted = 'path' in connection.local;
      const reply = answer(sys, state, message.body as unknown as ChronyCommand, isTrusted);
      sys.setState(state as unknown as Json);
      return chronyMessage(reply);
    },
    *timer(sys, note) {
      const state = sys.state as unknown as State;
      const { kind, id, turn } = note as { kind: string; id?: number; turn?: number };
      if (kind === 'poll') yield* poll(sys, state, id ?? 0, turn ?? 0);
      else if (kind === 'resolve') resolveAgain(sys, state);
      else if (kind === 'shutdown') {
        leave(sys, state);
        sys.exit(0);
      }
      sys.setState(state as unknown as Json);
    },
    *signal(sys, signal) {
      if (signal === 'SIGHUP') return null;
      leave(sys, sys.state as unknown as State);
      return 0;
    },
  },
};

/** Goes into the background: the parent ends when the child is up, with the child's complaint if there is one. */
function* daemonise(sys: Sys, args: ParsedOptions): Routine<number> {
  const [read, write] = sys.pipe();
  sys.fork((child) => {
    child.close(read);
    return start(child, args, write);
  }, { newSession: true });
  sys.close(write);
  const complaint = yield* sys.readAll(read);
  if (complaint === '') return 0;
  yield* sys.write(2, complaint);
  return 1;
}

/** Reads the configuration and goes to work; what is wrong is told to the log, and to `toParent` when there is one. */
function* start(sys: Sys, args: ParsedOptions, toParent: number | null = null): Routine<number> {
  const isOneShot = args.has('q') || args.has('Q');
  const toTerminal = isOneShot || args.has('d') || args.has('p');
  try {
    if (sys.credentials.uid !== 0 && !args.has('U')) throw new ConfigError('Not superuser');
    if (!args.has('p')) yield* say(sys, toTerminal, `chronyd version ${VERSION} starting (${FEATURES})`);
    const config = readConfig(args.last('f') ?? '/etc/chrony.conf', filesOf(sys));
    if (args.has('p')) return 0;
    if (isOneShot) return yield* once(sys, config, args.has('Q'));
    return yield* serve(sys, config, args, toTerminal, toParent);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    yield* say(sys, toTerminal, `Fatal error : ${error.message}`, 2);
    if (!toTerminal) yield* sys.write(toParent ?? 2, `${error.message}\n`);
    return 1;
  }
}

function* parse(sys: Sys): Routine<ParsedOptions | number> {
  let args: ParsedOptions;
  try {
    args = getopt(sys.argv.slice(1), { short: '46df:F:hl:L:mnpP:qQrRst:u:Uvx', long: { version: 'v', help: 'h' } });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    yield* sys.write(2, `chronyd: ${error.message}\n`);
    return 1;
  }
  if (!args.has('v')) return args;
  yield* sys.write(1, `chronyd (chrony) version ${VERSION} (${FEATURES})\n`);
  return 0;
}

/** To the journal, or with -d and -Q to the terminal with the time before it. */
function* say(sys: Sys, toTerminal: boolean, text: string, priority = 6): Routine<void> {
  if (!toTerminal) {
    sys.log(text, { priority });
    return;
  }
  const { year, month, day, hour, minute, second } = calendar(sys.nowMs());
  const two = (value: number): string => String(value).padStart(2, '0');
  yield* sys.write(2, `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}Z ${text}\n`);
}

function filesOf(sys: Sys): Files {
  const tried = <T>(use: () => T): T | SysError => {
    try {
      return use();
    } catch (error) {
      if (error instanceof SysError) return error;
      throw error;
    }
  };
  return {
    read: (path) => {
      const text = tried(() => sys.readFile(path));
      return text instanceof SysError ? { error: text.text } : { text };
    },
    list: (path) => {
      const names = tried(() => sys.readDirectory(path));
      return names instanceof SysError ? null : names;
    },
  };
}

function* serve(sys: Sys, config: Config, args: ParsedOptions, toTerminal: boolean, toParent: number | null): Routine<number> {
  const account = sys.accounts.byName(args.last('u') ?? config.user);
  if (account === null) throw new ConfigError(`Could not get user/group ID of ${config.user}`);
  checkSingle(sys, config.pidFile);
  openSockets(sys, config, account.uid, account.gid);
  yield* say(sys, toTerminal, ...frequency(sys, config.driftFile));
  if (config.leapZone !== null) yield* say(sys, toTerminal, `Using ${config.leapZone} timezone to obtain leap second data`);
  const level = args.last('F');
  if (level !== null && level !== '0') yield* say(sys, toTerminal, `Loaded seccomp filter (level ${level})`);
  sys.writeFile(config.pidFile, `${sys.pid}\n`);
  sys.setCredentials(sys.accounts.credentialsOf(account));
  sys.describe({ memoryMb: 4 });
  sys.kernel.set(SYNCHRONIZED_KEY, false);
  const state: State = {
    startMs: sys.nowMs(), localStratum: config.localStratum, hasRtcSync: config.hasRtcSync, driftFile: config.driftFile,
    pidFile: config.pidFile, socketPath: config.socketPath, access: [...config.access], sources: [], unresolved: [], nextId: 1,
    selectedId: null, lastUpdateMs: null, intervalSeconds: 0, clients: [],
  };
  for (const line of config.sources) addSources(sys, state, line);
  sys.catchSignals(['SIGTERM', 'SIGINT', 'SIGHUP']);
  if (toParent !== null) sys.close(toParent);
  return yield* sys.serve(state as unknown as Json);
}

function checkSingle(sys: Sys, pidFile: string): void {
  const pid = sys.exists(pidFile) ? Number.parseInt(sys.readFile(pidFile), 10) : NaN;
  if (Number.isNaN(pid) || !sys.processes().some((each) => each.pid === pid && each.name === 'chronyd')) return;
  throw new ConfigError(`Another chronyd may already be running (pid=${pid}), check ${pidFile}`);
}

function openSockets(sys: Sys, config: Config, uid: number, gid: number): void {
  const directory = config.socketPath.slice(0, config.socketPath.lastIndexOf('/'));
  if (!sys.exists(directory)) sys.mkdir(directory, 0o750);
  sys.chown(directory, uid, gid);
  sys.chmod(directory, 0o750);
  sys.listen({ path: config.socketPath });
  sys.chown(config.socketPath, uid, gid);
  const ports = [...(config.cmdPort === 0 ? [] : [['127.0.0.1', config.cmdPort], ['::1', config.cmdPort]] as const),
    ...(config.port !== 0 && config.access.some(({ isAllowed }) => isAllowed) ? [['0.0.0.0', config.port], ['::', config.port]] as const : [])];
  for (const [address, port] of ports) {
    try {
      sys.listen({ protocol: 'udp', address, port });
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      sys.log(`Could not bind to ${address}#${port} : ${error.text}`, { priority: 3 });
    }
  }
}

function frequency(sys: Sys, driftFile: string | null): [string] {
  const [drift = '0.000', skew = '0.000'] = driftFile !== null && sys.exists(driftFile) ? sys.readFile(driftFile).trim().split(/\s+/) : [];
  if (driftFile === null || !sys.exists(driftFile)) return ['Initial frequency 0.000 ppm'];
  return [`Frequency ${Number(drift).toFixed(3)} +/- ${Number(skew).toFixed(3)} ppm read from ${driftFile}`];
}

function leave(sys: Sys, state: State): void {
  sys.log('chronyd exiting');
  if (state.driftFile !== null && state.lastUpdateMs !== null) quietly(() => {
    sys.writeFile(state.driftFile ?? '', `${'-12.462118'.padStart(20)} ${'0.148301'.padStart(20)}\n`);
  });
  quietly(() => { sys.unlink(state.socketPath); });
  quietly(() => { sys.unlink(state.pidFile); });
}

/** On the way out a file that cannot be changed is no reason to stay. */
function quietly(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}

/** `chronyd -q` and `-Q`: measures once, says how wrong the clock is, and ends. */
function* once(sys: Sys, config: Config, isDry: boolean): Routine<number> {
  if (isDry) yield* say(sys, true, 'Disabled control of system clock');
  yield* say(sys, true, ...frequency(sys, config.driftFile));
  if (config.leapZone !== null) yield* say(sys, true, `Using ${config.leapZone} timezone to obtain leap second data`);
  const state: State = {
    startMs: sys.nowMs(), localStratum: null, hasRtcSync: false, driftFile: null, pidFile: '', socketPath: '', access: [], sources: [],
    unresolved: [], nextId: 1, selectedId: null, lastUpdateMs: null, intervalSeconds: 0, clients: [],
  };
  for (const line of config.sources) addSources(sys, state, line);
  sys.cancelTimers();
  for (let round = 0; round < 5 && bestSource(state.sources) === null; round += 1) {
    for (const source of state.sources) yield* measure(sys, source);
    yield* sys.sleep(2000);
  }
  const offset = bestSource(state.sources)?.samples.at(-1)?.offset;
  const text = offset === undefined ? 'No suitable source for synchronisation'
    : `System clock wrong by ${offset.toFixed(6)} seconds${isDry ? ' (ignored)' : ''}`;
  yield* say(sys, true, text);
  yield* say(sys, true, 'chronyd exiting');
  return offset === undefined ? 1 : 0;
}
