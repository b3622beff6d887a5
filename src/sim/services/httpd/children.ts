import type { Json } from '../../../base/json.ts';
import { SysError } from '../../host/errors.ts';
import type { Credentials } from '../../host/inode.ts';
import { joinPath } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import type { ListenOptions, Sys } from '../../host/sys.ts';
import type { Where } from './config/index.ts';
import type { AliasRule, Settings, WsgiDaemon } from './config/settings.ts';
import type { WorkerState } from './request/request.ts';

/** What the master keeps. */
export interface MasterState {
  readonly role: 'master';
  readonly where: Where;
  /** The command line for the log. */
  readonly shown: string;
  readonly generation: number;
  readonly worker: WorkerState;
  children: Child[];
}

/** Threads of a mod_wsgi process besides those that answer. */
const DAEMON_THREADS = 3;
/** Threads of a worker besides those that answer; the first has more. */
const WORKER_THREADS = 28;
const FIRST_WORKER_THREADS = 44;

/** A child, and what it is for. */
export interface Child {
  readonly pid: number;
  readonly task: 'worker' | 'cgid' | 'wsgi';
  /** Of an application: its process group. */
  readonly group: string;
}

/** An account by name or `#number`, with the groups it is in. */
export function credentialsOf(sys: Sys, user: string | null, group: string | null, settings: Settings): Credentials {
  const name = user ?? settings.user;
  const account = name.startsWith('#') ? sys.accounts.byUid(Number(name.slice(1))) : sys.accounts.byName(name);
  const groupName = group ?? (user === null ? settings.group : null);
  const gid = groupName === null ? account?.gid : sys.accounts.groupByName(groupName)?.gid ?? Number(groupName.slice(1));
  if (account === null) return { uid: 48, gid: gid ?? 48, groups: [gid ?? 48] };
  const own = sys.accounts.credentialsOf(account);
  return gid === undefined ? own : { ...own, gid, groups: [...new Set([gid, ...own.groups])] };
}

/** Where everything that is listened on stands, for handing it to children. */
export const listenOptions = ({ address, port }: Settings['listens'][number]): ListenOptions => ({ address: address ?? '::', port });

/** Ends a child that only waits. */
function* idle(child: Sys, state: Json, memoryMb: number, threads: number): Routine<number> {
  child.describe({ memoryMb, threads });
  child.catchSignals(['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGWINCH']);
  return yield* child.serve(state);
}

/** A process that answers requests: it accepts on every port. */
export function startWorker(sys: Sys, state: WorkerState, isFirst = false): Child {
  const { settings } = state;
  const as = credentialsOf(sys, null, null, settings);
  const pid = sys.fork((child) => idle(child, state as unknown as Json, 14, settings.threadsPerChild + (isFirst ? FIRST_WORKER_THREADS : WORKER_THREADS)), { as });
  for (const listen of settings.listens) sys.shareListener(listenOptions(listen), pid);
  return { pid, task: 'worker', group: '' };
}

/** mod_cgid's helper, which would start CGI programs. */
export function startCgid(sys: Sys, settings: Settings): Child {
  const as = credentialsOf(sys, null, null, settings);
  return { pid: sys.fork((child) => idle(child, { role: 'idle' }, 5, 1), { as }), task: 'cgid', group: '' };
}

/** The path of a process group's socket. */
export function socketPath(settings: Settings, pid: number, generation: number, index: number): string {
  const prefix = settings.socketPrefix ?? joinPath(settings.serverRoot, 'run/wsgi');
  return `${prefix}.${pid}.${generation}.${index + 1}.sock`;
}

/** mod_wsgi writes the title over the first word, which is no longer than the program's path. */
function titleOf(sys: Sys, daemon: WsgiDaemon): string[] {
  const own = sys.argv[0] ?? 'httpd';
  if (daemon.displayName === null) return [...sys.argv];
  const text = daemon.displayName === '%{GROUP}' ? `(wsgi:${daemon.name})` : daemon.displayName;
  return [text.slice(0, own.length), ...sys.argv.slice(1)];
}

/** The script that a process group runs: the first alias that leads to it. */
function scriptOf(settings: Settings, daemon: WsgiDaemon): string | null {
  const servers = [settings.main, ...settings.hosts];
  for (const server of servers) {
    const fits = (rule: AliasRule): boolean => rule.kind === 'wsgi'
      && (rule.processGroup ?? server.base.processGroup ?? settings.main.base.processGroup) === daemon.name;
    const found = server.rules.find(fits);
    if (found !== undefined) return found.to;
  }
  return null;
}

/** Where a daemon process starts: its user's home (mod_wsgi's `home` by default). */
function homeOf(sys: Sys, uid: number): string {
  const home = sys.accounts.byUid(uid)?.home ?? '/';
  return sys.exists(home) ? home : '/';
}

/** Starts one process of a group; where its script cannot be run a process stands in its place that says so. */
export function* startDaemon(sys: Sys, settings: Settings, daemon: WsgiDaemon, path: string, errors: number): Routine<Child> {
  const as = credentialsOf(sys, daemon.user, daemon.group, settings);
  const script = scriptOf(settings, daemon);
  let pid: number | null = null;
  try {
    if (script !== null) {
      pid = yield* sys.spawn(script, titleOf(sys, daemon), {
        as, cwd: homeOf(sys, as.uid), name: 'httpd', threads: daemon.threads + DAEMON_THREADS, fds: { 1: errors, 2: errors }, env: { ...sys.env, MOD_WSGI_PROCESS_GROUP: daemon.name, MOD_WSGI_SCRIPT: script },
      });
    }
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
  pid ??= sys.fork((child) => idle(child, { role: 'idle' }, 5, daemon.threads + DAEMON_THREADS), { as });
  sys.shareListener({ path }, pid);
  return { pid, task: 'wsgi', group: daemon.name };
}

/** SIGCHLD: takes ended children off the table and replaces them. */
export function* keepChildren(sys: Sys, state: MasterState): Routine<void> {
  for (;;) {
    const ended = tryPoll(sys);
    if (ended === null) break;
    const child = state.children.find(({ pid }) => pid === ended);
    if (child === undefined) continue;
    const { settings, wsgi } = state.worker;
    const daemon = settings.daemons.find(({ name }) => name === child.group);
    const place = wsgi[child.group];
    const next = child.task === 'worker' ? startWorker(sys, state.worker)
      : child.task === 'cgid' ? startCgid(sys, settings)
        : daemon === undefined || place === undefined ? null : yield* startDaemon(sys, settings, daemon, place.path, place.errors);
    state.children = [...state.children.filter(({ pid }) => pid !== ended), ...(next === null ? [] : [next])];
    sys.setState(state as unknown as Json);
  }
}

function tryPoll(sys: Sys): number | null {
  try {
    const status = sys.poll(-1);
    return status === null || status.kind === 'stopped' || status.kind === 'continued' ? null : status.pid;
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
}
