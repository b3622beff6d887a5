// An entry's fields as journald stores them: for matches and the forms json, verbose and export.
import { byteLength } from '../../../../base/bytes.ts';
import type { JournalEntry } from '../../../host/journal.ts';
import { strerror } from '../../../host/errors.ts';
import type { Sys } from '../../../host/sys.ts';

/** What identifies this machine's journal. */
export interface Source {
  readonly machineId: string;
  readonly bootIdAt: (entry: JournalEntry) => string;
  readonly bootMs: number;
}

/** /etc/machine-id, or zeros. */
export function machineId(sys: Sys): string {
  try {
    return sys.readFile('/etc/machine-id').trim();
  } catch (error) {
    strerror(error);
    return '0'.repeat(32);
  }
}

/** All fields, trusted ones (`_…`) included, in the order that `-o verbose` shows. */
export function fieldsOf(sys: Sys, entry: JournalEntry, source: Source): [string, string][] {
  const process = sys.processes().find((each) => each.pid === entry.pid);
  const isManager = entry.pid === 1;
  const isKernel = entry.identifier === 'kernel';
  const transport = entry.fields?.['_TRANSPORT'] ?? (isManager ? 'journal' : 'syslog');
  const own = Object.entries(entry.fields ?? {}).filter(([name]) => !name.startsWith('_'));
  return [
    ['_BOOT_ID', source.bootIdAt(entry)], ['_MACHINE_ID', source.machineId], ['_HOSTNAME', sys.hostname], ['_RUNTIME_SCOPE', 'system'],
    ['PRIORITY', String(entry.priority)], ['SYSLOG_FACILITY', isKernel ? '0' : '3'], ['SYSLOG_IDENTIFIER', entry.identifier],
    ...(isKernel ? [] : [['_UID', String(entry.uid)], ['_GID', String(process?.gid ?? entry.uid)]] as [string, string][]),
    ...(isManager ? [['TID', '1']] as [string, string][] : []), ['_TRANSPORT', transport],
    ...(isKernel ? [] : [['_PID', String(entry.pid)], ['_COMM', process?.name ?? entry.identifier.slice(0, 15)]] as [string, string][]),
    ...(process === undefined ? [] : [['_EXE', process.path], ['_CMDLINE', process.argv.join(' ')]] as [string, string][]),
    ...(isKernel ? [] : [['_CAP_EFFECTIVE', entry.uid === 0 ? '1ffffffffff' : '0']] as [string, string][]),
    ...(entry.unit === null ? [] : [
      ['_SYSTEMD_CGROUP', isManager ? '/init.scope' : `/system.slice/${entry.unit}`], ['_SYSTEMD_UNIT', entry.unit],
      ['_SYSTEMD_SLICE', isManager ? '-.slice' : 'system.slice'],
    ] as [string, string][]),
    ...(entry.messageId === undefined ? [] : [['MESSAGE_ID', entry.messageId]] as [string, string][]), ...own,
    ...(entry.about === null ? [] : [['UNIT', entry.about]] as [string, string][]), ['MESSAGE', entry.message],
    ['_SOURCE_REALTIME_TIMESTAMP', `${entry.atMs}000`],
  ];
}

/** An entry's cursor: where it stands in the journal. */
export function cursorOf(entry: JournalEntry, source: Source): string {
  const hex = (value: number): string => Math.round(value).toString(16);
  return `s=${source.machineId};i=${hex(entry.seq)};b=${source.bootIdAt(entry)};m=${hex(Math.max(0, entry.atMs - source.bootMs) * 1000)};t=${hex(entry.atMs * 1000)};x=${hex(entry.seq * 2_654_435_761 + entry.atMs)}`;
}

/** The fields that only the json and export forms have. */
export const addressesOf = (entry: JournalEntry, source: Source): [string, string][] => [
  ['__CURSOR', cursorOf(entry, source)], ['__REALTIME_TIMESTAMP', `${entry.atMs}000`],
  ['__MONOTONIC_TIMESTAMP', `${Math.max(0, entry.atMs - source.bootMs)}000`],
];

/** One entry of `-o export`. */
export const exported = (fields: readonly (readonly [string, string])[]): string => `${fields.map(([name, value]) =>
  (value.includes('\n') ? `${name}\n${byteLength(value)}\n${value}\n` : `${name}=${value}\n`)).join('')}\n`;
