import type { NtpAnswer, SourceReport, TrackingReport } from '../../protocol/chrony.ts';
import type { SourceLine } from './config.ts';

export interface Sample {
  readonly atMs: number;
  readonly offset: number;
  readonly delay: number;
}

/** A time source as chronyd keeps it: plain data. `address` is null until its name was resolved. */
export interface Source {
  readonly id: number;
  readonly kind: SourceLine['kind'];
  /** As the configuration names it. */
  readonly name: string;
  readonly address: string | null;
  readonly port: number;
  readonly maxPoll: number;
  readonly isPreferred: boolean;
  /** How many servers its pool shall give; absent for a server. */
  readonly poolSize?: number;
  poll: number;
  /** Counts the plans for the next request: only the last one holds. */
  turn: number;
  isOnline: boolean;
  /** Requests of the initial burst still to send. */
  burstLeft: number;
  reach: number;
  sent: number;
  received: number;
  samples: Sample[];
  last: NtpAnswer | null;
  lastRxMs: number | null;
  localAddress: string;
}

/** chronyd's memory. */
export interface State {
  readonly startMs: number;
  readonly localStratum: number | null;
  readonly hasRtcSync: boolean;
  readonly driftFile: string | null;
  readonly pidFile: string;
  readonly socketPath: string;
  readonly access: { isAllowed: boolean; network: string }[];
  sources: Source[];
  /** Pools and names that no address was found for yet, and when they were last tried. */
  unresolved: { line: SourceLine; tries: number }[];
  nextId: number;
  selectedId: number | null;
  lastUpdateMs: number | null;
  intervalSeconds: number;
  clients: { address: string; ntp: number; lastMs: number }[];
}

const SAMPLES_KEPT = 8;
const SAMPLES_NEEDED = 3;

/** Notes what became of one request. */
export function recordAnswer(source: Source, answer: NtpAnswer | null, atMs: number): void {
  source.sent += 1;
  source.reach = (source.reach << 1) & 0o377;
  if (answer === null) return;
  source.received += 1;
  source.lastRxMs = atMs;
  source.last = answer;
  if (answer.stratum < 1 || answer.stratum > 15) return;
  source.reach |= 1;
  source.samples = [...source.samples, { atMs, offset: answer.offset, delay: answer.delay }].slice(-SAMPLES_KEPT);
}

const isSelectable = (source: Source): boolean => source.reach !== 0 && source.samples.length >= SAMPLES_NEEDED;

/** Half the way to the reference clock, in seconds, with a little for every stratum: the smaller the better. */
function distance({ last }: Source): number {
  return last === null ? Infinity : (last.delay + last.rootDelay) / 2 + last.rootDispersion + last.stratum * 0.001;
}

/** The source to follow: the nearest, a preferred one first; null when none can be used. */
export function bestSource(sources: readonly Source[]): Source | null {
  const usable = sources.filter(isSelectable);
  const preferred = usable.filter((source) => source.isPreferred);
  const among = preferred.length > 0 ? preferred : usable;
  return among.reduce<Source | null>((best, each) => (best === null || distance(each) < distance(best) ? each : best), null);
}

function stateOf(source: Source, selected: Source | null): SourceReport['state'] {
  if (!isSelectable(source)) return '?';
  if (source.id === selected?.id) return '*';
  return selected !== null && distance(source) < distance(selected) * 3 ? '+' : '-';
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function spread(samples: readonly Sample[]): number {
  const average = mean(samples.map(({ offset }) => offset));
  return Math.sqrt(mean(samples.map(({ offset }) => (offset - average) ** 2)));
}

/** A source as chronyc is told of it. */
export function reportSource(state: State, source: Source, nowMs: number): SourceReport {
  const selected = state.sources.find(({ id }) => id === state.selectedId) ?? null;
  const { samples, last } = source;
  const [first] = samples;
  const latest = samples.at(-1);
  const skew = samples.length < SAMPLES_NEEDED ? 2000 : 140 / samples.length ** 2;
  return {
    name: source.name, address: source.address ?? '', mode: source.kind === 'peer' ? '=' : '^', state: stateOf(source, selected),
    stratum: last?.stratum ?? 0, poll: source.poll, reach: source.reach,
    sinceRx: source.lastRxMs === null ? null : Math.floor((nowMs - source.lastRxMs) / 1000),
    adjustedOffset: latest === undefined ? 0 : latest.offset - mean(samples.map(({ offset }) => offset)) + latest.offset / 8,
    measuredOffset: latest?.offset ?? 0,
    error: last === null ? 0 : (last.delay + last.rootDelay) / 2 + last.rootDispersion,
    samples: samples.length, runs: Math.max(0, samples.length - 1),
    span: first === undefined || latest === undefined ? 0 : Math.round((latest.atMs - first.atMs) / 1000),
    frequency: samples.length < SAMPLES_NEEDED ? 0 : (latest?.offset ?? 0) * 50, skew,
    deviation: samples.length < SAMPLES_NEEDED ? 4 : spread(samples) + 1e-6,
    isOnline: source.isOnline, isBursting: source.burstLeft > 0, sent: source.sent, received: source.received, port: source.port,
    delay: last?.delay ?? 0, rootDelay: last?.rootDelay ?? 0, rootDispersion: last?.rootDispersion ?? 0,
    referenceId: last?.referenceId ?? '00000000', referenceMs: source.lastRxMs === null ? 0 : source.lastRxMs - 5000,
    localAddress: source.localAddress,
  };
}

/** An IPv4 address as a reference id. */
export const hexAddress = (address: string): string =>
  address.split('.').map((part) => Number(part).toString(16).padStart(2, '0')).join('').toUpperCase();

/** How we stand ourselves: following a source, our own clock (`local`), or nothing. */
export function reportTracking(state: State, nowMs: number): TrackingReport {
  const selected = state.sources.find(({ id }) => id === state.selectedId) ?? null;
  const none: TrackingReport = {
    referenceId: '00000000', address: null, stratum: 0, referenceMs: 0, offset: 0, lastOffset: 0, rmsOffset: 0, frequency: 0,
    residual: 0, skew: 0, rootDelay: 1, rootDispersion: 1, interval: 0, leap: 'Not synchronised',
  };
  if (selected?.last == null) {
    if (state.localStratum === null) return none;
    return { ...none, referenceId: '7F7F0101', stratum: state.localStratum, referenceMs: nowMs, rootDelay: 0, rootDispersion: 0, leap: 'Normal' };
  }
  const { last, samples, address } = selected;
  const offset = samples.at(-1)?.offset ?? 0;
  return {
    referenceId: hexAddress(address ?? '0.0.0.0'), address, stratum: last.stratum + 1, referenceMs: selected.lastRxMs ?? nowMs,
    offset: offset / 4, lastOffset: offset, rmsOffset: Math.abs(mean(samples.map((sample) => sample.offset))), frequency: offset * 50,
    residual: offset * 4, skew: 140 / samples.length ** 2, rootDelay: last.delay + last.rootDelay,
    rootDispersion: last.rootDispersion + spread(samples), interval: state.intervalSeconds, leap: 'Normal',
  };
}
