import type { Program, Routine } from '../../host/program.ts';
import { formatTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';

/** The first name server of /etc/resolv.conf. */
function server(sys: Sys): string | null {
  const text = sys.exists('/etc/resolv.conf') ? sys.readFile('/etc/resolv.conf') : '';
  return /^\s*nameserver\s+(\S+)/m.exec(text)?.[1] ?? null;
}

/** What DNS (not /etc/hosts) says of a name or address. */
function look(sys: Sys, name: string): { kind: 'A' | 'PTR'; values: readonly string[] } {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) {
    const found = isOwn(sys, name) ? null : sys.network.reverse(name);
    return { kind: 'PTR', values: found === null ? [] : [`${found}.`] };
  }
  const hosts = sys.exists('/etc/hosts') ? sys.readFile('/etc/hosts').split('\n').flatMap((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1)) : [];
  return { kind: 'A', values: hosts.includes(name) ? [] : sys.network.resolveAll(name.replace(/\.$/, '')) };
}

const isOwn = (sys: Sys, address: string): boolean => sys.exists('/etc/hosts') && sys.readFile('/etc/hosts').split('\n').some((line) => line.trim().startsWith(`${address} `) || line.trim().startsWith(`${address}\t`));

const backwards = (address: string): string => `${address.split('.').reverse().join('.')}.in-addr.arpa`;

const operands = (sys: Sys): string[] => sys.argv.slice(1).filter((word) => !/^[-+@]/.test(word) && !/^(A|AAAA|MX|NS|ANY|PTR|SOA|TXT|IN)$/i.test(word));

function* unreachable(sys: Sys, text: string): Routine<number> {
  yield* sys.write(1, text);
  return 1;
}

/** nslookup of bind-utils. */
export const nslookup: Program = {
  name: 'nslookup',
  *run(sys) {
    const [name] = operands(sys);
    const from = server(sys);
    if (name === undefined) {
      yield* sys.write(2, 'handstack: nslookup: its prompt is not modelled\n');
      return 1;
    }
    if (from === null) return yield* unreachable(sys, ';; connection timed out; no servers could be reached\n\n');
    const { kind, values } = look(sys, name);
    const head = kind === 'PTR' && values.length > 0 ? '' : `Server:\t\t${from}\nAddress:\t${from}#53\n\n`;
    if (values.length === 0) {
      yield* sys.write(1, `${head}** server can't find ${kind === 'PTR' ? backwards(name) : name}: NXDOMAIN\n\n`);
      return 1;
    }
    const body = kind === 'PTR' ? values.map((value) => `${backwards(name)}\tname = ${value}\n`).join('')
      : `Non-authoritative answer:\n${values.map((value) => `Name:\t${name}\nAddress: ${value}\n`).join('')}`;
    yield* sys.write(1, `${head}${body}\n`);
    return 0;
  },
};

/** host of bind-utils. */
export const host: Program = {
  name: 'host',
  *run(sys) {
    const [name] = operands(sys);
    if (name === undefined) {
      yield* sys.write(2, 'Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]\n            [-R number] [-m flag] [-p port] hostname [server]\n');
      return 1;
    }
    if (server(sys) === null) return yield* unreachable(sys, ';; connection timed out; no servers could be reached\n');
    const { kind, values } = look(sys, name);
    if (values.length === 0) {
      yield* sys.write(1, `Host ${kind === 'PTR' ? `${backwards(name)}.` : name} not found: 3(NXDOMAIN)\n`);
      return 1;
    }
    yield* sys.write(1, values.map((value) => (kind === 'PTR' ? `${backwards(name)} domain name pointer ${value}\n` : `${name} has address ${value}\n`)).join(''));
    return 0;
  },
};

/** dig of bind-utils. */
export const dig: Program = {
  name: 'dig',
  *run(sys) {
    const [name = '.'] = operands(sys);
    const from = sys.argv.find((word) => word.startsWith('@'))?.slice(1) ?? server(sys);
    const isReverse = sys.argv.includes('-x');
    const asked = isReverse ? `${backwards(name)}.` : `${name.replace(/\.$/, '')}.`;
    const { values } = isReverse || !/^\d+\.\d+\.\d+\.\d+$/.test(name) ? look(sys, name) : { values: [] };
    if (from === null) {
      yield* sys.write(1, '\n; <<>> DiG 9.16.23-RH <<>>\n;; global options: +cmd\n;; connection timed out; no servers could be reached\n');
      return 9;
    }
    if (sys.argv.includes('+short')) {
      yield* sys.write(1, values.map((value) => `${value}\n`).join(''));
      return 0;
    }
    const type = isReverse ? 'PTR' : 'A';
    const answer = values.length === 0 ? '' : `;; ANSWER SECTION:\n${values.map((value) => `${asked.padEnd(24)}300\tIN\t${type}\t${value}\n`).join('')}\n`;
    const words = sys.argv.slice(1).join(' ');
    yield* sys.write(1, `\n; <<>> DiG 9.16.23-RH <<>> ${words}\n;; global options: +cmd\n;; Got answer:\n`
      + `;; ->>HEADER<<- opcode: QUERY, status: ${values.length === 0 ? 'NXDOMAIN' : 'NOERROR'}, id: ${sys.dice.between(1, 65535)}\n`
      + `;; flags: qr rd ra; QUERY: 1, ANSWER: ${values.length}, AUTHORITY: 0, ADDITIONAL: 1\n\n;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n`
      + `;; QUESTION SECTION:\n;${asked.padEnd(23)}\tIN\t${type}\n\n${answer}`
      + `;; Query time: 12 msec\n;; SERVER: ${from}#53(${from})\n;; WHEN: ${formatTime('%a %b %d %H:%M:%S UTC %Y', sys.nowMs(), 'UTC', true)}\n;; MSG SIZE  rcvd: ${56 + values.length * 16}\n\n`);
    return 0;
  },
};
