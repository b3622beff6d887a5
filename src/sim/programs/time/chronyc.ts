import { SysError } from '../../host/errors.ts';
import { UsageError, getopt, type ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Socket, Sys } from '../../host/sys.ts';
import { chronyMessage, type ChronyReply, type SourceReport, type TrackingReport } from '../../protocol/chrony.ts';
import { ntpDataText, sourcesText, statsText, trackingText } from './chrony-format.ts';
import { HELP } from './chronyc-help.ts';

/** How names are shown: looked up, as configured (-N), or not at all (-n). */
type Naming = 'reverse' | 'original' | 'none';

interface Session {
  readonly sys: Sys;
  readonly hosts: readonly string[];
  readonly port: number;
  readonly isCsv: boolean;
  naming: Naming;
}

/** A command could not be carried out: what to say, and where. */
class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly fd: 1 | 2;

  constructor(message: string, fd: 1 | 2 = 2) {
    super(message);
    this.fd = fd;
  }
}

/** Commands that only chronyd answers with a status. */
const PLAIN = new Set(('makestep online offline burst allow deny refresh reselect rekey dump cyclelogs reload shutdown add delete'
  + ' maxupdateskew rtcdata writertc trimrtc smoothing settime').split(' '));

/** Arguments that a command needs. */
const NEEDED: Readonly<Record<string, readonly [number, string]>> = {
  burst: [1, 'Invalid syntax for burst command'], reload: [1, 'Invalid syntax for reload command'],
  delete: [1, 'Invalid syntax for address'], add: [2, 'Invalid syntax for add command'],
};

/** chronyc of chrony 4.3. */
export const chronyc: Program = {
  name: 'chronyc',
  *run(sys, resumed) {
    let args: ParsedOptions;
    try {
      args = getopt(sys.argv.slice(1), { short: '+46acdf:h:mnNp:v', long: { help: 'help', version: 'v' } });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      yield* sys.write(2, `chronyc: ${error.message}\n`);
      yield* sys.write(1, HELP.usage);
      return 1;
    }
    if (args.has('help')) return yield* print(sys, HELP.usage);
    if (args.has('v')) return yield* print(sys, 'chronyc (chrony) version 4.3 (+READLINE +SECHASH +IPV6 -DEBUG)\n');
    const session: Session = {
      sys, hosts: (args.last('h') ?? '/run/chrony/chronyd.sock,127.0.0.1,::1').split(','), port: Number(args.last('p') ?? 323),
      isCsv: args.has('c'), naming: args.has('n') ? 'none' : args.has('N') ? 'original' : 'reverse',
    };
    if (args.operands.length === 0) return yield* converse(session, resumed === undefined);
    const lines = args.has('m') ? args.operands.map((each) => each.split(/\s+/)) : [args.operands];
    let status = 0;
    for (const words of lines) status = (yield* execute(session, words)) ? status : 1;
    return status;
  },
};

function* print(sys: Sys, text: string): Routine<number> {
  yield* sys.write(1, text);
  return 0;
}

const BANNER = `chrony version 4.3
Copyright (C) 1997-2003, 2007, 2009-2022 Richard P. Curnow and others
chrony comes with ABSOLUTELY NO WARRANTY.  This is free software, and
you are welcome to redistribute it under certain conditions.  See the
GNU General Public License version 2 for details.

`;

/** Lines from the terminal, or a file, until `quit`. */
function* converse(session: Session, isFirst: boolean): Routine<number> {
  const { sys } = session;
  const isTerminal = sys.isTty(0);
  if (isFirst && isTerminal) yield* sys.write(1, BANNER);
  let isGood = true;
  for (;;) {
    if (isTerminal) yield* sys.write(1, 'chronyc> ');
    sys.checkpoint(() => true);
    const line = yield* sys.readLine(0);
    if (line === null) break;
    const words = line.trim().split(/\s+/).filter((word) => word !== '');
    if (words.length === 0) continue;
    if (words[0] === 'quit' || words[0] === 'exit') return 0;
    isGood = yield* execute(session, words);
  }
  if (isTerminal) yield* sys.write(1, '\n');
  return isGood ? 0 : 1;
}

function* execute(session: Session, [command = '', ...args]: readonly string[]): Routine<boolean> {
  const { sys } = session;
  try {
    yield* dispatch(session, command, args);
    return true;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.message !== '') yield* sys.write(error.fd, `${error.message}\n`);
    return false;
  }
}

