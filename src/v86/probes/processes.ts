import { quoted } from '../agent.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { unitName, unitWhy } from './machine.ts';

type Process = AnswerTo<'processes'>['processes'][number];

/** Ticks of /proc a second. */
const TICKS = 100;

/**
 * The processes of a unit's control group, by few processes of its own: the clock's record, /proc/PID/stat, owners, titles.
 * `/run/lab/clock` says at which uptime the clock was set to what (Guest.setClock): a machine that was saved slept in between.
 */
const script = (unit: string): string => `pids= stats= titles= homes=
for g in /sys/fs/cgroup/system.slice/${quoted(unit)} /sys/fs/cgroup/system.slice/*/${quoted(unit)}; do
  [ -f "$g/cgroup.procs" ] && while read -r p; do pids="$pids $p"; done < "$g/cgroup.procs"
done
[ -n "$pids" ] || exit 0
for p in $pids; do homes="$homes /proc/$p" stats="$stats /proc/$p/stat" titles="$titles /proc/$p/cmdline"; done
[ -f /run/lab/clock ] && while read -r up at; do echo "clock $up $at"; done < /run/lab/clock
read -r up rest < /proc/uptime; echo "now $up"
cat $stats 2>/dev/null
stat -c 'user %n %U' $homes 2>/dev/null
head -v -c 400 $titles 2>/dev/null | tr '\\000-\\011\\036' ' '; true`;

/** The processes of a unit. */
export async function processesOf(shell: Shell, unit: string): Promise<readonly Process[]> {
  const [{ text }, { text: date }] = await Promise.all([shell.run(script(unit)), shell.run('date +%s.%N')]);
  return parsed(text, Number(date.trim()));
}

function parsed(text: string, nowS: number): readonly Process[] {
  const owners = new Map([...text.matchAll(/^user \/proc\/(\d+) (\S+)$/gm)].map(([, pid = '', user = '']) => [pid, user]));
  const titles = new Map([...text.matchAll(/^==> \/proc\/(\d+)\/cmdline <==\n(.*)$/gm)].map(([, pid = '', title = '']) => [pid, title.trim()]));
  const wallMs = wallClock(text, nowS);
  return [...text.matchAll(/^(\d+) \(.*\) (\S \d+ .*)$/gm)].map(([, pid = '', rest = '']) => {
    // proc(5): the fields after the name are state, ppid, …; the 22nd of all is the start.
    const fields = rest.split(' ');
    return { pid: Number(pid), ppid: Number(fields[1]), user: owners.get(pid) ?? '?', title: titles.get(pid) ?? '', startMs: wallMs(Number(fields[19]) / TICKS) };
  });
}

/** The time of day of an uptime: by the last time before it at which the clock was set. */
function wallClock(text: string, nowS: number): (uptimeS: number) => number {
  const now = Number(/^now ([\d.]+)$/m.exec(text)?.[1] ?? 0);
  const set = [...text.matchAll(/^clock ([\d.]+) ([\d.]+)$/gm)].map(([, up = '', at = '']) => ({ up: Number(up), at: Number(at) }));
  return (uptimeS) => {
    const { up, at } = set.findLast((each) => each.up <= uptimeS) ?? set[0] ?? { up: now, at: nowS };
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
