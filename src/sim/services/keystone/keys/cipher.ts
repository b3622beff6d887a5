import { fromBytes, toBytes } from '../../../../base/bytes.ts';
import { decrypt, encrypt, splitKey } from '../../../../base/fernet.ts';
import { sha1 } from '../../../host/digest.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Log } from '../../oslo/log.ts';
import { PythonException } from '../../oslo/traceback.ts';
import { randomBytes } from './random.ts';
import { NULL_KEY, type KeyRepository } from './repository.ts';

/** Encrypts what `credential` rows keep (keystone.credential.providers.fernet). */
export class CredentialCipher {
  readonly #sys: Sys;
  readonly #log: Log;
  readonly #keys: KeyRepository;

  constructor(sys: Sys, log: Log, keys: KeyRepository) {
    this.#sys = sys;
    this.#log = log;
    this.#keys = keys;
  }

  /** The secret by the primary key, and that key's hash; without keys by a key that everybody knows. */
  encrypt(secret: string): { readonly blob: string; readonly keyHash: string } {
    const primary = this.#load()[0] ?? NULL_KEY;
    if (primary === NULL_KEY) {
      this.#log.logger('keystone.credential.providers.fernet.core').warning('Encrypting credentials with the null key. Please properly encrypt '
        + 'credentials using `keystone-manage credential_setup`, `keystone-manage credential_migrate`, and `keystone-manage credential_rotate`');
    }
    const key = splitKey(primary);
    if (key === null) throw failure('Credential could not be encrypted: Fernet key must be 32 url-safe base64-encoded bytes.');
    return { blob: encrypt(key, randomBytes(this.#sys.dice, 16), Math.floor(this.#sys.nowMs() / 1000), toBytes(secret)), keyHash: sha1(toBytes(primary)) };
  }

  decrypt(blob: string): string {
    const keys = this.#load().map(splitKey).filter((key) => key !== null);
    const opened = decrypt(keys, blob);
    if (opened !== null) return fromBytes(opened.plain);
    const message = 'Credential could not be decrypted. Please contact the administrator';
    this.#log.logger('keystone.credential.providers.fernet.core').error(message);
    throw failure(message);
  }

  /** The hash that rows encrypted by the primary key carry. */
  primaryHash(): string {
    return sha1(toBytes(this.#load()[0] ?? NULL_KEY));
  }

  #load(): string[] {
    return [...this.#keys.load(), NULL_KEY];
  }
}

const failure = (message: string): PythonException => new PythonException({ type: 'keystone.exception.CredentialEncryptionError', message });