function* dispatch(session: Session, command: string, args: readonly string[]): Routine<void> {
  const { sys } = session;
  const isVerbose = args.includes('-v');
  switch (command) {
    case 'help': yield* sys.write(1, HELP.commands); return;
    case 'dns': session.naming = args[0] === '-n' ? 'none' : 'reverse'; return;
    case 'timeout': case 'retries': case 'keygen': case 'quit': case 'exit': return;
    case 'sources': {
      const report = yield* ask<readonly SourceReport[]>(session, 'sources');
      yield* sys.write(1, session.isCsv ? csv(session, report) : sourcesText(report, (each) => shownName(session, each), isVerbose));
      return;
    }
    case 'sourcestats':
      yield* sys.write(1, statsText(yield* ask(session, 'sources'), (each) => shownName(session, each), isVerbose));
      return;
    case 'tracking':
      yield* sys.write(1, trackingText(yield* ask<TrackingReport>(session, 'tracking'), (address) => reverse(session, address)));
      return;
    case 'activity': yield* activity(session); return;
    case 'ntpdata': yield* ntpData(session, args); return;
    case 'clients': yield* clients(session); return;
    case 'waitsync': yield* waitSync(session, args); return;
    case 'serverstats': yield* serverStats(session); return;
    case 'manual':
      throw new CommandError(args[0] === 'list' ? '' : 'Invalid syntax for manual command');
    case 'selectdata': case 'authdata': case 'sourcename': case 'accheck': case 'minpoll': case 'maxpoll': case 'maxdelay': case 'polltarget':
    case 'local': case 'dfreq': case 'doffset': case 'cmdallow': case 'cmddeny': case 'reset':
      throw new CommandError(`handstack: chronyc: command ${command} is not modelled`);
    default:
      if (!PLAIN.has(command)) throw new CommandError('Unrecognized command');
      yield* plain(session, command, args);
  }
}

function* plain(session: Session, command: string, args: readonly string[]): Routine<void> {
  const needed = NEEDED[command];
  if (needed !== undefined && args.length < needed[0]) throw new CommandError(needed[1]);
  if (command === 'add' && !['server', 'peer', 'pool'].includes(args[0] ?? '')) throw new CommandError('Invalid syntax for add command');
  if (command === 'reload' && args[0] !== 'sources') throw new CommandError('Invalid syntax for reload command');
  if (command === 'burst' && !/^\d+\/\d+$/.test(args[0] ?? '')) throw new CommandError('Invalid syntax for burst command');
  const status = yield* ask<null>(session, command, yield* withAddress(session, command, args), true);
  yield* session.sys.write(1, `${status as unknown as string}\n`);
}

/** Commands on one source take a name and send its address. */
function* withAddress({ sys }: Session, command: string, args: readonly string[]): Routine<readonly string[]> {
  if (command === 'add') {
    const address = sys.network.resolve(args[1] ?? '');
    if (address === null) throw new CommandError('Invalid host/IP address');
    return [args[0] ?? '', address, ...args.slice(2)];
  }
  if (!['delete', 'online', 'offline'].includes(command) || args[0] === undefined || args[0].includes('/')) return args;
  const address = sys.network.resolve(args[0]);
  if (address === null) throw new CommandError('Could not get address for hostname');
  return [address, ...args.slice(1)];
}

// ── talking to the daemon

/** Sends a command; with `isStatus` the answer is the status line itself. */
function* ask<T>(session: Session, command: string, args: readonly string[] = [], isStatus = false): Routine<T> {
  const { sys } = session;
  const socket = yield* open(session);
  let reply: ChronyReply;
  try {
    const message = yield* sys.call(socket, chronyMessage({ command, args }));
    reply = (message.protocol === 'plain' ? message.body : null) as unknown as ChronyReply;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    throw new CommandError('506 Cannot talk to daemon', 1);
  } finally {
    sys.closeSocket(socket);
  }
  if (!reply.status.startsWith('200')) throw new CommandError(reply.status, 1);
  return (isStatus ? reply.status : reply.data) as T;
}

function* open({ sys, hosts, port }: Session): Routine<Socket> {
  const isNowhere = hosts.every((host) => !host.startsWith('/') && sys.network.resolve(host) === null);
  if (isNowhere) throw new CommandError('Could not open connection to daemon', 1);
  for (const host of hosts) {
    try {
      return yield* sys.connect(host.startsWith('/') ? { path: host } : { host, port, protocol: 'udp' }, { timeoutMs: 3000 });
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
    }
  }
  throw new CommandError('506 Cannot talk to daemon', 1);
}

