import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { sqlValue } from '../store/model.ts';
import { sqlTime } from '../store/times.ts';
import { passwordExpiry, type User } from '../store/users.ts';
import type { Call } from './call.ts';
import { unauthorized } from './faults.ts';

/**
 * Whether the password is the user's: 401 for a wrong one, a locked or disabled account, or one that has expired
 * (identity/backends/sql.py, authenticate). Failures are counted.
 */
export function* checkPassword(call: Call, user: User, password: string | null): Routine<void> {
  const isLocked = yield* isLockedOut(call, user);
  if (isLocked) throw new KeystoneError('AccountLocked', { user_id: user.id });
  const hash = user.passwords.at(-1)?.hash ?? null;
  if (password === null || hash === null || !call.app.passwords.isRight(password, hash)) {
    yield* countFailure(call, user);
    throw unauthorized('Invalid username or password');
  }
  if (!user.isEnabled) throw new KeystoneError('UserDisabled', { user_id: user.id });
  if (isExpired(call, user)) throw new KeystoneError('PasswordExpired', { user_id: user.id });
  if (user.failedCount > 0) yield* forgetFailures(call, user);
  const days = call.app.config.get('security_compliance', 'disable_user_account_days_inactive');
  if (days !== null) yield* call.db.run(`UPDATE user SET last_active_at = '${sqlTime(call.reader.nowMs).slice(0, 10)}' WHERE id = ${sqlValue(user.id)}`);
}

/** Whether the password in force has run out. */
export function isExpired(call: Call, user: User): boolean {
  const expiry = passwordExpiry(user);
  return expiry !== null && user.options.ignore_password_expiry !== true && call.reader.nowMs >= expiry;
}

function* isLockedOut(call: Call, user: User): Routine<boolean> {
  if (user.options.ignore_lockout_failure_attempts === true) return false;
  const limit = call.app.config.get('security_compliance', 'lockout_failure_attempts');
  if (limit === null || Number(limit) === 0 || user.failedCount < Number(limit)) return false;
  const duration = call.app.config.number('security_compliance', 'lockout_duration');
  if (duration === 0 || (user.failedAtMs ?? 0) + duration * 1000 > call.reader.nowMs) return true;
  yield* forgetFailures(call, user);
  return false;
}

function* countFailure(call: Call, user: User): Routine<void> {
  if (user.localId === null) return;
  yield* call.db.run(`UPDATE local_user SET failed_auth_count = ${user.failedCount + 1}, failed_auth_at = '${sqlTime(call.reader.nowMs)}' WHERE user_id = ${sqlValue(user.id)}`);
}

function* forgetFailures(call: Call, user: User): Routine<void> {
  yield* call.db.run(`UPDATE local_user SET failed_auth_count = 0, failed_auth_at = NULL WHERE user_id = ${sqlValue(user.id)}`);
}
