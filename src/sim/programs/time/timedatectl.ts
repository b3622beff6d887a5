import { command } from '../../host/command.ts';
import { SysError } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import { formatTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { ZONES, zoneAt } from '../../host/time-zone.ts';
import { ZONE_NAMES } from './zone-names.ts';

/** Units that keep the time, best first (systemd.time's ntp-units.d). */
const NTP_UNITS_FOLDER = '/usr/lib/systemd/ntp-units.d';
const REFUSED = 'Interactive authentication required.';

/** timedatectl of systemd 252. */
export const timedatectl: Program = command({
  name: 'timedatectl',
  usage: ['[OPTIONS...] COMMAND ...'],
  summary: 'Shows and changes time zone and time synchronisation.',
  version: 'systemd 252 (252-32.el9)',
  isShortNamed: true,
  hint: '',
  options: {
    short: 'H:M:p:aqPh',
    long: {
      'adjust-system-clock': 'adjust', 'no-pager': 'no-pager', 'no-ask-password': 'no-ask', 'property=': 'p', value: 'value', all: 'a',
      monitor: 'monitor', 'host=': 'H', 'machine=': 'M',
    },
  },
  notModelled: ['H', 'M', 'P', 'monitor'],
  *run(sys, args) {
    const [verb = 'status', ...rest] = args.operands;
    switch (verb) {
      case 'status': return yield* say(sys, status(sys));
      case 'show': return yield* say(sys, show(sys, args));
      case 'list-timezones': return yield* say(sys, ZONE_NAMES.map((name) => `${name}\n`).join(''));
      case 'set-timezone': return yield* setZone(sys, rest);
      case 'set-ntp': return yield* setNtp(sys, rest);
      case 'set-local-rtc': return yield* setLocalRtc(sys, rest);
      case 'set-time': return yield* setTime(sys, rest);
      case 'timesync-status': case 'show-timesync':
        return yield* fail(sys, 'Failed to query server: The name org.freedesktop.timesync1 was not provided by any .service files');
      default: return yield* fail(sys, `Unknown command verb ${verb}.`);
    }
  },
});

function* say(sys: Sys, text: string): Routine<number> {
  yield* sys.write(1, text);
  return 0;
}

function* fail(sys: Sys, text: string): Routine<number> {
  yield* sys.write(2, `${text}\n`);
  return 1;
}

/** The host's own zone: where /etc/localtime leads. */
function hostZone(sys: Sys): string {
  try {
    return /zoneinfo\/(.+)$/.exec(sys.readLink('/etc/localtime'))?.[1] ?? 'UTC';
  } catch (error) {
    if (error instanceof SysError) return 'UTC';
    throw error;
  }
}

/** The unit that keeps the time here, or null. */
function ntpUnit(sys: Sys): string | null {
  if (!sys.exists(NTP_UNITS_FOLDER)) return null;
  for (const name of sys.readDirectory(NTP_UNITS_FOLDER)) {
    for (const unit of sys.readFile(`${NTP_UNITS_FOLDER}/${name}`).split('\n')) {
      if (unit !== '' && sys.systemd.unit(unit).loadState === 'loaded') return unit;
    }
  }
  return null;
}

const isKept = (sys: Sys): boolean => sys.kernel.get('time.synchronized') === true;

function isActive(sys: Sys): boolean {
  const unit = ntpUnit(sys);
  return unit !== null && ['active', 'activating', 'reloading'].includes(sys.systemd.unit(unit).activeState);
}

const isLocalRtc = (sys: Sys): boolean => sys.exists('/etc/adjtime') && /^LOCAL$/m.test(sys.readFile('/etc/adjtime'));

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

function status(sys: Sys): string {
  const zone = hostZone(sys);
  const nowMs = sys.nowMs();
  const at = (format: string, name: string): string => formatTime(format, nowMs, name, true);
  const rows: [string, string][] = [
    ['Local time', at('%a %Y-%m-%d %H:%M:%S %Z', zone)],
    ['Universal time', at('%a %Y-%m-%d %H:%M:%S UTC', 'UTC')],
    ['RTC time', at('%a %Y-%m-%d %H:%M:%S', isLocalRtc(sys) ? zone : 'UTC')],
    ['Time zone', `${zone} (${zoneAt(zone, nowMs).name}, ${at('%z', zone)})`],
    ['System clock synchronized', yesNo(isKept(sys))],
    ['NTP service', ntpUnit(sys) === null ? 'n/a' : isActive(sys) ? 'active' : 'inactive'],
    ['RTC in local TZ', yesNo(isLocalRtc(sys))],
  ];
  return rows.map(([label, value]) => `${label.padStart(25)}: ${value}\n`).join('');
}

function show(sys: Sys, args: ParsedOptions): string {
  const zone = hostZone(sys);
  const time = formatTime('%a %Y-%m-%d %H:%M:%S %Z', sys.nowMs(), zone, true);
  const all: [string, string][] = [
    ['Timezone', zone], ['LocalRTC', yesNo(isLocalRtc(sys))], ['CanNTP', yesNo(ntpUnit(sys) !== null)], ['NTP', yesNo(isActive(sys))],
    ['NTPSynchronized', yesNo(isKept(sys))], ['TimeUSec', time], ['RTCTimeUSec', time],
  ];
  const wanted = args.all('p').flatMap((list) => list.split(','));
  return all.filter(([name]) => wanted.length === 0 || wanted.includes(name))
    .map(([name, value]) => (args.has('value') ? `${value}\n` : `${name}=${value}\n`)).join('');
}

function* setZone(sys: Sys, [name]: readonly string[]): Routine<number> {
  if (name === undefined) return yield* fail(sys, 'Too few arguments.');
  if (!ZONE_NAMES.includes(name)) return yield* fail(sys, `Failed to set time zone: Invalid or not installed time zone '${name}'`);
  if (sys.credentials.uid !== 0) return yield* fail(sys, `Failed to set time zone: ${REFUSED}`);
  if (ZONES[name] === undefined) return yield* fail(sys, `handstack: timedatectl: the rules of time zone ${name} are not modelled`);
  if (sys.exists('/etc/localtime') || hostZone(sys) !== 'UTC') sys.unlink('/etc/localtime');
  sys.symlink(`../usr/share/zoneinfo/${name}`, '/etc/localtime');
  return 0;
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  1: true, yes: true, y: true, true: true, t: true, on: true, 0: false, no: false, n: false, false: false, f: false, off: false,
};

function* setNtp(sys: Sys, [word]: readonly string[]): Routine<number> {
  if (word === undefined) return yield* fail(sys, 'Too few arguments.');
  const isWanted = BOOLEANS[word.toLowerCase()];
  if (isWanted === undefined) return yield* fail(sys, `Failed to parse NTP setting '${word}': Invalid argument`);
  if (sys.credentials.uid !== 0) return yield* fail(sys, `Failed to set ntp: ${REFUSED}`);
  const unit = ntpUnit(sys);
  if (unit === null) return yield* fail(sys, 'Failed to set ntp: NTP not supported');
  sys.systemd.install(isWanted ? 'enable' : 'disable', [unit]);
  sys.systemd.daemonReload();
  const job = sys.systemd.enqueue(isWanted ? 'start' : 'stop', unit);
  yield* sys.systemd.finish(job.id);
  return 0;
}

function* setLocalRtc(sys: Sys, [word]: readonly string[]): Routine<number> {
  const isWanted = BOOLEANS[(word ?? '').toLowerCase()];
  if (word === undefined) return yield* fail(sys, 'Too few arguments.');
  if (isWanted === undefined) return yield* fail(sys, `Failed to parse local RTC setting '${word}': Invalid argument`);
  if (sys.credentials.uid !== 0) return yield* fail(sys, `Failed to set local RTC: ${REFUSED}`);
  sys.writeFile('/etc/adjtime', `0.0 0 0\n0\n${isWanted ? 'LOCAL' : 'UTC'}\n`);
  return 0;
}

function* setTime(sys: Sys, [word]: readonly string[]): Routine<number> {
  if (word === undefined) return yield* fail(sys, 'Too few arguments.');
  if (sys.credentials.uid !== 0) return yield* fail(sys, `Failed to set time: ${REFUSED}`);
  if (isActive(sys)) return yield* fail(sys, 'Failed to set time: Automatic time synchronization is enabled');
  return yield* fail(sys, 'handstack: timedatectl: setting the clock is not modelled');
}
