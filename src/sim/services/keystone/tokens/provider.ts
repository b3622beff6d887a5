import { decrypt, encrypt, splitKey, toUrlSafe } from '../../../../base/fernet.ts';
import { packPayload, readPayload, type TokenPayload } from '../../../../facts/token-payload.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Config } from '../../oslo/config.ts';
import type { Log } from '../../oslo/log.ts';
import { KeystoneError } from '../exceptions.ts';
import { randomBytes } from '../keys/random.ts';
import type { KeyRepository } from '../keys/repository.ts';
import { PythonException } from '../../oslo/traceback.ts';

/** What a token says, and when it was made. */
export interface OpenedToken extends TokenPayload {
  /** Seconds since the epoch. */
  readonly issuedAtS: number;
}

/** Makes and opens Fernet tokens with the key files as they are at that moment (keystone.token.providers.fernet). */
export class TokenProvider {
  readonly #sys: Sys;
  readonly #config: Config;
  readonly #log: Log;
  readonly #keys: KeyRepository;

  constructor(sys: Sys, config: Config, log: Log, keys: KeyRepository) {
    this.#sys = sys;
    this.#config = config;
    this.#log = log;
    this.#keys = keys;
  }

  /** A new token. Throws KeysNotFound (500) when there are no keys. */
  create(payload: TokenPayload): string {
    const [primary] = this.#load();
    if (primary === undefined) throw new KeystoneError('KeysNotFound', {}, null, LOADING);
    const seconds = Math.floor(this.#sys.nowMs() / 1000);
    const token = encrypt(primary, randomBytes(this.#sys.dice, 16), seconds, packPayload(payload, this.#methods())).replace(/=+$/, '');
    const limit = this.#config.number('DEFAULT', 'max_token_size');
    if (token.length > limit) {
      this.#log.logger('keystone.token.token_formatters').info(`Fernet token created with length of ${token.length} characters, which exceeds ${limit} characters`);
    }
    return token;
  }

  /** What a token says; null when no key opens it. Says nothing of its age or whether it was revoked. Throws KeysNotFound (500) without keys. */
  open(token: string): OpenedToken | null {
    const keys = this.#load();
    if (keys.length === 0) throw new KeystoneError('KeysNotFound', {}, null, LOADING);
    const opened = decrypt(keys, token);
    const payload = opened === null ? null : readPayload(opened.plain, this.#methods());
    return payload === null || opened === null ? null : { ...payload, issuedAtS: opened.seconds };
  }

  /** A new audit id. */
  newAuditId(): string {
    return toUrlSafe(randomBytes(this.#sys.dice, 16)).replace(/=+$/, '');
  }

  #methods(): readonly string[] {
    const value = this.#config.get('auth', 'methods');
    return Array.isArray(value) ? value as readonly string[] : [];
  }

  #load(): NonNullable<ReturnType<typeof splitKey>>[] {
    return this.#keys.load().map((text) => {
      const key = splitKey(text);
      if (key === null) throw new PythonException({ type: 'ValueError', message: 'Fernet key must be 32 url-safe base64-encoded bytes.', frames: LOADING });
      return key;
    });
  }
}

const LOADING = [
  ['keystone/token/token_formatters.py', 147, 'create_token', 'token = self.pack(serialized_payload)'],
  ['keystone/token/token_formatters.py', 65, 'crypto', 'raise exception.KeysNotFound()'],
] as const;
