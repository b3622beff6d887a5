// crontab(1) and crond(8) of cronie 1.5.7: tables in /var/spool/cron, /etc/crontab and /etc/cron.d.
import { SysError, strerror } from '../../host/errors.ts';
import { parseEnvironmentFile } from '../../host/systemd/exec-line.ts';
import type { Json } from '../../../base/json.ts';
import type { Program, Routine } from '../../host/program.ts';
import { err, out } from '../../host/stdio.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';

const SPOOL = '/var/spool/cron';
const MINUTE_MS = 60_000;

/** One line of a table. */
interface CronEntry {
  readonly times: readonly string[];
  readonly user: string;
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

const NICKNAMES: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *', '@daily': '0 0 * * *', '@midnight': '0 0 * * *', '@weekly': '0 0 * * 0', '@monthly': '0 0 1 * *', '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');
const BOUNDS: readonly (readonly [string, number, number])[] = [['minute', 0, 59], ['hour', 0, 23], ['day-of-month', 1, 31], ['month', 1, 12], ['day-of-week', 0, 7]];

/** The values a field allows, or null when it is wrong. */
function valuesOf(field: string, index: number): Set<number> | null {
  const [, low = 0, high = 59] = BOUNDS[index] ?? [];
  const number = (text: string): number => {
    const names = index === 3 ? MONTHS : index === 4 ? DAYS : [];
    const named = names.indexOf(text.toLowerCase());
    return named !== -1 ? named + (index === 3 ? 1 : 0) : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range.split('-');
    const start = from === '*' ? low : number(from);
    const end = to !== undefined ? number(to) : from === '*' || step !== undefined ? high : start;
    const by = step === undefined ? 1 : Number(step);
    if ([start, end, by].some(Number.isNaN) || start < low || end > high || by < 1 || start > end) return null;
    for (let value = start; value <= end; value += by) values.add(index === 4 && value === 7 ? 0 : value);
  }
  return values;
}

/** Parses a table; a string is crontab's complaint about its first bad line. */
export function parseCrontab(text: string, owner: string | null): readonly CronEntry[] | { line: number; what: string } {
  const entries: CronEntry[] = [];
  const env: Record<string, string> = {};
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (/^[A-Za-z_][A-Za-z0-9_]*\s*=/.test(line)) {
      Object.assign(env, parseEnvironmentFile(line.replace(/\s*=\s*/, '=')));
      continue;
    }
    const nickname = /^(@\w+)\s+(.*)$/.exec(line);
    const expanded = nickname === null ? line : `${NICKNAMES[nickname[1] ?? ''] ?? nickname[1] ?? ''} ${nickname[2] ?? ''}`;
    if (expanded.startsWith('@reboot')) continue;
    const words = expanded.split(/\s+/);
    const times = words.slice(0, 5);
    for (const [field, [name]] of BOUNDS.entries()) {
      if (valuesOf(times[field] ?? '', field) === null) return { line: index, what: `bad ${name}` };
    }
    const rest = expanded.replace(/^(\S+\s+){5}/, '');
    const user = owner ?? rest.split(/\s+/)[0] ?? '';
    const commandText = owner === null ? rest.replace(/^\S+\s+/, '') : rest;
    if (commandText.trim() === '' || words.length < 6) return { line: index, what: 'bad command' };
    entries.push({ times, user, command: commandText, env: { ...env } });
  }
  return entries;
}

function isDue(entry: CronEntry, at: readonly number[]): boolean {
  const [minute, hour, day, month, weekday] = entry.times.map((field, index) => valuesOf(field, index)?.has(at[index] ?? -1) === true);
  const isAnyDay = entry.times[2]?.startsWith('*') === true || entry.times[4]?.startsWith('*') === true;
  return minute === true && hour === true && month === true && (isAnyDay ? day === true && weekday === true : day === true || weekday === true);
}

// ── crontab

const USAGE = `crontab: usage error: WHAT
Usage:
 crontab [options] file
 crontab [options]
 crontab -n [hostname]

Options:
 -u <user>  define user
 -e         edit user's crontab
 -l         list user's crontab
 -r         delete user's crontab
 -i         prompt before deleting
`;

