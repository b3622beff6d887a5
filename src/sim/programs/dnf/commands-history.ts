import type { Routine } from '../../host/program.ts';
import { localTime } from '../../host/strftime.ts';
import { exactly } from './columns.ts';
import { undo } from './commands-change.ts';
import { DnfError } from './console.ts';
import { History, type HistoryAction, type HistoryItem, type Transaction } from './history.ts';
import type { Session } from './session.ts';
import { nevra } from './version.ts';

const COMMANDS = ['list', 'info', 'redo', 'replay', 'rollback', 'store', 'undo', 'userinstalled'];

/** `dnf history` and its sub-commands. */
export function* history(session: Session): Routine<number> {
  const [first = '', ...rest] = session.options.args;
  const command = COMMANDS.includes(first) ? first : 'list';
  const words = COMMANDS.includes(first) ? rest : session.options.args;
  const log = History.load(session.sys);
  switch (command) {
    case 'info': return yield* info(session, log, words);
    case 'userinstalled': return yield* userInstalled(session);
    case 'undo': case 'rollback': case 'redo': return yield* takeBack(session, log, command, words);
    case 'store': case 'replay':
      throw new DnfError(`handstack: dnf: history ${command} is not modelled`, { isBare: true });
    default: return yield* list(session, log, words);
  }
}

/** Transactions that words name: an id, `last`, `last-2`, a range `3..5`, or a package's name. */
function chosen(log: History, words: readonly string[]): Transaction[] {
  if (words.length === 0) return [...log.transactions];
  const ids = new Set(words.flatMap((word) => {
    const range = /^(.+)\.\.(.+)$/.exec(word);
    if (range !== null) {
      const from = idOf(log, range[1] ?? '') ?? 0;
      const to = idOf(log, range[2] ?? '') ?? 0;
      return log.transactions.filter(({ id }) => id >= Math.min(from, to) && id <= Math.max(from, to)).map(({ id }) => id);
    }
    const id = idOf(log, word);
    if (id !== null) return [id];
    return log.transactions.filter(({ items }) => items.some((item) => nameOf(item) === word)).map((each) => each.id);
  }));
  return log.transactions.filter(({ id }) => ids.has(id));
}

const nameOf = (item: HistoryItem): string => item.nevra.replace(/-[^-]+-[^-]+$/, '');

function idOf(log: History, word: string): number | null {
  if (/^\d+$/.test(word)) return Number(word);
  const match = /^last(?:-(\d+))?$/.exec(word);
  return match === null ? null : (log.transactions.at(-1)?.id ?? 0) - Number(match[1] ?? 0);
}

const SHORT: Readonly<Record<HistoryAction, string>> = {
  Install: 'I', Upgrade: 'U', Upgraded: '', Downgrade: 'D', Downgraded: '', Removed: 'E', Reinstall: 'R', Reinstalled: '', Obsoleted: 'O', 'Reason Change': 'C',
};

/** How many packages, and what was done to them. */
function actions({ items, groups }: Transaction): { count: number; text: string } {
  const visible = items.filter(({ action }) => !['Upgraded', 'Downgraded', 'Reinstalled'].includes(action));
  const names = [...new Set([...visible.map(({ action }) => action), ...groups.map(([action]) => action)])];
  const reinstalls = items.filter(({ action }) => action === 'Reinstalled').length;
  return { count: visible.length + groups.length + reinstalls, text: names.length > 1 ? names.map((name) => SHORT[name]).filter((each) => each !== '').sort().join(', ') : names[0] ?? '' };
}

/** The marks after the count: `>` something changed the database before, `<` after. */
function marks(log: History, transaction: Transaction): string {
  const at = log.transactions.indexOf(transaction);
  const before = log.transactions[at - 1];
  const next = log.transactions[at + 1];
  const isChangedAfter = next !== undefined && next.beginVersion !== transaction.endVersion;
  const isChangedBefore = before !== undefined && before.endVersion !== transaction.beginVersion;
  return `${isChangedAfter ? '>' : ' '}${isChangedBefore ? '<' : ' '}`;
}

