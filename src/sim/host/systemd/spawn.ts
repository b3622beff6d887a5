// Running a unit's command: who it runs as, its environment, its folders, and what goes wrong before it runs.
import { SysError } from '../errors.ts';
import type { FileSystem } from '../file-system.ts';
import { ROOT, type Credentials } from '../inode.ts';
import type { Core } from './core.ts';
import { parseEnvironment, parseEnvironmentFile, substitute, type ExecLine } from './exec-line.ts';
import type { UnitOutput } from './manager.ts';
import type { UnitState } from './state.ts';
import { allSettings, flag, setting } from './unit-config.ts';

/** A child that could not become its program: systemd's exit status for the step that failed. */
export interface SpawnFailure {
  readonly pid: number;
  readonly status: number;
  /** Whether its lines stand in the journal already, the last of them as the unit's own. */
  readonly saidAtOnce: boolean;
  /** Tells the journal, after systemd's own line about the start. */
  explain(): void;
}

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin';

class StepFailed extends Error {
  readonly step: string;
  readonly status: number;
  readonly errno: { readonly text: string; readonly number: number };
  readonly note: string | null;

  constructor(step: string, status: number, errno: { text: string; number: number }, note: string | null = null) {
    super(step);
    this.step = step;
    this.status = status;
    this.errno = errno;
    this.note = note;
  }
}

const NO_SUCH_PROCESS = { text: 'No such process', number: 3 };
const NO_SUCH_FILE = { text: 'No such file or directory', number: 2 };

/** Starts a command of the unit; a number is its pid. */
export function spawnCommand(core: Core, unit: UnitState, line: ExecLine, extra: Readonly<Record<string, string>>): number | SpawnFailure {
  const { runner } = core;
  let argv: string[] = [...line.argv];
  try {
    const account = accountOf(core, unit);
    const env = { ...environmentOf(core, unit, account?.name ?? null), ...extra };
    argv = substitute(line, env);
    const as = line.isPrivileged ? ROOT : credentialsOf(core, unit);
    makeFolders(core, unit, credentialsOf(core, unit));
    const path = locate(runner.files, line.path, env['PATH'] ?? DEFAULT_PATH);
    return runner.spawn({
      unit: unit.name, path, argv, env, as, cwd: workingDirectory(core, unit, account?.home ?? '/'),
      umask: Number.parseInt(setting(unit.config, 'Service.UMask', '0022'), 8), identifier: identifierOf(unit, line), pidAtLeast: core.pidFloor(),
      stdout: outputOf(setting(unit.config, 'Service.StandardOutput', 'journal')),
      stderr: outputOf(setting(unit.config, 'Service.StandardError', setting(unit.config, 'Service.StandardOutput', 'journal'))),
    });
  } catch (error) {
    return failureOf(core, unit, line, error);
  }
}

const identifierOf = (unit: UnitState, line: ExecLine): string =>
  setting(unit.config, 'Service.SyslogIdentifier', line.path.split('/').at(-1) ?? line.path);

function failureOf(core: Core, unit: UnitState, line: ExecLine, error: unknown): SpawnFailure {
  const failed = error instanceof StepFailed ? error
    : error instanceof SysError ? new StepFailed('EXEC', 203, { text: error.text, number: error.errno === 'EACCES' ? 13 : error.errno === 'ENOEXEC' ? 8 : 2 })
    : null;
  if (failed === null) throw error;
  const pid = core.runner.nextPid();
  const { text, number } = failed.errno;
  const fields = { EXECUTABLE: line.path, ERRNO: String(number) };
  const isExec = failed.step === 'EXEC';
  const note = (): void => {
    if (failed.note !== null) core.log.child(unit.name, pid, line.path, isExec ? 6 : 3, failed.note, isExec ? fields : undefined);
  };
  const step = (): void => core.log.child(unit.name, pid, line.path, 3, `Failed at step ${failed.step} spawning ${line.path}: ${text}`, fields);
  if (!isExec) {
    note();
    unit.shownFromSeq = core.log.lastSeq();
    step();
  }
  return {
    pid, status: failed.status, saidAtOnce: !isExec,
    explain: () => {
      if (!isExec) return;
      note();
      step();
    },
  };
}

function locate(files: FileSystem, path: string, search: string): string {
  const found = path.startsWith('/') ? [path] : search.split(':').map((folder) => `${folder}/${path}`);
  for (const each of found) {
    try {
      if (files.find(each, { as: ROOT }).node !== null) return each;
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
    }
  }
  throw new StepFailed('EXEC', 203, NO_SUCH_FILE, `Failed to locate executable ${path}: No such file or directory`);
}

function accountOf(core: Core, unit: UnitState): { readonly name: string; readonly uid: number; readonly home: string } | null {
  const user = setting(unit.config, 'Service.User');
  if (user === '') return null;
  const account = /^\d+$/.test(user) ? core.runner.accounts.byUid(Number(user)) : core.runner.accounts.byName(user);
  if (account === null) throw new StepFailed('USER', 217, NO_SUCH_PROCESS, 'Failed to determine user credentials: No such process');
  return account;
}