export const crontab: Program = {
  name: 'crontab',
  *run(sys) {
    const args = sys.argv.slice(1);
    const own = sys.accounts.byUid(sys.realUid)?.name ?? '';
    const at = args.indexOf('-u');
    const user = at === -1 ? own : args.splice(at, 2)[1] ?? '';
    if (sys.accounts.byName(user) === null) {
      yield* err(sys, `crontab:  user \`${user}' unknown\n`);
      return 1;
    }
    if (user !== own && sys.realUid !== 0) {
      yield* err(sys, 'must be privileged to use -u\n');
      return 1;
    }
    // crontab is setuid root: the spool belongs to root alone.
    const action = args.find((arg) => arg.startsWith('-') && arg !== '-') ?? '';
    if (action === '-l') return yield* list(sys, user);
    if (action === '-r' || action === '-ri' || action === '-ir' || action === '-i') return yield* remove(sys, user, action.includes('i'));
    if (action === '-e') return yield* edit(sys, user);
    if (action !== '') {
      yield* err(sys, `crontab: invalid option -- '${action.charAt(1)}'\n${USAGE.replace('WHAT', 'unrecognized option')}`);
      return 1;
    }
    const text = args[0] === undefined || args[0] === '-' ? yield* sys.readAll(0) : sys.exists(args[0]) ? sys.readFile(args[0]) : null;
    if (text === null) {
      yield* err(sys, `${args[0] ?? ''}: No such file or directory\n`);
      return 1;
    }
    return yield* replace(sys, user, text);
  },
};

const tablePath = (user: string): string => `${SPOOL}/${user}`;

function readTable(sys: Sys, user: string): string | null {
  try {
    return sys.readFile(tablePath(user));
  } catch (error) {
    strerror(error);
    return null;
  }
}

function* list(sys: Sys, user: string): Routine<number> {
  const text = readTable(sys, user);
  if (text === null) {
    yield* err(sys, `no crontab for ${user}\n`);
    return 1;
  }
  yield* out(sys, text);
  return 0;
}

function* remove(sys: Sys, user: string, asks: boolean): Routine<number> {
  if (readTable(sys, user) === null) {
    yield* err(sys, `no crontab for ${user}\n`);
    return 1;
  }
  if (asks) {
    yield* out(sys, `crontab: really delete ${user}'s crontab? `);
    if (!/^y/i.test((yield* sys.readLine(0)) ?? '')) return 0;
  }
  sys.unlink(tablePath(user));
  sys.log(`(${own(sys)}) DELETE (${user})`, { identifier: 'crontab' });
  return 0;
}

const own = (sys: Sys): string => sys.accounts.byUid(sys.realUid)?.name ?? '';

function* replace(sys: Sys, user: string, text: string, name = '-'): Routine<number> {
  const parsed = parseCrontab(text, user);
  if ('what' in parsed) {
    yield* err(sys, `"${name}":${parsed.line}: ${parsed.what}\nerrors in crontab file, can't install.\n`);
    return 1;
  }
  sys.writeFile(tablePath(user), text, { mode: 0o600 });
  sys.log(`(${own(sys)}) REPLACE (${user})`, { identifier: 'crontab' });
  return 0;
}

function* edit(sys: Sys, user: string): Routine<number> {
  const before = readTable(sys, user);
  const path = `/tmp/crontab.${sys.dice.hex(6)}`;
  if (before === null) yield* err(sys, `no crontab for ${user} - using an empty one\n`);
  sys.writeFile(path, before ?? '', { mode: 0o600 });
  for (;;) {
    if (!(yield* runEditor(sys, path))) return 1;
    const text = sys.readFile(path);
    if (text === (before ?? '')) {
      yield* err(sys, 'crontab: no changes made to crontab\n');
      break;
    }
    yield* err(sys, 'crontab: installing new crontab\n');
    if ((yield* replace(sys, user, text, path)) === 0) break;
    yield* out(sys, 'Do you want to retry the same edit? (Y/N) ');
    if (!/^y/i.test((yield* sys.readLine(0)) ?? 'n')) {
      yield* err(sys, `crontab: edits left in ${path}\n`);
      return 1;
    }
  }
  sys.unlink(path);
  return 0;
}

