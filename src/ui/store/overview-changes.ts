// What is new or different between two overviews of one host: the cloud panel points at it gently.
import type { Lab } from '../../lab/lab.ts';
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

export interface SeenOverviews {
  readonly overviews: Readonly<Record<string, Overview>>;
  /** Missing when nothing changed: what changed before stays pointed at. */
  readonly changes?: Readonly<Record<string, ReadonlySet<RowKey>>>;
}

/** Asks for the overview of every host and compares it with `before`. */
export async function readOverviews(lab: Lab, hosts: readonly string[], before: SeenOverviews['overviews']): Promise<SeenOverviews> {
  const answers = await lab.askAll(hosts.map((host) => ({ kind: 'overview', host })));
  const found = answers.flatMap((answer) => (answer.kind === 'overview' ? [answer.overview] : []));
  const changes = found.map((overview) => [overview.host, changedRows(before[overview.host], overview)] as const);
  return {
    overviews: Object.fromEntries(found.map((overview) => [overview.host, overview])),
    ...(changes.some(([, rows]) => rows.size > 0) ? { changes: Object.fromEntries(changes) } : {}),
  };
}
