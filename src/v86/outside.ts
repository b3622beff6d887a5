// The world behind the lab's gateway, as far as the lessons need it: a name server and time servers, openly played here.
// Nothing of it leaves the browser.
import {
  PROTOCOL, TYPE, addressBytes, arpReply, checksum, readArpRequest, readDatagram, readFrame, readPacket, word, wordBytes,
  writeDatagram, writeFrame, writePacket, type Datagram, type Frame, type Packet,
} from './packets.ts';

const GATEWAY = '10.0.0.1';
const MAC = Uint8Array.from([0x52, 0x54, 0x00, 0x0a, 0x00, 0x01]);
const DNS = 53;
const NTP = 123;

/** Names that the outside knows: time servers of the lessons, the usual pools, and the mirrors. */
const NAMES: readonly { readonly pattern: RegExp; readonly address: string }[] = [
  { pattern: /^(ntp\d*\.ntp-servers\.net|(\d\.)?(centos|debian|rhel)?\.?pool\.ntp\.org|time\.cloudflare\.com)$/, address: '162.159.200.1' },
  { pattern: /^(mirrors\.centos\.org|mirror\.stream\.centos\.org|www\.centos\.org)$/, address: '10.0.0.1' },
  { pattern: /^(rpm|downloads|dlm)\.mariadb\.(org|com)$/, address: '10.0.0.1' },
];
const TIME_SERVERS: readonly string[] = ['162.159.200.1'];

/** Answers what a host sends to the gateway or through it; a frame in, frames out. */
export class Outside {
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  receive(bytes: Uint8Array): Uint8Array | null {
    const frame = readFrame(bytes);
    const body = frame.type === TYPE.arp ? arpAnswer(frame) : frame.type === TYPE.ipv4 ? this.#packetAnswer(frame) : null;
    return body === null ? null : writeFrame({ to: frame.from, from: MAC, type: frame.type, body });
  }

  #packetAnswer({ body, to }: Frame): Uint8Array | null {
    if (!to.every((byte, index) => byte === MAC[index])) return null;
    const packet = readPacket(body);
    if (packet === null) return null;
    const answer = packet.protocol === PROTOCOL.icmp ? echoAnswer(packet) : packet.protocol === PROTOCOL.udp ? this.#udpAnswer(packet) : null;
    return answer === null ? null : writePacket({ from: packet.to, to: packet.from, protocol: packet.protocol, body: answer });
  }

  #udpAnswer(packet: Packet): Uint8Array | null {
    const datagram = readDatagram(packet.body);
    const body = this.#served(packet.to, datagram);
    return body === null ? null : writeDatagram({ fromPort: datagram.toPort, toPort: datagram.fromPort, body });
  }

  #served(to: string, { toPort, body }: Datagram): Uint8Array | null {
    if (toPort === DNS && to === GATEWAY) return nameAnswer(body);
    if (toPort === NTP && TIME_SERVERS.includes(to)) return timeAnswer(body, this.#nowMs());
    return null;
  }
}

function arpAnswer({ body, from }: Frame): Uint8Array | null {
  const asked = readArpRequest(body);
  return asked?.wanted === GATEWAY ? arpReply(MAC, GATEWAY, { mac: from, address: asked.sender }) : null;
}

/** The gateway and the time servers answer a ping. */
function echoAnswer({ body, to }: Packet): Uint8Array | null {
  if (body[0] !== 8 || (to !== GATEWAY && !TIME_SERVERS.includes(to))) return null;
  const reply = Uint8Array.from(body);
  reply[0] = 0;
  reply.set([0, 0], 2);
  reply.set(wordBytes(checksum(reply)), 2);
  return reply;
}

const A = 1;

/** RFC 1035: an A record for known names, an empty answer for other types, NXDOMAIN for unknown names. */
function nameAnswer(query: Uint8Array): Uint8Array | null {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0 && at < query.length; length = query[at] ?? 0) {
    labels.push(new TextDecoder().decode(query.subarray(at + 1, at + 1 + length)));
    at += 1 + length;
  }
  const question = query.subarray(12, at + 5);
  const name = labels.join('.').toLowerCase();
  const known = NAMES.find(({ pattern }) => pattern.test(name));
  const hasAnswer = known !== undefined && word(query, at + 1) === A;
  const answer = hasAnswer ? [0xc0, 12, 0, A, 0, 1, 0, 0, 1, 0, 0, 4, ...addressBytes(known.address)] : [];
  const flags = 0x8180 | (known === undefined ? 3 : 0);
  return Uint8Array.from([...query.subarray(0, 2), ...wordBytes(flags), 0, 1, 0, hasAnswer ? 1 : 0, 0, 0, 0, 0, ...question, ...answer]);
}

/** Seconds from 1900, where NTP begins to count, to 1970. */
const EPOCH_S = 2_208_988_800;

function timestamp(ms: number): readonly number[] {
  const seconds = Math.floor(ms / 1000) + EPOCH_S;
  const fraction = Math.floor(((ms % 1000) / 1000) * 2 ** 32);
  return [seconds, fraction].flatMap((value) => [(value / 2 ** 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
}

/** RFC 5905, as a server of stratum 3 whose clock is the browser's. */
function timeAnswer(query: Uint8Array, nowMs: number): Uint8Array {
  const version = ((query[0] ?? 0) >> 3) & 7;
  return Uint8Array.from([
    (version << 3) | 4, 3, query[2] ?? 6, 0xe9, 0, 0, 0, 16, 0, 0, 0, 16, 10, 0, 0, 1,
    ...timestamp(nowMs - 5000), ...query.subarray(40, 48), ...timestamp(nowMs), ...timestamp(nowMs),
  ]);
}
