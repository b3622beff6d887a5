import type { Json } from '../../../../base/json.ts';
import { pythonJson } from '../../../../base/python.ts';
import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { effectiveRoleIds } from '../store/assignments.ts';
import type { AppCredential } from '../store/application-credentials.ts';
import { readTrust, type Trust } from '../store/trusts.ts';
import { AUTH_METHODS, findCredential, type Identified } from './auth-methods.ts';
import { lookUpDomain, lookUpProject, warn } from './auth-lookups.ts';
import type { Answer, Call } from './call.ts';
import { missing, notFound, unauthorized } from './faults.ts';
import { isTable, type Table, validate } from './schema.ts';
import { mint, renderToken, type Token } from './token.ts';
import { textOf } from '../store/model.ts';

/** What a token is to be good for. */
interface Scope {
  readonly domainId: string | null;
  readonly projectId: string | null;
  readonly trust: Trust | null;
  readonly isUnscoped: boolean;
  readonly system: 'all' | null;
}

const NO_SCOPE: Scope = { domainId: null, projectId: null, trust: null, isUnscoped: false, system: null };

/** POST /v3/auth/tokens: who are you, and what do you want a token for? */
export function* issueToken(call: Call): Routine<Answer> {
  const { auth } = call.json;
  if (auth !== undefined && auth !== null) checkAuth(auth);
  const token = yield* authenticate(call, auth);
  const body = yield* renderToken(call.reader, token, call.arg('nocatalog') === null);
  return { status: 201, text: pythonJson(body), headers: [['X-Subject-Token', token.text]] };
}

/** What the schema cannot say (auth/schema.py): a user, project or domain needs an id or a name. */
function checkAuth(auth: Json): void {
  validate('token_issue', auth);
  const at = (...path: readonly string[]): Json | undefined => path.reduce<Json | undefined>((value, name) => (isTable(value) ? value[name] : undefined), auth);
  const places = [['identity', 'password', 'user'], ['identity', 'password', 'user', 'domain'], ['scope', 'project'], ['scope', 'project', 'domain'], ['scope', 'domain']];
  for (const path of places) {
    const value = at(...path);
    if (isTable(value) && value.id === undefined && value.name === undefined) {
      throw new KeystoneError('SchemaValidationError', {}, `Invalid input for field ${path.join('/')}: id or name must be present.`);
    }
  }
}

function* authenticate(call: Call, auth: Json | undefined): Routine<Token> {
  if (!isTable(auth) || Object.keys(auth).length === 0) throw missing('auth', 'request body');
  const identity = auth.identity as Table;
  const methods = [...new Set(identity.methods as readonly string[])];
  checkMethods(call, identity, methods);
  const scope = yield* readScope(call, auth, methods);
  const who = yield* identify(call, identity, methods);
  const chosen = yield* defaultScope(call, scope, who.userId);
  yield* requireRules(call, who);
  return yield* issue(call, who, chosen, identity);
}

function checkMethods(call: Call, identity: Table, methods: readonly string[]): void {
  for (const method of methods) if (identity[method] === undefined) throw missing(method, 'identity');
  const allowed = call.app.config.get('auth', 'methods') as readonly string[];
  if (!methods.every((method) => allowed.includes(method) && AUTH_METHODS[method] !== undefined)) throw new KeystoneError('AuthMethodNotSupported');
}

const KINDS = ['project', 'domain', 'unscoped', 'system', 'OS-TRUST:trust'];

function* readScope(call: Call, auth: Table, methods: readonly string[]): Routine<Scope> {
  if (methods.includes('application_credential')) {
    if (auth.scope !== undefined) throw new KeystoneError('ApplicationCredentialAuthError', { detail: 'Application credentials cannot request a scope.' });
    const credential = yield* findCredential(call, (auth.identity as Table).application_credential as Table);
    return { ...NO_SCOPE, projectId: credential.projectId };
  }
  const { scope } = auth;
  if (scope === undefined) return NO_SCOPE;
  const named = KINDS.filter((kind) => (typeof scope === 'string' ? scope.includes(kind) : isTable(scope) && scope[kind] !== undefined));
  if (named.length !== 1) throw missing('system, project, domain, OS-TRUST:trust or unscoped', 'scope');
  const wanted = isTable(scope) ? scope[named[0] ?? ''] as Table : {};
  switch (named[0]) {
    case 'system': return { ...NO_SCOPE, system: 'all' };
    case 'unscoped': return { ...NO_SCOPE, isUnscoped: true };
    case 'project': return { ...NO_SCOPE, projectId: textOf((yield* lookUpProject(call, wanted)).id) };
    case 'domain': return { ...NO_SCOPE, domainId: textOf((yield* lookUpDomain(call, wanted, 'keystone.auth.core')).id) };
    default: return { ...NO_SCOPE, ...yield* lookUpTrust(call, wanted) };
  }
}

