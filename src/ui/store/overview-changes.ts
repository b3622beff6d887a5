// What is new or different between two overviews of one host: the cloud panel points at it gently.
import type { Overview } from '../../lab/probe.ts';

/** A row of the cloud panel, named so that it stays the same while its content changes. */
export type RowKey = string;

export const unitKey = (unit: Overview['units'][number]): RowKey => `unit ${unit.name}`;
export const listenerKey = (listener: Overview['listeners'][number]): RowKey =>
  `port ${listener.address}:${String(listener.port)}/${listener.protocol}`;
export const databaseKey = (database: Overview['databases'][number]): RowKey => `database ${database.name}`;
export const accountKey = (account: Overview['accounts'][number]): RowKey => `account ${account.user}@${account.host}`;

function rows(overview: Overview): ReadonlyMap<RowKey, string> {
  return new Map([
    ...overview.units.map((unit) => [unitKey(unit), JSON.stringify(unit)] as const),
    ...overview.listeners.map((listener) => [listenerKey(listener), JSON.stringify(listener)] as const),
    ...overview.databases.map((database) => [databaseKey(database), JSON.stringify(database)] as const),
    ...overview.accounts.map((account) => [accountKey(account), JSON.stringify(account)] as const),
  ]);
}

/** Keys of rows that are new or differ; what has gone cannot be pointed at. Nothing is new when there was no `before`. */
export function changedRows(before: Overview | undefined, after: Overview): ReadonlySet<RowKey> {
  if (before === undefined) return new Set();
  const old = rows(before);
  return new Set([...rows(after)].filter(([key, text]) => old.get(key) !== text).map(([key]) => key));
}