/** The ids of User= and Group=. */
function credentialsOf(core: Core, unit: UnitState): Credentials {
  const { accounts } = core.runner;
  const account = accountOf(core, unit);
  const base = account === null ? ROOT : accounts.credentialsOf(accounts.byUid(account.uid) ?? { ...account, gid: 0, gecos: '', shell: '' });
  const named = setting(unit.config, 'Service.Group');
  if (named === '') return base;
  const group = /^\d+$/.test(named) ? { gid: Number(named) } : accounts.groupByName(named);
  if (group === null) throw new StepFailed('GROUP', 216, NO_SUCH_PROCESS, 'Failed to determine group credentials: No such process');
  return { uid: base.uid, gid: group.gid, groups: [...new Set([group.gid, ...base.groups.filter((gid) => gid !== base.gid || account === null)])] };
}

function environmentOf(core: Core, unit: UnitState, user: string | null): Record<string, string> {
  const { files, accounts } = core.runner;
  const env: Record<string, string> = { LANG: 'en_US.UTF-8', PATH: DEFAULT_PATH };
  const account = user === null ? null : accounts.byName(user);
  if (account !== null) Object.assign(env, { HOME: account.home, LOGNAME: account.name, USER: account.name, SHELL: account.shell });
  env['INVOCATION_ID'] = unit.invocation;
  env['SYSTEMD_EXEC_PID'] = '';
  if (setting(unit.config, 'Service.Type') === 'notify') env['NOTIFY_SOCKET'] = '/run/systemd/notify';
  for (const value of allSettings(unit.config, 'Service.Environment')) Object.assign(env, parseEnvironment(value));
  for (const value of allSettings(unit.config, 'Service.EnvironmentFile')) {
    const path = value.replace(/^-/, '');
    try {
      Object.assign(env, parseEnvironmentFile(files.readFile(path, ROOT)));
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      if (!value.startsWith('-')) throw new ResourceFailure(`Failed to load environment files: ${error.text}`);
    }
  }
  delete env['SYSTEMD_EXEC_PID'];
  return env;
}

/** Something that PID 1 itself could not get before it could fork. */
export class ResourceFailure extends Error {
  override readonly name = 'ResourceFailure';
}

function workingDirectory(core: Core, unit: UnitState, home: string): string {
  const value = setting(unit.config, 'Service.WorkingDirectory', '/');
  const path = value.replace(/^-/, '') === '~' ? home : value.replace(/^-/, '');
  try {
    if (core.runner.files.at(path, { as: ROOT }).type === 'directory') return path;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
  if (value.startsWith('-')) return '/';
  throw new StepFailed('CHDIR', 200, NO_SUCH_FILE);
}

const FOLDERS: readonly (readonly [string, string])[] = [
  ['RuntimeDirectory', '/run'], ['StateDirectory', '/var/lib'], ['CacheDirectory', '/var/cache'], ['LogsDirectory', '/var/log'],
  ['ConfigurationDirectory', '/etc'],
];

/** Makes RuntimeDirectory= and its kin, owned by the service's user. */
function makeFolders(core: Core, unit: UnitState, owner: Credentials): void {
  for (const [key, base] of FOLDERS) {
    for (const name of allSettings(unit.config, `Service.${key}`).flatMap((value) => value.split(/\s+/))) {
      const mode = Number.parseInt(setting(unit.config, `Service.${key}Mode`, '0755'), 8);
      makeFolder(core.runner.files, `${base}/${name.split(':')[0] ?? name}`, mode, owner);
    }
  }
}

function makeFolder(files: FileSystem, path: string, mode: number, owner: Credentials): void {
  const parts = path.split('/').slice(1);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const each = `/${parts.slice(0, depth).join('/')}`;
    if (files.find(each, { as: ROOT }).node !== null) continue;
    files.create(each, 'directory', depth === parts.length ? mode : 0o755, ROOT);
    if (depth === parts.length) files.chown(each, owner.uid, owner.gid, ROOT);
  }
}

/** Removes what RuntimeDirectory= made, when the service is down. */
export function removeRuntimeFolders(core: Core, unit: UnitState): void {
  if (flag(unit.config, 'Service.RuntimeDirectoryPreserve', false) || setting(unit.config, 'Service.RuntimeDirectoryPreserve') === 'restart') return;
  for (const name of allSettings(unit.config, 'Service.RuntimeDirectory').flatMap((value) => value.split(/\s+/))) {
    removeTree(core.runner.files, `/run/${name}`);
  }
}

function removeTree(files: FileSystem, path: string): void {
  const { node } = files.find(path, { as: ROOT, follow: false });
  if (node === null) return;
  if (node.type !== 'directory') return files.unlink(path, ROOT);
  for (const name of files.readDirectory(path, ROOT)) removeTree(files, `${path}/${name}`);
  files.rmdir(path, ROOT);
}

function outputOf(value: string): UnitOutput {
  const file = /^(file|append|truncate):(.*)$/.exec(value);
  if (file !== null) {
    const mode = ({ file: 'write', append: 'append', truncate: 'truncate' } as const)[file[1] as 'file'];
    return { kind: 'file', path: file[2] ?? '', mode };
  }
  return value === 'null' ? { kind: 'null' } : { kind: 'journal' };
}
