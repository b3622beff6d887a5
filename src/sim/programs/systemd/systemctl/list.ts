// systemctl list-units, list-unit-files, list-sockets, list-timers, list-jobs, list-dependencies (systemd 252, from recordings).
import type { Routine } from '../../../host/program.ts';
import type { Unit } from '../../../host/systemd/systemd.ts';
import { formatDistance } from '../../../host/systemd/time-span.ts';
import { mangleName, matchesGlob, typeOf } from '../../../host/systemd/unit-name.ts';
import { BOLD, GREEN, GREY, layTable, OFF, RED, timestamp, underlined, YELLOW, type Cell } from '../screen.ts';
import type { Call } from './options.ts';
import { glyph, mangle } from './status.ts';

const bySuffix = (a: string, b: string): number => {
  const key = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (key(a) !== key(b)) return key(a) < key(b) ? -1 : 1;
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
};

const isWanted = (patterns: readonly string[], name: string): boolean =>
  patterns.length === 0 || patterns.some((pattern) => matchesGlob(mangleName(pattern).name, name) || matchesGlob(pattern, name));

/** The units that list-units shows. */
function chosen({ sys, options, args }: Call): Unit[] {
  return sys.systemd.units().filter((unit) => {
    if (!isWanted(args, unit.name)) return false;
    if (options.types.length > 0 && !options.types.includes(typeOf(unit.name) ?? '')) return false;
    if (options.states.length > 0) return [unit.loadState, unit.subState, unit.activeState].some((state) => options.states.includes(state));
    return options.showsAll || unit.activeState !== 'inactive' || unit.facts['job'] !== undefined;
  }).sort((a, b) => bySuffix(a.name, b.name));
}

export function* listUnits(call: Call): Routine<number> {
  const { screen, sys, options } = call;
  const units = chosen(call);
  const jobs = new Map(sys.systemd.jobs().map((job) => [job.unit, job]));
  const hasJobs = units.some((unit) => jobs.has(unit.name));
  const rows = units.map((unit, index) => {
    const isLastOfType = index < units.length - 1 && typeOf(unit.name) !== typeOf(units[index + 1]?.name ?? '');
    return unitRow(unit, isLastOfType, hasJobs ? jobs.get(unit.name)?.kind ?? '' : null);
  });
  const header = ['', 'UNIT', 'LOAD', 'ACTIVE', 'SUB', ...(hasJobs ? ['JOB'] : []), 'DESCRIPTION'];
  const shown = options.isPlain ? [header.slice(1), rows.map((row) => row.slice(1))] as const : [header.map((title, index) => (index === 0 ? ' ' : title)), rows] as const;
  const table = layTable(screen, shown[0], shown[1]);
  screen.out(options.hasLegend ? table : table.slice(table.indexOf('\n') + 1));
  if (options.hasLegend) screen.out(legend(call, units.length));
  return 0;
}

function unitRow(unit: Unit, isUnderlined: boolean, job: string | null): Cell[] {
  const line = (color: string): string => (isUnderlined ? underlined(color) : color);
  const isOdd = unit.loadState !== 'loaded';
  const isFailed = unit.activeState === 'failed';
  const on = line(isFailed ? RED : '');
  const cell = (text: string, color: string): Cell => ({ text, color, isWide: color !== '' });
  return [
    cell(isOdd || isFailed ? '●' : ' ', line(isFailed ? RED : isOdd ? YELLOW : '')), cell(unit.name, on), cell(unit.loadState, line(isOdd ? RED : '')),
    cell(unit.activeState, on), cell(unit.subState, on), ...(job === null ? [] : [cell(job, line(''))]), cell(unit.description, line('')),
  ];
}

function legend({ screen, options }: Call, count: number): string {
  const words = count === 0 ? '' : '\nLOAD   = Reflects whether the unit definition was properly loaded.\n'
    + 'ACTIVE = The high-level unit activation state, i.e. generalization of SUB.\nSUB    = The low-level unit activation state, values depend on unit type.\n';
  const color = count > 0 ? BOLD : RED;
  const hint = screen.paint(GREY, 'To show all installed unit files use \'systemctl list-unit-files\'.');
  const listed = `${count} loaded units listed.`;
  if (options.showsAll || options.states.includes('inactive')) return `${words}${screen.paint(color, listed)}\n${hint}\n`;
  if (options.states.length > 0) return `${words}${listed}\n`;
  return `${words}${screen.paint(color, listed)} ${screen.paint(GREY, 'Pass --all to see loaded but inactive units, too.')}\n${hint}\n`;
}

const stateColor = (state: string): string => {
  if (['enabled', 'enabled-runtime', 'linked', 'linked-runtime', 'alias'].includes(state)) return GREEN;
  return ['disabled', 'masked', 'masked-runtime', 'bad'].includes(state) ? RED : '';
};

export function* listUnitFiles(call: Call): Routine<number> {
  const { sys, screen, options, args } = call;
  const files = sys.systemd.unitFiles().filter((file) => isWanted(args, file.name)
    && (options.types.length === 0 || options.types.includes(typeOf(file.name) ?? ''))).map((file) => ({ ...file }))
    .filter((file) => options.states.length === 0 || options.states.includes(file.state)).sort((a, b) => bySuffix(a.name, b.name));
  const rows = files.map((file, index): Cell[] => {
    const isLast = index < files.length - 1 && typeOf(file.name) !== typeOf(files[index + 1]?.name ?? '');
    const line = (color: string): string => (isLast ? underlined(color) : color);
    const preset = file.preset === '' ? '-' : file.preset;
    const presetColor = preset === '-' ? GREY : preset === 'enabled' ? GREEN : RED;
    return [
      { text: file.name, color: line(''), isWide: isLast }, { text: file.state, color: line(stateColor(file.state)), isWide: true },
      { text: preset, color: line(presetColor) },
    ];
  });
  const table = layTable(screen, ['UNIT FILE', 'STATE', 'PRESET'], rows);
  screen.out(options.hasLegend ? table : table.slice(table.indexOf('\n') + 1));
  if (options.hasLegend) screen.out(`${files.length === 0 ? '' : '\n'}${files.length} unit files listed.\n`);
  return files.length === 0 ? 1 : 0;
}

