// Journal entries as lines: journalctl's `short` form, also under `systemctl status`.
import type { JournalEntry } from '../../host/journal.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { BOLD, ellipsize, GREY, OFF, RED, YELLOW, type Screen } from './screen.ts';

/** The colour of a priority and of what a search found in it; '' for none. */
const colorOf = (priority: number): readonly [string, string] =>
  priority <= 3 ? [RED, BOLD] : priority === 4 ? [YELLOW, BOLD] : priority === 5 ? [BOLD, RED] : priority === 7 ? [GREY, RED] : ['', ''];

export type TimeStyle = 'short' | 'short-iso' | 'short-iso-precise' | 'short-precise' | 'short-monotonic' | 'short-unix' | 'short-full' | 'with-unit';

const micros = (ms: number): string => `${String(ms % 1000).padStart(3, '0')}000`;

/** The time of an entry. */
export function timeOf(sys: Sys, ms: number, style: TimeStyle): string {
  switch (style) {
    case 'short': return localTime(sys, '%b %d %H:%M:%S', ms);
    case 'short-iso': return localTime(sys, '%Y-%m-%dT%H:%M:%S%z', ms);
    case 'short-iso-precise': return `${localTime(sys, '%Y-%m-%dT%H:%M:%S', ms)}.${micros(ms)}${localTime(sys, '%z', ms)}`;
    case 'short-precise': return `${localTime(sys, '%b %d %H:%M:%S', ms)}.${micros(ms)}`;
    case 'short-monotonic': return `[${`${Math.floor((ms - sys.bootMs) / 1000)}.${micros(Math.max(0, ms - sys.bootMs))}`.padStart(12)}]`;
    case 'short-unix': return `${Math.floor(ms / 1000)}.${micros(ms)}`;
    case 'short-full': case 'with-unit': return localTime(sys, '%a %Y-%m-%d %H:%M:%S %Z', ms);
  }
}

/** What stands before the message: time, host, who. */
export function prefixOf(sys: Sys, entry: JournalEntry, style: TimeStyle, hasHost = true): string {
  const host = hasHost ? ` ${sys.hostname.split('.')[0] ?? ''}` : '';
  const who = style === 'with-unit' && entry.unit !== null && entry.unit !== 'init.scope' ? entry.unit : entry.identifier;
  const pid = entry.pid === 0 ? '' : `[${entry.pid}]`;
  return `${timeOf(sys, entry.atMs, style)}${host} ${who}${pid}: `;
}

/** A message with its colour, the links of unit files in it, the part a search found, cut where lines are cut. */
export function messageOf(screen: Screen, entry: JournalEntry, indent: string, width: number | null, found?: RegExp): string {
  const [color, mark] = screen.isTty ? colorOf(entry.priority) : ['', ''];
  return entry.message.split('\n').map((line, index) => {
    const cut = width === null ? line : ellipsize(line, Math.max(10, width), 90);
    const path = index === 0 && screen.isTty ? /^(\/[^\s:]+)(:\d+: )/.exec(cut) : null;
    const linked = path === null ? cut : screen.fileLink(path[1] ?? '') + cut.slice((path[1] ?? '').length);
    const hit = found?.exec(linked);
    const marked = hit == null || !screen.isTty ? linked
      : `${linked.slice(0, hit.index)}${RED}${hit[0]}${color === '' ? OFF : color}${linked.slice(hit.index + hit[0].length)}`;
    const painted = color === '' ? marked : `${color}${mark}${color}${marked}${OFF}`;
    return `${index === 0 ? '' : indent}${painted}`;
  }).join('\n');
}

/** One entry as journalctl's short form shows it, with its newline. */
export function shortLine(sys: Sys, screen: Screen, entry: JournalEntry, style: TimeStyle = 'short', found?: RegExp, hasHost = true): string {
  const prefix = prefixOf(sys, entry, style, hasHost);
  const width = screen.columns === null ? null : screen.columns - [...prefix].length;
  return `${prefix}${messageOf(screen, entry, ' '.repeat([...prefix].length), width, found)}\n`;
}

/** Whether an entry is of a unit or about it, as `-u` matches. */
export function concerns(entry: JournalEntry, unit: string): boolean {
  return entry.unit === unit || entry.about === unit && (entry.pid === 1 || entry.uid === 0);
}

/** Whether the asker may read all: root, or in one of the groups that may. */
export function mayReadAll(sys: Sys): boolean {
  if (sys.credentials.uid === 0) return true;
  return ['systemd-journal', 'adm', 'wheel'].some((name) => {
    const gid = sys.accounts.groupByName(name)?.gid;
    return gid !== undefined && [sys.credentials.gid, ...sys.credentials.groups].includes(gid);
  });
}

/** The entries that the asker may read. */
export const readable = (sys: Sys, entries: readonly JournalEntry[]): readonly JournalEntry[] =>
  mayReadAll(sys) ? entries : entries.filter((entry) => entry.uid === sys.credentials.uid);
