// loginctl, systemd-analyze, systemd-cat, systemd-escape, systemd-sysctl: the small tools of systemd 252.
import { SysError } from '../../host/errors.ts';
import { getopt } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import { err, out } from '../../host/stdio.ts';
import type { Sys } from '../../host/sys.ts';
import type { Session } from '../../host/systemd/systemd.ts';
import { formatRelative, formatSpan } from '../../host/systemd/time-span.ts';
import { escapeName, escapePath, mangleName, unescapeName } from '../../host/systemd/unit-name.ts';
import { parseUnitText } from '../../host/systemd/unit-text.ts';
import { layTable, Screen, timestamp } from './screen.ts';

// ── loginctl

function* listSessions(sys: Sys, screen: Screen): Routine<number> {
  const sessions = sys.systemd.sessions();
  const rows = sessions.map((session) => [{ text: session.id }, { text: String(session.uid) }, { text: session.user }, { text: '' }, { text: session.tty ?? '' }]);
  if (rows.length > 0) screen.out(`${layTable(screen, ['SESSION', 'UID', 'USER', 'SEAT', 'TTY'], rows, [0, 1])}\n`);
  screen.out(`${rows.length === 0 ? 'No sessions.' : `${rows.length} sessions listed.`}\n`);
  return 0;
}

function* listUsers(sys: Sys, screen: Screen): Routine<number> {
  const users = [...new Map(sys.systemd.sessions().map((session) => [session.uid, session.user])).entries()];
  if (users.length > 0) screen.out(`${layTable(screen, ['UID', 'USER', 'LINGER'], users.map(([uid, user]) => [{ text: String(uid) }, { text: user }, { text: 'no' }]), [0])}\n`);
  screen.out(`${users.length === 0 ? 'No users.' : `${users.length} users listed.`}\n`);
  return 0;
}

function sessionLines(sys: Sys, session: Session): string {
  return [
    `${session.id} - ${session.user} (${session.uid})`, `           Since: ${timestamp(sys, session.sinceMs)}; ${formatRelative(session.sinceMs, sys.nowMs())}`,
    `          Leader: ${sys.processes().find((process) => process.unit === session.scope)?.pid ?? 'n/a'}`,
    ...(session.tty === null ? [] : [`             TTY: ${session.tty}`]), ...(session.from === null ? [] : [`          Remote: ${session.from}`]),
    `         Service: ${session.service}; type tty; class user`, '           State: active', `            Unit: ${session.scope}`,
  ].join('\n') + '\n';
}

function* loginctlRun(sys: Sys, screen: Screen, args: readonly string[]): Routine<number> {
  const [verb = 'list-sessions', ...names] = args;
  if (verb === 'list-sessions') return yield* listSessions(sys, screen);
  if (verb === 'list-users') return yield* listUsers(sys, screen);
  if (verb === 'session-status') {
    for (const name of names.length === 0 ? sys.systemd.sessions().map((session) => session.id) : names) {
      const session = sys.systemd.sessions().find((each) => each.id === name);
      if (session === undefined) {
        screen.error(`Failed to get session path: No session '${name}' known`);
        return 1;
      }
      screen.out(sessionLines(sys, session));
    }
    return 0;
  }
  if (['show-session', 'user-status', 'show-user', 'list-seats', 'terminate-session', 'kill-session', 'enable-linger', 'disable-linger', 'terminate-user', 'lock-session', 'activate'].includes(verb)) {
    screen.info(`handstack: loginctl: command ${verb} is not modelled`);
    return 1;
  }
  screen.error(`Unknown command verb ${verb}.`);
  return 1;
}

export const loginctl: Program = {
  name: 'loginctl',
  *run(sys) {
    const args = sys.argv.slice(1).filter((arg) => !['--no-pager', '--no-legend'].includes(arg));
    const screen = new Screen(sys, !sys.argv.includes('--no-pager'));
    const status = yield* loginctlRun(sys, screen, args);
    yield* screen.flush();
    return status;
  },
};

// ── systemd-analyze

function* analyzeRun(sys: Sys, screen: Screen, args: readonly string[]): Routine<number> {
  const [verb = 'time', ...names] = args;
  const times = sys.systemd.bootTimes();
  const total = times.kernelMs + times.initrdMs + times.userspaceMs;
  switch (verb) {
    case 'time':
      screen.out(`Startup finished in ${formatSpan(times.kernelMs)} (kernel) + ${formatSpan(times.initrdMs)} (initrd) + ${formatSpan(times.userspaceMs)} (userspace) = ${formatSpan(total)} \n`
        + `${sys.systemd.defaultTarget()} reached after ${formatSpan(times.userspaceMs)} in userspace.\n`);
      return 0;
    case 'blame': {
      const units = times.units.filter(([name, ms]) => ms > 0 && /\.(service|mount)$/.test(name)).sort(([, a], [, b]) => b - a);
      const shown = units.map(([name, ms]) => [formatSpan(ms), name] as const);
      const width = Math.max(0, ...shown.map(([span]) => span.length));
      screen.out(shown.map(([span, name]) => `${span.padStart(width)} ${name}\n`).join(''));
      return 0;
    }
    case 'verify': return verify(sys, screen, names);
    case 'unit-paths': screen.out('/etc/systemd/system.control\n/run/systemd/system.control\n/etc/systemd/system\n/run/systemd/system\n/run/systemd/generator\n/usr/local/lib/systemd/system\n/usr/lib/systemd/system\n'); return 0;
    case 'critical-chain': case 'plot': case 'dot': case 'dump': case 'security': case 'calendar': case 'timespan': case 'timestamp': case 'cat-config': case 'condition':
      screen.info(`handstack: systemd-analyze: command ${verb} is not modelled`);
      return 1;
    default: screen.error(`Unknown command verb ${verb}.`); return 1;
  }
}

