// systemctl status (systemd 252, from recordings).
import type { ProcessInfo } from '../../../host/process.ts';
import type { Routine } from '../../../host/program.ts';
import { codeWords } from '../../../host/systemd/messages.ts';
import type { CommandRun, Unit } from '../../../host/systemd/systemd.ts';
import { formatRelative, formatSpan } from '../../../host/systemd/time-span.ts';
import { isGlob, mangleName, matchesGlob } from '../../../host/systemd/unit-name.ts';
import { SYSTEMD_VERSION } from '../../../host/systemd/boot.ts';
import { concerns, mayReadAll, readable, shortLine } from '../journal-lines.ts';
import { GREEN, GREY, OFF, RED, timestamp, YELLOW, type Screen } from '../screen.ts';
import type { Call } from './options.ts';
import { propertiesOf } from './properties.ts';

const INDENT = ' '.repeat(13);
/** DefaultTasksMax= of CentOS Stream 9 on 8 GiB: 80 % of what the kernel allows. */
const TASKS_LIMIT = 48_904;

/** The dot before a unit and the colour of its state. */
export function glyph(active: string): readonly [string, string] {
  switch (active) {
    case 'failed': return ['×', RED];
    case 'active': return ['●', GREEN];
    case 'reloading': return ['↻', GREEN];
    case 'inactive': return ['○', ''];
    default: return ['●', ''];
  }
}

/** The verb: each unit named, or the whole system. */
export function* status(call: Call): Routine<number> {
  const { args, screen } = call;
  if (args.length === 0) return systemStatus(call);
  const names = [...new Set(args.flatMap((arg) => namesOf(call, arg)))];
  let exit = 0;
  for (const [index, name] of names.entries()) {
    if (index > 0) screen.out('\n');
    const one = unitStatus(call, name);
    if (exit === 0) exit = one;
  }
  return exit;
}

/** The units that an argument means: a pattern the loaded ones, a number a process's. */
export function namesOf({ sys, screen }: Call, arg: string): string[] {
  if (/^\d+$/.test(arg)) {
    const unit = sys.systemd.unitOf(Number(arg));
    if (unit !== null) return [unit];
    screen.error(`Failed to get unit for PID ${arg}: PID ${arg} does not belong to any loaded unit.`);
    return [];
  }
  if (!isGlob(arg)) return [mangle(screen, arg)];
  const pattern = mangleName(arg).name;
  return sys.systemd.units().map((unit) => unit.name).filter((name) => matchesGlob(pattern, name));
}

/** A full unit name; says so when characters had to be escaped. */
export function mangle(screen: Screen, arg: string): string {
  const { name, isEscaped } = mangleName(arg);
  if (isEscaped) {
    screen.info(`Invalid unit name "${arg}" escaped as "${name.replace(/\.service$/, '')}" (maybe you should use systemd-escape?).`);
  }
  return name;
}

export const RELOAD_WARNING = (name: string): string =>
  `Warning: The unit file, source configuration file or drop-ins of ${name} changed on disk. Run 'systemctl daemon-reload' to reload units.`;

function unitStatus(call: Call, name: string): number {
  const { sys, screen } = call;
  const unit = sys.systemd.unit(name);
  // systemctl asks twice, and a broken file is read each time.
  if (unit.loadState === 'bad-setting' || unit.loadState === 'error') sys.systemd.unit(name);
  if (unit.loadState === 'not-found' && unit.activeState === 'inactive') {
    screen.error(`Unit ${name} could not be found.`);
    return 4;
  }
  if (unit.needsReload) screen.warn(RELOAD_WARNING(unit.name));
  screen.out(describe(call, unit).join('\n') + '\n');
  logs(call, unit);
  return unit.activeState === 'active' || unit.activeState === 'reloading' ? 0 : 3;
}

function describe(call: Call, unit: Unit): string[] {
  const { screen } = call;
  const [dot, color] = glyph(unit.activeState);
  const title = unit.description === unit.name ? '' : ` - ${unit.description}`;
  return [
    `${screen.paint(color, dot)} ${unit.name}${title}`, loadedLine(screen, unit), ...dropInLines(screen, unit), activeLine(call, unit),
    ...durationLine(unit), ...timerLine(call, unit), ...triggerLines(call, unit), ...conditionLines(call, unit), ...factLines(unit),
    ...labelled('Docs', unit.documentation.map((each) => screen.link(each, each))), ...listenLines(unit), ...commandLines(screen, unit),
    ...mainLine(call, unit), ...(unit.status === '' ? [] : [`     Status: "${unit.status}"`]), ...resourceLines(call, unit),
  ];
}

