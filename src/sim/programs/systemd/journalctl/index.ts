// journalctl: reads the host's journal. Options of systemd 252.
import { getopt, UsageError, type ParsedOptions } from '../../../host/getopt.ts';
import type { JournalEntry } from '../../../host/journal.ts';
import type { Program, Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { SYSTEMD_FEATURES, SYSTEMD_VERSION } from '../../../host/systemd/boot.ts';
import { isGlob, mangleName, matchesGlob } from '../../../host/systemd/unit-name.ts';
import { concerns, mayReadAll, readable, shortLine, type TimeStyle } from '../journal-lines.ts';
import { GREY, layTable, OFF, page, Screen, timestamp, BOLD, type Cell } from '../screen.ts';
import { explain } from './catalog.ts';
import { addressesOf, cursorOf, exported, fieldsOf, machineId, type Source } from './fields.ts';
import { JOURNALCTL_HELP } from './help.ts';
import { parseWhen } from './when.ts';

const TABLE = {
  short: 'hefo:n::qmb::kD:p:g:c:S:U:t:u:NF:xrM:al',
  long: {
    help: 'h', version: 'version', 'no-pager': 'no-pager', 'pager-end': 'e', follow: 'f', force: 'force', 'output=': 'o', all: 'a', full: 'l',
    'no-full': 'no-full', 'lines=?': 'n', 'no-tail': 'no-tail', quiet: 'q', merge: 'm', 'this-boot': 'b', 'boot=?': 'b', 'list-boots': 'list-boots',
    dmesg: 'k', system: 'system', user: 'user', 'directory=': 'D', 'file=': 'file', 'identifier=': 't', 'priority=': 'p', 'grep=': 'g',
    'case-sensitive=?': 'case', 'cursor=': 'c', 'after-cursor=': 'after-cursor', 'show-cursor': 'show-cursor', 'since=': 'S', 'until=': 'U',
    'unit=': 'u', 'user-unit=': 'user-unit', 'field=': 'F', fields: 'N', catalog: 'x', 'disk-usage': 'disk-usage', 'vacuum-size=': 'vacuum-size',
    'vacuum-files=': 'vacuum-files', 'vacuum-time=': 'vacuum-time', reverse: 'r', utc: 'utc', flush: 'flush', sync: 'sync', rotate: 'rotate',
    'no-hostname': 'no-hostname', 'output-fields=': 'output-fields', 'machine=': 'M', 'root=': 'root', header: 'header', verify: 'verify',
    'facility=': 'facility', 'list-catalog': 'list-catalog', 'relinquish-var': 'relinquish-var',
  },
};

const NOT_MODELLED: Readonly<Record<string, string>> = {
  m: '--merge', D: '--directory', file: '--file', c: '--cursor', 'after-cursor': '--after-cursor', 'user-unit': '--user-unit', M: '--machine', root: '--root',
  header: '--header', verify: '--verify', 'list-catalog': '--list-catalog', user: '--user', facility: '--facility',
};

const OUTPUTS = ['short', 'short-full', 'short-iso', 'short-iso-precise', 'short-precise', 'short-monotonic', 'short-unix', 'verbose', 'export', 'json',
  'json-pretty', 'json-sse', 'json-seq', 'cat', 'with-unit'];
const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];

/** What is to be shown. */
interface Query {
  readonly sys: Sys;
  readonly parsed: ParsedOptions;
  readonly source: Source;
  readonly output: string;
  readonly isFollowing: boolean;
  readonly explains: boolean;
  readonly found: RegExp | undefined;
  accepts(entry: JournalEntry): boolean;
}

class Refusal extends Error {}

/** `-b 0` and `-n 5`: their optional values may be words of their own. */
function joinOptional(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const next = args[at + 1];
    const cluster = /^-([efqkxralNm]*)([bn])$/.exec(arg);
    const long = arg === '--boot' ? 'b' : arg === '--lines' ? 'n' : null;
    const kind = cluster?.[2] ?? long;
    const fits = next !== undefined && (kind === 'b' ? /^([+-]?\d+|[0-9a-f]{32}([+-]\d+)?|all)$/.test(next) : kind === 'n' && /^(\d+|all)$/.test(next));
    joined.push(fits ? (long === null ? `${arg}${next}` : `${arg}=${next}`) : arg);
    if (fits) at += 1;
    if (arg === '--') return [...joined, ...args.slice(at + 1)];
  }
  return joined;
}

