// The columns of ps: header, width, side and value of every format specifier (ps(1), procps-ng 3.3.17).
import { MEMORY_TOTAL_KB } from '../../host/machine.ts';
import type { ProcessInfo } from '../../host/process.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';

/** One column; `isOpen`: takes the rest of the line when it is the last. */
export interface Column {
  readonly header: string;
  readonly width: number;
  readonly isRight: boolean;
  readonly isOpen?: boolean;
  value(process: ProcessInfo, context: Context): string;
}

/** What values need besides the process. */
export interface Context {
  readonly sys: Sys;
  readonly nowMs: number;
  /** Branches before a command in a forest. */
  readonly indent: ReadonlyMap<number, string>;
  /** Show the command's name only (`c`). */
  readonly isNameOnly: boolean;
  readonly showsEnvironment: boolean;
}

const two = (value: number): string => String(value).padStart(2, '0');
const elapsedS = (process: ProcessInfo, { nowMs }: Context): number => Math.max(0, Math.floor((nowMs - process.startMs) / 1000));

/** Resident memory in KiB. */
export const residentKb = (process: ProcessInfo): number => Math.round(process.memoryMb * 1024);
/** Virtual memory in KiB: an estimate from what is resident. */
export const virtualKb = (process: ProcessInfo): number =>
  (process.memoryMb === 0 ? 0 : Math.round(process.memoryMb * 1024 * 1.6) + 4_300 + (process.threads - 1) * 73_728);

/** Share of a processor since its start, in tenths of a percent. */
export function cpuTenths(process: ProcessInfo, nowMs: number): number {
  const lifeMs = Math.max(1000, nowMs - process.startMs);
  return Math.min(999, Math.floor((process.cpuMs * 1000) / lifeMs));
}

const tenths = (value: number): string => `${Math.floor(value / 10)}.${value % 10}`;

function clock(seconds: number, hasDays = true): string {
  const days = Math.floor(seconds / 86_400);
  const rest = seconds % 86_400;
  return `${hasDays && days > 0 ? `${days}-` : ''}${two(Math.floor(rest / 3600))}:${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`;
}

function elapsed(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const tail = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return days > 0 ? `${days}-${two(hours)}:${tail}` : hours > 0 ? `${two(hours)}:${tail}` : tail;
}

function startTime(process: ProcessInfo, { sys, nowMs }: Context): string {
  const same = (format: string): boolean => localTime(sys, format, nowMs) === localTime(sys, format, process.startMs);
  return localTime(sys, same('%Y') ? (same('%Y %j') ? '%H:%M' : '%b%d') : ' %Y', process.startMs);
}

/** The state with its letters: session leader, threads, foreground, nice. */
export function stateOf(process: ProcessInfo): string {
  const nice = process.nice < 0 ? '<' : process.nice > 0 ? 'N' : '';
  return `${process.status}${nice}${process.session === process.pid ? 's' : ''}${process.threads > 1 ? 'l' : ''}${process.isForeground ? '+' : ''}`;
}

/** A command line; a process without one shows its name in brackets. */
export function commandOf(process: ProcessInfo): string {
  const line = process.argv.length === 0 ? `[${process.name}]` : process.argv.join(' ').replace(/[\x00-\x1f]/g, '?');
  return process.status === 'Z' ? `[${process.name}] <defunct>` : line;
}

const cut = (name: string, width: number): string => (name.length > width ? `${name.slice(0, width - 1)}+` : name);

export const userOf = (sys: Sys, uid: number): string => sys.accounts.byUid(uid)?.name ?? String(uid);
export const groupOf = (sys: Sys, gid: number): string => sys.accounts.groupByGid(gid)?.name ?? String(gid);

const right = (header: string, width: number, value: Column['value']): Column => ({ header, width, isRight: true, value });
const left = (header: string, width: number, value: Column['value'], isOpen = false): Column => ({ header, width, isRight: false, isOpen, value });
const number = (header: string, width: number, value: (process: ProcessInfo, context: Context) => number): Column =>
  right(header, width, (process, context) => String(value(process, context)));

