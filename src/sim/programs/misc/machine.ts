import { command } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Program } from '../../host/program.ts';
import { curly } from '../../host/quote.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { uptimeLine } from '../../host/uptime.ts';

/** Text of a /proc file, '' where the host has none. */
export const proc = (sys: Sys, path: string): string => (sys.exists(path) ? sys.readFile(path) : '');

const KERNEL = { release: '5.14.0-390.el9.x86_64', version: '#1 SMP PREEMPT_DYNAMIC Thu Nov 16 12:00:00 UTC 2026' };

/** The kernel's release and version, as /proc says, else those of the first image. */
function kernelOf(sys: Sys): { release: string; version: string } {
  const release = proc(sys, '/proc/sys/kernel/osrelease').trim();
  const version = proc(sys, '/proc/sys/kernel/version').trim();
  return { release: release === '' ? KERNEL.release : release, version: version === '' ? KERNEL.version : version };
}

const UNAME_FIELDS = ['s', 'n', 'r', 'v', 'm', 'p', 'i', 'o'] as const;

/** uname(1). */
export const uname = command({
  name: 'uname', usage: ['[OPTION]...'], summary: 'Prints the name of the system: -s kernel, -n host, -r release, -m machine, -a all.',
  version: 'uname (GNU coreutils) 8.32',
  options: {
    short: 'asnrvmpio',
    long: {
      all: 'a', 'kernel-name': 's', 'nodename': 'n', 'kernel-release': 'r', 'kernel-version': 'v', machine: 'm', processor: 'p', 'hardware-platform': 'i', 'operating-system': 'o',
    },
  },
  *run(sys, args) {
    if (args.operands[0] !== undefined) throw new UsageError(`extra operand ${curly(args.operands[0])}`);
    const { release, version } = kernelOf(sys);
    const values = { s: 'Linux', n: sys.hostname, r: release, v: version, m: 'x86_64', p: 'x86_64', i: 'x86_64', o: 'GNU/Linux' };
    const wanted = UNAME_FIELDS.filter((field) => args.has('a') || args.has(field));
    yield* sys.write(1, `${(wanted.length === 0 ? (['s'] as const) : wanted).map((field) => values[field]).join(' ')}\n`);
    return 0;
  },
});

function answer(name: string, summary: string, tell: (sys: Sys, args: ParsedOptions) => string, options: Record<string, string> = {}): Program {
  return command({
    name, usage: ['[OPTION]...'], summary, version: `${name} (GNU coreutils) 8.32`, options: { short: '', long: options },
    *run(sys, args) {
      if (args.operands[0] !== undefined) throw new UsageError(`extra operand ${curly(args.operands[0])}`);
      yield* sys.write(1, tell(sys, args));
      return 0;
    },
  });
}

/** arch(1). */
export const arch = answer('arch', 'Prints the kind of machine.', () => 'x86_64\n');

/** Processors that /proc/cpuinfo lists; 2 where there is none. */
export const processors = (sys: Sys): number => proc(sys, '/proc/cpuinfo').match(/^processor\s*:/gm)?.length ?? 2;

/** nproc(1). */
export const nproc = answer('nproc', 'Prints the number of processors.', (sys, args) =>
  `${Math.max(1, processors(sys) - Number(args.last('ignore') ?? 0))}\n`, { all: 'all', 'ignore=': 'ignore' });

/** hostid(1): from the first address, as glibc does. */
export const hostid = answer('hostid', 'Prints the number of this host.', (sys) => {
  const [a = 0, b = 0, c = 0, d = 0] = (sys.network.resolve(sys.hostname) ?? '127.0.0.1').split('.').map(Number);
  return `${[b, a, d, c].map((byte) => byte.toString(16).padStart(2, '0')).join('')}\n`;
});

/** tty(1). */
export const tty = command({
  name: 'tty', usage: ['[OPTION]...'], summary: 'Prints the terminal on standard input.', version: 'tty (GNU coreutils) 8.32', usageStatus: 2,
  options: { short: 's', long: { silent: 's', quiet: 's' } },
  *run(sys, args) {
    const isTerminal = sys.isTty(0);
    if (!args.has('s')) yield* sys.write(1, isTerminal ? `${sys.ttyName(0)}\n` : 'not a tty\n');
    return isTerminal ? 0 : 1;
  },
});

