import { SysError } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Config } from '../../oslo/config.ts';
import type { Log, Logger } from '../../oslo/log.ts';
import { newKey } from './random.ts';

/** Whose the files become: both or none. */
export interface Owner {
  readonly uid: number | null;
  readonly gid: number | null;
}

/** The section of keystone.conf that says where the keys are. */
export type KeyGroup = 'fernet_tokens' | 'fernet_receipts' | 'credential';

/** What credentials are encrypted with while there are no keys. */
export const NULL_KEY = `${'A'.repeat(43)}=`;

const CREDENTIAL_KEYS = 3;

/** A folder of numbered key files: 0 is staged, the highest is primary, those between still open old tokens. */
export class KeyRepository {
  readonly #sys: Sys;
  readonly #logger: Logger;
  readonly #utils: Logger;
  readonly #group: KeyGroup;
  readonly #maxActive: number;
  /** As configured, with its last slash. */
  readonly path: string;

  constructor(sys: Sys, config: Config, log: Log, group: KeyGroup) {
    this.#sys = sys;
    this.#logger = log.logger('keystone.common.fernet_utils');
    this.#utils = log.logger('keystone.common.utils');
    this.#group = group;
    this.path = config.text(group, 'key_repository') ?? '';
    this.#maxActive = group === 'credential' ? CREDENTIAL_KEYS : config.number(group, 'max_active_keys');
  }

  /** Whether we may use the folder; says in the log why not, and when all the world may. */
  isUsable(isWritten = false): boolean {
    const wanted = isWritten ? ['read', 'execute', 'write'] as const : ['read', 'execute'] as const;
    if (!wanted.every((want) => this.#sys.exists(this.path) && this.#sys.access(this.path, want))) {
      this.#logger.error(`Either [${this.#group}] key_repository does not exist or Keystone does not have sufficient permission to access it: ${this.path}`);
      return false;
    }
    if ((this.#sys.stat(this.path).mode & 0o005) !== 0) this.#logger.warning(`key_repository is world readable: ${this.path}`);
    return true;
  }

  /** The keys, primary first; none when the folder cannot be used. A SysError where a file cannot be read. */
  load(): string[] {
    if (!this.isUsable()) return [];
    const files = [...this.#files()].sort(([a], [b]) => b - a);
    return files.map(([, path]) => this.#sys.readFile(path));
  }

  /** Makes the folder if there is none. */
  create(owner: Owner): void {
    if (this.#sys.exists(this.path)) return;
    this.#utils.info(`${this.path} does not appear to exist; attempting to create it`);
    try {
      makeFolders(this.#sys, this.path);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      this.#utils.error(`Failed to create ${this.path}: either it already exists or you don't have sufficient permissions to create it`);
    }
    if (hasBoth(owner)) this.#sys.chown(this.path, owner.uid, owner.gid);
    else if (owner.uid !== null || owner.gid !== null) {
      this.#utils.warning(`Unable to change the ownership of key repository without a keystone user ID and keystone group ID both being provided: ${this.path}`);
    }
  }

  /** The first two keys; nothing when there is a key 0. */
  *initialise(owner: Owner): Routine<void> {
    if (this.#sys.exists(this.#file('0'))) {
      this.#logger.info('Key repository is already initialized; aborting.');
      return;
    }
    yield* this.#stage(owner);
    this.#adopt();
    yield* this.rotate(owner);
  }

  /** The staged key becomes primary, a new one is staged, and the oldest beyond the limit go. */
  *rotate(owner: Owner): Routine<void> {
    const files = this.#files();
    this.#logger.info(`Starting key rotation with ${files.size} key files: [${[...files.values()].map((path) => `'${path}'`).join(', ')}]`);
    yield* this.#stage(owner);
    const primary = Math.max(...files.keys());
    this.#logger.info(`Current primary key is: ${primary}`);
    this.#logger.info(`Next primary key will be: ${primary + 1}`);
    this.#sys.rename(this.#file('0'), this.#file(String(primary + 1)));
    files.delete(0);
    files.set(primary + 1, this.#file(String(primary + 1)));
    this.#logger.info(`Promoted key 0 to be the primary: ${primary + 1}`);
    this.#adopt();
    const numbers = [...files.keys()].sort((a, b) => b - a);
    while (numbers.length > this.#maxActive - 1) {
      const path = files.get(numbers.pop() ?? 0) ?? '';
      this.#logger.info(`Excess key to purge: ${path}`);
      this.#sys.unlink(path);
    }
  }

  #file(name: string): string {
    return `${this.path.replace(/\/*$/, '')}/${name}`;
  }

  /** Key files by number; an empty one is no key. */
  #files(): Map<number, string> {
    const found = new Map<number, string>();
    for (const name of this.#sys.readDirectory(this.path)) {
      const path = this.#file(name);
      if (this.#sys.stat(path).type !== 'file') continue;
      const text = this.#sys.readFile(path);
      if (!/^\d+$/.test(name)) continue;
      if (text === '') this.#logger.warning(`Ignoring empty key found in key repository: ${path}`);
      else found.set(Number(name), path);
    }
    return found;
  }

  *#stage(owner: Owner): Routine<void> {
    if (!hasBoth(owner) && (owner.uid !== null || owner.gid !== null)) {
      this.#logger.warning(`Unable to change the ownership of the new key without a keystone user ID and keystone group ID both being provided: ${this.path}`);
    }
    const path = this.#file('0.tmp');
    try {
      this.#sys.writeFile(path, newKey(this.#sys.dice), { mode: 0o600 });
      this.#sys.chmod(path, 0o600);
      if (hasBoth(owner)) this.#sys.chown(path, owner.uid, owner.gid);
    } catch (error) {
      this.#logger.error(`Failed to create new temporary key: ${path}`);
      throw error;
    }
    yield* this.#sys.work(1);
    this.#logger.info(`Created a new temporary key: ${path}`);
  }

  #adopt(): void {
    this.#sys.rename(this.#file('0.tmp'), this.#file('0'));
    this.#logger.info(`Become a valid new key: ${this.#file('0')}`);
  }
}

const hasBoth = (owner: Owner): owner is { uid: number; gid: number } => owner.uid !== null && owner.gid !== null && owner.uid !== 0 && owner.gid !== 0;

function makeFolders(sys: Sys, path: string): void {
  const bare = path.replace(/\/+$/, '');
  const parent = bare.slice(0, bare.lastIndexOf('/'));
  if (parent !== '' && !sys.exists(parent)) makeFolders(sys, parent);
  sys.mkdir(bare, 0o700);
}
