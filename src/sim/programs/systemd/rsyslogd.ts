// rsyslogd 8.2310: copies the journal into the files that /etc/rsyslog.conf names (imjournal).
import { SysError } from '../../host/errors.ts';
import type { JournalEntry } from '../../host/journal.ts';
import type { Program, Routine } from '../../host/program.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';

const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];
const AUTH = ['sshd', 'sudo', 'su', 'login', 'passwd', 'chpasswd', 'useradd', 'usermod', 'userdel', 'groupadd', 'groupmod', 'groupdel', 'polkitd', 'unix_chkpwd'];
const CRON = ['crond', 'CROND', 'crontab', 'anacron', 'run-parts'];

/** The facility an entry has: from who wrote it. */
export function facilityOf(entry: JournalEntry): string {
  if (entry.identifier === 'kernel') return 'kern';
  if (AUTH.includes(entry.identifier)) return 'authpriv';
  if (CRON.includes(entry.identifier)) return 'cron';
  return entry.fields?.['SYSLOG_FACILITY'] ?? 'daemon';
}

interface Rule {
  readonly selector: string;
  readonly path: string;
}

/** `selector   file` lines; other statements are left out. */
function rulesOf(sys: Sys): Rule[] {
  const files = ['/etc/rsyslog.conf', ...(sys.exists('/etc/rsyslog.d') ? sys.readDirectory('/etc/rsyslog.d').filter((name) => name.endsWith('.conf')).map((name) => `/etc/rsyslog.d/${name}`) : [])];
  return files.flatMap((file) => sys.readFile(file).split('\n')).flatMap((line) => {
    const found = /^([a-z0-9*,;.=!]+\.[a-z0-9*=!,;.]+)\s+-?(\/\S+)/.exec(line.trim());
    return found === null ? [] : [{ selector: found[1] ?? '', path: found[2] ?? '' }];
  });
}

/** Whether `*.info;mail.none` lets an entry through: the last part that names its facility decides. */
export function selects(selector: string, facility: string, priority: number): boolean {
  let isHit = false;
  for (const part of selector.split(';')) {
    const [facilities = '', level = ''] = part.split('.');
    if (facilities !== '*' && !facilities.split(',').includes(facility)) continue;
    if (level === 'none') isHit = false;
    else if (level === '*') isHit = true;
    else if (level.startsWith('=')) isHit = LEVELS.indexOf(level.slice(1)) === priority;
    else isHit = priority <= LEVELS.indexOf(level);
  }
  return isHit;
}

const lineOf = (sys: Sys, entry: JournalEntry): string =>
  `${localTime(sys, '%b %e %H:%M:%S', entry.atMs)} ${sys.hostname.split('.')[0] ?? ''} ${entry.identifier}${entry.pid === 0 ? '' : `[${entry.pid}]`}: ${entry.message}\n`;

function copy(sys: Sys, rules: readonly Rule[], entries: readonly JournalEntry[]): void {
  const texts = new Map<string, string>();
  for (const entry of entries) {
    for (const { selector, path } of rules) {
      if (selects(selector, facilityOf(entry), entry.priority)) texts.set(path, (texts.get(path) ?? '') + lineOf(sys, entry));
    }
  }
  for (const [path, text] of texts) {
    try {
      sys.writeFile(path, text, { append: true, mode: 0o600 });
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
    }
  }
}

/** Waits for entries and copies them, for ever. */
function* loop(sys: Sys, start: number): Routine<number> {
  let done = start;
  let rules = rulesOf(sys);
  const newest = (): number => sys.journal.entries().at(-1)?.seq ?? 0;
  for (;;) {
    sys.checkpoint(() => ({ done }));
    try {
      if (newest() <= done) yield { ready: () => newest() > done };
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      if (sys.takeSignals().includes('SIGHUP')) rules = rulesOf(sys);
      continue;
    }
    const fresh = sys.journal.entries().filter((entry) => entry.seq > done);
    done = newest();
    copy(sys, rules, fresh);
  }
}

export const rsyslogd: Program = {
  name: 'rsyslogd',
  *run(sys, resumed) {
    sys.catchSignals(['SIGHUP']);
    const saved = resumed as { done?: number } | undefined | null;
    if (saved?.done !== undefined) return yield* loop(sys, saved.done);
    sys.describe({ memoryMb: 5, threads: 3 });
    yield* sys.sleep(60);
    sys.log('[origin software="rsyslogd" swVersion="8.2310.0-4.el9" x-pid="' + String(sys.pid) + '" x-info="https://www.rsyslog.com"] start');
    sys.notifyReady();
    return yield* loop(sys, firstOfBoot(sys));
  },
};

/** The number before this boot's first entry. */
function firstOfBoot(sys: Sys): number {
  const first = sys.journal.entries().find((entry) => entry.atMs >= sys.bootMs);
  return (first?.seq ?? 1) - 1;
}
