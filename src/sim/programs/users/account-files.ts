// users: accounts, passwords, and becoming somebody else. Knows nothing of shells, packages or services.
import type { Sys } from '../../host/sys.ts';

const DAY_MS = 86_400_000;

/** One of the colon-separated files of /etc, as rows of fields. Written back whole, its mode kept. */
export class ColonFile {
  readonly rows: string[][];
  readonly #sys: Sys;
  readonly #path: string;

  constructor(sys: Sys, path: string) {
    this.#sys = sys;
    this.#path = path;
    const text = sys.exists(path) ? sys.readFile(path) : '';
    this.rows = text.split('\n').filter((line) => line !== '').map((line) => line.split(':'));
  }

  row(name: string): string[] | null {
    return this.rows.find((row) => row[0] === name) ?? null;
  }

  add(row: string[]): void {
    this.rows.push(row);
  }

  remove(name: string): void {
    const at = this.rows.findIndex((row) => row[0] === name);
    if (at !== -1) this.rows.splice(at, 1);
  }

  save(): void {
    this.#sys.writeFile(this.#path, this.rows.map((row) => `${row.join(':')}\n`).join(''));
  }
}

export const passwdFile = (sys: Sys): ColonFile => new ColonFile(sys, '/etc/passwd');
export const shadowFile = (sys: Sys): ColonFile => new ColonFile(sys, '/etc/shadow');
export const groupFile = (sys: Sys): ColonFile => new ColonFile(sys, '/etc/group');
export const gshadowFile = (sys: Sys): ColonFile => new ColonFile(sys, '/etc/gshadow');

/** Today as /etc/shadow counts: days since the epoch. */
export const today = (sys: Sys): string => String(Math.floor(sys.nowMs() / DAY_MS));

/** The password field of an account, '!' when it has no line in /etc/shadow. */
export const passwordField = (sys: Sys, name: string): string => shadowFile(sys).row(name)?.[1] ?? '!';

/** Sets an account's password field and the day of its change. */
export function setPasswordField(sys: Sys, name: string, field: string): void {
  const shadow = shadowFile(sys);
  const row = shadow.row(name);
  if (row === null) shadow.add([name, field, today(sys), '0', '99999', '7', '', '', '']);
  else row.splice(1, 2, field, today(sys));
  shadow.save();
}

/** Members of a group line. */
export const membersOf = (row: readonly string[]): string[] => (row[3] ?? '').split(',').filter((member) => member !== '');

/** Adds a user to, or takes him out of, a group, in /etc/group and /etc/gshadow. */
export function setMember(sys: Sys, group: string, user: string, isMember: boolean): void {
  for (const file of [groupFile(sys), gshadowFile(sys)]) {
    const row = file.row(group);
    if (row === null) continue;
    const others = membersOf(row).filter((member) => member !== user);
    row[3] = (isMember ? [...others, user] : others).join(',');
    file.save();
  }
}

/** A number from /etc/login.defs. */
export function loginDefault(sys: Sys, name: string, otherwise: string): string {
  const text = sys.exists('/etc/login.defs') ? sys.readFile('/etc/login.defs') : '';
  return new RegExp(`^${name}[ \\t]+(\\S+)`, 'm').exec(text)?.[1] ?? otherwise;
}

/** The next free id: above all that are in the range for people, or below those for the system. */
export function freeId(sys: Sys, taken: readonly number[], isSystem: boolean, kind: 'UID' | 'GID'): number {
  if (isSystem) {
    const [low, high] = [Number(loginDefault(sys, `SYS_${kind}_MIN`, '201')), Number(loginDefault(sys, `SYS_${kind}_MAX`, '999'))];
    for (let id = high; id >= low; id -= 1) if (!taken.includes(id)) return id;
  }
  const [low, high] = [Number(loginDefault(sys, `${kind}_MIN`, '1000')), Number(loginDefault(sys, `${kind}_MAX`, '60000'))];
  return Math.max(low - 1, ...taken.filter((id) => id >= low && id <= high)) + 1;
}