const user = (header: string): Column => left(header, 8, (process, { sys }) => userOf(sys, process.uid));
const group = (header: string): Column => left(header, 8, (process, { sys }) => groupOf(sys, process.gid));
const args = (header: string): Column => left(header, 27, (process, context) =>
  `${context.indent.get(process.pid) ?? ''}${context.isNameOnly ? process.name : commandOf(process)}${context.showsEnvironment ? environment(process) : ''}`, true);
const comm = (header: string): Column => left(header, 15, (process, context) =>
  `${context.indent.get(process.pid) ?? ''}${process.name}${process.status === 'Z' ? ' <defunct>' : ''}`, true);
const environment = (process: ProcessInfo): string => Object.entries(process.env).map(([name, value]) => ` ${name}=${value}`).join('');
const tty = (header: string): Column => left(header, 8, (process) => process.tty ?? '?');
const cpu = right('%CPU', 4, (process, { nowMs }) => tenths(cpuTenths(process, nowMs)));
const mem = right('%MEM', 4, (process) => tenths(Math.min(999, Math.floor((residentKb(process) * 1000) / MEMORY_TOTAL_KB))));
const cgroupOf = (process: ProcessInfo): string =>
  process.pid === 1 ? '0::/init.scope' : process.unit === null ? (process.memoryMb === 0 ? '-' : '0::/user.slice') : `0::/system.slice/${process.unit}`;