// ── reports

const reverse = ({ sys, naming }: Session, address: string): string => (naming === 'none' ? address : sys.network.reverse(address) ?? address);

const shownName = (session: Session, source: SourceReport): string =>
  (session.naming === 'original' ? source.name : reverse(session, source.address));

function csv(session: Session, sources: readonly SourceReport[]): string {
  return sources.map((each) => [each.mode, each.state, shownName({ ...session, naming: 'none' }, each), each.stratum, each.poll,
    each.reach.toString(8), each.sinceRx ?? 4294967295, each.adjustedOffset.toFixed(9), each.measuredOffset.toFixed(9), each.error.toFixed(9)].join(',') + '\n').join('');
}

function* activity(session: Session): Routine<void> {
  const counts = yield* ask<Record<string, number>>(session, 'activity');
  const rows: [string, string][] = [
    ['online', 'sources online'], ['offline', 'sources offline'], ['burstOnline', 'sources doing burst (return to online)'],
    ['burstOffline', 'sources doing burst (return to offline)'], ['unknown', 'sources with unknown address'],
  ];
  yield* session.sys.write(1, `200 OK\n${rows.map(([key, text]) => `${counts[key] ?? 0} ${text}\n`).join('')}`);
}

function* ntpData(session: Session, [name]: readonly string[]): Routine<void> {
  const { sys } = session;
  const address = name === undefined ? null : sys.network.resolve(name);
  if (name !== undefined && address === null) throw new CommandError('Could not get address for hostname');
  const all = yield* ask<readonly SourceReport[]>(session, 'ntpdata');
  if (address === null) {
    yield* sys.write(1, all.map((source) => `\n${ntpDataText(source)}`).join(''));
    return;
  }
  const found = all.find((source) => source.address === address);
  if (found === undefined) throw new CommandError('503 No such source', 1);
  yield* sys.write(1, ntpDataText(found));
}

function* clients(session: Session): Routine<void> {
  const { sys } = session;
  yield* sys.write(1, `Hostname                      NTP   Drop Int IntL Last     Cmd   Drop Int  Last\n${'='.repeat(79)}\n`);
  for (const each of yield* ask<readonly { address: string; ntp: number; lastMs: number }[]>(session, 'clients')) {
    const last = String(Math.floor((sys.nowMs() - each.lastMs) / 1000)).padStart(4);
    yield* sys.write(1, `${reverse(session, each.address).slice(0, 25).padEnd(25)}  ${String(each.ntp).padStart(6)}  ${'0'.padStart(5)}   6   -  ${last}  ${'0'.padStart(6)}  ${'0'.padStart(5)}   -     -\n`);
  }
}

function* serverStats(session: Session): Routine<void> {
  const { received } = yield* ask<{ received: number }>(session, 'serverstats');
  const rows: [string, number][] = [
    ['NTP packets received', received], ['NTP packets dropped', 0], ['Command packets received', 1], ['Command packets dropped', 0],
    ['Client log records dropped', 0], ['NTS-KE connections accepted', 0], ['NTS-KE connections dropped', 0], ['Authenticated NTP packets', 0],
    ['Interleaved NTP packets', 0], ['NTP timestamps held', 0], ['NTP timestamp span', 0],
  ];
  yield* session.sys.write(1, rows.map(([label, value]) => `${label.padEnd(27)}: ${value}\n`).join(''));
}

/** Asks every `interval` seconds until the clock is synchronised, or the tries are used up. */
function* waitSync(session: Session, args: readonly string[]): Routine<void> {
  const [tries = 0, correction = 0, skew = 0, interval = 10] = args.map((word) => (/^\d+\.?\d*$/.test(word) ? Number(word) : 0));
  for (let round = 1; ; round += 1) {
    const report = yield* ask<TrackingReport>(session, 'tracking');
    yield* session.sys.write(1, `try: ${round}, refid: ${report.referenceId}, correction: ${Math.abs(report.offset).toFixed(9)}, skew: ${report.skew.toFixed(3)}\n`);
    const isGood = report.address !== null && (correction === 0 || Math.abs(report.offset) <= correction) && (skew === 0 || report.skew <= skew);
    if (isGood) return;
    if (tries > 0 && round >= tries) throw new CommandError('');
    yield* session.sys.sleep(Math.max(0.1, interval) * 1000);
  }
}