function* lookUpTrust(call: Call, wanted: Table): Routine<Pick<Scope, 'trust' | 'projectId'>> {
  if (typeof wanted.id !== 'string' || wanted.id === '') throw missing('trust_id', 'trust');
  const trust = yield* readTrust(call.db, call.reader.nowMs, wanted.id);
  if (trust === null) throw warn(call, 'keystone.api._shared.authentication', notFound('trust', wanted.id));
  if (trust.projectId !== null) yield* lookUpProject(call, { id: trust.projectId });
  return { trust, projectId: trust.projectId };
}

/** Asks each method in turn; all must mean the same user. */
function* identify(call: Call, identity: Table, methods: readonly string[]): Routine<Identified> {
  let found: Identified | null = null;
  for (const method of methods) {
    const ask = AUTH_METHODS[method];
    if (ask === undefined) throw new KeystoneError('AuthMethodNotSupported');
    const next: Identified = yield* ask(call, identity[method] as Table);
    if (found !== null && found.userId !== next.userId) {
      throw unauthorized(`Unable to reconcile identity attribute user_id as it has conflicting values ${next.userId} and ${found.userId}`);
    }
    found = merged(found, { ...next, methods: [method, ...next.methods] });
  }
  if (found === null) throw unauthorized('User not found by auth plugin; authentication failed');
  return found;
}

function merged(first: Identified | null, next: Identified): Identified {
  if (first === null) return next;
  const ends = [first.expiresAtS, next.expiresAtS].filter((end) => end !== null);
  return {
    userId: next.userId, methods: [...new Set([...next.methods, ...first.methods])], expiresAtS: ends.length === 0 ? null : Math.min(...ends),
    auditId: next.auditId ?? first.auditId, credential: next.credential ?? first.credential,
  };
}

/** Without a wish, the user's default project, if it can be used. */
function* defaultScope(call: Call, scope: Scope, userId: string): Routine<Scope> {
  if (scope.system !== null || scope.domainId !== null || scope.projectId !== null || scope.trust !== null || scope.isUnscoped) return scope;
  const user = yield* call.reader.findUser(userId);
  if (user === null) throw warn(call, 'keystone.api._shared.authentication', notFound('user', userId));
  const projectId = user.defaultProjectId;
  const project = projectId === null ? null : yield* call.reader.project(projectId);
  if (project?.enabled !== true || typeof project.domain_id !== 'string') return scope;
  if ((yield* call.reader.project(project.domain_id))?.enabled !== true) return scope;
  const roles = yield* effectiveRoleIds(call.db, { userId, projectId });
  return roles.length === 0 ? scope : { ...scope, projectId };
}

/** Rules of several factors: one of the user's rules must be met by the methods used. */
function* requireRules(call: Call, { userId, methods }: Identified): Routine<void> {
  const { options } = yield* call.reader.user(userId);
  const rules = (Array.isArray(options.multi_factor_auth_rules) ? options.multi_factor_auth_rules : []) as readonly (readonly string[])[];
  if (rules.length === 0 || options.multi_factor_auth_enabled === false) return;
  const allowed = call.app.config.get('auth', 'methods') as readonly string[];
  const isMet = rules.some((rule) => rule.filter((method) => allowed.includes(method)).every((method) => methods.includes(method)));
  if (!isMet) throw new KeystoneError('InsufficientAuthMethods', { user_id: userId, methods: `[${methods.join(',')}]` });
}

function* issue(call: Call, who: Identified, scope: Scope, identity: Table): Routine<Token> {
  const { app, reader } = call;
  const { trust } = scope;
  const nowS = Math.floor(reader.nowMs / 1000);
  const credential = methodsHave(identity, 'application_credential') ? who.credential : null;
  const expiresAtS = endOf(who.expiresAtS ?? nowS + app.config.number('token', 'expiration'), credential);
  const payload = {
    userId: who.userId, methods: who.methods, system: scope.system, domainId: scope.domainId, projectId: scope.projectId, trustId: trust?.id ?? null,
    federatedGroupIds: null, identityProviderId: null, protocolId: null, accessTokenId: null, appCredId: credential?.id ?? null,
    expiresAtS, auditIds: [app.tokens.newAuditId(), ...who.auditId === null ? [] : [who.auditId]],
  };
  yield* reader.user(who.userId);
  const text = app.tokens.create(payload);
  const token = yield* mint(reader, text, { ...payload, issuedAtS: nowS });
  if (trust !== null) yield* consume(call, trust);
  return token;
}

const methodsHave = (identity: Table, method: string): boolean => (identity.methods as readonly string[]).includes(method);

/** A token of an application credential does not outlive it. */
const endOf = (expiresAtS: number, credential: AppCredential | null): number =>
  (credential?.expiresMs === null || credential === null ? expiresAtS : Math.min(expiresAtS, Math.floor(credential.expiresMs / 1000)));

/** A trust for a number of uses has one less. */
function* consume(call: Call, trust: Trust): Routine<void> {
  if (trust.remainingUses === null) return;
  if (trust.remainingUses <= 0) throw new KeystoneError('TrustUseLimitReached', { trust_id: trust.id });
  yield* call.db.run(`UPDATE trust SET remaining_uses = ${trust.remainingUses - 1} WHERE id = '${trust.id}'`);
}

