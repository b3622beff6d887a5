import { command } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

const MACHINE_INFO = '/etc/machine-info';

/** hostnamectl of systemd 252. */
export const hostnamectl: Program = command({
  name: 'hostnamectl',
  usage: ['[OPTIONS...] COMMAND ...'],
  summary: 'Shows and changes the host name and what describes the machine.',
  version: 'systemd 252 (252-32.el9)',
  isShortNamed: true,
  hint: '',
  options: {
    short: 'H:M:h',
    long: { transient: 'transient', static: 'static', pretty: 'pretty', 'no-ask-password': 'no-ask', 'host=': 'H', 'machine=': 'M', 'json=': 'json' },
  },
  notModelled: ['H', 'M', 'json'],
  *run(sys, args) {
    const [verb = 'status', ...rest] = args.operands;
    switch (verb) {
      case 'status': return yield* status(sys, args);
      case 'hostname': return rest.length === 0 ? yield* status(sys, args, true) : yield* setName(sys, args, rest);
      case 'set-hostname': return yield* setName(sys, args, rest);
      case 'icon-name': case 'set-icon-name': return yield* property(sys, 'ICON_NAME', 'icon name', rest);
      case 'chassis': case 'set-chassis': return yield* property(sys, 'CHASSIS', 'chassis', rest);
      case 'deployment': case 'set-deployment': return yield* property(sys, 'DEPLOYMENT', 'deployment', rest);
      case 'location': case 'set-location': return yield* property(sys, 'LOCATION', 'location', rest);
      default: return yield* fail(sys, `Unknown command verb ${verb}.`);
    }
  },
});

function* fail(sys: Sys, text: string): Routine<number> {
  yield* sys.write(2, `${text}\n`);
  return 1;
}

const readLines = (sys: Sys, path: string): string[] => (sys.exists(path) ? sys.readFile(path).split('\n') : []);

const setting = (sys: Sys, path: string, name: string): string =>
  readLines(sys, path).find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1).replace(/^"(.*)"$/, '$1') ?? '';

const staticName = (sys: Sys): string => readLines(sys, '/etc/hostname').find((line) => line !== '' && !line.startsWith('#'))?.trim() ?? '';

function* status(sys: Sys, args: ParsedOptions, isNameOnly = false): Routine<number> {
  const fixed = staticName(sys);
  const pretty = setting(sys, MACHINE_INFO, 'PRETTY_HOSTNAME');
  if (args.has('static') || args.has('pretty') || args.has('transient') || isNameOnly) {
    yield* sys.write(1, `${args.has('pretty') ? pretty : args.has('transient') ? sys.hostname : fixed === '' ? sys.hostname : fixed}\n`);
    return 0;
  }
  const machine = readLines(sys, '/etc/machine-id')[0] ?? '';
  const rows: [string, string][] = [
    ['Static hostname', fixed === '' ? '(unset)' : fixed],
    ...(pretty === '' || pretty === fixed ? [] : [['Pretty hostname', pretty] as [string, string]]),
    ...(fixed === sys.hostname ? [] : [['Transient hostname', sys.hostname] as [string, string]]),
    ['Icon name', setting(sys, MACHINE_INFO, 'ICON_NAME') || 'computer-vm'],
    ['Chassis', setting(sys, MACHINE_INFO, 'CHASSIS') || 'vm 🖴'],
    ...['DEPLOYMENT', 'LOCATION'].flatMap((name): [string, string][] => {
      const value = setting(sys, MACHINE_INFO, name);
      return value === '' ? [] : [[name.charAt(0) + name.slice(1).toLowerCase(), value]];
    }),
    ['Machine ID', machine],
    ['Boot ID', bootId(sys, machine)],
    ['Virtualization', 'kvm'],
    ['Operating System', setting(sys, '/etc/os-release', 'PRETTY_NAME')],
    ['CPE OS Name', setting(sys, '/etc/os-release', 'CPE_NAME')],
    ['Kernel', `Linux ${kernelRelease(sys)}`],
    ['Architecture', 'x86-64'],
    ['Hardware Vendor', 'QEMU'],
    ['Hardware Model', 'Standard PC _Q35 + ICH9, 2009_'],
    ['Firmware Version', '1.16.3-2.el9'],
  ];
  const shown = rows.filter(([, value]) => value !== '');
  const width = Math.max(...shown.map(([label]) => label.length));
  yield* sys.write(1, shown.map(([label, value]) => `${label.padStart(width)}: ${value}\n`).join(''));
  return 0;
}

