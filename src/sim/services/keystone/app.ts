// keystone: the Identity service. Knows nothing of httpd, which hands it requests, nor of clients.
import type { Sys } from '../../host/sys.ts';
import type { Config } from '../oslo/config.ts';
import type { Database } from '../oslo/db.ts';
import type { Log, RequestContext } from '../oslo/log.ts';
import type { Enforcer } from '../oslo/policy.ts';
import type { PasswordHasher } from './passwords.ts';
import type { CredentialCipher } from './keys/cipher.ts';
import type { TokenProvider } from './tokens/provider.ts';

/**
 * What the API works with while it answers one request. Made anew for each: nothing in it lasts, but the database and
 * the key files it reaches.
 */
export interface App {
  readonly sys: Sys;
  readonly config: Config;
  readonly db: Database;
  /** Fernet tokens: made and read with the key files as they are now. */
  readonly tokens: TokenProvider;
  /** Secrets of `credential` rows, by the files of the credential keys. */
  readonly credentials: CredentialCipher;
  readonly passwords: PasswordHasher;
  readonly policy: Enforcer;
  readonly log: Log;
  /** Who asks: request id, and after authentication the ids that log lines carry. Change its fields as they become known. */
  readonly context: RequestContext;
}
