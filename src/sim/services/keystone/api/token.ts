import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { effectiveRoleIds, impliedBy, systemRoleIds } from '../store/assignments.ts';
import { readCatalog } from '../store/catalog.ts';
import { type Ref, textOf } from '../store/model.ts';
import { isRevoked } from '../store/revocations.ts';
import { findRole, type RoleBook } from '../store/roles.ts';
import { isoTime, plainTime } from '../store/times.ts';
import { readTrust, readTrustChain, type Trust } from '../store/trusts.ts';
import { passwordExpiry, type User } from '../store/users.ts';
import { type AppCredential, readAppCredential } from '../store/application-credentials.ts';
import { KeystoneError } from '../exceptions.ts';
import type { OpenedToken } from '../tokens/provider.ts';
import { forbidden, found, tokenNotFound, unauthorized } from './faults.ts';
import type { Reader } from './reader.ts';

interface Role {
  readonly id: string;
  readonly name: string;
  /** The rest of the role, which only tokens of trusts show. */
  readonly more?: Ref;
}

/** A token and all that it stands for now (keystone.models.token_model). */
export interface Token {
  readonly text: string;
  readonly payload: OpenedToken;
  readonly user: User;
  readonly userDomain: Ref;
  /** In whose name it acts: its user, or the trustor who is impersonated. */
  readonly actor: User;
  readonly project: Ref | null;
  readonly projectDomain: Ref | null;
  readonly domain: Ref | null;
  readonly roles: readonly Role[];
  readonly trust: Trust | null;
  readonly trustor: User | null;
  readonly appCredential: AppCredential | null;
  /** Who asks, as policies see it. */
  credentials(): Readonly<Record<string, Json>>;
}

/**
 * Validates a token: its key, its age, whether all that it stands for still exists and is enabled, and revocations. 404 in
 * most ways that it can fail (keystone.token.provider, validate_token).
 */
export function* validateToken(reader: Reader, text: string | null, options: { windowS?: number; rulesSupport?: string | null } = {}): Routine<Token> {
  if (text === null || text === '') throw tokenNotFound('No token in the request');
  const payload = reader.app.tokens.open(text);
  if (payload === null) throw tokenNotFound('Could not recognize Fernet token');
  const token = yield* hidden(text, () => mint(reader, text, payload));
  if (reader.nowMs / 1000 >= payload.expiresAtS + (options.windowS ?? 0)) throw tokenNotFound('Failed to validate token');
  if (yield* isRevoked(reader.app.db, token)) throw tokenNotFound('Failed to validate token');
  const rules = token.appCredential?.accessRules ?? null;
  if (rules !== null && Number(options.rulesSupport ?? 0) < 1) throw tokenNotFound('Failed to validate token');
  return token;
}

/** A 401 while a token is looked at is a token that cannot be found. */
function* hidden(text: string, work: () => Routine<Token>): Routine<Token> {
  try {
    return yield* work();
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 401) throw tokenNotFound(`Could not find token: ${text}.`);
    throw error;
  }
}