function* list(session: Session, log: History, words: readonly string[]): Routine<number> {
  const columns = session.console.screen.columns;
  const width = columns !== null && columns > 79 ? columns - 55 : 24;
  const rows = chosen(log, words);
  yield* session.console.print(`${exactly('ID', 6)} | ${exactly('Command line', width)} | ${exactly('Date and time', 16)} | ${exactly('Action(s)', 14)} | ${exactly('Altered', 7)}`);
  yield* session.console.print('-'.repeat(6 + 3 + width + 3 + 16 + 3 + 14 + 3 + 7));
  for (const each of session.options.flags.has('--reverse') ? rows : [...rows].reverse()) {
    const { count, text } = actions(each);
    const when = localTime(session.sys, '%Y-%m-%d %H:%M', each.beginMs);
    yield* session.console.print(`${String(each.id).padStart(6)} | ${exactly(each.command, width)} | ${when} | ${exactly(text, 14)} | ${String(count).padStart(4)} ${marks(log, each)}`);
  }
  return 0;
}

function* info(session: Session, log: History, words: readonly string[]): Routine<number> {
  if (log.transactions.length === 0) {
    yield* session.console.error('No transactions');
    throw new DnfError('Failed history info');
  }
  const rows = words.length === 0 ? log.transactions.slice(-1) : chosen(log, words).reverse();
  const texts = rows.map((each) => describe(session, each));
  if (texts.length > 0) yield* session.console.print(texts.join(`\n${'-'.repeat(79)}\n`));
  return 0;
}

function describe(session: Session, each: Transaction): string {
  const user = session.sys.accounts.byUid(each.uid);
  const seconds = Math.floor(each.endMs / 1000) - Math.floor(each.beginMs / 1000);
  const spent = seconds < 300 ? `(${seconds} seconds)` : seconds < 18_000 ? `(${Math.floor(seconds / 60)} minutes)` : `(${Math.floor(seconds / 3600)} hours)`;
  return [
    `Transaction ID : ${each.id}`,
    `Begin time     : ${session.console.time(each.beginMs)}`,
    `Begin rpmdb    : ${each.beginVersion}`,
    `End time       : ${session.console.time(each.endMs)} ${spent}`,
    `End rpmdb      : ${each.endVersion}`,
    `User           : ${user === null ? String(each.uid) : `${user.gecos.split(';')[0]?.split(',')[0] ?? ''} <${user.name}>`}`,
    `Return-Code    : ${each.isOk ? 'Success' : 'Failure: 1'}`,
    `Releasever     : ${each.releasever}`,
    `Command Line   : ${each.command}`,
    `Comment        : ${each.comment}`,
    'Packages Altered:',
    ...altered(each),
  ].join('\n');
}

function altered({ items }: Transaction): string[] {
  const sorted = [...items].sort((left, right) => (nameOf(left) < nameOf(right) ? -1 : nameOf(left) > nameOf(right) ? 1 : 0));
  const action = Math.max(0, ...items.map((item) => item.action.length));
  const name = Math.max(0, ...items.map((item) => item.nevra.length));
  return sorted.map((item) => `    ${item.action.padEnd(action)} ${item.nevra.padEnd(name)} ${item.repository.startsWith('@@') ? item.repository : `@${item.repository}`}`);
}

function* userInstalled(session: Session): Routine<number> {
  const rows = session.database.sorted().filter(({ reason }) => reason === 'user');
  if (rows.length === 0) {
    yield* session.console.print('No packages to list');
    return 0;
  }
  yield* session.console.print(['Packages installed by user', ...rows.map(({ spec }) => nevra(spec))].join('\n'));
  return 0;
}

function* takeBack(session: Session, log: History, command: string, words: readonly string[]): Routine<number> {
  const [word = ''] = words;
  if (words.length === 0) throw new DnfError(command === 'rollback' ? 'No transaction ID or package name given.' : 'No transaction ID or package name given.');
  yield* session.sack();
  const id = idOf(log, word) ?? chosen(log, [word]).at(-1)?.id ?? null;
  const transaction = id === null ? null : log.find(id);
  if (transaction === null) throw new DnfError(`Transaction ID "${word}" not found.`);
  if (command === 'redo') return yield* undo(session, [inverse(transaction)]);
  return yield* undo(session, command === 'undo' ? [transaction] : log.transactions.filter((each) => each.id > transaction.id));
}

/** What undone does a transaction again. */
function inverse(transaction: Transaction): Transaction {
  const flip: Partial<Record<HistoryAction, HistoryAction>> = { Install: 'Removed', Removed: 'Install', Upgrade: 'Upgraded', Upgraded: 'Upgrade', Downgrade: 'Downgraded', Downgraded: 'Downgrade' };
  return { ...transaction, items: transaction.items.map((item) => ({ ...item, action: flip[item.action] ?? item.action })) };
}

