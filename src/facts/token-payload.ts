// What is inside a Fernet token: the versions of keystone/token/token_formatters.py.
import { fromUrlSafe, toUrlSafe } from '../base/fernet.ts';
import { pack, unpack, type Packed } from '../base/msgpack.ts';

/** Who a token stands for and what it is good for. Missing things are null. */
export interface TokenPayload {
  readonly userId: string;
  /** In the order of the request, e.g. `['password']`. */
  readonly methods: readonly string[];
  /** `all` for a token of the whole system. */
  readonly system: string | null;
  readonly domainId: string | null;
  readonly projectId: string | null;
  readonly trustId: string | null;
  readonly federatedGroupIds: readonly string[] | null;
  readonly identityProviderId: string | null;
  readonly protocolId: string | null;
  readonly accessTokenId: string | null;
  readonly appCredId: string | null;
  /** Seconds since the epoch. */
  readonly expiresAtS: number;
  /** 22 URL-safe letters each. */
  readonly auditIds: readonly string[];
}

const isHex = (text: string): boolean => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text);

/** An id that is a UUID goes as 16 bytes; any other as it is. */
function packId(id: string): readonly [boolean, unknown] {
  if (!isHex(id)) return [false, id];
  return [true, Uint8Array.from(id.replaceAll('-', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))];
}

function readId(item: Packed | undefined): string {
  const [isBytes, value] = Array.isArray(item) ? item as readonly Packed[] : [];
  if (isBytes === true && value instanceof Uint8Array) return [...value].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return typeof value === 'string' ? value : '';
}

/** The bit of each method in `[auth] methods`. */
const packMethods = (methods: readonly string[], known: readonly string[]): number =>
  known.reduce((sum, method, index) => sum + (methods.includes(method) ? 2 ** index : 0), 0);
const readMethods = (sum: number, known: readonly string[]): string[] =>
  known.map((method, index) => ({ method, bit: 2 ** index })).filter(({ bit }) => Math.floor(sum / bit) % 2 === 1).reverse().map(({ method }) => method);

/** What a version packs besides user, methods, expiry and audit ids: before those two, and after them. */
interface Layout {
  readonly version: number;
  readonly fits: (payload: TokenPayload) => boolean;
  readonly before: readonly Part[];
  readonly after: readonly Part[];
}

interface Part {
  readonly write: (payload: TokenPayload) => unknown;
  readonly read: (item: Packed | undefined) => Partial<TokenPayload>;
}

type IdField = 'domainId' | 'projectId' | 'trustId' | 'identityProviderId' | 'accessTokenId' | 'appCredId';

const id = (field: IdField): Part => ({ write: (payload) => packId(payload[field] ?? ''), read: (item) => ({ [field]: readId(item) }) });
const plain = (field: 'system' | 'protocolId'): Part => ({ write: (payload) => payload[field], read: (item) => ({ [field]: typeof item === 'string' ? item : null }) });
const domain: Part = {
  write: (payload) => (isHex(payload.domainId ?? '') ? packId(payload.domainId ?? '')[1] : payload.domainId),
  read: (item) => ({ domainId: item instanceof Uint8Array ? readId([true, item]) : typeof item === 'string' ? item : null }),
};
const groups: Part = {
  write: (payload) => (payload.federatedGroupIds ?? []).map(packId),
  read: (item) => ({ federatedGroupIds: Array.isArray(item) ? (item as readonly Packed[]).map((each) => readId(each)) : [] }),
};

/** In the order in which keystone looks for the one that fits. */
const LAYOUTS: readonly Layout[] = [
  { version: 7, fits: ({ accessTokenId }) => accessTokenId !== null, before: [id('projectId'), id('accessTokenId')], after: [] },
  { version: 3, fits: ({ trustId }) => trustId !== null, before: [id('projectId')], after: [id('trustId')] },
  { version: 5, fits: ({ federatedGroupIds: f, projectId: p }) => f !== null && p !== null, before: [id('projectId'), groups, id('identityProviderId'), plain('protocolId')], after: [] },
  { version: 6, fits: ({ federatedGroupIds: f, domainId: d }) => f !== null && d !== null, before: [id('domainId'), groups, id('identityProviderId'), plain('protocolId')], after: [] },
  { version: 4, fits: ({ federatedGroupIds: f }) => f !== null, before: [groups, id('identityProviderId'), plain('protocolId')], after: [] },
  { version: 9, fits: ({ appCredId }) => appCredId !== null, before: [id('projectId')], after: [id('appCredId')] },
  { version: 2, fits: ({ projectId }) => projectId !== null, before: [id('projectId')], after: [] },
  { version: 1, fits: ({ domainId }) => domainId !== null, before: [domain], after: [] },
  { version: 8, fits: ({ system }) => system !== null, before: [plain('system')], after: [] },
  { version: 0, fits: () => true, before: [], after: [] },
];

/** The bytes that are encrypted. `known` is `[auth] methods`. */
export function packPayload(payload: TokenPayload, known: readonly string[]): Uint8Array {
  const layout = LAYOUTS.find(({ fits }) => fits(payload)) as Layout;
  const audits = payload.auditIds.map((each) => fromUrlSafe(each) ?? new Uint8Array());
  return pack([
    layout.version, packId(payload.userId), packMethods(payload.methods, known), ...layout.before.map(({ write }) => write(payload)),
    { float: payload.expiresAtS }, audits, ...layout.after.map(({ write }) => write(payload)),
  ]);
}

/** The inverse; null for bytes that are no payload. */
export function readPayload(bytes: Uint8Array, known: readonly string[]): TokenPayload | null {
  const packed = unpack(bytes)?.value;
  if (!Array.isArray(packed)) return null;
  const [version, user, methods, ...rest] = packed as readonly Packed[];
  const layout = LAYOUTS.find((each) => each.version === version);
  if (layout === undefined) return null;
  const { before, after } = layout;
  const [expires, audits] = rest.slice(before.length);
  const fields: Partial<TokenPayload> = Object.fromEntries([...before, ...after].flatMap(({ read }, at) =>
    Object.entries(read(rest[at < before.length ? at : at + 2]))));
  return {
    system: null, domainId: null, projectId: null, trustId: null, federatedGroupIds: null, identityProviderId: null, protocolId: null,
    accessTokenId: null, appCredId: null, ...fields,
    userId: readId(user), methods: readMethods(Number(methods), known), expiresAtS: Number(expires),
    auditIds: Array.isArray(audits) ? (audits as readonly Packed[]).map((each) => (each instanceof Uint8Array ? toUrlSafe(each).replace(/=+$/, '') : '')) : [],
  };
}