// ── boots

interface Boot {
  readonly id: string;
  readonly firstSeq: number;
  readonly first: JournalEntry;
  readonly last: JournalEntry;
}

function bootsOf(sys: Sys): Boot[] {
  const entries = sys.journal.entries();
  const starts = entries.filter((entry, index) => entry.fields?.['_BOOT_ID'] !== undefined || index === 0);
  return starts.map((first, index) => {
    const next = starts[index + 1];
    const last = entries.findLast((entry) => next === undefined || entry.seq < next.seq) ?? first;
    return { id: first.fields?.['_BOOT_ID'] ?? sys.systemd.bootId, firstSeq: first.seq, first, last };
  });
}

function sourceOf(sys: Sys): Source {
  const boots = bootsOf(sys);
  return {
    machineId: machineId(sys), bootMs: sys.bootMs,
    bootIdAt: (entry) => boots.findLast((boot) => boot.firstSeq <= entry.seq)?.id ?? sys.systemd.bootId,
  };
}

function bootWanted(sys: Sys, value: string | null): string {
  const boots = bootsOf(sys);
  const fail = (): never => {
    throw new Refusal(`Data from the specified boot (${value ?? ''}) is not available: No such boot ID in journal`);
  };
  if (value !== null && /^[0-9a-f]{32}/.test(value)) return boots.find((boot) => value.startsWith(boot.id))?.id ?? fail();
  const offset = Number(value ?? '0');
  return (offset > 0 ? boots[offset - 1] : boots[boots.length - 1 + offset])?.id ?? fail();
}

// ── matching

function levelOf(text: string): number {
  const number = /^[0-7]$/.test(text) ? Number(text) : LEVELS.indexOf(({ warn: 'warning', error: 'err', panic: 'emerg' } as Record<string, string>)[text] ?? text);
  if (number === -1) throw new Refusal(`Unknown log level ${text}`);
  return number;
}

function priorities(text: string): (entry: JournalEntry) => boolean {
  const [from = '', to] = text.split('..');
  if (to === undefined) {
    const limit = levelOf(from);
    return (entry) => entry.priority <= limit;
  }
  const bounds = [levelOf(from), levelOf(to)].sort((a, b) => a - b);
  return (entry) => entry.priority >= (bounds[0] ?? 0) && entry.priority <= (bounds[1] ?? 7);
}

