import type { Json } from '../../../base/json.ts';
import type { Sys } from '../../host/sys.ts';
import type { ChronyCommand, ChronyReply } from '../../protocol/chrony.ts';
import { parseNetwork, parseSource, type SourceLine } from './config.ts';
import { addSources, schedule, update } from './polling.ts';
import { reportSource, reportTracking, type Source, type State } from './state.ts';

type Command = (sys: Sys, state: State, args: readonly string[]) => ChronyReply;

const OK: ChronyReply = { status: '200 OK', data: null };
const fail = (status: string): ChronyReply => ({ status, data: null });
const report = (data: unknown): ChronyReply => ({ status: '200 OK', data: data as Json });

/** What chronyd can be asked; the mark says whether everybody on this host may. */
const COMMANDS: Readonly<Record<string, readonly ['open' | 'root', Command]>> = {
  sources: ['open', (sys, state) => report(state.sources.map((source) => reportSource(state, source, sys.nowMs())))],
  tracking: ['open', (sys, state) => report(reportTracking(state, sys.nowMs()))],
  activity: ['open', (_sys, state) => report(activity(state))],
  ntpdata: ['root', (sys, state) => report(state.sources.map((source) => reportSource(state, source, sys.nowMs())))],
  clients: ['root', (_sys, state) => report(state.clients)],
  serverstats: ['root', (_sys, state) => report({ received: state.clients.reduce((sum, { ntp }) => sum + ntp, 0) })],
  makestep: ['root', (sys) => {
    sys.log('System clock was stepped by 0.000000 seconds');
    return OK;
  }],
  online: ['root', (sys, state, args) => setOnline(sys, state, args, true)],
  offline: ['root', (sys, state, args) => setOnline(sys, state, args, false)],
  burst: ['root', (sys, state) => burst(sys, state)],
  add: ['root', add],
  delete: ['root', remove],
  allow: ['root', (sys, state, args) => access(sys, state, args, true)],
  deny: ['root', (sys, state, args) => access(sys, state, args, false)],
  refresh: ['root', () => OK],
  reselect: ['root', () => OK],
  rekey: ['root', () => OK],
  dump: ['root', () => OK],
  cyclelogs: ['root', () => OK],
  reload: ['root', () => OK],
  maxupdateskew: ['root', () => OK],
  rtcdata: ['open', () => fail('513 RTC driver not running')],
  writertc: ['root', () => fail('513 RTC driver not running')],
  trimrtc: ['root', () => fail('513 RTC driver not running')],
  smoothing: ['open', () => fail('505 Facility not enabled in daemon')],
  settime: ['root', () => fail('505 Facility not enabled in daemon')],
  shutdown: ['root', (sys) => {
    sys.setTimer(1, { kind: 'shutdown' });
    return OK;
  }],
};

/** Answers one command of chronyc; `isTrusted` when it came by the unix socket. */
export function answer(sys: Sys, state: State, { command, args }: ChronyCommand, isTrusted: boolean): ChronyReply {
  const found = COMMANDS[command];
  if (found === undefined) return fail('502 Invalid command');
  if (found[0] === 'root' && !isTrusted) return fail('501 Not authorised');
  const reply = found[1](sys, state, args);
  update(sys, state);
  return reply;
}

function activity(state: State): Json {
  const count = (isOnline: boolean, isBursting: boolean): number =>
    state.sources.filter((source) => source.isOnline === isOnline && (source.burstLeft > 0) === isBursting).length;
  const unresolved = state.unresolved.reduce((sum, { line }) => sum + (line.kind === 'pool' ? 2 * line.maxSources : 1), 0);
  const unknown = unresolved + [...new Set(state.sources.map(({ name }) => name))].reduce((sum, name) => sum + wantingOf(state, name), 0);
  return { online: count(true, false), offline: count(false, false), burstOnline: count(true, true), burstOffline: count(false, true), unknown };
}

/** chronyd makes room for twice a pool's size and looks for more servers until so many have answered. */
function wantingOf(state: State, pool: string): number {
  const members = state.sources.filter((source) => source.name === pool);
  const size = members[0]?.poolSize;
  if (size === undefined || members.filter(({ reach }) => reach > 0).length >= size) return 0;
  return Math.max(0, 2 * size - members.length);
}

/** The sources that an address (or nothing: all) names; null when it names none. */
function named(state: State, [mask]: readonly string[]): Source[] | null {
  if (mask === undefined) return state.sources;
  const [address = ''] = mask.split('/').slice(-1);
  const found = state.sources.filter((source) => source.address === address || source.address === mask);
  return found.length === 0 ? null : found;
}

function setOnline(sys: Sys, state: State, args: readonly string[], isOnline: boolean): ChronyReply {
  const sources = named(state, args);
  if (sources === null) return fail('503 No such source');
  for (const source of sources) {
    if (isOnline && !source.isOnline) schedule(sys, source, 200);
    source.isOnline = isOnline;
    if (!isOnline) source.reach = 0;
  }
  return OK;
}

function burst(sys: Sys, state: State): ChronyReply {
  for (const source of state.sources) {
    if (source.burstLeft === 0) schedule(sys, source, 200);
    source.burstLeft = Math.max(source.burstLeft, 4);
  }
  return OK;
}

/** `add server ADDRESS …`: chronyc has resolved the name. */
function add(sys: Sys, state: State, args: readonly string[]): ChronyReply {
  const [kind = '', ...rest] = args;
  const line = parseSource(kind as SourceLine['kind'], rest);
  if (line === null) return fail('503 No such source');
  if (state.sources.some(({ address }) => address === line.name)) return fail('506 Source already present');
  addSources(sys, state, line);
  return OK;
}

function remove(_sys: Sys, state: State, args: readonly string[]): ChronyReply {
  const found = state.sources.find((source) => source.address === args[0]);
  if (found === undefined) return fail('503 No such source');
  state.sources = state.sources.filter((source) => source !== found);
  return OK;
}

function access(sys: Sys, state: State, args: readonly string[], isAllowed: boolean): ChronyReply {
  const network = parseNetwork(args);
  if (network === null) return fail('500 Failure');
  state.access.push({ isAllowed, network });
  if (isAllowed && !sys.network.listeners().some((each) => each.pid === sys.pid && each.port === 123)) {
    for (const address of ['0.0.0.0', '::']) sys.listen({ protocol: 'udp', address, port: 123 });
  }
  return OK;
}
