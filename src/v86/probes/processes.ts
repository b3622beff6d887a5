import { quoted } from '../agent.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { unitName, unitWhy } from './units.ts';

type Process = AnswerTo<'processes'>['processes'][number];

/** Ticks of /proc a second. */
const TICKS = 100;

/**
 * The processes of a unit's control group, by two processes of its own: the clock's record, /proc/PID/stat, owners and titles.
 * `/run/lab/clock` says at which uptime the clock was set to what (Guest.setClock): a machine that was saved slept in between.
 */
const script = (unit: string): string => `pids= stats= list=
for g in /sys/fs/cgroup/system.slice/${quoted(unit)} /sys/fs/cgroup/system.slice/*/${quoted(unit)}; do
  [ -f "$g/cgroup.procs" ] && while read -r p; do pids="$pids $p"; done < "$g/cgroup.procs"
done
[ -n "$pids" ] || exit 0
for p in $pids; do stats="$stats /proc/$p/stat" list="$list$p,"; done
if [ -f /run/lab/clock ]; then while read -r up at; do echo "clock $up $at"; done < /run/lab/clock
else read -r up rest < /proc/uptime; echo "clock $up $(date +%s.%N)"; fi
cat $stats 2>/dev/null
ps -ww -o pid=,user:32=,args= -p "\${list%,}" | while read -r p user title; do echo "told $p $user $title"; done; true`;

/** The processes of a unit. */
export async function processesOf(shell: Shell, unit: string): Promise<readonly Process[]> {
  return parsed((await shell.run(script(unit))).text);
}

function parsed(text: string): readonly Process[] {
  const told = new Map([...text.matchAll(/^told (\d+) (\S+) (.*)$/gm)].map(([, pid = '', user = '', title = '']) => [pid, { user, title: title.trim() }]));
  const wallMs = wallClock(text);
  return [...text.matchAll(/^(\d+) \(.*\) (\S \d+ .*)$/gm)].map(([, pid = '', rest = '']) => {
    // proc(5): the fields after the name are state, ppid, …; the 22nd of all is the start.
    const fields = rest.split(' ');
    return { pid: Number(pid), ppid: Number(fields[1]), user: told.get(pid)?.user ?? '?', title: told.get(pid)?.title ?? '', startMs: wallMs(Number(fields[19]) / TICKS) };
  });
}

/** The time of day of an uptime: by the last time before it at which the clock was set. */
function wallClock(text: string): (uptimeS: number) => number {
  const set = [...text.matchAll(/^clock ([\d.]+) ([\d.]+)$/gm)].map(([, up = '', at = '']) => ({ up: Number(up), at: Number(at) }));
  return (uptimeS) => {
    const { up, at } = set.findLast((each) => each.up <= uptimeS) ?? set[0] ?? { up: 0, at: 0 };
    return Math.round((at + uptimeS - up) * 1000);
  };
}

export async function answerProcesses(shell: Shell, { unit, files = [] }: Asked<'processes'>): Promise<AnswerTo<'processes'>> {
  const name = unitName(unit);
  const changed = files.length === 0 ? null : shell.run(`stat -L -c '%.Y %n' ${files.map(quoted).join(' ')} 2>/dev/null; true`);
  const [processes, said] = await Promise.all([processesOf(shell, name), changed]);
  const changes = [...(said?.text ?? '').matchAll(/^([\d.]+) (\/.*)$/gm)].map(([, at = '', path = '']) => ({ path, changedMs: Number(at) * 1000 }));
  const why = processes.length > 0 ? '' : await unitWhy(shell, name);
  return { kind: 'processes', processes, files: changes, ...(why === '' ? {} : { why }) };
}
