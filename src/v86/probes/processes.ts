import { CLOCK } from '../guest.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { linesOf } from './told.ts';
import { unitName, unitWhy } from './units.ts';

type Process = AnswerTo<'processes'>['processes'][number];

/** Ticks of /proc a second. */
const TICKS = 100;

/** Where systemd keeps the control groups of services, and the record that says at which uptime the clock was set to what (Guest.setClock). */
const GROUPS = '/sys/fs/cgroup/system.slice';

/** The processes of a unit. A machine that was saved slept in between: when they started is told by the record of its clock. */
export async function processesOf(shell: Shell, unit: string): Promise<readonly Process[]> {
  const lines = linesOf(await shell.tell('processes', GROUPS, CLOCK, unit));
  const wallMs = wallClock(lines.filter(([kind]) => kind === 'clock').map(([, said = '']) => said.split(' ').map(Number)));
  return lines.filter(([kind]) => kind === 'process').map(([, pid, user = '?', title = '', rest = '']) => {
    // proc(5): the fields after the name are state, ppid, …; the 22nd of all is the start.
    const fields = rest.split(' ');
    return { pid: Number(pid), ppid: Number(fields[1]), user, title, startMs: wallMs(Number(fields[19]) / TICKS) };
  });
}

/** The time of day of an uptime: by the last time before it at which the clock was set. */
function wallClock(record: readonly (readonly number[])[]): (uptimeS: number) => number {
  return (uptimeS) => {
    const [up = 0, at = 0] = record.findLast(([each = 0]) => each <= uptimeS) ?? record[0] ?? [];
    return Math.round((at + uptimeS - up) * 1000);
  };
}

export async function answerProcesses(shell: Shell, { unit, files = [] }: Asked<'processes'>): Promise<AnswerTo<'processes'>> {
  const name = unitName(unit);
  const [processes, changes] = await Promise.all([processesOf(shell, name), Promise.all(files.map(async (path) => ({ path, at: await shell.tell('changed', path) })))]);
  const why = processes.length > 0 ? '' : await unitWhy(shell, name);
  return {
    kind: 'processes', processes, files: changes.filter(({ at }) => at !== '').map(({ path, at }) => ({ path, changedMs: Number(at) * 1000 })),
    ...(why === '' ? {} : { why }),
  };
}
