// systemctl: asks PID 1. Verbs and options of systemd 252.
import { getopt, UsageError, type ParsedOptions } from '../../../host/getopt.ts';
import type { Program, Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { SYSTEMD_FEATURES, SYSTEMD_VERSION } from '../../../host/systemd/boot.ts';
import { UNIT_TYPES } from '../../../host/systemd/unit-name.ts';
import { Screen } from '../screen.ts';
import { daemonReload, isolate, JOB_VERBS, kill, power, resetFailed, runJobs } from './actions.ts';
import { HELP } from './help.ts';
import { edit, install, setDefault, setProperty } from './install-verbs.ts';
import { listDependencies, listJobs, listSockets, listTimers, listUnitFiles, listUnits } from './list.ts';
import type { Call, Options } from './options.ts';
import { cat, isEnabled, isIn, isSystemRunning, show } from './show.ts';
import { mangle, status } from './status.ts';

interface Verb {
  readonly min: number;
  readonly max: number;
  readonly isPaged?: boolean;
  run(call: Call): Routine<number>;
}

const MANY = Infinity;
const paged = (run: Verb['run'], min = 0, max = MANY): Verb => ({ min, max, isPaged: true, run });
const verb = (run: Verb['run'], min = 1, max = MANY): Verb => ({ min, max, run });

const VERBS: Readonly<Record<string, Verb>> = {
  'list-units': paged(listUnits), 'list-unit-files': paged(listUnitFiles), 'list-sockets': paged(listSockets), 'list-timers': paged(listTimers),
  'list-jobs': paged(listJobs), 'list-dependencies': paged(listDependencies), status: paged(status), show: paged(show), cat: paged(cat, 1),
  'is-active': verb((call) => isIn(call, ['active', 'reloading'], 3)), 'is-failed': verb((call) => isIn(call, ['failed'], 1)),
  check: verb((call) => isIn(call, ['active', 'reloading'], 3)), 'is-enabled': verb(isEnabled), 'is-system-running': verb(isSystemRunning, 0, 0),
  ...Object.fromEntries(Object.entries(JOB_VERBS).map(([name, kind]) => [name, verb((call) => runJobs(call, kind))])),
  ...Object.fromEntries(['enable', 'disable', 'reenable', 'preset', 'mask', 'unmask', 'link', 'revert'].map((name) => [name, verb(install)])),
  isolate: verb(isolate, 1, 1), kill: verb(kill), 'reset-failed': verb(resetFailed, 0), 'daemon-reload': verb(daemonReload, 0, 0),
  'daemon-reexec': verb(daemonReload, 0, 0), 'get-default': verb(getDefault, 0, 0), 'set-default': verb(setDefault, 1, 1),
  'set-property': verb(setProperty, 2), edit: verb(edit), cancel: verb(cancel, 0), reboot: verb(power, 0, 1), poweroff: verb(power, 0, 0),
  halt: verb(power, 0, 0), default: verb((call) => isolate({ ...call, args: ['default.target'] }), 0, 0), help: paged(help, 1),
};

const NOT_MODELLED = ['rescue', 'emergency', 'suspend', 'hibernate', 'hybrid-sleep', 'kexec', 'exit', 'switch-root', 'log-level', 'log-target', 'bind', 'mount-image', 'freeze', 'thaw', 'clean', 'add-wants', 'add-requires', 'show-environment', 'set-environment', 'unset-environment', 'import-environment', 'list-automounts', 'list-machines', 'service-log-level', 'service-log-target', 'service-watchdogs', 'whoami', 'preset-all', 'suspend-then-hibernate'];

const TABLE = {
  short: 'hp:P:at:s:lqifo:n:.::rTH:M:',
  long: {
    help: 'h', version: 'version', 'property=': 'p', all: 'a', 'type=': 't', 'state=': 'state', full: 'l', failed: 'failed', quiet: 'q', now: 'now',
    runtime: 'runtime', force: 'f', plain: 'plain', 'no-legend': 'no-legend', 'legend=': 'legend', 'no-pager': 'no-pager', 'no-block': 'no-block',
    'no-reload': 'no-reload', 'no-ask-password': 'no-ask', 'lines=': 'n', 'output=': 'o', 'signal=': 's', 'kill-whom=': 'kill-whom',
    'kill-who=': 'kill-whom', 'job-mode=': 'job-mode', fail: 'fail', reverse: 'reverse', after: 'after', before: 'before', value: 'value',
    system: 'system', 'no-wall': 'no-wall', 'no-warn': 'no-warn', wait: 'wait', 'drop-in=': 'drop-in', 'show-types': 'show-types', user: 'user',
    'recursive': 'r', 'host=': 'H', 'machine=': 'M', 'root=': 'root', 'global': 'global', 'timestamp=': 'timestamp', 'check-inhibitors=': 'inhibitors',
    'show-transaction': 'T', 'with-dependencies': 'with-dependencies', 'marked': 'marked', 'firmware-setup': 'firmware',
  },
};

const REFUSED: Readonly<Record<string, string>> = {
  user: '--user', H: '--host', M: '--machine', root: '--root', global: '--global', timestamp: '--timestamp', marked: '--marked',
  'with-dependencies': '--with-dependencies',
};

function optionsOf(parsed: ParsedOptions): Options {
  const words = (name: string): string[] => parsed.all(name).flatMap((value) => value.split(',')).filter((word) => word !== '');
  const relation = parsed.lastOf('reverse', 'after', 'before');
  const types = words('t');
  return {
    types: types.filter((type) => (UNIT_TYPES as readonly string[]).includes(type)),
    states: [...words('state'), ...types.filter((type) => !(UNIT_TYPES as readonly string[]).includes(type)), ...(parsed.has('failed') ? ['failed'] : [])],
    properties: [...words('p'), ...words('P')], isValueOnly: parsed.has('value') || parsed.has('P'), showsAll: parsed.has('a'), isFull: parsed.has('l'),
    isQuiet: parsed.has('q'), isNow: parsed.has('now'), isRuntime: parsed.has('runtime'), isForced: parsed.has('f'), isPlain: parsed.has('plain'),
    hasLegend: !parsed.has('no-legend') && !['no', 'false', '0'].includes(parsed.last('legend') ?? ''), usesPager: !parsed.has('no-pager'),
    waitsNot: parsed.has('no-block'), reloadsNot: parsed.has('no-reload'), asksNot: parsed.has('no-ask'), lines: Number(parsed.last('n') ?? '10'),
    output: parsed.last('o') ?? 'short', signal: parsed.last('s') ?? 'SIGTERM',
    killWhom: ({ main: 'main', control: 'control' } as const)[parsed.last('kill-whom') as 'main'] ?? 'all',
    mode: parsed.has('fail') ? 'fail' : ({ fail: 'fail', isolate: 'isolate', 'ignore-dependencies': 'ignore-dependencies' } as const)[parsed.last('job-mode') as 'fail'] ?? 'replace',
    relation: (relation as Options['relation'] | null) ?? 'forward', dropIn: (parsed.last('drop-in') ?? 'override').replace(/\.conf$/, ''),
    wantsFullFile: parsed.has('l'), firmware: null,
  };
}

/** Parses and runs; the exit status. */
export function* systemctl(sys: Sys, args: readonly string[]): Routine<number> {
  const screen = new Screen(sys, false);
  let parsed: ParsedOptions;
  try {
    parsed = getopt(args, TABLE);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    yield* sys.write(2, `systemctl: ${error.message}\n`);
    return 1;
  }
  const status = yield* prepared(sys, parsed, screen);
  yield* screen.flush();
  return status;
}

function* prepared(sys: Sys, parsed: ParsedOptions, screen: Screen): Routine<number> {
  if (parsed.has('h')) return yield* said(sys, HELP);
  if (parsed.has('version')) return yield* said(sys, `systemd 252 (${SYSTEMD_VERSION})\n${SYSTEMD_FEATURES}\n`);
  const refused = parsed.options.find((option) => REFUSED[option.name] !== undefined);
  if (refused !== undefined) return yield* refuse(sys, `option ${REFUSED[refused.name] ?? ''}`);
  const types = parsed.all('t');
  if (types.includes('help')) return yield* said(sys, `Available unit types:\n${UNIT_TYPES.join('\n')}\n`);
  const [name = 'list-units', ...args] = parsed.operands;
  const chosen = VERBS[name];
  if (chosen === undefined && NOT_MODELLED.includes(name)) return yield* refuse(sys, `command ${name}`);
  if (chosen === undefined) return complain(screen, `Unknown command verb ${name}.`);
  if (args.length < chosen.min) return complain(screen, 'Too few arguments.');
  if (args.length > chosen.max) return complain(screen, 'Too many arguments.');
  const options = optionsOf(parsed);
  const own = new Screen(sys, chosen.isPaged === true && options.usesPager, !options.isFull);
  const status = yield* chosen.run({ sys, screen: own, options, verb: name, args });
  yield* own.flush();
  return status;
}

function complain(screen: Screen, message: string): number {
  screen.error(message);
  return 1;
}

function* said(sys: Sys, text: string): Routine<number> {
  yield* sys.write(1, text);
  return 0;
}

function* refuse(sys: Sys, what: string): Routine<number> {
  yield* sys.write(2, `handstack: systemctl: ${what} is not modelled\n`);
  return 1;
}

function* getDefault({ sys, screen }: Call): Routine<number> {
  screen.out(`${sys.systemd.defaultTarget()}\n`);
  return 0;
}

function* cancel({ sys, args }: Call): Routine<number> {
  for (const job of sys.systemd.jobs()) if (args.length === 0 || args.includes(String(job.id))) sys.systemd.cancel(job.id);
  return 0;
}

function* help({ sys, screen, args }: Call): Routine<number> {
  for (const arg of args) {
    for (const page of sys.systemd.unit(mangle(screen, arg)).documentation) {
      const manual = /^man:([^(]+)\((\d)\)$/.exec(page);
      if (manual === null) screen.info(`Additionally, the following page is relevant: ${page}`);
      else yield* sys.wait(yield* sys.spawn('/usr/bin/man', ['man', manual[2] ?? '', manual[1] ?? '']));
    }
  }
  return 0;
}

/** /usr/bin/systemctl; also reached as reboot, poweroff, halt and shutdown by links. */
export const systemctlProgram: Program = {
  name: 'systemctl',
  notModelled: [...Object.values(REFUSED), ...NOT_MODELLED],
  *run(sys) {
    const called = (sys.argv[0] ?? '').replace(/^.*\//, '');
    if (['reboot', 'poweroff', 'halt'].includes(called)) return yield* systemctl(sys, [called]);
    if (called === 'shutdown') return yield* shutdown(sys);
    return yield* systemctl(sys, sys.argv.slice(1));
  },
};

/** shutdown [-h|-r|-P|-H] [now|+m]; only at once. */
function* shutdown(sys: Sys): Routine<number> {
  const args = sys.argv.slice(1);
  const when = args.find((arg) => !arg.startsWith('-')) ?? '+1';
  if (args.includes('-c')) return 0;
  if (!['now', '+0'].includes(when)) return yield* refuse(sys, `shutdown at ${when}`);
  return yield* systemctl(sys, [args.some((arg) => arg === '-r' || arg === '--reboot') ? 'reboot' : 'poweroff']);
}
