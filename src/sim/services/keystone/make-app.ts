import type { Sys } from '../../host/sys.ts';
import type { Config } from '../oslo/config.ts';
import { openDatabase, type Database, type Pool } from '../oslo/db.ts';
import { emptyContext, newRequestId, type Log } from '../oslo/log.ts';
import { Enforcer, type PolicyRule } from '../oslo/policy.ts';
import type { App } from './app.ts';
import { CredentialCipher } from './keys/cipher.ts';
import { KeyRepository } from './keys/repository.ts';
import { PasswordHasher } from './passwords.ts';
import policies from './policies.json';
import { TokenProvider } from './tokens/provider.ts';

const POLICIES: ReadonlyMap<string, PolicyRule> = new Map((policies as readonly PolicyRule[]).map((rule) => [rule.rule, rule]));

/** keystone's database by the options of [database]. */
export const databaseOf = (sys: Sys, config: Config, log: Log, pool?: Pool): Database => openDatabase(sys, {
  url: config.text('database', 'connection') ?? '', maxRetries: config.number('database', 'max_retries'),
  retryIntervalS: config.number('database', 'retry_interval'),
}, log, pool);

/** All that one request needs. */
export function makeApp(sys: Sys, config: Config, log: Log, pool: Pool): App {
  const context = emptyContext(newRequestId(sys));
  log.context = context;
  const own = config.files.find((path) => path.startsWith('/etc/')) ?? '/etc/keystone/keystone.conf';
  return {
    sys, config, log, context, db: databaseOf(sys, config, log, pool),
    tokens: new TokenProvider(sys, config, log, new KeyRepository(sys, config, log, 'fernet_tokens')),
    credentials: new CredentialCipher(sys, log, new KeyRepository(sys, config, log, 'credential')),
    passwords: new PasswordHasher(config, log),
    policy: Enforcer.load(sys, config, POLICIES, own.slice(0, own.lastIndexOf('/'))),
  };
}
