import { STRERROR, SysError } from '../../host/errors.ts';
import { isInNetwork } from '../../host/filter.ts';
import { UsageError, getopt, type ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

const USAGE = `
Usage
  ping [options] <destination>

Options:
  <destination>      DNS name or IP address
  -c <count>         stop after <count> replies
  -i <interval>      seconds between sending each packet
  -n                 no reverse DNS name resolution
  -q                 quiet output
  -s <size>          use <size> as number of data bytes to be sent
  -w <deadline>      reply wait <deadline> in seconds
  -W <timeout>       time to wait for response
`;

/** A neighbour is given up after three tries of a second each. */
const NEIGHBOUR_MS = 3000;
/** ping waits this long for the last reply. */
const LINGER_MS = 10_000;

interface Plan {
  readonly name: string;
  readonly address: string;
  readonly shownPeer: string;
  readonly count: number;
  readonly intervalMs: number;
  readonly waitMs: number;
  readonly deadlineMs: number;
  readonly size: number;
  readonly isQuiet: boolean;
}

interface Tally {
  sent: number;
  received: number;
  errors: number;
  readonly trips: number[];
  startMs: number;
  lastMs: number;
}

const NOT_MODELLED = ['f', 'R', 'T', 'I', 'M', 'p', 'F', 'N', 'A', 'b'];

/** ping of iputils. */
export const ping: Program = {
  name: 'ping',
  notModelled: NOT_MODELLED.map((letter) => `-${letter}`),
  *run(sys) {
    const plan = yield* readPlan(sys);
    if (typeof plan === 'number') return plan;
    const tally: Tally = { sent: 0, received: 0, errors: 0, trips: [], startMs: sys.nowMs(), lastMs: sys.nowMs() };
    sys.catchSignals(['SIGINT']);
    try {
      const failed = yield* send(sys, plan, tally);
      if (failed !== null) return failed;
    } catch (error) {
      if (!(error instanceof SysError) || error.errno !== 'EINTR') throw error;
    }
    sys.catchSignals([]);
    yield* sys.write(1, summary(plan, tally, sys.takeSignals().length > 0 ? sys.nowMs() : tally.lastMs));
    return tally.received > 0 ? 0 : 1;
  },
};

function* readPlan(sys: Sys): Routine<Plan | number> {
  let args: ParsedOptions;
  try {
    args = getopt(sys.argv.slice(1), { short: 'c:i:W:w:s:qnt:I:M:p:Q:S:T:l:e:m:F:N:46aAbBDdfLOrRUvVhC' });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return yield* fail(sys, `ping: ${error.message}\n${USAGE}`, 2);
  }
  if (args.has('V')) {
    yield* sys.write(1, 'ping from iputils 20210202\n');
    return 0;
  }
  if (args.has('h')) return yield* fail(sys, USAGE, 2);
  const odd = NOT_MODELLED.find((letter) => args.has(letter));
  if (odd === 'f' && sys.credentials.uid !== 0) {
    return yield* fail(sys, 'ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\nping: => missing cap_net_raw+p capability or setuid?\n', 2);
  }
  if (odd !== undefined) return yield* fail(sys, `handstack: ping: option -${odd} is not modelled\n`, 2);
  const wrong = badNumber(args);
  if (wrong !== null) return yield* fail(sys, `ping: ${wrong}\n`, 1);
  const name = args.operands.at(-1);
  if (name === undefined) return yield* fail(sys, 'ping: usage error: Destination address required\n', 1);
  const address = sys.network.resolve(name);
  if (address === null || (args.has('6') && !address.includes(':'))) {
    return yield* fail(sys, `ping: ${name}: ${STRERROR.EAI_NONAME}\n`, 2);
  }
  const reverse = args.has('n') || name === address ? null : sys.network.reverse(address);
  return {
    name, address, shownPeer: name === address || args.has('n') ? address : `${reverse ?? address} (${address})`,
    count: number(args, 'c', Infinity), intervalMs: number(args, 'i', 1) * 1000, waitMs: number(args, 'W', LINGER_MS / 1000) * 1000,
    deadlineMs: number(args, 'w', Infinity) * 1000, size: number(args, 's', 56), isQuiet: args.has('q'),
  };
}

function* fail(sys: Sys, text: string, status: number): Routine<number> {
  yield* sys.write(2, text);
  return status;
}

const number = (args: ParsedOptions, name: string, otherwise: number): number => {
  const value = args.last(name);
  return value === null ? otherwise : Number(value);
};

const RANGES: Readonly<Record<string, readonly [number, string]>> = {
  c: [1, '9223372036854775807'], s: [0, '127992'], w: [0, '2147483647'], t: [0, '255'],
};

function badNumber(args: ParsedOptions): string | null {
  for (const [letter, [low, high]] of Object.entries(RANGES)) {
    const value = args.last(letter);
    if (value === null) continue;
    if (!/^-?\d+$/.test(value)) return `invalid argument: '${value}'`;
    if (Number(value) < low || Number(value) > Number(high)) return `invalid argument: '${value}': out of range: ${low} <= value <= ${high}`;
  }
  const interval = args.last('i');
  if (interval !== null && !/^\d*\.?\d+$/.test(interval)) return `bad timing interval: ${interval}`;
  const wait = args.last('W');
  if (wait !== null && !/^\d*\.?\d+$/.test(wait)) return `bad linger time: ${wait}`;
  return null;
}

/** Sends until the count or the deadline is reached; a status when the kernel refuses to send at all. */
function* send(sys: Sys, plan: Plan, tally: Tally): Routine<number | null> {
  if (!hasRoute(sys, plan.address)) return yield* fail(sys, 'ping: connect: Network is unreachable\n', 2);
  yield* sys.write(1, `PING ${plan.name} (${plan.address}) ${plan.size}(${plan.size + 28}) bytes of data.\n`);
  for (let sequence = 1; sequence <= plan.count;) {
    const startMs = sys.nowMs();
    if (startMs - tally.startMs >= plan.deadlineMs) break;
    tally.sent = sequence;
    tally.lastMs = startMs;
    const outcome = yield* echo(sys, plan.address);
    if (typeof outcome === 'number') {
      tally.received += 1;
      tally.trips.push(outcome);
      tally.lastMs = sys.nowMs();
      if (!plan.isQuiet) yield* sys.write(1, replyLine(plan, sequence, outcome));
      sequence += 1;
    } else sequence = yield* unanswered(sys, plan, tally, sequence, outcome, sys.nowMs() - startMs);
    if (sequence <= plan.count) {
      const pauseMs = Math.max(0, startMs + plan.intervalMs - sys.nowMs());
      yield* sys.sleep(Math.min(pauseMs, Math.max(0, tally.startMs + plan.deadlineMs - sys.nowMs())) + (pauseMs > 0 ? sys.dice.between(0, 20) : 0));
    }
  }
  return null;
}

/** connect(2) on the socket fails at once where no route leads. */
function hasRoute(sys: Sys, address: string): boolean {
  if (address.startsWith('127.') || address.includes(':')) return true;
  const { interfaces, routes } = sys.network;
  return interfaces.some((each) => each.isUp && each.addresses.some((cidr) => isInNetwork(address, cidr)))
    || routes.some((route) => route.to === 'default' || isInNetwork(address, route.to));
}

function* echo(sys: Sys, address: string): Routine<number | 'EHOSTUNREACH' | 'ETIMEDOUT'> {
  try {
    return yield* sys.ping(address);
  } catch (error) {
    if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
    return error.errno === 'EHOSTUNREACH' || error.errno === 'ENETUNREACH' ? 'EHOSTUNREACH' : 'ETIMEDOUT';
  }
}

/** What is shown of requests that nobody answered; returns the next sequence number. */
function* unanswered(
  sys: Sys, plan: Plan, tally: Tally, sequence: number, errno: 'EHOSTUNREACH' | 'ETIMEDOUT', tookMs: number,
): Routine<number> {
  const isNeighbour = errno === 'EHOSTUNREACH' && tookMs > 1000;
  const own = sys.network.interfaces.find((each) => each.name !== 'lo' && each.isUp)?.addresses[0]?.split('/')[0] ?? '';
  if (errno === 'EHOSTUNREACH' && !isNeighbour) {
    tally.errors += 1;
    if (!plan.isQuiet) yield* sys.write(1, `From ${plan.shownPeer} icmp_seq=${sequence} Destination Host Prohibited\n`);
    return sequence + 1;
  }
  const group = Math.min(isNeighbour ? 3 : Math.max(1, Math.floor(tookMs / plan.intervalMs)), plan.count - sequence + 1);
  tally.sent = sequence + group - 1;
  tally.lastMs = sys.nowMs() - tookMs + (group - 1) * plan.intervalMs + 1;
  const isLast = tally.sent === plan.count;
  if (!isNeighbour) {
    const restMs = plan.waitMs - tookMs;
    if (isLast && restMs > 0) yield* sys.sleep(Math.min(restMs, plan.deadlineMs));
    return sequence + group;
  }
  if (isLast && (group - 1) * plan.intervalMs + plan.waitMs < NEIGHBOUR_MS) return sequence + group;
  tally.errors += group;
  const name = sys.network.reverse(own);
  const from = name === null || plan.name === plan.address ? own : `${name} (${own})`;
  for (let each = sequence; each < sequence + group && !plan.isQuiet; each += 1) {
    yield* sys.write(1, `From ${from} icmp_seq=${each} Destination Host Unreachable\n`);
  }
  return sequence + group;
}

function replyLine(plan: Plan, sequence: number, ms: number): string {
  const ttl = plan.address.startsWith('10.0.0.') || plan.address.startsWith('127.') ? 64 : 53;
  return `${plan.size + 8} bytes from ${plan.shownPeer}: icmp_seq=${sequence} ttl=${ttl} time=${shortMs(ms)} ms\n`;
}

/** iputils' precision: three figures below a second's thousandth part of ten, fewer above. */
const shortMs = (ms: number): string =>
  (ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms >= 1 ? ms.toFixed(2) : ms.toFixed(3));

function summary(plan: Plan, tally: Tally, nowMs: number): string {
  const { sent, received, errors, trips } = tally;
  const loss = sent === 0 ? 0 : Math.floor(((sent - received) * 100) / sent);
  const elapsed = Math.max(0, Math.round(sent <= 1 ? 0 : nowMs - tally.startMs));
  const head = `\n--- ${plan.name} ping statistics ---\n${sent} packets transmitted, ${received} received, `
    + `${errors > 0 ? `+${errors} errors, ` : ''}${loss}% packet loss, time ${elapsed}ms\n`;
  if (trips.length === 0) return `${head}${errors > 1 ? `pipe ${Math.min(errors, 4)}` : ''}\n`;
  const average = trips.reduce((sum, ms) => sum + ms, 0) / trips.length;
  const deviation = Math.sqrt(Math.max(0, trips.reduce((sum, ms) => sum + ms * ms, 0) / trips.length - average * average));
  const figures = [Math.min(...trips), average, Math.max(...trips), deviation].map((ms) => ms.toFixed(3)).join('/');
  return `${head}rtt min/avg/max/mdev = ${figures} ms\n`;
}