const labelled = (label: string, values: readonly string[]): string[] =>
  values.map((value, index) => `${index === 0 ? `${label.padStart(11)}: ` : INDENT}${value}`);

function loadedLine(screen: Screen, unit: Unit): string {
  const on = unit.loadState === 'loaded' || unit.loadState === 'masked' ? '' : RED;
  const state = screen.paint(on, unit.loadState);
  if (unit.loadError !== null) return `     Loaded: ${state} (Reason: ${unit.loadError})`;
  if (unit.path === null) return `     Loaded: ${state}`;
  const path = screen.fileLink(unit.path);
  if (unit.unitFileState === '') return `     Loaded: ${state} (${path})`;
  const word = unit.unitFileState;
  const wordColor = word.startsWith('enabled') || word.startsWith('linked') ? GREEN : word.startsWith('disabled') ? YELLOW : '';
  const preset = unit.preset === '' ? (screen.isTty ? `${GREEN}${OFF}` : '')
    : `; preset: ${screen.paint(unit.preset === 'enabled' ? GREEN : YELLOW, unit.preset)}`;
  return `     Loaded: ${state} (${path}; ${screen.paint(wordColor, word)}${preset})`;
}

function dropInLines(screen: Screen, unit: Unit): string[] {
  const byFolder = new Map<string, string[]>();
  for (const path of unit.dropIns) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), screen.fileLink(path, path.slice(folder.length + 1))]);
  }
  return [...byFolder].flatMap(([folder, names], index) =>
    [`${index === 0 ? '    Drop-In: ' : INDENT}${folder}`, `${INDENT}└─${names.join(', ')}`]);
}

function activeLine({ sys, screen }: Call, unit: Unit): string {
  const [, color] = glyph(unit.activeState);
  const sub = unit.subState === unit.activeState ? '' : ` (${unit.subState})`;
  const result = unit.result === 'success' || unit.name.endsWith('.target') ? '' : ` (Result: ${unit.result})`;
  const since = unit.sinceMs === null ? '' : ` since ${timestamp(sys, unit.sinceMs)}; ${formatRelative(unit.sinceMs, sys.nowMs())}`;
  return `     Active: ${screen.paint(color, `${unit.activeState}${sub}`)}${result}${since}`;
}

function durationLine(unit: Unit): string[] {
  const duration = unit.facts['durationMs'];
  const isDown = unit.activeState === 'inactive' || unit.activeState === 'failed';
  return duration === undefined || !isDown ? [] : [`   Duration: ${formatSpan(Number(duration))}`];
}

function timerLine({ sys }: Call, unit: Unit): string[] {
  if (!unit.name.endsWith('.timer')) return [];
  const { nextMs } = sys.systemd.timer(unit.name);
  return [nextMs === null ? '    Trigger: n/a' : `    Trigger: ${timestamp(sys, nextMs)}; ${formatRelative(nextMs, sys.nowMs())}`];
}

function triggerLines({ sys, screen }: Call, unit: Unit): string[] {
  const show = (name: string): string => {
    const [dot, color] = glyph(sys.systemd.unit(name).activeState);
    return `${screen.paint(color, dot)} ${name}`;
  };
  return [...labelled('TriggeredBy', unit.triggeredBy.map(show)), ...labelled('Triggers', unit.triggers.map(show))];
}

function conditionLines({ sys }: Call, unit: Unit): string[] {
  if (unit.failedCondition === null) return [];
  const { text, atMs } = unit.failedCondition;
  return [
    `  Condition: start condition failed at ${timestamp(sys, atMs)}; ${formatRelative(atMs, sys.nowMs())}`, `${INDENT}└─ ${text} was not met`,
  ];
}

const factLines = (unit: Unit): string[] => ['Where', 'What'].flatMap((key) => {
  const value = unit.facts[key];
  return value === undefined ? [] : [`${key.padStart(11)}: ${value}`];
});

const listenLines = (unit: Unit): string[] => (unit.facts['Listen'] === undefined ? [] : labelled('Listen', unit.facts['Listen'].split('\n')));

const isCleanEnd = (run: CommandRun): boolean => run.code === 'exited' ? run.status === 0 : [1, 2, 13, 15].includes(run.status);