/** FIELD=value words: the same field or, different ones and, `+` parts alternatives; a path means its program. */
function matches(sys: Sys, words: readonly string[], source: Source): (entry: JournalEntry) => boolean {
  const groups = [new Map<string, string[]>()];
  for (const word of words) {
    if (word === '+') groups.push(new Map<string, string[]>());
    else {
      const [, field = '', value = ''] = /^([A-Z_][A-Z0-9_]*)=(.*)$/s.exec(word) ?? (word.includes('/') ? [word, 'PATH', pathOf(sys, word)] : []);
      if (field === '') throw new Refusal(`Failed to add match '${word}': Invalid argument`);
      const group = groups.at(-1) as Map<string, string[]>;
      group.set(field, [...(group.get(field) ?? []), value]);
    }
  }
  if (words.length === 0) return () => true;
  return (entry) => {
    const fields = new Map(fieldsOf(sys, entry, source));
    return groups.some((group) => [...group].every(([field, values]) => values.some((value) => (field === 'PATH'
      ? fields.get('_EXE') === value || entry.identifier === value.replace(/^.*\//, '') : fields.get(field) === value))));
  };
}

function pathOf(sys: Sys, path: string): string {
  if (!sys.exists(path)) throw new Refusal(`Failed to add match '${path}': No such file or directory`);
  return sys.realPath(path);
}

function unitFilter(sys: Sys, names: readonly string[]): (entry: JournalEntry) => boolean {
  if (names.length === 0) return () => true;
  const globs = names.filter(isGlob).map((name) => mangleName(name).name);
  const seen = globs.length === 0 ? [] : [...new Set(sys.journal.entries().flatMap((entry) => [entry.unit ?? '', entry.about ?? '']))];
  const wanted = [
    ...names.filter((name) => !isGlob(name)).map((name) => mangleName(name).name), ...seen.filter((name) => globs.some((glob) => matchesGlob(glob, name))),
  ].flatMap((name) => [name, sys.systemd.unit(name).name]);
  return (entry) => wanted.some((name) => concerns(entry, name));
}

function grepOf(parsed: ParsedOptions): RegExp | undefined {
  const pattern = parsed.last('g');
  if (pattern === null) return undefined;
  const isSensitive = parsed.has('case') ? !['no', 'false', '0'].includes(parsed.last('case') ?? '') : /[A-Z]/.test(pattern);
  try {
    return new RegExp(pattern, isSensitive ? '' : 'i');
  } catch {
    throw new Refusal(`Bad pattern "${pattern}": syntax error`);
  }
}

function timeLimit(sys: Sys, text: string | null): number | null {
  if (text === null) return null;
  const at = parseWhen(sys, text);
  if (at === null) throw new Refusal(`Failed to parse timestamp: ${text}`);
  return at;
}

function queryOf(sys: Sys, parsed: ParsedOptions): Query {
  const source = sourceOf(sys);
  const output = parsed.last('o') ?? 'short';
  if (output === 'help') throw new Refusal(OUTPUTS.join('\n'));
  if (!OUTPUTS.includes(output)) throw new Refusal(`Unknown output format '${output}'.`);
  const level = parsed.last('p');
  const found = grepOf(parsed);
  const boot = parsed.has('b') || parsed.has('k') ? (parsed.last('b') === 'all' ? null : bootWanted(sys, parsed.last('b'))) : null;
  const since = timeLimit(sys, parsed.last('S'));
  const until = timeLimit(sys, parsed.last('U'));
  const identifiers = parsed.all('t');
  const tests: ((entry: JournalEntry) => boolean)[] = [
    unitFilter(sys, parsed.all('u')), matches(sys, parsed.operands, source), ...(level === null ? [] : [priorities(level)]),
    ...(found === undefined ? [] : [(entry: JournalEntry) => found.test(entry.message)]),
    ...(boot === null ? [] : [(entry: JournalEntry) => source.bootIdAt(entry) === boot]),
    ...(parsed.has('k') ? [(entry: JournalEntry) => entry.identifier === 'kernel'] : []),
    ...(since === null ? [] : [(entry: JournalEntry) => entry.atMs >= since]), ...(until === null ? [] : [(entry: JournalEntry) => entry.atMs <= until]),
    ...(identifiers.length === 0 ? [] : [(entry: JournalEntry) => identifiers.includes(entry.identifier)]),
  ];
  return {
    sys, parsed, source, output, isFollowing: parsed.has('f'), explains: parsed.has('x'), found,
    accepts: (entry) => tests.every((test) => test(entry)),
  };
}

// ── choosing and showing

/** How many entries, or null for all. */
function countOf(parsed: ParsedOptions): number | null {
  if (parsed.has('n')) {
    const value = parsed.last('n') ?? '10';
    if (value === 'all') return null;
    if (!/^\d+$/.test(value)) throw new Refusal(`Failed to parse lines '${value}'`);
    return Number(value);
  }
  if (parsed.has('f') && !parsed.has('no-tail')) return 10;
  return parsed.has('e') ? 1000 : null;
}

function chosen(query: Query): readonly JournalEntry[] {
  const { sys, parsed } = query;
  const all = readable(sys, sys.journal.entries()).filter((entry) => query.accepts(entry));
  const count = countOf(parsed);
  const isReversed = parsed.has('r') || query.found !== undefined && parsed.has('n') && !parsed.has('f');
  if (isReversed) return [...all].reverse().slice(0, count ?? all.length);
  if (count === null) return all;
  const isFromHead = parsed.has('S') && !parsed.has('f');
  return isFromHead ? all.slice(0, count) : count === 0 ? [] : all.slice(-count);
}

function rendered(query: Query, screen: Screen, entry: JournalEntry): string {
  const { sys, output, source, parsed } = query;
  const wanted = parsed.last('output-fields')?.split(',');
  const keep = (fields: [string, string][]): [string, string][] => (wanted === undefined ? fields : fields.filter(([name]) => name.startsWith('__') || wanted.includes(name)));
  const fields = (): [string, string][] => keep([...addressesOf(entry, source), ...fieldsOf(sys, entry, source)]);
  switch (output) {
    case 'cat': return `${entry.message}\n`;
    case 'json': return `${JSON.stringify(Object.fromEntries(fields()))}\n`;
    case 'json-sse': return `data: ${JSON.stringify(Object.fromEntries(fields()))}\n\n`;
    case 'json-seq': return `\x1e${JSON.stringify(Object.fromEntries(fields()))}\n`;
    case 'json-pretty': return `${JSON.stringify(Object.fromEntries(fields()), null, '\t').replace(/^(\t".*?"):/gm, '$1 :')}\n`;
    case 'export': return exported(fields());
    case 'verbose': return verbose(query, entry, keep(fieldsOf(sys, entry, source)));
    default: {
      const line = shortLine(sys, screen, entry, output as TimeStyle, query.found, !parsed.has('no-hostname'));
      return query.explains ? line + explained(screen, entry) : line;
    }
  }
}

function verbose({ sys, source }: Query, entry: JournalEntry, fields: readonly (readonly [string, string])[]): string {
  const at = timestamp(sys, entry.atMs).replace(/ (\S+)$/, `.${String(entry.atMs % 1000).padStart(3, '0')}000 $1`);
  return `${at} [${cursorOf(entry, source)}]\n${fields.map(([name, value]) => `    ${name}=${value.replaceAll('\n', '\n' + ' '.repeat(5 + name.length))}\n`).join('')}`;
}

function explained(screen: Screen, entry: JournalEntry): string {
  return explain(entry).map((line, index) => {
    if (!screen.isTty) return `░░ ${line}\n`;
    return index === 0 ? `${GREY}░░ ${OFF}\x1b[0;32m${line}${OFF}\n` : `${GREY}░░${OFF} \x1b[0;32m${line}${OFF}\n`;
  }).join('');
}

/** All entries as text, with a line where another boot begins. */
function textOf(query: Query, screen: Screen, entries: readonly JournalEntry[]): string {
  const isPlain = !query.output.startsWith('short') && !['cat', 'with-unit', 'verbose'].includes(query.output);
  let boot: string | null = null;
  return entries.map((entry) => {
    const id = query.source.bootIdAt(entry);
    const isNew = boot !== null && boot !== id && !isPlain && !query.parsed.has('q');
    boot = id;
    return `${isNew ? `${screen.paint('\x1b[0;1;39m', `-- Boot ${id} --`)}\n` : ''}${rendered(query, screen, entry)}`;
  }).join('');
}

/** Prints the chosen entries; with -f goes on until interrupted. `afterSeq`: where a restored run stood. */
function* showEntries(query: Query, afterSeq: number | null): Routine<number> {
  const { sys, parsed } = query;
  const usesPager = !parsed.has('no-pager') && !query.isFollowing && sys.isTty(1);
  const screen = new Screen(sys, usesPager, parsed.has('no-full'));
  if (afterSeq === null) {
    const entries = chosen(query);
    yield* hint(query);
    if (entries.length === 0 && !query.isFollowing && !parsed.has('q') && !query.output.startsWith('json') && query.output !== 'export') {
      screen.out('-- No entries --\n');
    }
    screen.out(textOf(query, screen, entries));
    if (parsed.has('show-cursor') && entries.length > 0) screen.out(`-- cursor: ${cursorOf(entries.at(-1) as JournalEntry, query.source)}\n`);
    if (screen.isPaging && parsed.has('e')) {
      if (yield* page(sys, textOf(query, screen, entries), true)) return 0;
    }
    yield* screen.flush();
  }
  if (!query.isFollowing) return 0;
  return yield* follow(query, afterSeq ?? sys.journal.entries().at(-1)?.seq ?? 0);
}

function* follow(query: Query, afterSeq: number): Routine<number> {
  const { sys } = query;
  let last = afterSeq;
  for (;;) {
    const newest = (): number => sys.journal.entries().at(-1)?.seq ?? 0;
    sys.checkpoint(() => ({ afterSeq: last }));
    if (newest() <= last) yield { ready: () => newest() > last };
    const fresh = readable(sys, sys.journal.entries()).filter((entry) => entry.seq > last && query.accepts(entry));
    last = newest();
    const screen = new Screen(sys, false, query.parsed.has('no-full'));
    for (const entry of fresh) screen.out(rendered(query, screen, entry));
    yield* screen.flush();
  }
}

function* hint({ sys, parsed }: Query): Routine<void> {
  if (mayReadAll(sys) || parsed.has('q')) return;
  const lines = [
    'Hint: You are currently not seeing messages from other users and the system.',
    '      Users in groups \'adm\', \'systemd-journal\' can see all messages.', '      Pass -q to turn off this notice.',
  ];
  const isTty = sys.isTty(2);
  yield* sys.write(2, lines.map((line) => `${isTty ? `${BOLD}${line}${OFF}` : line}\n`).join(''));
}

// ── other actions

function* listBoots(sys: Sys, parsed: ParsedOptions): Routine<number> {
  const screen = new Screen(sys, !parsed.has('no-pager'));
  const boots = bootsOf(sys);
  const rows = boots.map((boot, index): Cell[] => [
    { text: String(index - boots.length + 1) }, { text: boot.id }, { text: timestamp(sys, boot.first.atMs) }, { text: timestamp(sys, boot.last.atMs) },
  ]);
  screen.out(layTable(screen, ['IDX', 'BOOT ID', 'FIRST ENTRY', 'LAST ENTRY'], rows, [0]));
  yield* screen.flush();
  return 0;
}

function* fieldValues(sys: Sys, field: string): Routine<number> {
  const source = sourceOf(sys);
  const values = new Set(readable(sys, sys.journal.entries()).flatMap((entry) => fieldsOf(sys, entry, source).filter(([name]) => name === field).map(([, value]) => value)));
  yield* sys.write(1, [...values].map((value) => `${value}\n`).join(''));
  return 0;
}

function* fieldNames(sys: Sys): Routine<number> {
  const source = sourceOf(sys);
  const names = new Set(readable(sys, sys.journal.entries()).flatMap((entry) => fieldsOf(sys, entry, source).map(([name]) => name)));
  yield* sys.write(1, [...names].map((name) => `${name}\n`).join(''));
  return 0;
}

function* vacuum(sys: Sys): Routine<number> {
  const folder = `/var/log/journal/${machineId(sys)}`;
  yield* sys.write(2, [folder, '/var/log/journal', '/run/log/journal'].map((each) => `Vacuuming done, freed 0B of archived journals from ${each}.\n`).join(''));
  return 0;
}

/** journald keeps at least one 8 MiB file. */
const DISK_USAGE = 'Archived and active journals take up 8.0M in the file system.\n';

function* run(sys: Sys, afterSeq: number | null): Routine<number> {
  const parsed = getopt(joinOptional(sys.argv.slice(1)), TABLE);
  const refused = parsed.options.find((option) => NOT_MODELLED[option.name] !== undefined);
  if (refused !== undefined) {
    yield* sys.write(2, `handstack: journalctl: option ${NOT_MODELLED[refused.name] ?? ''} is not modelled\n`);
    return 1;
  }
  if (parsed.has('h')) return yield* said(sys, JOURNALCTL_HELP);
  if (parsed.has('version')) return yield* said(sys, `systemd 252 (${SYSTEMD_VERSION})\n${SYSTEMD_FEATURES}\n`);
  if (parsed.has('disk-usage')) return yield* said(sys, DISK_USAGE);
  if (['vacuum-size', 'vacuum-time', 'vacuum-files'].some((name) => parsed.has(name))) return yield* vacuum(sys);
  if (['flush', 'sync', 'rotate', 'relinquish-var'].some((name) => parsed.has(name))) return 0;
  if (parsed.has('list-boots')) return yield* listBoots(sys, parsed);
  const field = parsed.last('F');
  if (field !== null) return yield* fieldValues(sys, field);
  if (parsed.has('N')) return yield* fieldNames(sys);
  return yield* showEntries(queryOf(sys, parsed), afterSeq);
}

function* said(sys: Sys, text: string): Routine<number> {
  yield* sys.write(1, text);
  return 0;
}

export const journalctl: Program = {
  name: 'journalctl',
  notModelled: Object.values(NOT_MODELLED),
  *run(sys, resumed) {
    const saved = resumed as { afterSeq?: number } | undefined;
    try {
      return yield* run(sys, saved?.afterSeq ?? null);
    } catch (error) {
      if (error instanceof UsageError) yield* sys.write(2, `journalctl: ${error.message}\n`);
      else if (error instanceof Refusal) {
        const screen = new Screen(sys, false);
        screen.error(error.message);
        yield* screen.flush();
      } else throw error;
      return 1;
    }
  },
};