/** Reads what a payload stands for, and refuses what is disabled or without roles (TokenModel.mint). */
export function* mint(reader: Reader, text: string, payload: OpenedToken): Routine<Token> {
  const { db } = reader.app;
  const project = payload.projectId === null ? null : found('project', payload.projectId, yield* reader.project(payload.projectId));
  if (project !== null && project.enabled !== true) throw gone('ProjectNotFound', 'project', project.id);
  const projectDomain = project === null || typeof project.domain_id !== 'string' ? null : yield* reader.domain(project.domain_id);
  if (projectDomain !== null && projectDomain.enabled !== true) throw gone('DomainNotFound', 'domain', projectDomain.id);
  const user = yield* reader.user(payload.userId);
  const trust = payload.trustId === null ? null : found('trust', payload.trustId, yield* readTrust(db, reader.nowMs, payload.trustId));
  const trustor = trust === null ? null : yield* checkTrust(reader, trust, payload.userId);
  const userDomain = yield* reader.domain(user.domainId);
  if (userDomain.enabled !== true) throw gone('DomainNotFound', 'domain', userDomain.id);
  const appCredential = payload.appCredId === null ? null : found('application_credential', payload.appCredId, yield* readAppCredential(db, payload.appCredId));
  const domain = payload.domainId === null ? null : yield* reader.domain(payload.domainId);
  const actor = trust?.impersonation === true && trustor !== null ? trustor : user;
  const facts = { text, payload, user, userDomain, actor, project, projectDomain, domain, trust, trustor, appCredential };
  const roles = yield* rolesOf(reader, facts);
  const scope = payload.system !== null ? 'the system' : domain !== null ? `domain ${payload.domainId ?? ''}` : project !== null ? `project ${payload.projectId ?? ''}` : null;
  if (scope !== null && roles.length === 0) throw unauthorized(`User ${user.id} has no access to ${scope}`);
  return { ...facts, roles, credentials: () => credentialsOf({ ...facts, roles }) };
}

const gone = (name: 'ProjectNotFound' | 'DomainNotFound', what: string, id: Json | undefined): KeystoneError =>
  new KeystoneError(name, {}, `Unable to validate token because ${what} ${textOf(id)} is disabled`);

/** A trust is good while it is used by its trustee, and both are enabled; answers the trustor. */
function* checkTrust(reader: Reader, trust: Trust, userId: string): Routine<User> {
  if (userId !== trust.trusteeId) throw forbidden('User is not a trustee.');
  const trustor = yield* reader.user(trust.trustorId);
  if ((yield* reader.domain(trustor.domainId)).enabled !== true) throw tokenNotFound('Trustor domain is disabled.');
  const trustee = yield* reader.user(trust.trusteeId);
  if ((yield* reader.domain(trustee.domainId)).enabled !== true) throw tokenNotFound('Trustee domain is disabled.');
  if (!trustor.isEnabled) throw forbidden('Trustor is disabled.');
  return trustor;
}

type Facts = Omit<Token, 'roles' | 'credentials'>;

function* rolesOf(reader: Reader, { payload, trust, appCredential }: Facts): Routine<Role[]> {
  const { db } = reader.app;
  const { system, domainId, projectId, userId } = payload;
  if (system === null && domainId === null && projectId === null && trust === null) return [];
  const book = yield* reader.book();
  const role = (id: string): Role => ({ id, name: book.names.get(id)?.name ?? '' });
  if (system !== null) return (yield* systemRoleIds(db, userId, book)).map(role);
  if (trust !== null) return (yield* trustRoles(reader, trust, book));
  if (domainId !== null) return (yield* effectiveRoleIds(db, { userId, domainId }, book)).map(role);
  const ids = yield* effectiveRoleIds(db, { userId, projectId }, book);
  return (appCredential === null ? ids : appCredential.roleIds.filter((id) => ids.includes(id))).map(role);
}

/** The roles that a trust hands on: 403 when the first trustor has lost one of them. */
function* trustRoles(reader: Reader, trust: Trust, book: RoleBook): Routine<Role[]> {
  const chain = yield* readTrustChain(reader.app.db, trust);
  const held = yield* effectiveRoleIds(reader.app.db, { userId: chain.at(-1)?.trustorId ?? '', projectId: trust.projectId, keepsDomainRoles: true }, book);
  const wanted = impliedBy(trust.roleIds, book);
  if (wanted.some((id) => !held.includes(id))) throw forbidden('Trustee has no delegated roles.');
  const roles: Role[] = [];
  for (const id of wanted.filter((each) => book.names.get(each)?.domainId === null)) {
    roles.push({ id, name: book.names.get(id)?.name ?? '', more: (yield* findRole(reader.app.db, id)) ?? {} });
  }
  return roles;
}

