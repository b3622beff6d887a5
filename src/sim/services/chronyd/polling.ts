import { SysError } from '../../host/errors.ts';
import { isInNetwork } from '../../host/filter.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { NTP_REQUEST, type NtpAnswer } from '../../protocol/chrony.ts';
import type { SourceLine } from './config.ts';
import { bestSource, hexAddress, recordAnswer, reportTracking, type Source, type State } from './state.ts';

const BURST_STEP_MS = 2000;
/** An unreachable source is tried this often before its burst ends. */
const BURST_TRIES = 8;
const ANSWER_TIMEOUT_MS = 1000;
/** Kernel table that says whether the clock is kept (adjtimex's STA_UNSYNC, the other way round). */
export const SYNCHRONIZED_KEY = 'time.synchronized';

/** Asks a source again in `inMs`, whatever was planned before. */
export function schedule(sys: Sys, source: Source, inMs: number): void {
  source.turn += 1;
  sys.setTimer(inMs, { kind: 'poll', id: source.id, turn: source.turn });
}

/** Turns a line of the configuration into sources; what cannot be resolved waits. */
export function addSources(sys: Sys, state: State, line: SourceLine): void {
  const addresses = sys.network.resolveAll(line.name).slice(0, line.kind === 'pool' ? line.maxSources : 1);
  if (addresses.length === 0) {
    state.unresolved.push({ line, tries: 0 });
    sys.setTimer(BURST_STEP_MS, { kind: 'resolve' });
    return;
  }
  for (const address of addresses) {
    if (state.sources.some((source) => source.address === address)) continue;
    const source: Source = {
      id: state.nextId, kind: line.kind, name: line.name, address, port: line.port, maxPoll: line.maxPoll, isPreferred: line.isPreferred,
      ...(line.kind === 'pool' ? { poolSize: line.maxSources } : {}),
      poll: line.minPoll, turn: 0, isOnline: !line.isOffline, burstLeft: line.isBurst && !line.isOffline ? BURST_TRIES : 0, reach: 0, sent: 0,
      received: 0, samples: [], last: null, lastRxMs: null, localAddress: '',
    };
    state.nextId += 1;
    state.sources.push(source);
    if (source.isOnline) schedule(sys, source, 50 + 30 * state.sources.length);
  }
}

/** Tries the names again that had no address; ever more seldom. */
export function resolveAgain(sys: Sys, state: State): void {
  const waiting = state.unresolved;
  state.unresolved = [];
  for (const { line, tries } of waiting) {
    if (sys.network.resolveAll(line.name).length > 0) addSources(sys, state, line);
    else state.unresolved.push({ line, tries: tries + 1 });
  }
  const most = Math.max(0, ...state.unresolved.map(({ tries }) => tries));
  if (state.unresolved.length > 0) sys.setTimer(Math.min(9, most + 2) ** 2 * 1000, { kind: 'resolve' });
}

/** One request to one source, and what follows from it. */
export function* poll(sys: Sys, state: State, id: number, turn: number): Routine<void> {
  const source = state.sources.find((each) => each.id === id);
  if (source === undefined || !source.isOnline || source.turn !== turn) return;
  yield* measure(sys, source);
  if (source.received === 0 && source.sent === 4 && source.poll < source.maxPoll) source.poll += 1;
  if (source.burstLeft > 0) source.burstLeft = source.samples.length >= 4 ? 0 : source.burstLeft - 1;
  if (source.burstLeft > 0) schedule(sys, source, BURST_STEP_MS);
  else {
    const isSettled = source.reach === 0o377 || source.reach === 0;
    if (isSettled && source.sent > 8 && source.poll < source.maxPoll && source.sent % 4 === 0) source.poll += 1;
    schedule(sys, source, 2 ** source.poll * 1000);
  }
  select(sys, state);
}

/** Asks a source once and notes what came of it. */
export function* measure(sys: Sys, source: Source): Routine<void> {
  const answer = yield* ask(sys, source);
  recordAnswer(source, answer, sys.nowMs());
}

function* ask(sys: Sys, source: Source): Routine<NtpAnswer | null> {
  try {
    const socket = yield* sys.connect({ host: source.address ?? '', port: source.port, protocol: 'udp' }, { timeoutMs: ANSWER_TIMEOUT_MS });
    if (socket.local !== null) source.localAddress = socket.local.address;
    try {
      const reply = yield* sys.call(socket, NTP_REQUEST);
      const answer = reply.protocol === 'plain' ? reply.body as unknown as NtpAnswer | null : null;
      return answer === null ? null : { ...answer, offset: answer.offset + (sys.dice.next() - 0.5) * 6e-5 };
    } finally {
      sys.closeSocket(socket);
    }
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
}

/** Chooses the source to follow and tells the journal when that changes. */
function select(sys: Sys, state: State): void {
  const best = bestSource(state.sources);
  const old = state.sources.find(({ id }) => id === state.selectedId) ?? null;
  const isLost = old !== null && best === null;
  if (isLost) {
    state.selectedId = null;
    sys.log("Can't synchronise: no selectable sources");
    return;
  }
  if (best === null) return;
  const nowMs = sys.nowMs();
  if (best.id !== state.selectedId && (old === null || !old.reach || best.sent % 8 === 0)) {
    state.selectedId = best.id;
    const shown = best.name === best.address ? best.address : `${best.address} (${best.name})`;
    sys.log(`Selected source ${shown}`);
    if (old === null && state.lastUpdateMs === null) sys.log('System clock TAI offset set to 37 seconds');
  }
  if (state.lastUpdateMs !== null) state.intervalSeconds = (nowMs - state.lastUpdateMs) / 1000;
  state.lastUpdateMs = nowMs;
  if (state.hasRtcSync) sys.kernel.set(SYNCHRONIZED_KEY, true);
}

/** Follows a change of the sources made from outside. */
export function update(sys: Sys, state: State): void {
  if (state.selectedId !== null && !state.sources.some(({ id, reach }) => id === state.selectedId && reach !== 0)) {
    state.selectedId = null;
    select(sys, state);
  }
}

/** What we answer another host that asks us for the time; null: nothing, as for whom `allow` does not name. */
export function serveTime(sys: Sys, state: State, from: string): NtpAnswer | null {
  const rule = state.access.findLast(({ network }) => isInNetwork(from, network));
  if (rule?.isAllowed !== true) return null;
  const known = state.clients.find(({ address }) => address === from);
  state.clients = [...state.clients.filter((each) => each !== known), { address: from, ntp: (known?.ntp ?? 0) + 1, lastMs: sys.nowMs() }];
  const tracking = reportTracking(state, sys.nowMs());
  return {
    stratum: tracking.stratum, offset: 0.000012, delay: 0.0004, rootDelay: tracking.rootDelay, rootDispersion: tracking.rootDispersion + 0.0005,
    referenceId: tracking.address === null ? tracking.referenceId : hexAddress(tracking.address),
  };
}
