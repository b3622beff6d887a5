// What a Fernet token says, which key file opens it, and whether keystone would accept it now.
import { decrypt, splitKey } from '../base/fernet.ts';
import { parseIni } from '../base/ini.ts';
import type { TokenReport } from '../lab/identity.ts';
import { rolesOn, withImplied } from './cloud-login.ts';
import type { IdentityTables } from './identity-tables.ts';
import { readPayload, type TokenPayload } from './token-payload.ts';

/** `[auth] methods` when keystone.conf does not say otherwise: each has a bit in a token. */
const METHODS = ['external', 'password', 'token', 'oauth1', 'mapped', 'application_credential'];

/** A key repository as it is; `keys`: what is in it, by file name. */
export interface KeyFolder {
  readonly isThere: boolean;
  /** Whether the user keystone may look into it. */
  readonly isReadable: boolean;
  readonly keys: ReadonlyMap<string, string>;
}

/** Where keystone keeps its keys, by the text of keystone.conf. */
export const keyRepositoryOf = (conf: string): string => (optionOf(conf, 'fernet_tokens', 'key_repository') ?? '/etc/keystone/fernet-keys').replace(/\/+$/, '');

const optionOf = (conf: string, section: string, key: string): string | null =>
  parseIni(conf).entries.findLast((each) => each.section === section && each.key === key)?.value ?? null;

/** What is known when a token is looked at. */
export interface TokenFacts {
  readonly tables: IdentityTables;
  /** keystone.conf. */
  readonly conf: string;
  readonly folder: KeyFolder;
  readonly nowMs: number;
  /** `2026-11-20 08:28:14` (UTC), as MariaDB writes a time. */
  readonly written: (seconds: number) => string;
}

export function reportOn(token: string, { tables, conf, folder, nowMs, written }: TokenFacts): TokenReport {
  const keyRepository = keyRepositoryOf(conf);
  const methods = optionOf(conf, 'auth', 'methods')?.split(',').map((each) => each.trim()) ?? METHODS;
  const blank: TokenReport = {
    isValid: false, refusal: null, keyFile: null, keyRole: null, keyRepository, user: null, scope: null, roles: [], methods: [],
    issuedMs: null, expiresMs: null, nowMs, auditIds: [],
  };
  const opened = openWith(folder, keyRepository, token);
  if ('refusal' in opened) return { ...blank, ...opened };
  const payload = readPayload(opened.plain, methods);
  if (payload === null) return { ...blank, refusal: 'It was signed with a key of this keystone, but what is inside is no token' };
  const said = { ...describe(tables, payload), issuedMs: opened.seconds * 1000, expiresMs: payload.expiresAtS * 1000, keyFile: opened.keyFile, keyRole: opened.keyRole };
  const refusal = refusalOf(tables, payload, said.roles, written(opened.seconds), nowMs);
  return { ...blank, ...said, isValid: refusal === null, refusal };
}

type Opened = { readonly plain: Uint8Array; readonly seconds: number; readonly keyFile: string; readonly keyRole: NonNullable<TokenReport['keyRole']> };

function openWith({ isThere, isReadable, keys }: KeyFolder, folder: string, token: string): Opened | { readonly refusal: string; readonly why?: string } {
  if (!/^[\w-]+=*$/.test(token)) return { refusal: 'This is no token', why: 'A Fernet token is one long word of letters, digits, `-` and `_`.' };
  if (!token.startsWith('gAAAA')) return { refusal: 'This is no Fernet token', why: 'Every Fernet token begins with `gAAAA`: its version, and the first bytes of the time.' };
  if (!isThere) return { refusal: 'Keystone has no keys', why: `There is no \`${folder}\`: \`keystone-manage fernet_setup\` makes it.` };
  const numbers = [...keys.keys()].filter((name) => /^\d+$/.test(name)).map(Number).sort((a, b) => b - a);
  if (numbers.length === 0) return { refusal: 'Keystone has no keys', why: `\`${folder}\` is empty.` };
  if (!isReadable) return { refusal: 'Keystone may not read its keys', why: `The user \`keystone\` is kept out of \`${folder}\`.` };
  for (const number of numbers) {
    const key = splitKey(keys.get(String(number)) ?? '');
    const opened = key === null ? null : decrypt([key], token);
    if (opened === null) continue;
    const keyRole = number === numbers[0] ? 'primary' : number === 0 ? 'staged' : 'secondary';
    return { ...opened, keyFile: `${folder}/${number}`, keyRole };
  }
  return { refusal: 'None of the keys opens it', why: 'It was signed with a key that is gone, by another keystone, or a letter of it is missing.' };
}