function credentialsOf({ payload, actor: user, userDomain, project, projectDomain, domain, roles, trust }: Omit<Token, 'credentials'>): Record<string, Json> {
  return {
    user_id: user.id, user_domain_id: user.domainId, system_scope: payload.system, domain_id: payload.domainId, project_id: payload.projectId,
    project_domain_id: (projectDomain?.id ?? null), roles: roles.map(({ name }) => name), is_admin: false, is_admin_project: true,
    trust_id: trust?.id ?? null, trustor_id: trust?.trustorId ?? null, trustee_id: trust?.trusteeId ?? null,
    token: {
      user: { id: user.id, domain: named(userDomain) }, ...domain === null ? {} : { domain: named(domain) },
      ...project === null ? {} : { project: { id: project.id ?? null, domain: named(projectDomain) } },
    },
  };
}

const named = (ref: Ref | null): Json => ({ id: ref?.id ?? null, name: ref?.name ?? null });

/** Whether a token came by other ways than its user's own login. */
export function isDelegated(token: Token): boolean {
  const { methods } = token.payload;
  return methods.length === 0 || methods.some((method) => !PRIMARY_METHODS.includes(method));
}

const PRIMARY_METHODS = ['external', 'kerberos', 'mapped', 'openid', 'password', 'saml2', 'token', 'totp', 'x509'];

/** A token as POST and GET /v3/auth/tokens show it (keystone.common.render_token). */
export function* renderToken(reader: Reader, token: Token, hasCatalog: boolean): Routine<Json> {
  const { payload, user, userDomain, trust, actor: shown } = token;
  const shownDomain = shown === user ? userDomain : yield* reader.domain(shown.domainId);
  const isScoped = scopeOf(token) !== null;
  const providers = yield* reader.app.db.rows('SELECT id, auth_url, sp_url FROM service_provider WHERE enabled = 1');
  return { token: {
    methods: [...payload.methods], user: renderUser(shown, shownDomain), audit_ids: [...payload.auditIds],
    expires_at: isoTime(payload.expiresAtS * 1000), issued_at: isoTime(payload.issuedAtS * 1000), ...renderScope(token),
    ...hasCatalog && isScoped ? { catalog: yield* readCatalog(reader.app, trust?.trustorId ?? user.id, payload.projectId) } : {},
    ...providers.length === 0 ? {} : { service_providers: providers.map(({ auth_url, id, sp_url }) => ({ auth_url: auth_url ?? null, id: id ?? null, sp_url: sp_url ?? null })) },
    ...renderAppCredential(token),
  } };
}

function renderUser(user: User, domain: Ref): Json {
  const expiry = passwordExpiry(user);
  return { domain: named(domain), id: user.id, name: user.name, password_expires_at: expiry === null ? null : plainTime(expiry) };
}

/** `system`, `domain`, `project`, or null for an unscoped token. */
export function scopeOf({ payload }: Token): 'system' | 'domain' | 'project' | null {
  if (payload.system !== null) return 'system';
  return payload.domainId !== null ? 'domain' : payload.projectId !== null || payload.trustId !== null ? 'project' : null;
}

function renderScope(token: Token): Readonly<Record<string, Json>> {
  const { project, projectDomain, domain, trust } = token;
  const roles = token.roles.map(({ id, name, more }) => (more === undefined ? { id, name } : more as Json));
  if (token.payload.system !== null) return { roles, system: { all: true } };
  if (domain !== null) return { domain: named(domain), roles };
  if (project === null) return {};
  const shown = { domain: named(projectDomain), id: project.id ?? null, name: project.name ?? null };
  if (trust === null) return { project: shown, is_domain: project.is_domain === true, roles };
  const { id, trustorId, trusteeId, impersonation } = trust;
  return { 'OS-TRUST:trust': { id, trustor_user: { id: trustorId }, trustee_user: { id: trusteeId }, impersonation }, project: shown, roles };
}

function renderAppCredential({ appCredential }: Token): Readonly<Record<string, Json>> {
  if (appCredential === null) return {};
  const { id, name, isUnrestricted, accessRules } = appCredential;
  return { application_credential: { id, name, restricted: !isUnrestricted, ...accessRules === null ? {} : { access_rules: accessRules } } };
}
