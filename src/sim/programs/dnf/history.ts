import type { Json } from '../../../base/json.ts';
import { SysError } from '../../host/errors.ts';
import type { Sys } from '../../host/sys.ts';
import { makeDirectories } from './payload-files.ts';
import { digest } from './repositories.ts';
import type { RpmDatabase } from './rpmdb.ts';
import { nevra } from './version.ts';

export const HISTORY = '/var/lib/dnf/history.sqlite';

/** What a transaction did to one package; the older builds that went are `Upgraded`, `Downgraded` and so on. */
export type HistoryAction = 'Install' | 'Upgrade' | 'Upgraded' | 'Downgrade' | 'Downgraded' | 'Removed' | 'Reinstall' | 'Reinstalled' | 'Obsoleted' | 'Reason Change';

export interface HistoryItem {
  readonly action: HistoryAction;
  readonly nevra: string;
  readonly repository: string;
  readonly reason: string;
}

export interface Transaction {
  readonly id: number;
  readonly beginMs: number;
  readonly endMs: number;
  readonly beginVersion: string;
  readonly endVersion: string;
  readonly uid: number;
  readonly command: string;
  readonly releasever: string;
  readonly isOk: boolean;
  readonly comment: string;
  readonly items: readonly HistoryItem[];
  /** Groups that the transaction installed or removed, with their action. */
  readonly groups: readonly (readonly ['Install' | 'Removed', string])[];
}

type Stored = [number, number, number, string, string, number, string, string, boolean, string, string[], [string, string][]];

/** dnf's transactions, oldest first. In the file an item is one line. */
export class History {
  readonly transactions: Transaction[];

  constructor(transactions: readonly Transaction[]) {
    this.transactions = [...transactions];
  }

  static load(sys: Sys): History {
    try {
      return History.parse(sys.readBlob(HISTORY));
    } catch (error) {
      if (error instanceof SysError) return new History([]);
      throw error;
    }
  }

  static parse(blob: Json | undefined): History {
    const rows = (blob ?? []) as unknown as Stored[];
    return new History(rows.map(([id, beginMs, endMs, beginVersion, endVersion, uid, command, releasever, isOk, comment, items, groups]) => ({
      id, beginMs, endMs, beginVersion, endVersion, uid, command, releasever, isOk, comment,
      items: items.map((line): HistoryItem => {
        const [action = '', key = '', repository = '', reason = ''] = line.split(' ');
        return { action: action.replace('_', ' ') as HistoryAction, nevra: key, repository, reason };
      }),
      groups: groups as Transaction['groups'][number][],
    })));
  }

  add(transaction: Omit<Transaction, 'id'>): Transaction {
    const made = { id: (this.transactions.at(-1)?.id ?? 0) + 1, ...transaction };
    this.transactions.push(made);
    return made;
  }

  save(sys: Sys): void {
    makeDirectories(sys, '/var/lib/dnf');
    sys.writeBlob(HISTORY, this.toJson(), { sizeBytes: 4096 * (30 + this.transactions.length * 2), mode: 0o644 });
  }

  toJson(): Json {
    const rows = this.transactions.map((each): Stored => [
      each.id, each.beginMs, each.endMs, each.beginVersion, each.endVersion, each.uid, each.command, each.releasever, each.isOk, each.comment,
      each.items.map((item) => `${item.action.replace(' ', '_')} ${item.nevra} ${item.repository} ${item.reason}`), each.groups.map(([action, id]) => [action, id]),
    ]);
    return rows;
  }

  find(id: number): Transaction | null {
    return this.transactions.find((each) => each.id === id) ?? null;
  }
}

/** The "rpmdb version" that dnf notes before and after: a digest of what is installed. */
export const databaseVersion = (database: RpmDatabase): string => digest([...database.sorted().map(({ spec }) => nevra(spec)), ...database.keys.map(({ id }) => id)].join(' '), 64);