type Described = Pick<TokenReport, 'user' | 'scope' | 'roles' | 'methods' | 'auditIds'>;

function describe(tables: IdentityTables, payload: TokenPayload): Described {
  const user = tables.users().find(({ id }) => id === payload.userId);
  const project = tables.projects().find(({ id }) => id === payload.projectId);
  const domain = tables.domains().find(({ id }) => id === payload.domainId);
  const scope: NonNullable<TokenReport['scope']> = payload.trustId !== null ? { kind: 'trust', id: payload.trustId, name: project?.name ?? null }
    : payload.projectId !== null ? { kind: 'project', id: payload.projectId, name: project?.name ?? null }
      : payload.domainId !== null ? { kind: 'domain', id: payload.domainId, name: domain?.name ?? null }
        : payload.system !== null ? { kind: 'system', id: null, name: payload.system } : { kind: 'unscoped', id: null, name: null };
  return {
    user: { id: payload.userId, name: user?.name ?? null, domain: user?.domain ?? null }, scope,
    roles: user === undefined ? [] : rolesIn(tables, user.name, scope), methods: payload.methods, auditIds: payload.auditIds,
  };
}

function rolesIn(tables: IdentityTables, user: string, scope: NonNullable<TokenReport['scope']>): string[] {
  if (scope.kind === 'project' && scope.name !== null) return rolesOn(tables, user, scope.name);
  const mine = tables.assignments().filter((each) => each.actor === user && each.actorKind === 'user' && each.scope === scope.kind && (scope.kind === 'system' || each.target === scope.name));
  return withImplied(tables, mine.map(({ role }) => role));
}

/** Why keystone answers 404 to a token that a key opened; null when it accepts it. */
function refusalOf(tables: IdentityTables, payload: TokenPayload, roles: readonly string[], issued: string, nowMs: number): string | null {
  if (payload.expiresAtS * 1000 <= nowMs) return 'It has expired';
  const user = tables.users().find(({ id }) => id === payload.userId);
  if (user === undefined) return 'Its user does not exist any more';
  if (!user.isEnabled) return `Its user \`${user.name}\` is disabled`;
  const project = tables.projects().find(({ id }) => id === payload.projectId);
  if (payload.projectId !== null && project === undefined) return 'Its project does not exist any more';
  if (project?.isEnabled === false) return `Its project \`${project.name}\` is disabled`;
  if (isRevoked(tables, payload, issued)) return 'It was revoked';
  return roles.length === 0 && (payload.projectId ?? payload.domainId ?? payload.system) !== null ? 'Its user has no role there any more' : null;
}

/** Whether a row of revocation_event fits: every field that it names must agree. */
function isRevoked(tables: IdentityTables, payload: TokenPayload, issued: string): boolean {
  const fits = (wanted: string | null | undefined, mine: string | null): boolean => wanted === null || wanted === undefined || wanted === mine;
  return tables.rows('revocation_event').some((row) => fits(row.user_id, payload.userId) && fits(row.project_id, payload.projectId)
    && fits(row.domain_id, payload.domainId) && fits(row.trust_id, payload.trustId) && fits(row.audit_id, payload.auditIds[0] ?? null)
    && fits(row.audit_chain_id, payload.auditIds.at(-1) ?? null) && (row.role_id ?? null) === null && (row.issued_before ?? '') >= issued);
}