/** Every specifier of -o. */
export const COLUMNS: Readonly<Record<string, Column>> = {
  pid: number('PID', 7, (p) => p.pid), ppid: number('PPID', 7, (p) => p.ppid), pgid: number('PGID', 7, (p) => p.group), pgrp: number('PGRP', 7, (p) => p.group),
  sid: number('SID', 7, (p) => p.session), sess: number('SESS', 7, (p) => p.session), session: number('SESS', 7, (p) => p.session),
  tpgid: number('TPGID', 7, (p) => (p.tty === null ? -1 : p.group)), tid: number('TID', 7, (p) => p.pid), lwp: number('LWP', 7, (p) => p.pid), spid: number('SPID', 7, (p) => p.pid),
  uid: number('UID', 5, (p) => p.uid), euid: number('EUID', 5, (p) => p.uid), ruid: number('RUID', 5, (p) => p.uid), gid: number('GID', 5, (p) => p.gid),
  egid: number('EGID', 5, (p) => p.gid), rgid: number('RGID', 5, (p) => p.gid), user: user('USER'), euser: user('EUSER'), ruser: user('RUSER'),
  uname: user('USER'), uid_hack: user('UID'), group: group('GROUP'), egroup: group('EGROUP'), rgroup: group('RGROUP'),
  pcpu: cpu, '%cpu': cpu, c: number('C', 2, (p, { nowMs }) => Math.min(99, Math.floor(cpuTenths(p, nowMs) / 10))), pmem: mem, '%mem': mem,
  vsz: number('VSZ', 6, virtualKb), vsize: number('VSZ', 6, virtualKb), rss: number('RSS', 5, residentKb), rssize: number('RSS', 5, residentKb), rsz: number('RSZ', 5, residentKb),
  sz: number('SZ', 5, (p) => Math.round(virtualKb(p) / 4)), size: number('SIZE', 5, virtualKb), drs: number('DRS', 5, virtualKb), trs: number('TRS', 5, () => 0),
  tname: tty('TTY'), tty: tty('TT'), tt: tty('TT'), stat: left('STAT', 4, stateOf), s: left('S', 1, (p) => p.status), state: left('S', 1, (p) => p.status),
  start: right('STARTED', 8, (p, { sys }) => localTime(sys, '%H:%M:%S', p.startMs)), start_time: left('START', 5, startTime), stime: left('STIME', 5, startTime),
  lstart: right('STARTED', 24, (p, { sys }) => localTime(sys, '%a %b %e %H:%M:%S %Y', p.startMs)), bsdstart: right('START', 6, (p, c) => ` ${startTime(p, c)}`),
  etime: right('ELAPSED', 11, (p, c) => elapsed(elapsedS(p, c))), etimes: number('ELAPSED', 7, elapsedS),
  time: right('TIME', 8, (p) => clock(Math.floor(p.cpuMs / 1000))), cputime: right('TIME', 8, (p) => clock(Math.floor(p.cpuMs / 1000))),
  cputimes: number('TIME', 8, (p) => Math.floor(p.cpuMs / 1000)), times: number('TIME', 8, (p) => Math.floor(p.cpuMs / 1000)),
  bsdtime: right('TIME', 6, (p) => `${Math.floor(p.cpuMs / 60_000)}:${two(Math.floor(p.cpuMs / 1000) % 60)}`),
  comm: comm('COMMAND'), ucomm: comm('COMMAND'), ucmd: comm('CMD'), fname: left('COMMAND', 8, (p) => p.name.slice(0, 8)),
  args: args('COMMAND'), command: args('COMMAND'), cmd: args('CMD'), exe: left('EXE', 27, (p) => (p.path === '' ? '-' : p.path), true),
  ni: number('NI', 3, (p) => p.nice), nice: number('NI', 3, (p) => p.nice), pri: number('PRI', 3, (p) => 19 - p.nice), opri: number('PRI', 3, (p) => 80 + p.nice),
  psr: number('PSR', 3, (p) => p.pid % 2), nlwp: number('NLWP', 4, (p) => p.threads), thcount: number('THCNT', 5, (p) => p.threads),
  wchan: left('WCHAN', 6, (p) => (p.status === 'R' ? '-' : p.memoryMb === 0 ? '-' : 'do_sel')), f: right('F', 1, (p) => (p.memoryMb === 0 ? '1' : p.uid === 0 ? '4' : '0')),
  flags: right('F', 1, (p) => (p.memoryMb === 0 ? '1' : '4')), addr: left('ADDR', 4, () => '-'), cls: right('CLS', 3, () => 'TS'), policy: right('POL', 3, () => 'TS'),
  rtprio: right('RTPRIO', 6, () => '-'), label: left('LABEL', 31, selinuxLabel), context: left('CONTEXT', 31, selinuxLabel), unit: left('UNIT', 31, (p) => p.unit ?? '-'),
  slice: left('SLICE', 31, (p) => (p.unit === null ? '-' : 'system.slice')), cgroup: left('CGROUP', 27, cgroupOf, true), environ: left('ENVIRONMENT', 27, environment, true),
};

function selinuxLabel(process: ProcessInfo): string {
  if (process.memoryMb === 0) return 'system_u:system_r:kernel_t:s0';
  if (process.pid === 1) return 'system_u:system_r:init_t:s0';
  return process.tty === null && process.unit !== null ? `system_u:system_r:${process.name.slice(0, 12)}_t:s0` : 'unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023';
}

/** Lays rows out as procps does: a value that is too long takes from the blanks that follow. */
export function layRow(columns: readonly Column[], values: readonly string[]): string {
  let line = '';
  let ideal = 0;
  for (const [index, column] of columns.entries()) {
    const isLast = index === columns.length - 1;
    const raw = values[index] ?? '';
    const value = column.isRight || isLast && column.isOpen === true ? raw : /user|group/i.test(column.header) || column.header === 'UID' ? cut(raw, column.width) : raw.slice(0, Math.max(column.width, column.isOpen === true ? column.width : raw.length));
    const start = ideal + (column.isRight ? Math.max(0, column.width - [...value].length) : 0);
    const gap = Math.max(start - [...line].length, index === 0 ? 0 : 1);
    line += ' '.repeat(gap) + value;
    ideal += column.width + 1;
  }
  return line.trimEnd() === '' ? '' : line.replace(/\s+$/, (blanks) => (columns.at(-1)?.isOpen === true ? '' : blanks));
}