const ORDER = ['ExecCondition', 'ExecStartPre', 'ExecStart', 'ExecStartPost', 'ExecReload', 'ExecStop', 'ExecStopPost'];

function commandLines(screen: Screen, unit: Unit): string[] {
  const all = [...unit.commands, ...(unit.main !== null && unit.main.command !== '' ? [unit.main] : [])]
    .sort((a, b) => ORDER.indexOf(a.setting) - ORDER.indexOf(b.setting));
  return all.flatMap((run) => {
    if (run.code === null) return [];
    const words = screen.paint(isCleanEnd(run) ? '' : RED, `(${codeWords(run.code, run.status)})`);
    return [`    Process: ${run.pid} ${run.setting}=${run.command} ${words}`];
  });
}

function mainLine({ sys }: Call, unit: Unit): string[] {
  const comm = (pid: number): string => {
    const name = sys.processes().find((process) => process.pid === pid)?.name;
    return name === undefined ? '' : ` (${name})`;
  };
  const control = unit.controlPid === 0 ? '' : `${unit.controlPid}${comm(unit.controlPid)}`;
  const { main } = unit;
  if (unit.mainPid > 0) return [`   Main PID: ${unit.mainPid}${comm(unit.mainPid)}${control === '' ? '' : `; Control PID: ${control}`}`];
  if (main !== null && main.code !== null) {
    return [`   Main PID: ${main.pid} (${codeWords(main.code, main.status)})${control === '' ? '' : `; Control PID: ${control}`}`];
  }
  return control === '' ? [] : [`  Cntrl PID: ${control}`];
}

const processesOf = ({ sys }: Call, unit: string): ProcessInfo[] => sys.processes().filter((process) => process.unit === unit && process.status !== 'Z');

/** `110.9M`, `444.0K`, `512B`. */
export function formatBytes(bytes: number): string {
  for (const [letter, size] of [['T', 2 ** 40], ['G', 2 ** 30], ['M', 2 ** 20], ['K', 2 ** 10]] as const) {
    if (bytes >= size) return `${Math.floor(bytes / size)}.${Math.floor((bytes % size) * 10 / size)}${letter}`;
  }
  return `${Math.floor(bytes)}B`;
}

function resourceLines(call: Call, unit: Unit): string[] {
  const { screen } = call;
  if (!unit.name.endsWith('.service') && !unit.name.endsWith('.scope')) return [];
  const processes = processesOf(call, unit.name);
  const cpuMs = Number(unit.facts['cpuMs'] ?? '0') + processes.reduce((sum, process) => sum + process.cpuMs, 0);
  const hasRun = unit.main !== null || unit.commands.length > 0;
  if (processes.length === 0) return hasRun ? [`        CPU: ${formatSpan(Math.max(cpuMs, 1))}`] : [];
  const tasks = processes.reduce((sum, process) => sum + process.threads, 0);
  const memory = processes.reduce((sum, process) => sum + process.memoryMb, 0) * 1_048_576;
  return [
    `      Tasks: ${tasks}${limitText(call, unit, screen)}`, `     Memory: ${formatBytes(memory)}`, `        CPU: ${formatSpan(Math.max(cpuMs, 1))}`,
    `     CGroup: /${unit.name.endsWith('.scope') ? 'user.slice' : sliceOf(unit.name)}/${unit.name}`, ...tree(screen, processes).map((line) => INDENT + line),
  ];
}

const sliceOf = (name: string): string =>
  name.includes('@') ? `system.slice/system-${name.slice(0, name.indexOf('@')).replaceAll('-', '\\x2d')}.slice` : 'system.slice';

function limitText({ sys }: Call, unit: Unit, screen: Screen): string {
  const value = propertiesOf(sys.systemd.propertySource(unit.name)).find(([name]) => name === 'TasksMax')?.[1] ?? '';
  if (value === 'infinity') return '';
  const percent = /^(\d+)%$/.exec(value);
  const limit = percent === null ? (value === '' ? TASKS_LIMIT : Number(value)) : Math.floor((TASKS_LIMIT / 80) * Number(percent[1]));
  return screen.paint(GREY, ` (limit: ${limit})`);
}

/** A process's command line; words with blanks in quotes. */
export const commandOf = (process: ProcessInfo): string => process.argv.length === 1 && process.argv[0]?.startsWith('/') === true ? process.argv[0] : process.argv
  .map((word) => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `"${word.replace(/["\\$`]/g, '\\$&')}"`)).join(' ');

