// Password hashes. They look like bcrypt's (`$2b$12$`, 22 letters of salt, 31 of digest), which would take a third of a
// second each; the digest is drawn from SHA-256 instead.
import { toBytes } from '../../../base/bytes.ts';
import { sha256 } from '../../../base/sha256.ts';
import type { Dice } from '../../time/dice.ts';
import type { Config } from '../oslo/config.ts';
import type { Log } from '../oslo/log.ts';
import type { PythonError } from '../oslo/traceback.ts';
import { KeystoneError } from './exceptions.ts';

const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BCRYPT_MAX = 72;
const ROUNDS = 12;
/** Each letter stands for 6 of the bits; a salt's last letter has only two of them. */
const LAST_OF_SALT = '.Oeu';

/** Hashes and compares as keystone.common.password_hashing does, with its warnings. */
export class PasswordHasher {
  readonly #config: Config;
  readonly #log: Log;

  constructor(config: Config, log: Log) {
    this.#config = config;
    this.#log = log;
  }

  hash(password: string, dice: Dice, error?: PythonError): string {
    const rounds = (this.#config.text('identity', 'password_hash_rounds') ?? String(ROUNDS)).padStart(2, '0');
    const salt = Array.from({ length: 21 }, () => ALPHABET.charAt(dice.between(0, 63))).join('') + LAST_OF_SALT.charAt(dice.between(0, 3));
    return digest(this.#usable(password, error), `$2b$${rounds}$${salt}`);
  }

  /** Whether `password` is the one that was hashed. */
  isRight(password: string, hashed: string | null): boolean {
    if (hashed === null) return false;
    return isHashOf(this.#usable(password), hashed);
  }

  /** What of a password counts. */
  #usable(password: string, error?: PythonError): Uint8Array {
    const logger = this.#log.logger('keystone.common.password_hashing');
    const allowed = this.#config.number('identity', 'max_password_length');
    const isCut = this.#config.text('identity', 'password_hash_algorithm') === 'bcrypt' && allowed > BCRYPT_MAX;
    if (isCut) logger.warning(`Truncating password to algorithm specific maximum length ${BCRYPT_MAX} characters.`, error === undefined ? {} : { error });
    const longest = isCut ? BCRYPT_MAX : allowed;
    const bytes = toBytes(password);
    if (bytes.length <= longest) return bytes;
    if (this.#config.flag('DEFAULT', 'strict_password_check')) throw new KeystoneError('PasswordVerificationError', { size: longest });
    logger.warning(`Truncating user password to ${longest} characters.`);
    return bytes.slice(0, longest);
  }
}

/** Whether a hash is of this password (as far as it counts). */
export function isHashOf(password: Uint8Array, hashed: string): boolean {
  const start = /^\$2b\$\d\d\$[./\w]{22}/.exec(hashed)?.[0];
  return start !== undefined && digest(password, start) === hashed;
}

/** The start of a hash (version, rounds, salt) with the digest of the password after it. */
function digest(password: Uint8Array, start: string): string {
  const prefix = toBytes(`${start}:`);
  const all = new Uint8Array(prefix.length + password.length);
  all.set(prefix);
  all.set(password, prefix.length);
  return start + [...sha256(all)].slice(0, 31).map((byte) => ALPHABET.charAt(byte & 63)).join('');
}
