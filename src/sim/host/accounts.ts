import type { Credentials } from './inode.ts';
import type { FileSystem } from './file-system.ts';
import { ROOT } from './inode.ts';

/** A line of /etc/passwd. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

/** A line of /etc/group. */
export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** Users and groups as the files /etc/passwd and /etc/group say at the moment of asking (nsswitch: files). */
export interface Accounts {
  byName(name: string): Account | null;
  byUid(uid: number): Account | null;
  groupByName(name: string): Group | null;
  groupByGid(gid: number): Group | null;
  all(): readonly Account[];
  groups(): readonly Group[];
  /** The ids that a login as this account gets, supplementary groups included. */
  credentialsOf(account: Account): Credentials;
}

export class FileAccounts implements Accounts {
  readonly #files: FileSystem;
  #parsed: { version: number; accounts: Account[]; groups: Group[] } = { version: -1, accounts: [], groups: [] };

  constructor(files: FileSystem) {
    this.#files = files;
  }

  byName(name: string): Account | null {
    return this.all().find((account) => account.name === name) ?? null;
  }

  byUid(uid: number): Account | null {
    return this.all().find((account) => account.uid === uid) ?? null;
  }

  groupByName(name: string): Group | null {
    return this.groups().find((group) => group.name === name) ?? null;
  }

  groupByGid(gid: number): Group | null {
    return this.groups().find((group) => group.gid === gid) ?? null;
  }

  all(): readonly Account[] {
    return this.#read().accounts;
  }

  groups(): readonly Group[] {
    return this.#read().groups;
  }

  credentialsOf(account: Account): Credentials {
    const more = this.groups().filter((group) => group.members.includes(account.name)).map((group) => group.gid);
    return { uid: account.uid, gid: account.gid, groups: [...new Set([account.gid, ...more])] };
  }

  #read(): { accounts: Account[]; groups: Group[] } {
    if (this.#parsed.version !== this.#files.version) {
      this.#parsed = {
        version: this.#files.version,
        accounts: this.#lines('/etc/passwd', 7).map(([name = '', , uid, gid, gecos = '', home = '', shell = '']) =>
          ({ name, uid: Number(uid), gid: Number(gid), gecos, home, shell })),
        groups: this.#lines('/etc/group', 4).map(([name = '', , gid, members = '']) =>
          ({ name, gid: Number(gid), members: members.split(',').filter((member) => member !== '') })),
      };
    }
    return this.#parsed;
  }

  #lines(path: string, fields: number): string[][] {
    const { node } = this.#files.find(path, { as: ROOT });
    if (node === null) return [];
    return node.content.split('\n').map((line) => line.split(':')).filter((parts) => parts.length === fields);
  }
}