/** Reads the units' files as PID 1 does and says what is wrong with them. */
function verify(sys: Sys, screen: Screen, names: readonly string[]): number {
  let status = 0;
  for (const name of names) {
    const unit = sys.systemd.unit(name.includes('/') ? name.replace(/^.*\//, '') : mangleName(name).name);
    if (unit.loadState === 'not-found') {
      screen.error(`Unit ${unit.name} not found.`);
      status = 1;
      continue;
    }
    for (const path of unit.path === null ? [] : [unit.path, ...unit.dropIns]) {
      for (const { message } of parseUnitText(sys.readFile(path), path, unit.name.slice(unit.name.lastIndexOf('.') + 1)).complaints) screen.info(message);
    }
    if (unit.loadState !== 'loaded') {
      const last = sys.journal.entries().findLast((entry) => entry.about === unit.name && entry.pid === 1)?.message;
      if (unit.loadState === 'bad-setting' && last !== undefined) screen.info(last);
      screen.info(`${unit.name}: Unit configuration has fatal error, unit will not be started.`);
      screen.info(unit.loadError ?? '');
      status = 1;
    }
  }
  return status;
}

export const systemdAnalyze: Program = {
  name: 'systemd-analyze',
  *run(sys) {
    const screen = new Screen(sys, ['blame', 'dump'].includes(sys.argv[1] ?? '') && !sys.argv.includes('--no-pager'));
    const status = yield* analyzeRun(sys, screen, sys.argv.slice(1).filter((arg) => arg !== '--no-pager'));
    yield* screen.flush();
    return status;
  },
};

// ── systemd-cat

export const systemdCat: Program = {
  name: 'systemd-cat',
  *run(sys) {
    const parsed = getopt(sys.argv.slice(1), { short: '+t:p:', long: { 'identifier=': 't', 'priority=': 'p', 'stderr-priority=': 'stderr', 'level-prefix=': 'prefix' } });
    const levels = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];
    const wanted = parsed.last('p') ?? 'info';
    const priority = /^[0-7]$/.test(wanted) ? Number(wanted) : levels.indexOf(wanted);
    if (priority === -1) {
      yield* err(sys, `Failed to parse priority value: ${wanted}\n`);
      return 1;
    }
    const identifier = parsed.last('t') ?? (parsed.operands[0] ?? 'cat').replace(/^.*\//, '');
    if (parsed.operands.length === 0) {
      for (let line = yield* sys.readLine(0); line !== null; line = yield* sys.readLine(0)) {
        if (line.trim() !== '') sys.log(line.replace(/\n$/, ''), { priority, identifier });
      }
      return 0;
    }
    return yield* logOutput(sys, parsed.operands, priority, identifier);
  },
};

function* logOutput(sys: Sys, argv: readonly string[], priority: number, identifier: string): Routine<number> {
  const name = argv[0] ?? '';
  const [from, to] = sys.pipe();
  for (const path of name.includes('/') ? [name] : (sys.env['PATH'] ?? '/usr/bin').split(':').map((folder) => `${folder}/${name}`)) {
    try {
      const pid = yield* sys.spawn(path, argv, { fds: { 0: 0, 1: to, 2: to } });
      sys.close(to);
      for (let line = yield* sys.readLine(from); line !== null; line = yield* sys.readLine(from)) sys.log(line.replace(/\n$/, ''), { priority, identifier });
      return (yield* sys.wait(pid)).status;
    } catch (error) {
      if (!(error instanceof SysError) || error.errno !== 'ENOENT') throw error;
    }
  }
  yield* err(sys, 'Failed to execute process: No such file or directory\n');
  return 1;
}

export const systemdEscape: Program = {
  name: 'systemd-escape',
  *run(sys) {
    const parsed = getopt(sys.argv.slice(1), { short: 'pum', long: { path: 'p', unescape: 'u', mangle: 'm', 'suffix=': 'suffix', 'template=': 'template' } });
    const suffix = parsed.last('suffix');
    const template = parsed.last('template');
    const words = parsed.operands.map((word) => {
      const text = parsed.has('u') ? (parsed.has('p') ? `/${unescapeName(word)}`.replace('//', '/') : unescapeName(word))
        : parsed.has('m') ? mangleName(word).name : parsed.has('p') ? escapePath(word) : escapeName(word);
      return template !== null ? template.replace('@.', `@${text}.`) : suffix === null ? text : `${text}.${suffix}`;
    });
    yield* out(sys, `${words.join(' ')}\n`);
    return 0;
  },
};

// ── settings and modules of the kernel at boot

