import { SysError } from '../../host/errors.ts';
import type { PackageSpec, Scriptlet } from '../../host/package.ts';
import type { Routine } from '../../host/program.ts';
import { exactly, widthOf } from './columns.ts';
import type { Console } from './console.ts';
import type { HistoryAction, HistoryItem } from './history.ts';
import { transactionOrder } from './order.ts';
import { addAccounts, eraseFiles, filesOf, installFiles, type Disk } from './payload-files.ts';
import type { Installed, RpmDatabase } from './rpmdb.ts';
import { filePaths } from './sack.ts';
import type { Item } from './solver.ts';
import { nevra } from './version.ts';

/** What rpm does in one go, whoever asked: dnf or rpm itself. */
export interface Steps {
  /** New packages, in order, each with what it replaces. */
  readonly forward: readonly Item[];
  /** Packages that go: replaced ones and removed ones, in order. */
  readonly backward: readonly { readonly installed: Installed; readonly by: Item }[];
}

/** Puts items in rpm's order: installs, then what they replace and what is removed. */
export function planSteps(items: readonly Item[]): Steps {
  const forwardItems = items.filter(({ action }) => action !== 'erase');
  const order = transactionOrder(forwardItems.map(({ spec }) => spec), 'install');
  const forward = order.map((spec) => forwardItems.find((item) => item.spec === spec) as Item);
  const going = items.flatMap((by) => by.replaces.map((installed) => ({ installed, by })))
    .sort((left, right) => (left.installed.spec.name < right.installed.spec.name ? 1 : -1));
  const outOrder = transactionOrder(going.map(({ installed }) => installed.spec), 'erase');
  return { forward, backward: outOrder.map((spec) => going.find(({ installed }) => installed.spec === spec) as Steps['backward'][number]) };
}

/** How a step is shown: `action` as in rpm's callbacks, `number` of `total`. */
export type Report = (action: string, name: string, number: number, total: number, isLong: boolean) => Routine<void>;

const VERBS: Readonly<Record<Item['action'], string>> = {
  install: 'Installing', upgrade: 'Upgrading', downgrade: 'Downgrading', reinstall: 'Reinstalling', erase: 'Erasing', obsolete: 'Obsoleting',
};

/** Runs the steps on the host: files, accounts, scriptlets, the rpm database. Answers with what it did, for the history. */
export function* runSteps(console: Console, database: RpmDatabase, { forward, backward }: Steps, report: Report, workMs: number): Routine<HistoryItem[]> {
  const { sys } = console;
  const total = forward.length + backward.length;
  const done: HistoryItem[] = [];
  let number = 0;
  for (const item of forward) {
    number += 1;
    const old = item.replaces.find(({ spec }) => spec.name === item.spec.name)?.spec ?? null;
    yield* before(console, item.spec, report, number, total);
    yield* report(VERBS[item.action], nevra(item.spec), number, total, true);
    yield* sys.work(120 + item.spec.installedBytes / 60_000, workMs);
    yield* warn(console, installFiles(diskOf(console), item.spec, old));
    yield* after(console, item, report, number, total);
    for (const replaced of item.replaces) if (replaced.spec.name === item.spec.name && item.action !== 'reinstall') database.remove(replaced.spec);
    if (item.action === 'reinstall') database.remove(item.spec);
    database.add({ spec: item.spec, installedMs: sys.nowMs(), reason: item.reason, from: item.repository.replace(/^@commandline$/, '@commandline') });
    done.push({ action: capital(item.action), nevra: nevra(item.spec), repository: item.repository, reason: item.reason });
  }
  const going = new Set(backward.filter(({ by }) => by.action !== 'reinstall').map(({ installed }) => installed.spec));
  const kept = new Set(backward.length === 0 ? [] : database.packages.filter(({ spec }) => !going.has(spec)).flatMap(({ spec }) => filePaths(spec)));
  for (const { installed, by } of backward) {
    number += 1;
    yield* removeOne(console, database, installed, by, kept, report, number, total, workMs);
    done.push({ action: pastOf(by), nevra: nevra(installed.spec), repository: '@@System', reason: installed.reason });
  }
  yield* finish(console, forward, backward, report, total);
  database.save(sys);
  return done;
}

