import { calendar } from '../../time/clock.ts';
import type { SourceReport, TrackingReport } from '../../protocol/chrony.ts';

/** A duration in seconds as chronyc prints it unsigned (`4312us`, `  15ms`), six wide. */
export function shortTime(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 9999.5e-9) return `${(size * 1e9).toFixed(0).padStart(4)}ns`;
  if (size < 9999.5e-6) return `${(size * 1e6).toFixed(0).padStart(4)}us`;
  if (size < 9999.5e-3) return `${(size * 1e3).toFixed(0).padStart(4)}ms`;
  return size < 999.5 ? `${size.toFixed(1).padStart(5)}s` : `${size.toFixed(0).padStart(5)}s`;
}

/** The same with a sign, seven wide. */
export function signedTime(seconds: number): string {
  const text = shortTime(seconds).trimStart();
  return `${seconds < 0 ? '-' : '+'}${text}`.padStart(7);
}

/** Seconds since something, four wide; null: never. */
export function age(seconds: number | null): string {
  if (seconds === null) return '   -';
  if (seconds < 1200) return String(seconds).padStart(4);
  if (seconds < 36000) return `${String(Math.floor(seconds / 60)).padStart(3)}m`;
  if (seconds < 345600) return `${String(Math.floor(seconds / 3600)).padStart(3)}h`;
  return `${String(Math.floor(seconds / 86400)).padStart(3)}d`;
}

const signed = (value: number, digits: number): string => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(digits)}`;

/** Longer names lose their end to a `>`. */
const shortName = (name: string): string => (name.length > 25 ? `${name.slice(0, 24)}>` : name);

const SOURCES_LEGEND = `
  .-- Source mode  '^' = server, '=' = peer, '#' = local clock.
 / .- Source state '*' = current best, '+' = combined, '-' = not combined,
| /             'x' = may be in error, '~' = too variable, '?' = unusable.
||                                                 .- xxxx [ yyyy ] +/- zzzz
||      Reachability register (octal) -.           |  xxxx = adjusted offset,
||      Log2(Polling interval) --.      |          |  yyyy = measured offset,
||                                \\     |          |  zzzz = estimated error.
||                                 |    |           \\
`;

const STATS_LEGEND = `                             .- Number of sample points in measurement set.
                            /    .- Number of residual runs with same sign.
                           |    /    .- Length of measurement set (time).
                           |   |    /      .- Est. clock freq error (ppm).
                           |   |   |      /           .- Est. error in freq.
                           |   |   |     |           /         .- Est. offset.
                           |   |   |     |          |          |   On the -.
                           |   |   |     |          |          |   samples. \\
                           |   |   |     |          |          |             |
`;

/** `chronyc sources [-v]`. `nameOf` shows a source by name or address. */
export function sourcesText(sources: readonly SourceReport[], nameOf: (source: SourceReport) => string, isVerbose: boolean): string {
  const lines = sources.map((each) =>
    `${each.mode}${each.state} ${shortName(nameOf(each)).padEnd(27)}  ${String(each.stratum).padStart(2)}  ${String(each.poll).padStart(2)}`
    + `   ${each.reach.toString(8).padStart(3)}  ${age(each.sinceRx)}  ${signedTime(each.adjustedOffset)}[${signedTime(each.measuredOffset)}]`
    + ` +/- ${shortTime(each.error)}\n`);
  return `${isVerbose ? SOURCES_LEGEND : ''}MS Name/IP address         Stratum Poll Reach LastRx Last sample               \n${'='.repeat(79)}\n${lines.join('')}`;
}

/** `chronyc sourcestats [-v]`. */
export function statsText(sources: readonly SourceReport[], nameOf: (source: SourceReport) => string, isVerbose: boolean): string {
  const lines = sources.map((each) =>
    `${shortName(nameOf(each)).padEnd(25)} ${String(each.samples).padStart(3)} ${String(each.runs).padStart(3)}  ${age(each.span)}`
    + ` ${signed(each.frequency, 3).padStart(10)} ${each.skew.toFixed(3).padStart(10)}  ${signedTime(each.measuredOffset)}  ${shortTime(each.deviation)}\n`);
  return `${isVerbose ? STATS_LEGEND : ''}Name/IP Address            NP  NR  Span  Frequency  Freq Skew  Offset  Std Dev\n${'='.repeat(78)}\n${lines.join('')}`;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Fri Nov 20 09:29:22 2026` (UTC). */
