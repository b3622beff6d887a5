// Ethernet, ARP, IPv4, ICMP and UDP as far as the gateway needs them (RFC 826, 791, 792, 768).

export const TYPE = { ipv4: 0x0800, arp: 0x0806 } as const;
export const PROTOCOL = { icmp: 1, udp: 17 } as const;

export interface Frame {
  readonly to: Uint8Array;
  readonly from: Uint8Array;
  readonly type: number;
  readonly body: Uint8Array;
}

export interface Packet {
  readonly from: string;
  readonly to: string;
  readonly protocol: number;
  readonly body: Uint8Array;
}

export interface Datagram {
  readonly fromPort: number;
  readonly toPort: number;
  readonly body: Uint8Array;
}

/** A number of two bytes, the high one first. */
export const word = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
export const wordBytes = (value: number): readonly [number, number] => [(value >> 8) & 0xff, value & 0xff];

const addressText = (bytes: Uint8Array, at: number): string => [...bytes.subarray(at, at + 4)].join('.');
export const addressBytes = (address: string): readonly number[] => address.split('.').map(Number);

export function readFrame(bytes: Uint8Array): Frame {
  return { to: bytes.slice(0, 6), from: bytes.slice(6, 12), type: word(bytes, 12), body: bytes.subarray(14) };
}

export const writeFrame = ({ to, from, type, body }: Frame): Uint8Array => Uint8Array.from([...to, ...from, ...wordBytes(type), ...body]);

/** Null for a fragment, or what is no IPv4. */
export function readPacket(body: Uint8Array): Packet | null {
  const headLength = ((body[0] ?? 0) & 15) * 4;
  if ((body[0] ?? 0) >> 4 !== 4 || (word(body, 6) & 0x3fff) !== 0) return null;
  return { from: addressText(body, 12), to: addressText(body, 16), protocol: body[9] ?? 0, body: body.subarray(headLength, word(body, 2)) };
}

const TTL = 64;

export function writePacket({ from, to, protocol, body }: Packet): Uint8Array {
  const head = Uint8Array.from([
    0x45, 0, ...wordBytes(20 + body.length), 0, 0, 0x40, 0, TTL, protocol, 0, 0, ...addressBytes(from), ...addressBytes(to),
  ]);
  head.set(wordBytes(checksum(head)), 10);
  return Uint8Array.from([...head, ...body]);
}

/** The internet checksum. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += word(bytes, at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

export const readDatagram = (body: Uint8Array): Datagram => ({ fromPort: word(body, 0), toPort: word(body, 2), body: body.subarray(8, word(body, 4)) });

/** Without a checksum: zero says so. */
export const writeDatagram = ({ fromPort, toPort, body }: Datagram): Uint8Array =>
  Uint8Array.from([...wordBytes(fromPort), ...wordBytes(toPort), ...wordBytes(8 + body.length), 0, 0, ...body]);

/** The sender's and the asked address of an ARP request; null when it is none. */
export function readArpRequest(body: Uint8Array): { readonly sender: string; readonly wanted: string } | null {
  return word(body, 6) === 1 ? { sender: addressText(body, 14), wanted: addressText(body, 24) } : null;
}

export function arpReply(mac: Uint8Array, address: string, asker: { readonly mac: Uint8Array; readonly address: string }): Uint8Array {
  return Uint8Array.from([0, 1, 8, 0, 6, 4, 0, 2, ...mac, ...addressBytes(address), ...asker.mac, ...addressBytes(asker.address)]);
}
