import type { Json } from '../../base/json.ts';
import type { PlainMessage } from './message.ts';

/** What chronyc asks chronyd: a command word and its arguments. */
export interface ChronyCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** chronyd's answer: a numbered status (`200 OK`) and, for reports, data. */
export interface ChronyReply {
  readonly status: string;
  readonly data: Json;
}

/** One line of `chronyc sources` and `sourcestats`. Times in seconds; `sinceRx` null: never. */
export interface SourceReport {
  readonly name: string;
  readonly address: string;
  readonly mode: '^' | '=' | '#';
  readonly state: '*' | '+' | '-' | 'x' | '~' | '?';
  readonly stratum: number;
  readonly poll: number;
  readonly reach: number;
  readonly sinceRx: number | null;
  readonly adjustedOffset: number;
  readonly measuredOffset: number;
  readonly error: number;
  readonly samples: number;
  readonly runs: number;
  readonly span: number;
  readonly frequency: number;
  readonly skew: number;
  readonly deviation: number;
  readonly isOnline: boolean;
  readonly isBursting: boolean;
  readonly sent: number;
  readonly received: number;
  readonly port: number;
  readonly delay: number;
  readonly rootDelay: number;
  readonly rootDispersion: number;
  readonly referenceId: string;
  readonly referenceMs: number;
  readonly localAddress: string;
}

/** What `chronyc tracking` shows. Seconds and ppm. */
export interface TrackingReport {
  readonly referenceId: string;
  readonly address: string | null;
  readonly stratum: number;
  readonly referenceMs: number;
  readonly offset: number;
  readonly lastOffset: number;
  readonly rmsOffset: number;
  readonly frequency: number;
  readonly residual: number;
  readonly skew: number;
  readonly rootDelay: number;
  readonly rootDispersion: number;
  readonly interval: number;
  readonly leap: 'Normal' | 'Not synchronised';
}

/** What an NTP server answers, as far as chronyd uses it; null in its place: it does not answer this asker. */
export interface NtpAnswer {
  readonly stratum: number;
  /** Its clock minus ours, in seconds. */
  readonly offset: number;
  readonly delay: number;
  readonly rootDelay: number;
  readonly rootDispersion: number;
  readonly referenceId: string;
}

/** An NTP client's question. */
export const NTP_REQUEST: PlainMessage = { protocol: 'plain', operation: 'ntp', body: null };

/** A message of chronyc or its answer. */
export const chronyMessage = (body: ChronyCommand | ChronyReply): PlainMessage =>
  ({ protocol: 'plain', operation: 'chronyc', body: body as unknown as Json });