/** Processes as branches, pids in a column. */
function tree(screen: Screen, processes: readonly ProcessInfo[]): string[] {
  const width = Math.max(...processes.map((process) => String(process.pid).length));
  return processes.map((process, index) =>
    `${index === processes.length - 1 ? '└─' : '├─'}${screen.paint(GREY, `${String(process.pid).padStart(width)} ${commandOf(process)}`)}`);
}

function logs(call: Call, unit: Unit): void {
  const { sys, screen, options } = call;
  if (options.lines === 0) return;
  const all = sys.journal.entries();
  const since = Number(unit.facts['shownFromSeq'] ?? '0');
  const own = all.filter((entry) => entry.seq > since && concerns(entry, unit.name));
  const shown = readable(sys, own).slice(-options.lines);
  const isRotated = unit.sinceMs !== null && (all[0]?.seq ?? 0) > since + 1;
  const isHidden = !mayReadAll(sys) && screen.isTty;
  if (shown.length === 0 && !isRotated && !isHidden) return;
  screen.out('\n');
  screen.out(shown.map((entry) => shortLine(sys, screen, entry)).join(''));
  if (isRotated) screen.out('Notice: journal has been rotated since unit was started, output may be incomplete.\n');
  if (isHidden) screen.out('Warning: some journal files were not opened due to insufficient permissions.\n');
}

// ── the whole system

interface Branch {
  readonly name: string;
  readonly children: Branch[];
  readonly processes: ProcessInfo[];
}

function systemStatus(call: Call): number {
  const { sys, screen } = call;
  const units = sys.systemd.units();
  const state = sys.systemd.systemState();
  const failed = units.filter((unit) => unit.activeState === 'failed').length;
  const color = state === 'running' ? GREEN : state === 'degraded' ? RED : YELLOW;
  screen.out([
    `${screen.paint(color, '●')} ${sys.hostname.split('.')[0] ?? ''}`, `    State: ${screen.paint(color, state)}`,
    `    Units: ${units.length} loaded (incl. loaded aliases)`, `     Jobs: ${sys.systemd.jobs().length} queued`,
    `   Failed: ${failed === 0 ? '0 units' : screen.paint(RED, `${failed} units`)}`,
    `    Since: ${timestamp(sys, sys.bootMs)}; ${formatRelative(sys.bootMs, sys.nowMs())}`, `  systemd: ${SYSTEMD_VERSION}`,
    '   CGroup: /', ...branchLines(screen, controlGroups(call), '           '),
  ].join('\n') + '\n');
  return 0;
}

function controlGroups({ sys }: Call): Branch {
  const root: Branch = { name: '/', children: [], processes: [] };
  const at = (path: readonly string[]): Branch => path.reduce((branch, name) => {
    const found = branch.children.find((child) => child.name === name);
    if (found !== undefined) return found;
    const made: Branch = { name, children: [], processes: [] };
    branch.children.push(made);
    return made;
  }, root);
  for (const process of sys.processes()) {
    if (process.status === 'Z' || process.ppid === 2 || process.pid === 2) continue;
    const unit = process.pid === 1 ? 'init.scope' : process.unit;
    const path = unit === null ? ['user.slice', `user-${process.uid}.slice`, 'session-1.scope'] : unit === 'init.scope' ? [unit]
      : unit.endsWith('.scope') ? ['user.slice', `user-${process.uid}.slice`, unit] : [...sliceOf(unit).split('/'), unit];
    at(path).processes.push(process);
  }
  return root;
}

function branchLines(screen: Screen, branch: Branch, indent: string): string[] {
  const children = [...branch.children].sort((a, b) => (a.name < b.name ? -1 : 1));
  const width = Math.max(0, ...branch.processes.map((process) => String(process.pid).length));
  const items = [
    ...branch.processes.map((process) => ({ text: screen.paint(GREY, `${String(process.pid).padStart(width)} ${commandOf(process)}`), child: null })),
    ...children.map((child) => ({ text: child.name, child })),
  ];
  return items.flatMap(({ text, child }, index) => {
    const isLast = index === items.length - 1;
    return [`${indent}${isLast ? '└─' : '├─'}${text}`, ...(child === null ? [] : branchLines(screen, child, `${indent}${isLast ? '  ' : '│ '}`))];
  });
}
