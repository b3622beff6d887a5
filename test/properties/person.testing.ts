// A person at a lab, for property tests: commands and keys that such a person might type.
import fc from 'fast-check';
import type { Snapshot } from '../../src/lab/lab.ts';
import { ctrl } from '../../src/lab/terminal.ts';
import { antelope } from '../../src/sim/plans.ts';
import { SimLab } from '../../src/sim/sim-lab.ts';

/** Commands that change and look at many parts of a host. */
export const COMMANDS = [
  'echo one > /tmp/a', 'cat /tmp/a /etc/hosts', 'cd /etc', 'pwd; ls | head -3', 'x=5; export Y=$x', 'echo "$x $Y $?"', 'f() { echo "f $1"; }', 'f two',
  'alias ll="ls -l"', 'll /tmp', 'mkdir -p /tmp/d/e; touch /tmp/d/e/f', 'rm -rf /tmp/d', 'useradd sam; id sam', 'su - sam -c "touch /tmp/mine"', 'sleep 3',
  'systemctl restart chronyd', 'systemctl is-active chronyd', 'journalctl -n 2 --no-pager', 'ping -c 2 compute1', 'ping -c 1 10.0.0.31',
  'echo "10.0.0.31 compute1" >> /etc/hosts', 'date', 'for i in 1 2 3; do echo $i; done | wc -l', 'false; echo $?', 'set -o pipefail', 'trap "echo bye" EXIT',
  'cat <<END\nhere $x\nEND', 'ps aux | wc -l', 'dnf config-manager --set-enabled crb', 'rpm -q bash', 'hostnamectl | head -2', 'ss -tln', 'history | tail -2', 'bash', 'exit',
] as const;

const WORDS = [
  'ls', 'cat', 'echo', 'cd', 'rm', 'cp', '-r', '-l', '--help', '/etc', '/etc/hosts', '/nosuch', '*', '~', '$HOME', '$x', '"a b"', "'c'", '|', '&&', '||', ';', '&', '>', '>>', '<',
  '2>&1', '/tmp/f', '(', ')', '{', '}', '[[', ']]', 'if', 'then', 'fi', 'for', 'in', 'do', 'done', 'while', 'case', 'esac', 'x=1', '$(', '`', '$((1+1))', 'grep', 'sed', 's/a/b/', 'awk',
  '{print $1}', 'find', '-name', 'systemctl', 'status', 'start', 'sshd', 'journalctl', '-n1', 'mysql', '-e', 'dnf', 'list', 'rpm', '-qa', 'ip', 'a', 'ss', '-tuln', 'ping', '-c1', 'ps',
  'kill', '%1', 'jobs', 'fg', 'bg', 'sleep', '1', 'su', 'sudo', '-i', 'vi', 'less', 'man', 'head', 'tail', '-f', 'sort', 'wc', 'tar', 'chmod', '777', 'printf', '%s', 'read', 'set', '-e', '\\', '!', '!!', '<<EOF', 'EOF',
] as const;

/** Lines that are nearly commands. */
export const lines = fc.array(fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...WORDS) }, { weight: 1, arbitrary: fc.string({ maxLength: 6 }) }), { minLength: 1, maxLength: 8 })
  .map((words) => words.join(' '));

const KEYS = ['\r', '\t', '\x7f', '\x1b[A', '\x1b[B', '\x1b[C', '\x1b[D', '\x1b[H', '\x1b[F', '\x1b[3~', '\x1bb', '\x1bf', '\x1b.', ...'acdeklnpruwyz'.split('').map(ctrl)] as const;

/** Bursts of keys: letters, editing keys, signals, words. */
export const keys = fc.array(fc.oneof(fc.constantFrom(...KEYS), fc.constantFrom(...WORDS), fc.string({ maxLength: 3 })), { minLength: 1, maxLength: 14 }).map((parts) => parts.join(''));

let bare: Promise<Snapshot> | null = null;

/** A bare lab that runs as fast as it can; booted anew for a seed other than 1. */
export async function bareLab(seed = 1): Promise<SimLab> {
  const options = { plan: antelope(), seed, wall: null };
  if (seed !== 1) return SimLab.create(options);
  bare ??= SimLab.create(options).then((lab) => lab.save());
  return SimLab.from(await bare, options);
}

/** A terminal on controller. */
export async function open(lab: SimLab): Promise<string> {
  return (await lab.openTerminal('controller', { columns: 100, rows: 30 })).id;
}