/** uptime(1) of procps. */
export const uptime = command({
  name: 'uptime', usage: ['[options]'], summary: 'Shows how long the host has been up.', version: 'uptime from procps-ng 3.3.17', isShortNamed: true, isHelpShown: true,
  options: { short: 'psV', long: { pretty: 'p', since: 's' } },
  *run(sys, args) {
    const minutes = Math.floor((sys.nowMs() - sys.bootMs) / 60_000);
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
    if (args.has('s')) yield* sys.write(1, `${localTime(sys, '%Y-%m-%d %H:%M:%S', sys.bootMs)}\n`);
    else if (args.has('p')) {
      const parts = [[days, 'day'], [hours, 'hour'], [rest, 'minute']] as const;
      const said = parts.filter(([count], index) => count > 0 || (index === 2 && minutes < 1)).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
      yield* sys.write(1, `up ${said.join(', ')}\n`);
    } else yield* sys.write(1, ` ${uptimeLine(sys)}\n`);
    return 0;
  },
});

/** getconf(1): the values people ask for. */
export const getconf = command({
  name: 'getconf', usage: ['[-v specification] variable_name [pathname]'], summary: 'Prints a limit of the system.', isShortNamed: true, version: 'getconf (GNU libc) 2.34',
  options: { short: 'av:' },
  *run(sys, args) {
    const values: Record<string, string> = {
      PAGE_SIZE: '4096', PAGESIZE: '4096', _NPROCESSORS_ONLN: String(processors(sys)), _NPROCESSORS_CONF: String(processors(sys)), CLK_TCK: '100', LONG_BIT: '64',
      ARG_MAX: '2097152', PATH_MAX: '4096', NAME_MAX: '255', OPEN_MAX: '1024', HOST_NAME_MAX: '64', PATH: '/bin:/usr/bin', GNU_LIBC_VERSION: 'glibc 2.34',
      _POSIX_VERSION: '200809', INT_MAX: '2147483647', CHAR_BIT: '8',
    };
    if (args.has('a')) {
      yield* sys.write(1, Object.entries(values).map(([name, value]) => `${name.padEnd(34)} ${value}\n`).join(''));
      return 0;
    }
    const [name] = args.operands;
    const value = name === undefined ? undefined : values[name];
    if (value !== undefined) {
      yield* sys.write(1, `${value}\n`);
      return 0;
    }
    yield* sys.write(2, name === undefined ? 'Usage: getconf [-v SPEC] VAR\n  or:  getconf [-v SPEC] PATH_VAR PATH\n' : `getconf: Unrecognized variable \`${name}'\n`);
    return 2;
  },
});

const CATEGORIES = ['LC_CTYPE', 'LC_NUMERIC', 'LC_TIME', 'LC_COLLATE', 'LC_MONETARY', 'LC_MESSAGES', 'LC_PAPER', 'LC_NAME', 'LC_ADDRESS', 'LC_TELEPHONE', 'LC_MEASUREMENT', 'LC_IDENTIFICATION'];

/** locale(1). */
export const locale = command({
  name: 'locale', usage: ['[OPTION...] NAME', '[OPTION...] [-a|-m]'], summary: 'Shows the language settings; -a what there is.', isShortNamed: true, version: 'locale (GNU libc) 2.34',
  options: { short: 'ackmv', long: { 'all-locales': 'a', charmaps: 'm', 'category-name': 'c', 'keyword-name': 'k', verbose: 'v' } }, notModelled: ['m', 'c', 'k', 'v'],
  *run(sys, args) {
    if (args.has('a')) yield* sys.write(1, 'C\nC.utf8\nen_US.utf8\nPOSIX\n');
    else if (args.operands[0] === 'charmap') yield* sys.write(1, 'UTF-8\n');
    else if (args.operands[0] !== undefined) {
      yield* sys.write(2, `locale: unknown name "${args.operands[0]}"\n`);
      return 1;
    } else {
      const [lang, all] = [sys.env['LANG'] ?? '', sys.env['LC_ALL'] ?? ''];
      const value = (name: string): string => {
        const own = sys.env[name];
        return all === '' && own !== undefined ? own : `"${all !== '' ? all : lang === '' ? 'POSIX' : lang}"`;
      };
      yield* sys.write(1, `LANG=${lang}\n`
        + CATEGORIES.map((name) => `${name}=${value(name)}\n`).join('') + `LC_ALL=${all}\n`);
    }
    return 0;
  },
});
