// probes: whether a password is the one that keystone keeps a hash of.
import { toBytes } from '../../base/bytes.ts';
import { isHashOf } from '../services/keystone/passwords.ts';
import type { IdentityTables } from './identity-tables.ts';

/** What of a password bcrypt looks at, in bytes. */
const LONGEST = 72;

export function isPasswordOf(tables: IdentityTables, userId: string, password: string): boolean {
  const hash = tables.passwordHash(userId);
  return hash !== null && isHashOf(toBytes(password).slice(0, LONGEST), hash);
}
