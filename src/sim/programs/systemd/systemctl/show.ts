// systemctl show, cat, is-active and their kin.
import type { Routine } from '../../../host/program.ts';
import { splitPath } from '../../../host/path.ts';
import { localTime } from '../../../host/strftime.ts';
import { isGlob, isTemplate, matchesGlob, mangleName } from '../../../host/systemd/unit-name.ts';
import { strerror } from '../../../host/errors.ts';
import { BLUE } from '../screen.ts';
import type { Call } from './options.ts';
import { propertiesOf } from './properties.ts';
import { mangle, namesOf, RELOAD_WARNING } from './status.ts';

export function* show(call: Call): Routine<number> {
  const { sys, screen, options, args } = call;
  const names = args.length === 0 ? [null] : args.flatMap((arg) => namesOf(call, arg));
  for (const [index, name] of names.entries()) {
    if (index > 0) screen.out('\n');
    const all = name === null ? managerProperties(call) : propertiesOf(sys.systemd.propertySource(name));
    const chosen = options.properties.length === 0
      ? all.filter(([, value]) => value !== '' || options.showsAll) : all.filter(([key]) => options.properties.includes(key));
    for (const [key, raw] of chosen) {
      const value = raw.replace(/@@(\d+)@@/g, (_, ms: string) => localTime(sys, '%a %Y-%m-%d %H:%M:%S %Z', Number(ms)));
      screen.out(options.isValueOnly ? `${value}\n` : `${key}=${value}\n`);
    }
  }
  return 0;
}

function managerProperties({ sys }: Call): readonly (readonly [string, string])[] {
  const units = sys.systemd.units();
  return [
    ['Version', sys.systemd.version], ['Features', ''], ['Architecture', 'x86-64'], ['Tainted', ''], ['Virtualization', 'kvm'],
    ['NNames', String(units.length)], ['NFailedUnits', String(units.filter((unit) => unit.activeState === 'failed').length)],
    ['NJobs', String(sys.systemd.jobs().length)], ['SystemState', sys.systemd.systemState()], ['DefaultTimeoutStartUSec', '1min 30s'],
    ['DefaultTimeoutStopUSec', '1min 30s'], ['DefaultRestartUSec', '100ms'], ['DefaultStartLimitIntervalUSec', '10s'], ['DefaultStartLimitBurst', '5'],
  ];
}

export function* cat(call: Call): Routine<number> {
  const { sys, screen, args } = call;
  let isFirst = true;
  for (const name of args.flatMap((arg) => (isGlob(arg) ? namesOf(call, arg) : [mangle(screen, arg)]))) {
    const unit = isTemplate(name) ? templateFile(call, name) : sys.systemd.unit(name);
    if (unit === null || unit.loadState === 'not-found') {
      screen.error(`No files found for ${name}.`);
      return 1;
    }
    if (unit.needsReload) screen.warn(RELOAD_WARNING(unit.name));
    const paths = [...(unit.path === null ? [] : [unit.path]), ...unit.dropIns];
    for (const path of paths) {
      if (!isFirst) screen.out('\n');
      isFirst = false;
      const shown = sys.lstat(path).type === 'symlink' && sys.readLink(path) === '/dev/null' ? '/dev/null' : path;
      screen.out(`${screen.isTty ? `${BLUE}# ${screen.fileLink(path)}\x1b[0m` : `# ${path}`}\n`);
      try {
        if (shown !== '/dev/null') screen.out(sys.readFile(path).replace(/\n?$/, '\n'));
      } catch (error) {
        screen.error(`Failed to cat ${path}: ${strerror(error)}`);
        return 1;
      }
    }
  }
  return 0;
}

type Shown = { readonly name: string; readonly loadState: string; readonly needsReload: boolean; readonly path: string | null; readonly dropIns: readonly string[] };

function templateFile({ sys }: Call, name: string): Shown | null {
  const file = sys.systemd.unitFiles().find((each) => each.name === name);
  return file === undefined ? null : { name, loadState: 'loaded', needsReload: false, path: file.path, dropIns: [] };
}

/** is-active, is-failed: a line per unit; 0 when one is as asked, else 3 or 1. */
export function* isIn(call: Call, states: readonly string[], failure: number): Routine<number> {
  const { sys, screen, options, args } = call;
  const found = args.flatMap((arg) => (isGlob(arg)
    ? sys.systemd.units().map((unit) => unit.name).filter((name) => matchesGlob(mangleName(arg).name, name)) : [mangle(screen, arg)]))
    .map((name) => sys.systemd.unit(name).activeState);
  if (!options.isQuiet) screen.out(found.map((state) => `${state}\n`).join(''));
  return found.some((state) => states.includes(state)) ? 0 : failure;
}

const ENABLED = ['enabled', 'enabled-runtime', 'static', 'alias', 'indirect', 'generated'];

export function* isEnabled({ sys, screen, options, args }: Call): Routine<number> {
  let isAny = false;
  for (const arg of args) {
    const name = mangle(screen, arg);
    const state = sys.systemd.unitFileState(name);
    if (state === '') {
      screen.error(`Failed to get unit file state for ${name}: No such file or directory`);
      return 1;
    }
    if (ENABLED.includes(state)) isAny = true;
    if (!options.isQuiet) screen.out(`${state}\n`);
    if (options.isFull && !options.isQuiet) screen.out(linksOf(sys, name).map((path) => `  ${path}\n`).join(''));
  }
  return isAny ? 0 : 1;
}

function linksOf(sys: Call['sys'], name: string): string[] {
  const base = '/etc/systemd/system';
  return sys.readDirectory(base).filter((entry) => /\.(wants|requires)$/.test(entry))
    .flatMap((folder) => sys.readDirectory(`${base}/${folder}`).filter((entry) => splitPath(entry).name === name).map((entry) => `${base}/${folder}/${entry}`));
}

export function* isSystemRunning({ sys, screen, options }: Call): Routine<number> {
  const state = sys.systemd.systemState();
  if (!options.isQuiet) screen.out(`${state}\n`);
  return state === 'running' ? 0 : 1;
}
