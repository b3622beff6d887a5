import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { type AppCredential, readAppCredential, readAppCredentials } from '../store/application-credentials.ts';
import { sqlValue, textOf } from '../store/model.ts';
import type { User } from '../store/users.ts';
import { disabled, lookUpDomain, warn } from './auth-lookups.ts';
import type { Call } from './call.ts';
import { forbiddenAction, found, missing, notFound, unauthorized } from './faults.ts';
import { checkPassword } from './login.ts';
import { isTable, type Table } from './schema.ts';
import { isDelegated, validateToken } from './token.ts';
import { fromBase32, totp } from './totp.ts';

/** Who a method found, and what it says of the token to come. */
export interface Identified {
  readonly userId: string;
  /** Methods besides the one asked: those of the token that was handed in. */
  readonly methods: readonly string[];
  readonly expiresAtS: number | null;
  /** The audit id of the first token of the chain. */
  readonly auditId: string | null;
  readonly credential: AppCredential | null;
}

const by = (userId: string, more: Partial<Identified> = {}): Identified => ({ userId, methods: [], expiresAtS: null, auditId: null, credential: null, ...more });

type Method = (call: Call, given: Table) => Routine<Identified>;

const PLUGINS = 'keystone.auth.plugins.core';

/** The methods that can be configured in `[auth] methods` and need nothing else. */
export const AUTH_METHODS: Readonly<Record<string, Method>> = {
  *password(call, given) {
    const user = yield* userOf(call, given);
    const { password } = given.user as Table;
    yield* checkPassword(call, user, typeof password === 'string' ? password : null);
    return by(user.id);
  },

  *token(call, given) {
    if (typeof given.id !== 'string') throw missing('id', 'token');
    const token = yield* validateToken(call.reader, given.id);
    const { payload } = token;
    const { scope } = call.json.auth as Table;
    const isElsewhere = isTable(scope) && (scope.project !== undefined || scope.domain !== undefined);
    if (token.trust !== null) throw forbiddenAction('Using trust-scoped token to create another token. Create a new trust-scoped token instead');
    if (payload.system !== null && isElsewhere) throw forbiddenAction('Using a system-scoped token to create a project-scoped or domain-scoped token is not allowed.');
    if (isDelegated(token)) throw forbiddenAction('Using a delegated token to create another token is not allowed.');
    const isScoped = payload.projectId !== null || payload.domainId !== null;
    if (isScoped && !call.app.config.flag('token', 'allow_rescope_scoped_token')) throw forbiddenAction('rescope a scoped token');
    return by(payload.userId, { methods: payload.methods, expiresAtS: payload.expiresAtS, auditId: payload.auditIds[1] ?? payload.auditIds[0] ?? null });
  },

  *application_credential(call, given) {
    const credential = yield* findCredential(call, given);
    yield* userOf(call, { user: { id: credential.userId } });
    const isRight = typeof given.secret === 'string' && call.app.passwords.isRight(given.secret, credential.secretHash);
    const isOver = credential.expiresMs !== null && call.reader.nowMs >= credential.expiresMs;
    if (!isRight || isOver) throw unauthorized('Invalid application credential ID or secret');
    return by(credential.userId, { credential });
  },

  *totp(call, given) {
    const user = yield* userOf(call, given);
    const { passcode } = given.user as Table;
    const rows = yield* call.db.rows(`SELECT encrypted_blob FROM credential WHERE user_id = ${sqlValue(user.id)} AND type = 'totp'`);
    const windows = call.app.config.number('totp', 'included_previous_windows');
    const step = Math.floor(call.reader.nowMs / 30_000);
    const isRight = rows.some(({ encrypted_blob: blob }) => {
      const secret = fromBase32(call.app.credentials.decrypt(blob ?? ''));
      return secret !== null && Array.from({ length: windows + 1 }, (_, back) => totp(secret, step - back)).includes(textOf(passcode));
    });
    if (!isRight) throw unauthorized('Invalid username or TOTP passcode');
    return by(user.id);
  },
};

/** The user whom an identity names; 401 when there is none, or user or domain is disabled. */
function* userOf(call: Call, given: Table): Routine<User> {
  const info = given.user;
  if (!isTable(info)) throw missing('user', 'None');
  const { reader } = call;
  if (typeof info.name === 'string' && info.name !== '') {
    if (!isTable(info.domain)) throw missing('domain', 'user');
    if (!info.domain.id && !info.domain.name) throw missing('id or name', 'domain');
    const domain = yield* lookUpDomain(call, info.domain, PLUGINS);
    const user = yield* reader.userByName(info.name, textOf(domain.id));
    if (user === null) throw warn(call, PLUGINS, notFound('user', info.name));
    return requireEnabled(call, user);
  }
  if (typeof info.id !== 'string' || info.id === '') throw missing('id or name', 'user');
  const user = yield* reader.findUser(info.id);
  if (user === null) throw warn(call, PLUGINS, notFound('user', info.id));
  yield* lookUpDomain(call, { id: user.domainId }, PLUGINS);
  return requireEnabled(call, user);
}

function requireEnabled(call: Call, user: User): User {
  if (!user.isEnabled) throw disabled(call, PLUGINS, `User is disabled: ${user.id}`);
  return user;
}

/** The application credential that is named by id, or by name and user. */
export function* findCredential(call: Call, given: Table): Routine<AppCredential> {
  const { id, name, user } = given;
  if (typeof id === 'string' && id !== '') return found('application_credential', id, yield* readAppCredential(call.db, id));
  if (typeof name !== 'string' || name === '') throw missing('name or ID', 'application credential');
  if (!isTable(user) || Object.keys(user).length === 0) throw missing('user', 'application credential');
  const userId = yield* ownerId(call, user);
  const [one, ...more] = yield* readAppCredentials(call.db, `name = ${sqlValue(name)} AND user_id = ${sqlValue(userId)}`);
  if (one !== undefined && more.length === 0) return one;
  const message = `Could not find application credential: ${name}`;
  call.app.log.logger('keystone.auth.core').warning(message);
  throw unauthorized(message);
}

function* ownerId(call: Call, user: Table): Routine<string> {
  if (typeof user.id === 'string' && user.id !== '') return user.id;
  if (!isTable(user.domain)) throw missing('domain', 'user');
  const domain = yield* lookUpDomain(call, user.domain, 'keystone.auth.core');
  const owner = yield* call.reader.userByName(textOf(user.name), textOf(domain.id));
  if (owner === null) throw new KeystoneError('UserNotFound', { user_id: textOf(user.name) });
  return owner.id;
}