export function* listSockets(call: Call): Routine<number> {
  const { sys, screen, options, args } = call;
  const sockets = sys.systemd.units().filter((unit) => unit.name.endsWith('.socket') && isWanted(args, unit.name) && (options.showsAll || unit.activeState === 'active'));
  const rows = sockets.flatMap((unit) => (unit.facts['Listen'] ?? '').split('\n').map((listen) =>
    ({ listen: listen.replace(/ \((Stream|Datagram|SequentialPacket|FIFO|Netlink)\)$/, ''), unit }))).sort((a, b) => (a.listen < b.listen ? -1 : 1));
  if (rows.length > 0) {
    screen.out(layTable(screen, ['LISTEN', 'UNIT', 'ACTIVATES'], rows.map(({ listen, unit }) => [{ text: listen }, { text: unit.name }, { text: unit.triggers.join(', ') }])));
    screen.out('\n');
  }
  if (options.hasLegend) screen.out(`${rows.length} sockets listed.\n${options.showsAll ? '' : 'Pass --all to see loaded but inactive sockets, too.\n'}`);
  return 0;
}

export function* listTimers(call: Call): Routine<number> {
  const { sys, screen, options, args } = call;
  const now = sys.nowMs();
  const timers = sys.systemd.units().filter((unit) => unit.name.endsWith('.timer') && isWanted(args, unit.name) && (options.showsAll || unit.activeState === 'active'))
    .map((unit) => ({ unit, ...sys.systemd.timer(unit.name) })).sort((a, b) => (a.nextMs ?? Infinity) - (b.nextMs ?? Infinity));
  const dash: Cell = { text: '-', color: GREY };
  const rows = timers.map(({ unit, nextMs, lastMs }): Cell[] => [
    nextMs === null ? dash : { text: timestamp(sys, nextMs) }, nextMs === null ? dash : { text: `${formatDistance(nextMs - now)} left` },
    lastMs === null ? dash : { text: timestamp(sys, lastMs) }, lastMs === null ? dash : { text: `${formatDistance(now - lastMs)} ago` },
    { text: unit.name }, { text: unit.triggers.join(', ') },
  ]);
  if (rows.length > 0) screen.out(`${layTable(screen, ['NEXT', 'LEFT', 'LAST', 'PASSED', 'UNIT', 'ACTIVATES'], rows)}\n`);
  if (options.hasLegend) screen.out(`${rows.length} timers listed.\n${options.showsAll ? '' : 'Pass --all to see loaded but inactive timers, too.\n'}`);
  return 0;
}

export function* listJobs({ sys, screen, options }: Call): Routine<number> {
  const jobs = sys.systemd.jobs();
  if (jobs.length === 0) {
    if (options.hasLegend) screen.out('No jobs running.\n');
    return 0;
  }
  const rows = jobs.map((job): Cell[] => [{ text: String(job.id) }, { text: job.unit }, { text: job.kind }, { text: job.isRunning ? 'running' : 'waiting' }]);
  screen.out(`${layTable(screen, ['JOB', 'UNIT', 'TYPE', 'STATE'], rows, [0])}\n${jobs.length} jobs listed.\n`);
  return 0;
}

const RELATIONS = {
  forward: ['Requires', 'Requisite', 'Wants', 'ConsistsOf', 'BindsTo'], reverse: ['RequiredBy', 'RequisiteOf', 'WantedBy', 'PartOf', 'BoundBy'],
  after: ['After'], before: ['Before'],
} as const;

export function* listDependencies(call: Call): Routine<number> {
  const { sys, screen, args } = call;
  const names = args.length === 0 ? [sys.systemd.defaultTarget()] : args.map((arg) => mangle(screen, arg));
  for (const [index, name] of names.entries()) {
    if (index > 0) screen.out('\n');
    screen.out(`${sys.systemd.unit(name).name}\n`);
    screen.out(dependencyLines(call, sys.systemd.unit(name).name, [], []).join(''));
  }
  return 0;
}

/** Targets come last, each kind by name without regard to case. */
function sorted(names: readonly string[]): string[] {
  const rank = (name: string): number => (name.endsWith('.target') ? 1 : 0);
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b) || (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}

function dependencyLines(call: Call, name: string, path: readonly string[], isLastAbove: readonly boolean[]): string[] {
  const { sys, screen, options } = call;
  const children = sorted(RELATIONS[options.relation].flatMap((kind) => sys.systemd.dependencies(name, kind)));
  return children.flatMap((child, index) => {
    const isLast = index === children.length - 1;
    const state = sys.systemd.unit(child).activeState;
    const [dot, color] = glyph(state);
    const shownDot = options.isPlain ? '' : `${screen.isTty ? `${color === '' ? OFF : color}${dot}${OFF}` : dot} `;
    const branch = options.isPlain ? '  '.repeat(isLastAbove.length + 1) : `${isLastAbove.map((last) => (last ? '  ' : '│ ')).join('')}${isLast ? '└─' : '├─'}`;
    const line = `${shownDot}${branch}${child}\n`;
    const goesOn = (options.showsAll || child.endsWith('.target')) && !path.includes(child);
    return [line, ...(goesOn ? dependencyLines(call, child, [...path, name], [...isLastAbove, isLast]) : [])];
  });
}
