// chrony, firewalld, time and network tools against the recordings. Records named setup-… are ours: they bring a host
// to the state that the recording machine had at that moment.
import { describe, test } from 'vitest';
import { replayTranscript } from './transcript.testing.ts';

type Rules = readonly (readonly [RegExp, string])[];

const SETUP = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`setup-${index + 1}`, 'not recorded: brings the host to the right state']));

/** Debian's names and the recording machine's addresses as the lab has them. */
const MAPPING: Rules = [
  [/\b10\.0\.2\.2 (?= )/g, '10.0.0.31'], [/\b10\.0\.2\.2\b/g, '10.0.0.31'], [/0A000202/g, '0A00001F'],
  [/\b10\.0\.2\.15 (?= )/g, '10.0.0.11'], [/\b10\.0\.2\.15\b/g, '10.0.0.11'], [/0A00020F/g, '0A00000B'],
  [/\b10\.0\.2\.(77|98|99)\b/g, '10.0.0.$1'], [/0A00024D/g, '0A00004D'], [/0A000263/g, '0A000063'], [/\b10\.0\.2\.0\/24/g, '10.0.0.0/24'],
  [/chrony\.service - chrony, an NTP client\/server/g, 'chronyd.service - NTP client/server'], [/chrony\.service/g, 'chronyd.service'],
  [/\b(systemctl \w+|journalctl -u) chrony\b/g, '$1 chronyd'], [/\/etc\/chrony\/chrony\.conf/g, '/etc/chrony.conf'], [/(?<!usr)\/lib\/systemd\/system/g, '/usr/lib/systemd/system'],
  [/ +man:chronyc\(1\)\n/g, ''], [/\$DAEMON_OPTS/g, '$OPTIONS'], [/services: dhcpv6-client/g, 'services: cockpit dhcpv6-client'], [/^dhcpv6-client ssh$/gm, 'cockpit dhcpv6-client ssh'],
];

const TIMES: Rules = [
  [/\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d ([AP]M )?(\w+ )?2026/g, 'DATE'], [/\w{3} 2026-\d\d-\d\d \d\d:\d\d:\d\d( \w+)?/g, 'DATE'],
  [/^\w{3} [ \d]\d \d\d:\d\d:\d\d /gm, 'TIME '], [/2026-\d\d-\d\d[T ]\d\d:\d\d:\d\dZ?/g, 'DATE'], [/\[\d+\]:/g, '[PID]:'], [/\d+(ms|s|min) ago/g, 'AGO'],
];

const run = (file: string, extra: Rules, except: Readonly<Record<string, string>>, skip: readonly string[] = []): Promise<void> => replayTranscript({
  file, scene: 'antelope/bare', mapping: MAPPING, normalise: [...TIMES, ...extra], except: { ...SETUP, ...except }, skip,
});

/** What chance and the machine's speed decide: offsets, counts of packets, sizes, process trees. */
const CHRONY: Rules = [
  [/[ +-]\d+[num]s\[ *[ +-]\d+[num]s\] \+\/- +\d+[num]s/g, 'SAMPLE'], [/ +\d+ +SAMPLE/g, ' SAMPLE'],
  // How far the polling interval of a silent source has grown is a matter of seconds.
  [/^(\^\? \S+ +0 +)\d( +0 )/gm, '$1P$2'], [/^(mirror\S+(?: +\d+){3}) +[+-][\d.]+ +[\d.]+ +[+-]\d+[nu]s +\d+[nu]s$/gm, '$1 STATISTICS'],
  [/^(Root delay|Root dispersion|Offset|Peer delay) +: (?!.?0\.0+ ).*$/gm, '$1: NUMBER'], [/^(Root delay|Root dispersion|Offset|Peer delay) +: .*$/gm, '$1: NUMBER'],
  [/^Reference ID +: .*$/gm, 'Reference ID: ID'], [/^Total TX +: \d+$/gm, 'Total TX: N'], [/(Duration|CPU): [\w. ]+/g, '$1: T'], [/Process: \d+/g, 'Process: PID'],
];

const NET: Rules = [
  [/\r/g, '\n'], [/\n\n(?=  0 )/g, '\n'], [/after \d+ ms/g, 'after N ms'], [/time=[\d.]+ ms/g, 'time=T ms'], [/time \d+ms/g, 'time Tms'],
  [/[\d.]+\/[\d.]+\/[\d.]+\/[\d.]+ ms/g, 'TIMES'], [/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'UUID'], [/\/lib\/modules\/\S+/g, '/lib/modules/RELEASE'],
  [/^Total: \d+\nTCP: +\d+ \(.*\)$/gm, 'TOTALS'], [/^(RAW|UDP|TCP|INET|FRAG)\t.*$/gm, '$1 COUNTS'],
];

const ADDRESSES = 'addresses, devices and gateway of the recording machine';
const DEBIAN_NC = "Debian's nc there, nmap's ncat on CentOS";

describe('recorded network tools', () => {
  test('chrony', () => run('chrony.jsonl', CHRONY, {
    'host-013': 'help is in our own words', 'extra-017': 'the clock of the recording machine was 1.3 s off, and chronyd has two processes there',
  }), 60_000);
  test('timehost', () => run('timehost.jsonl', [], {}), 60_000);
  test('firewall', () => run('firewall.jsonl', [], { 'fw2-014': 'its journal holds lines of commands that are not recorded' }), 60_000);
  test('net', () => run('net.jsonl', NET, {
    'host3-019': 'other daemons listened there', 'host3-022': ADDRESSES, 'host3-023': ADDRESSES, 'host3-025': ADDRESSES, 'host3-027': ADDRESSES,
    'host3-039': ADDRESSES, 'host3-040': ADDRESSES, 'host3-045': 'the lab has a second device', 'host3-047': ADDRESSES, 'host3-183': ADDRESSES, 'host3-184': ADDRESSES,
    'host3-185': ADDRESSES, 'host3-187': ADDRESSES, 'host3-188': ADDRESSES, 'host3-055': 'the emulator there answered for every address',
    'host3-071': 'the emulator there took every connection', 'host3-080': DEBIAN_NC, 'host3-081': DEBIAN_NC, 'shell-0016': ADDRESSES,
    'shell-0017': 'namespaces of neutron', 'shell-0065': 'no DNS server there', 'happy-0273': 'no default route there',
    'host3-145': 'IPv6 addresses of the recording machine', 'host3-150': ADDRESSES,
  }), 60_000);
});
