import { toBase64 } from '../../../../base/base64.ts';
import { toBytes } from '../../../../base/bytes.ts';
import { sha1 } from '../../../host/digest.ts';
import { percent } from '../http/url.ts';

/** Keys and secrets of an OAuth 1.0 request; those of a token where there is one. */
export interface OauthKeys {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly tokenKey?: string;
  readonly tokenSecret?: string;
  readonly callback?: string;
  readonly verifier?: string;
}

/** When, and a text never used before. */
export interface OauthStamp {
  readonly nonce: string;
  readonly seconds: number;
}

/** The Authorization header of a POST to `url`, signed with HMAC-SHA1 (RFC 5849, in oauthlib's order). */
export function oauthHeader(url: string, keys: OauthKeys, { nonce, seconds }: OauthStamp): string {
  const given: readonly (readonly [string, string | undefined])[] = [
    ['oauth_nonce', nonce], ['oauth_timestamp', String(seconds)], ['oauth_version', '1.0'], ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_consumer_key', keys.consumerKey], ['oauth_token', keys.tokenKey], ['oauth_callback', keys.callback], ['oauth_verifier', keys.verifier],
  ];
  const parameters = given.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const normal = parameters.map(([key, value]) => `${escape(key)}=${escape(value)}`).sort().join('&');
  const base = `POST&${escape(url)}&${escape(normal)}`;
  const signature = hmacSha1(`${escape(keys.consumerSecret)}&${escape(keys.tokenSecret ?? '')}`, base);
  return `OAuth ${[...parameters, ['oauth_signature', signature] as const].map(([key, value]) => `${escape(key)}="${escape(value)}"`).join(', ')}`;
}

const escape = (text: string): string => text.replaceAll(/[^\w.~-]/gu, percent);

/** HMAC (RFC 2104) with SHA-1, as base64. */
export function hmacSha1(key: string, message: string): string {
  const long = toBytes(key);
  const short = long.length > 64 ? digest(long) : long;
  const pad = (byte: number): Uint8Array => Uint8Array.from({ length: 64 }, (_, index) => (short[index] ?? 0) ^ byte);
  return toBase64(digest(joined(pad(0x5c), digest(joined(pad(0x36), toBytes(message))))));
}

const digest = (bytes: Uint8Array): Uint8Array => Uint8Array.from((sha1(bytes).match(/../g) ?? []).map((pair) => parseInt(pair, 16)));

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => Uint8Array.from([...a, ...b]);