export function fullTime(ms: number): string {
  const { year, month, day, hour, minute, second, weekday } = calendar(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${DAYS[weekday] ?? ''} ${MONTHS[month - 1] ?? ''} ${two(day)} ${two(hour)}:${two(minute)}:${two(second)} ${year}`;
}

/** `chronyc tracking`. */
export function trackingText(report: TrackingReport, nameOf: (address: string) => string): string {
  const name = report.address === null ? '' : nameOf(report.address);
  const rows: [string, string][] = [
    ['Reference ID', `${report.referenceId} (${name})`],
    ['Stratum', String(report.stratum)],
    ['Ref time (UTC)', fullTime(report.referenceMs)],
    ['System time', `${Math.abs(report.offset).toFixed(9)} seconds ${report.offset < 0 ? 'slow' : 'fast'} of NTP time`],
    ['Last offset', `${signed(report.lastOffset, 9)} seconds`],
    ['RMS offset', `${report.rmsOffset.toFixed(9)} seconds`],
    ['Frequency', `${Math.abs(report.frequency).toFixed(3)} ppm ${report.frequency > 0 ? 'fast' : 'slow'}`],
    ['Residual freq', `${signed(report.residual, 3)} ppm`],
    ['Skew', `${report.skew.toFixed(3)} ppm`],
    ['Root delay', `${report.rootDelay.toFixed(9)} seconds`],
    ['Root dispersion', `${report.rootDispersion.toFixed(9)} seconds`],
    ['Update interval', `${report.interval.toFixed(1)} seconds`],
    ['Leap status', report.leap],
  ];
  return rows.map(([label, value]) => `${label.padEnd(16)}: ${value}\n`).join('');
}

const hexAddress = (address: string): string =>
  address.split('.').map((part) => Number(part).toString(16).padStart(2, '0')).join('').toUpperCase();

/** `chronyc ntpdata`: one block of a source. */
export function ntpDataText(source: SourceReport): string {
  const has = source.received > 0;
  const flag = has ? '111 111 1111' : '000 000 0000';
  const poll = has ? source.poll : 0;
  const rows: [string, string][] = [
    ['Remote address', `${source.address} (${hexAddress(source.address)})`],
    ['Remote port', String(source.port)],
    ['Local address', has ? `${source.localAddress} (${hexAddress(source.localAddress)})` : '[UNSPEC] (00000000)'],
    ['Leap status', 'Normal'],
    ['Version', has ? '4' : '0'],
    ['Mode', has ? 'Server' : 'Invalid'],
    ['Stratum', String(source.stratum)],
    ['Poll interval', `${poll} (${2 ** poll} seconds)`],
    ['Precision', has ? '-23 (0.000000119 seconds)' : '0 (1.000000000 seconds)'],
    ['Root delay', `${source.rootDelay.toFixed(6)} seconds`],
    ['Root dispersion', `${source.rootDispersion.toFixed(6)} seconds`],
    ['Reference ID', `${source.referenceId} ()`],
    ['Reference time', fullTime(source.referenceMs)],
    ['Offset', `${signed(-source.measuredOffset || 0, 9)} seconds`],
    ['Peer delay', `${source.delay.toFixed(9)} seconds`],
    ['Peer dispersion', `${(has ? 0.000001445 : 0).toFixed(9)} seconds`],
    ['Response time', `${(has ? 0.000052452 : 0).toFixed(9)} seconds`],
    ['Jitter asymmetry', '+0.00'],
    ['NTP tests', flag],
    ['Interleaved', 'No'],
    ['Authenticated', 'No'],
    ['TX timestamping', has ? 'Kernel' : 'Invalid'],
    ['RX timestamping', has ? 'Kernel' : 'Invalid'],
    ['Total TX', String(source.sent)],
    ['Total RX', String(source.received)],
    ['Total valid RX', String(source.received)],
    ['Total good RX', String(source.received)],
  ];
  return rows.map(([label, value]) => `${label.padEnd(16)}: ${value}\n`).join('');
}