const capital = (action: Item['action']): HistoryAction => (action.charAt(0).toUpperCase() + action.slice(1)) as HistoryAction;

const pastOf = (by: Item): HistoryAction =>
  ({ upgrade: 'Upgraded', downgrade: 'Downgraded', reinstall: 'Reinstalled', erase: 'Removed', install: 'Obsoleted', obsolete: 'Obsoleted' } as const)[by.action];

const diskOf = (console: Console): Disk => console.sys;

/** What rpm warns of: dnf prints it among its steps, with a blank line after. */
function* warn(console: Console, warnings: readonly string[]): Routine<void> {
  if (warnings.length === 0) return;
  if (console.isRpm) yield* console.error(warnings.join('\n'));
  else yield* console.progress(`${warnings.join('\n')}\n\n`);
}

const scriptsOf = (spec: PackageSpec): readonly Scriptlet[] => spec.scripts ?? [];

/** %pre: accounts, and programs that run before. */
function* before(console: Console, spec: PackageSpec, report: Report, number: number, total: number): Routine<void> {
  const runs = scriptsOf(spec).filter((each) => each.kind === 'run' && each.when === 'pre');
  if ((spec.users ?? []).length + (spec.groups ?? []).length + runs.length === 0) return;
  yield* report('Running scriptlet', nevra(spec), number, total, false);
  addAccounts(diskOf(console), spec);
  for (const each of runs) if (each.kind === 'run') yield* runProgram(console, each.argv);
}

/** %post: presets, alternatives, programs. */
function* after(console: Console, { spec, action }: Item, report: Report, number: number, total: number): Routine<void> {
  const scripts = scriptsOf(spec).filter((each) => each.kind !== 'run' || each.when === 'post');
  if (scripts.length === 0) return;
  yield* report('Running scriptlet', nevra(spec), number, total, false);
  for (const each of scripts) {
    if (each.kind === 'systemd' && action === 'install') yield* runProgram(console, ['/usr/bin/systemctl', '--no-reload', 'preset', ...each.units]);
    else if (each.kind === 'alternatives') placeAlternative(console, each);
    else if (each.kind === 'run') yield* runProgram(console, each.argv);
  }
}

function* removeOne(
  console: Console, database: RpmDatabase, installed: Installed, by: Item, kept: ReadonlySet<string>, report: Report, number: number,
  total: number, workMs: number,
): Routine<void> {
  const { spec } = installed;
  const isRemoval = by.action === 'erase' || by.spec.name !== spec.name;
  const scripts = scriptsOf(spec);
  if (scripts.some((each) => each.kind === 'systemd' || (each.kind === 'run' && each.when === 'preun'))) {
    yield* report('Running scriptlet', nevra(spec), number, total, false);
    for (const each of isRemoval ? scripts : []) {
      if (each.kind === 'systemd') yield* runProgram(console, ['/usr/bin/systemctl', '--no-reload', 'disable', '--now', ...each.units]);
      else if (each.kind === 'run' && each.when === 'preun') yield* runProgram(console, each.argv);
    }
  }
  yield* report(isRemoval ? by.action === 'erase' ? 'Erasing' : 'Obsoleting' : 'Cleanup', nevra(spec), number, total, true);
  yield* console.sys.work(60, workMs);
  if (isRemoval) database.remove(spec);
  if (by.action !== 'reinstall') yield* warn(console, eraseFiles(diskOf(console), spec, (path) => kept.has(path)));
  if (scripts.some((each) => each.kind === 'systemd' || each.kind === 'ldconfig' || (each.kind === 'run' && each.when === 'postun'))) {
    yield* report('Running scriptlet', nevra(spec), number, total, false);
    for (const each of isRemoval ? scripts : []) if (each.kind === 'run' && each.when === 'postun') yield* runProgram(console, each.argv);
  }
}

