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

/** A time server; its address is one of those kept for examples (RFC 5737), so it is nobody's. */
interface TimeServer {
  readonly address: string;
  /** What its address means when it is asked the other way round. */
  readonly name: string;
  readonly stratum: number;
  /** Its own source: four letters, or an address. */
  readonly reference: readonly number[];
}

const PPS = [0x50, 0x50, 0x53, 0];
const TIME_SERVERS: readonly TimeServer[] = [
  { address: '198.51.100.11', name: 'time-a.pool.example', stratum: 2, reference: [192, 0, 2, 17] },
  { address: '198.51.100.12', name: 'time-b.pool.example', stratum: 2, reference: [192, 0, 2, 18] },
  { address: '198.51.100.13', name: 'time-c.pool.example', stratum: 2, reference: [192, 0, 2, 19] },
  { address: '198.51.100.14', name: 'time-d.pool.example', stratum: 3, reference: [198, 51, 100, 11] },
  { address: '198.51.100.20', name: 'ntp0.ntp-servers.net', stratum: 1, reference: PPS },
  { address: '198.51.100.21', name: 'ntp1.ntp-servers.net', stratum: 1, reference: PPS },
  { address: '198.51.100.22', name: 'ntp2.ntp-servers.net', stratum: 2, reference: [198, 51, 100, 20] },
  { address: '198.51.100.23', name: 'time.google.com', stratum: 1, reference: [0x47, 0x4f, 0x4f, 0x47] },
  { address: '198.51.100.24', name: 'time.cloudflare.com', stratum: 3, reference: [10, 10, 8, 8] },
];
const POOL = TIME_SERVERS.slice(0, 4).map(({ address }) => address);

/** Names that the outside knows beside the time servers' own: the usual pools and the mirrors. */
const NAMES: readonly { readonly pattern: RegExp; readonly addresses: readonly string[] }[] = [
  { pattern: /^((\d\.)?(centos|debian|rhel)\.)?(\d\.)?pool\.ntp\.org$/, addresses: POOL },
  { pattern: /^(mirrors\.centos\.org|mirror\.stream\.centos\.org|www\.centos\.org)$/, addresses: [GATEWAY] },
  { pattern: /^(rpm|downloads|dlm)\.mariadb\.(org|com)$/, addresses: [GATEWAY] },
];

const timeServer = (address: string): TimeServer | null => TIME_SERVERS.find((each) => each.address === address) ?? null;

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
    const server = toPort === NTP ? timeServer(to) : null;
    return server === null ? null : timeAnswer(body, server, this.#nowMs());
  }
}

function arpAnswer({ body, from }: Frame): Uint8Array | null {
  const asked = readArpRequest(body);
  return asked?.wanted === GATEWAY ? arpReply(MAC, GATEWAY, { mac: from, address: asked.sender }) : null;
}

/** The gateway and the time servers answer a ping. */
function echoAnswer({ body, to }: Packet): Uint8Array | null {
  if (body[0] !== 8 || (to !== GATEWAY && timeServer(to) === null)) return null;
  const reply = Uint8Array.from(body);
  reply[0] = 0;
  reply.set([0, 0], 2);
  reply.set(wordBytes(checksum(reply)), 2);
  return reply;
}

const A = 1;
const PTR = 12;

/** RFC 1035: A records for known names, PTR for time servers, an empty answer for other types, NXDOMAIN for unknown names. */
function nameAnswer(query: Uint8Array): Uint8Array | null {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0 && at < query.length; length = query[at] ?? 0) {
    labels.push(new TextDecoder().decode(query.subarray(at + 1, at + 1 + length)));
    at += 1 + length;
  }
  const question = query.subarray(12, at + 5);
  const name = labels.join('.').toLowerCase();
  const [reverse, addresses] = [reverseOf(name), addressesOf(name)];
  const type = word(query, at + 1);
  const data = type === A ? addresses.map(addressBytes) : type === PTR && reverse !== null ? [nameBytes(reverse)] : [];
  const answers = data.flatMap((bytes) => [0xc0, 12, 0, type, 0, 1, 0, 0, 1, 0, ...wordBytes(bytes.length), ...bytes]);
  const flags = 0x8180 | (addresses.length === 0 && reverse === null ? 3 : 0);
  return Uint8Array.from([...query.subarray(0, 2), ...wordBytes(flags), 0, 1, 0, data.length, 0, 0, 0, 0, ...question, ...answers]);
}

function addressesOf(name: string): readonly string[] {
  const own = TIME_SERVERS.find((each) => each.name === name);
  return own === undefined ? NAMES.find(({ pattern }) => pattern.test(name))?.addresses ?? [] : [own.address];
}

/** `20.100.51.198.in-addr.arpa` asks for the name of 198.51.100.20. */
const reverseOf = (name: string): string | null =>
  TIME_SERVERS.find(({ address }) => name === `${address.split('.').reverse().join('.')}.in-addr.arpa`)?.name ?? null;

const nameBytes = (name: string): number[] => [...name.split('.').flatMap((label) => [label.length, ...new TextEncoder().encode(label)]), 0];

/** Seconds from 1900, where NTP begins to count, to 1970. */
const EPOCH_S = 2_208_988_800;

function timestamp(ms: number): readonly number[] {
  const seconds = Math.floor(ms / 1000) + EPOCH_S;
  const fraction = Math.floor(((ms % 1000) / 1000) * 2 ** 32);
  return [seconds, fraction].flatMap((value) => [(value / 2 ** 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
}

/** RFC 5905, as a server whose clock is the browser's. */
function timeAnswer(query: Uint8Array, { stratum, reference }: TimeServer, nowMs: number): Uint8Array {
  const version = ((query[0] ?? 0) >> 3) & 7;
  return Uint8Array.from([
    (version << 3) | 4, stratum, query[2] ?? 6, 0xe9, 0, 0, 0, 16, 0, 0, 0, 16, ...reference,
    ...timestamp(nowMs - 5000), ...query.subarray(40, 48), ...timestamp(nowMs), ...timestamp(nowMs),
  ]);
}
