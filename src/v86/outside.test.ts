import { describe, expect, it } from 'vitest';
import { Outside } from './outside.ts';
import { PROTOCOL, TYPE, readDatagram, readFrame, readPacket, writeDatagram, writeFrame, writePacket } from './packets.ts';

const HOST = Uint8Array.from([0, 0x22, 0x15, 1, 2, 3]);
const GATE = Uint8Array.from([0x52, 0x54, 0, 10, 0, 1]);
const outside = new Outside(() => 1_795_000_000_500);

const udp = (to: string, toPort: number, body: Uint8Array): Uint8Array => writeFrame({
  to: GATE, from: HOST, type: TYPE.ipv4,
  body: writePacket({ from: '10.0.0.11', to, protocol: PROTOCOL.udp, body: writeDatagram({ fromPort: 4000, toPort, body }) }),
});

/** What comes back by UDP; null when nothing does. */
function answered(frame: Uint8Array): Uint8Array | null {
  const reply = outside.receive(frame);
  const packet = reply === null ? null : readPacket(readFrame(reply).body);
  return packet === null ? null : readDatagram(packet.body).body.slice();
}

const question = (name: string, type: number): Uint8Array => Uint8Array.from([
  7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...name.split('.').flatMap((label) => [label.length, ...new TextEncoder().encode(label)]), 0, 0, type, 0, 1,
]);

describe('the outside', () => {
  it('answers ARP for the gateway only', () => {
    const ask = (last: number): Uint8Array => writeFrame({
      to: new Uint8Array(6).fill(255), from: HOST, type: TYPE.arp,
      body: Uint8Array.from([0, 1, 8, 0, 6, 4, 0, 1, ...HOST, 10, 0, 0, 11, 0, 0, 0, 0, 0, 0, 10, 0, 0, last]),
    });
    expect(outside.receive(ask(1))).toEqual(writeFrame({
      to: HOST, from: GATE, type: TYPE.arp, body: Uint8Array.from([0, 1, 8, 0, 6, 4, 0, 2, ...GATE, 10, 0, 0, 1, ...HOST, 10, 0, 0, 11]),
    }));
    expect(outside.receive(ask(31))).toBeNull();
  });

  it('knows time servers by name, has no IPv6 for them, and denies other names', () => {
    expect([...answered(udp('10.0.0.1', 53, question('ntp0.ntp-servers.net', 1))) ?? []].slice(-4)).toEqual([198, 51, 100, 20]);
    expect([...answered(udp('10.0.0.1', 53, question('2.centos.pool.ntp.org', 1))) ?? []].slice(2, 8)).toEqual([0x81, 0x80, 0, 1, 0, 4]);
    const reverse = answered(udp('10.0.0.1', 53, question('20.100.51.198.in-addr.arpa', 12))) ?? new Uint8Array();
    expect(new TextDecoder().decode(reverse.subarray(-22))).toBe('\x04ntp0\x0bntp-servers\x03net\0');
    expect([...answered(udp('10.0.0.1', 53, question('9.9.9.9.in-addr.arpa', 12))) ?? []].slice(2, 4)).toEqual([0x81, 0x83]);
    expect([...answered(udp('10.0.0.1', 53, question('ntp0.ntp-servers.net', 28))) ?? []].slice(2, 8)).toEqual([0x81, 0x80, 0, 1, 0, 0]);
    expect([...answered(udp('10.0.0.1', 53, question('ntp0.ntp-server.net', 1))) ?? []].slice(2, 8)).toEqual([0x81, 0x83, 0, 1, 0, 0]);
  });

  it('tells the time, with the asker\'s own stamp', () => {
    const query = new Uint8Array(48);
    query.set([0x23], 0);
    query.set([1, 2, 3, 4, 5, 6, 7, 8], 40);
    const reply = answered(udp('198.51.100.20', 123, query)) ?? new Uint8Array();
    expect([reply[0], reply[1]]).toEqual([0x24, 1]);
    expect([...reply.subarray(24, 32)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new DataView(reply.buffer).getUint32(40)).toBe(1_795_000_000 + 2_208_988_800);
    expect(new DataView(reply.buffer).getUint32(44)).toBe(2 ** 31);
    expect(answered(udp('10.0.0.1', 123, query))).toBeNull();
  });

  it('answers a ping with its own bytes', () => {
    const echo = Uint8Array.from([8, 0, 0, 0, 0, 1, 0, 1, 97, 98]);
    const reply = outside.receive(writeFrame({
      to: GATE, from: HOST, type: TYPE.ipv4, body: writePacket({ from: '10.0.0.11', to: '10.0.0.1', protocol: PROTOCOL.icmp, body: echo }),
    }));
    const packet = reply === null ? null : readPacket(readFrame(reply).body);
    expect(packet).toMatchObject({ from: '10.0.0.1', to: '10.0.0.11' });
    expect([...packet?.body ?? []].filter((_byte, at) => at !== 2 && at !== 3)).toEqual([0, 0, 0, 1, 0, 1, 97, 98]);
  });
});
