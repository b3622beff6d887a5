import { command } from '../../host/command.ts';
import type { ProcessInfo } from '../../host/process.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { uptimeLine } from '../../host/uptime.ts';

/** Somebody at a terminal: the first shell of a session. */
interface Session {
  readonly user: string;
  readonly tty: string;
  readonly startMs: number;
  readonly leader: ProcessInfo;
}

/** Who is logged in, in order of login. */
export function sessions(sys: Sys): Session[] {
  return sys.processes().filter((each) => each.tty !== null && each.session === each.pid && each.status !== 'Z')
    .map((leader) => ({ user: sys.accounts.byUid(leader.uid)?.name ?? String(leader.uid), tty: leader.tty ?? '', startMs: leader.startMs, leader }))
    .sort((left, right) => left.startMs - right.startMs);
}

/** who(1). */
export const who = command({
  name: 'who', usage: ['[OPTION]... [ FILE | ARG1 ARG2 ]'], summary: 'Shows who is logged in, where and since when.',
  version: 'who (GNU coreutils) 8.32',
  options: {
    short: 'abdlmpqrstuwHT',
    long: { all: 'a', boot: 'b', count: 'q', dead: 'd', heading: 'H', login: 'l', lookup: 'lookup', message: 'T', process: 'p', runlevel: 'r', short: 's', time: 't', users: 'u', writable: 'T' },
  },
  notModelled: ['a', 'd', 'l', 'p', 't', 'T', 'u'],
  *run(sys, args) {
    const own = sys.processes().find((process) => process.pid === sys.pid);
    const isOwn = args.has('m') || args.operands.length === 2;
    const list = sessions(sys).filter((each) => !isOwn || each.tty === own?.tty);
    const time = (ms: number): string => localTime(sys, '%Y-%m-%d %H:%M', ms);
    if (args.has('q')) {
      yield* sys.write(1, `${list.map((each) => each.user).join(' ')}\n# users=${list.length}\n`);
      return 0;
    }
    if (args.has('H')) yield* sys.write(1, 'NAME     LINE         TIME             COMMENT\n');
    if (args.has('b')) yield* sys.write(1, `         system boot  ${time(sys.bootMs)}\n`);
    if (args.has('r')) yield* sys.write(1, `         run-level 3  ${time(sys.bootMs + 20_000)}\n`);
    if (args.has('b') || args.has('r')) return 0;
    for (const each of list) yield* sys.write(1, `${each.user.padEnd(8)} ${each.tty.padEnd(12)} ${time(each.startMs)}\n`);
    return 0;
  },
});

/** users(1). */
export const users = command({
  name: 'users', usage: ['[OPTION]... [FILE]'], summary: 'Prints the names of those logged in.', version: 'users (GNU coreutils) 8.32', options: { short: '' },
  *run(sys) {
    const names = sessions(sys).map((each) => each.user).sort();
    if (names.length > 0) yield* sys.write(1, `${names.join(' ')}\n`);
    return 0;
  },
});

const cpu = (ms: number): string => `${(ms / 1000).toFixed(2)}s`;

/** w(1). */
export const w = command({
  name: 'w', usage: ['[options]'], summary: 'Shows who is logged in and what they do.', version: 'w from procps-ng 3.3.17', isShortNamed: true,
  options: { short: 'hsfiuo', long: { 'no-header': 'h', short: 's', from: 'f', 'ip-addr': 'i', 'no-current': 'u', 'old-style': 'o' } },
  notModelled: ['i', 'o', 'u'],
  *run(sys, args) {
    if (!args.has('h')) yield* sys.write(1, ` ${uptimeLine(sys)}\nUSER     TTY        LOGIN@   IDLE   JCPU   PCPU WHAT\n`);
    for (const each of sessions(sys)) {
      const current = sys.processes().filter((process) => process.tty === each.tty && process.isForeground).at(-1) ?? each.leader;
      const login = localTime(sys, '%H:%M', each.startMs);
      yield* sys.write(1, `${each.user.padEnd(8)} ${each.tty.padEnd(8)}  ${login.padStart(6)}    0.00s ${cpu(each.leader.cpuMs).padStart(6)} ${cpu(current.cpuMs).padStart(6)} ${current.argv.join(' ')}\n`);
    }
    return 0;
  },
});

/** last(1): from the sessions there are; ended ones are not kept. */
export const last = command({
  name: 'last', usage: ['[options] [<username>...] [<tty>...]'], summary: 'Shows the last logins.', version: 'last from util-linux 2.37.4', isShortNamed: true,
  options: { short: '0123456789adFf:in:p:Rs:t:wx', long: { 'limit=': 'n', fulltimes: 'F', fullnames: 'w', system: 'x' } },
  notModelled: ['a', 'd', 'f', 'i', 'p', 'R', 's', 't', 'x'],
  *run(sys, args) {
    const digits = args.options.filter((each) => /^\d$/.test(each.name)).map((each) => each.name).join('');
    const most = Number(args.last('n') ?? (digits === '' ? '1000' : digits));
    const time = (ms: number): string => localTime(sys, args.has('F') ? '%a %b %e %H:%M:%S %Y' : '%a %b %e %H:%M', ms);
    const lines = sessions(sys).reverse().filter((each) => args.operands.length === 0 || args.operands.includes(each.user) || args.operands.includes(each.tty))
      .map((each) => `${each.user.slice(0, 8).padEnd(8)} ${each.tty.padEnd(12)} ${''.padEnd(16)} ${time(each.startMs)}   still logged in`);
    if (args.operands.length === 0 || args.operands.includes('reboot')) {
      lines.push(`reboot   system boot  ${'5.14.0-390.el9.x'.padEnd(16)} ${time(sys.bootMs)}   still running`);
    }
    yield* sys.write(1, `${lines.slice(0, most).map((line) => `${line}\n`).join('')}\nwtmp begins ${localTime(sys, '%a %b %e %H:%M:%S %Y', sys.bootMs)}\n`);
    return 0;
  },
});