function kernelRelease(sys: Sys): string {
  const path = '/proc/sys/kernel/osrelease';
  return sys.exists(path) ? sys.readFile(path).trim() : '5.14.0-480.el9.x86_64';
}

/** New with every boot: drawn from the machine's id and the boot's time. */
function bootId(sys: Sys, machine: string): string {
  const path = '/proc/sys/kernel/random/boot_id';
  if (sys.exists(path)) return sys.readFile(path).trim().replaceAll('-', '');
  let hash = sys.bootMs % 0xffffffff;
  return [...machine].map((digit) => {
    hash = (Math.imul(hash, 1103515245) + Number.parseInt(digit, 16) + 12345) >>> 0;
    return ((hash >>> 16) & 15).toString(16);
  }).join('');
}

/** A name fit for the kernel: letters, digits, dashes and dots; others are dropped, spaces become dashes. */
function cleaned(name: string): string {
  return name.replaceAll(' ', '-').replace(/[^A-Za-z0-9.-]/g, '').replace(/^[.-]+|[.-]+$/g, '').replace(/\.{2,}/g, '.').slice(0, 64);
}

function* setName(sys: Sys, args: ParsedOptions, [name]: readonly string[]): Routine<number> {
  if (name === undefined) return yield* fail(sys, 'Too few arguments.');
  const isAll = !args.has('static') && !args.has('pretty') && !args.has('transient');
  if (sys.credentials.uid !== 0) {
    const what = args.has('pretty') || (isAll && cleaned(name) !== name) ? 'pretty' : args.has('transient') ? '' : 'static ';
    return yield* fail(sys, `Could not set ${what === 'pretty' ? 'pretty ' : what}hostname: Interactive authentication required.`);
  }
  const simple = cleaned(name);
  if (isAll || args.has('pretty')) writeSetting(sys, 'PRETTY_HOSTNAME', name === simple ? '' : name);
  if (isAll || args.has('static')) {
    if (simple === '') { if (sys.exists('/etc/hostname')) sys.unlink('/etc/hostname'); } else sys.writeFile('/etc/hostname', `${simple}\n`, { mode: 0o644 });
  }
  if (isAll || args.has('transient') || args.has('static')) {
    const next = simple === '' ? 'localhost' : simple;
    if (next !== sys.hostname) sys.log(`Hostname set to <${next}> (static)`, { identifier: 'systemd-hostnamed' });
    sys.kernel.set('kernel.hostname', next);
  }
  return 0;
}

function writeSetting(sys: Sys, name: string, value: string): void {
  const others = readLines(sys, MACHINE_INFO).filter((line) => line !== '' && !line.startsWith(`${name}=`));
  const lines = value === '' ? others : [...others, `${name}=${/[^\w.-]/.test(value) ? `"${value}"` : value}`];
  if (lines.length > 0) sys.writeFile(MACHINE_INFO, `${lines.join('\n')}\n`, { mode: 0o644 });
  else if (sys.exists(MACHINE_INFO)) sys.unlink(MACHINE_INFO);
}

function* property(sys: Sys, name: string, label: string, [value]: readonly string[]): Routine<number> {
  if (value === undefined) {
    yield* sys.write(1, `${setting(sys, MACHINE_INFO, name)}\n`);
    return 0;
  }
  if (sys.credentials.uid !== 0) return yield* fail(sys, `Could not set ${label}: Interactive authentication required.`);
  if (name === 'CHASSIS' && !['desktop', 'laptop', 'convertible', 'server', 'tablet', 'handset', 'watch', 'embedded', 'vm', 'container'].includes(value) && value !== '') {
    return yield* fail(sys, `Could not set ${label}: Invalid chassis '${value}'`);
  }
  writeSetting(sys, name, value);
  return 0;
}