function* runEditor(sys: Sys, path: string): Routine<boolean> {
  const editor = sys.env['VISUAL'] ?? sys.env['EDITOR'] ?? 'vi';
  const pid = yield* sys.spawn('/bin/sh', ['sh', '-c', `${editor} ${path}`]);
  const { kind, status } = yield* sys.wait(pid);
  if (kind === 'exited' && status === 0) return true;
  yield* err(sys, `crontab: "${editor}" exited with status ${status}\n`);
  return false;
}

// ── crond

/** Every table's entries, and how many seconds a reading takes none. */
function allEntries(sys: Sys): CronEntry[] {
  const read = (path: string, owner: string | null): CronEntry[] => {
    try {
      const parsed = parseCrontab(sys.readFile(path), owner);
      return 'what' in parsed ? [] : [...parsed];
    } catch (error) {
      if (error instanceof SysError) return [];
      throw error;
    }
  };
  const names = (folder: string): string[] => (sys.exists(folder) ? sys.readDirectory(folder) : []);
  return [
    ...read('/etc/crontab', null), ...names('/etc/cron.d').filter((name) => !/[.~]/.test(name)).flatMap((name) => read(`/etc/cron.d/${name}`, null)),
    ...names(SPOOL).flatMap((name) => read(`${SPOOL}/${name}`, name)),
  ];
}

/** crond looks at the tables at every full minute while there is something in them, else when they change. */
function arm(sys: Sys): void {
  sys.cancelTimers();
  sys.setTimer(MINUTE_MS - (sys.nowMs() % MINUTE_MS), null);
}

function* runDue(sys: Sys): Routine<void> {
  const at = localTime(sys, '%M %H %d %m %w', sys.nowMs()).split(' ').map(Number);
  for (const entry of allEntries(sys)) if (isDue(entry, at)) yield* runEntry(sys, entry);
}

function* runEntry(sys: Sys, entry: CronEntry): Routine<void> {
  const account = sys.accounts.byName(entry.user);
  if (account === null) {
    sys.log(`(${entry.user}) ORPHAN (no passwd entry)`, { identifier: 'crond' });
    return;
  }
  const [command = '', ...input] = entry.command.replaceAll('\\%', '\0').split('%').map((part) => part.replaceAll('\0', '%'));
  const env = {
    SHELL: '/bin/sh', HOME: account.home, LOGNAME: account.name, USER: account.name, PATH: '/usr/bin:/bin', LANG: 'en_US.UTF-8', ...entry.env,
  };
  const nullFd = sys.open('/dev/null', { read: true, write: true });
  const [from, to] = sys.pipe();
  try {
    yield* sys.spawn(env.SHELL, [env.SHELL, '-c', command], {
      env, cwd: sys.exists(account.home) ? account.home : '/', as: sys.accounts.credentialsOf(account), newSession: true, fds: { 0: from, 1: nullFd, 2: nullFd },
    });
    yield* sys.write(to, input.length === 0 ? '' : `${input.join('\n')}\n`);
    sys.log(`(${entry.user}) CMD (${command})`, { identifier: 'CROND' });
  } finally {
    for (const fd of [nullFd, from, to]) sys.close(fd);
  }
}

export const crond: Program = {
  name: 'crond',
  *run(sys): Routine<number> {
    sys.describe({ memoryMb: 4 });
    sys.catchSignals(['SIGHUP', 'SIGCHLD']);
    sys.log('(CRON) STARTUP (1.5.7)', { identifier: 'crond' });
    sys.log('(CRON) INFO (Syslog will be used instead of sendmail.)', { identifier: 'crond' });
    sys.log(`(CRON) INFO (RANDOM_DELAY will be scaled with factor ${sys.dice.between(0, 99)}% if used.)`, { identifier: 'crond' });
    sys.log('(CRON) INFO (running with inotify support)', { identifier: 'crond' });
    arm(sys);
    const state: Json = null;
    return yield* sys.serve(state);
  },
  handlers: {
    *timer(sys) {
      yield* runDue(sys);
      arm(sys);
    },
    *signal(sys, signal) {
      if (signal === 'SIGCHLD') while (reap(sys));
      return null;
    },
  },
};

function reap(sys: Sys): boolean {
  try {
    return sys.poll(-1) !== null;
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}