/** %posttrans and systemd's file triggers: units are read anew, updated services restarted. */
function* finish(console: Console, forward: readonly Item[], backward: Steps['backward'], report: Report, total: number): Routine<void> {
  for (const { spec } of forward) {
    const runs = scriptsOf(spec).filter((each) => each.kind === 'run' && each.when === 'posttrans');
    if (runs.length === 0) continue;
    yield* report('Running scriptlet', nevra(spec), total, total, false);
    for (const each of runs) if (each.kind === 'run') yield* runProgram(console, each.argv);
  }
  const touched = [...forward.map(({ spec }) => spec), ...backward.map(({ installed }) => installed.spec)];
  if (!touched.some((spec) => filesOf(spec).some(({ path }) => path.startsWith('/usr/lib/systemd/system/')))) return;
  yield* runProgram(console, ['/usr/bin/systemctl', 'daemon-reload'], true);
  const restarted = forward.filter(({ action }) => action === 'upgrade' || action === 'downgrade')
    .flatMap(({ spec }) => scriptsOf(spec).flatMap((each) => (each.kind === 'systemd' && each.restarts === true ? each.units : [])));
  if (restarted.length > 0) yield* runProgram(console, ['/usr/bin/systemctl', 'try-restart', ...restarted], true);
}

/** Runs a program of the host with our terminal; one that is not there is left out, as a scriptlet's `|| :` does. */
function* runProgram(console: Console, argv: readonly string[], isSilent = false): Routine<void> {
  const { sys } = console;
  const path = argv[0] ?? '';
  if (!sys.exists(path)) return;
  const sink = isSilent ? sys.open('/dev/null', { read: true, write: true }) : null;
  try {
    const pid = yield* sys.spawn(path, argv, sink === null ? {} : { fds: { 0: sink, 1: sink, 2: sink } });
    yield* sys.wait(pid);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  } finally {
    if (sink !== null) sys.close(sink);
  }
}

function placeAlternative({ sys }: Console, { link, name, path }: Extract<Scriptlet, { kind: 'alternatives' }>): void {
  const middle = `/etc/alternatives/${name}`;
  for (const [from, to] of [[link, middle], [middle, path]] as const) {
    if (sys.exists(from)) sys.unlink(from);
    sys.symlink(to, from);
  }
}

/** dnf's CliTransactionDisplay: `  Installing       : name      3/8`, with a bar on a terminal. */
export function stepReporter(console: Console): Report {
  return function* report(action, name, number, total, isLong) {
    const digits = String(total).length;
    const done = `${String(number).padStart(digits)}/${total}`;
    const width = widthOf(console.screen);
    const overhead = 2 * digits + 2 + 2 + ACTION_WIDTH + 2 + 1 + 2 + 1;
    const nameWidth = Math.min(name.length, Math.floor((Math.max(width, overhead) - overhead) / 2));
    const marks = width - (overhead + nameWidth);
    const start = console.isTty ? '\r' : '';
    if (console.isTty && isLong && marks > 5) {
      for (const percent of [0, 35, 70]) {
        const bar = `[${'='.repeat(Math.floor((marks * percent) / 100)).padEnd(marks)}]`;
        yield* console.progress(`\r  ${exactly(action, ACTION_WIDTH)}: ${exactly(name, nameWidth)} ${bar} ${done}`);
      }
    }
    yield* console.progress(`${start}  ${exactly(action, ACTION_WIDTH)}: ${exactly(name, nameWidth + marks + 1)}   ${done} \n`);
  };
}

/** Width of the longest action, `Running scriptlet`. */
const ACTION_WIDTH = 17;
