import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import { sortedFields, text, words, type CommandTable, type Context, type Outcome } from '../command.ts';
import { percent } from '../http/url.ts';
import { findResource, idOf } from './find.ts';
import { KEY_ERROR, Keystone, pick, type Info } from './keystone.ts';
import { PROJECTS, ROLES } from './kinds.ts';
import { oauthHeader, type OauthKeys } from './oauth.ts';
import { domainFilter } from './shared.ts';

/** openstack request token create and authorize, access token create: OAuth 1.0. */
export const oauthTokenCommands: CommandTable = {
  *'request token authorize'(context, values) {
    const keystone = yield* Keystone.of(context);
    const roles: Info[] = [];
    for (const role of words(values, 'role')) roles.push({ id: idOf(yield* findResource(keystone, ROLES, role)) });
    const key = text(values, 'request_key').replaceAll(/[^\w.~/-]/gu, percent);
    return sortedFields(pick(yield* keystone.ask('PUT', `/OS-OAUTH1/authorize/${key}`, { roles }), 'token') as Info);
  },

  *'request token create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const project = idOf(yield* findResource(keystone, PROJECTS, text(values, 'project'), yield* domainFilter(keystone, values)));
    const keys = { consumerKey: text(values, 'consumer_key'), consumerSecret: text(values, 'consumer_secret'), callback: 'oob' };
    return yield* newToken(context, '/OS-OAUTH1/request_token', keys, { 'requested-project-id': project });
  },

  *'access token create'(context, values) {
    const keys = {
      consumerKey: text(values, 'consumer_key'), consumerSecret: text(values, 'consumer_secret'), tokenKey: text(values, 'request_key'),
      tokenSecret: text(values, 'request_secret'), verifier: text(values, 'verifier'),
    };
    return yield* newToken(context, '/OS-OAUTH1/access_token', keys, {});
  },
};

/** Asks for a token with a signed request; keystone answers with a form. */
function* newToken(context: Context, path: string, keys: OauthKeys, headers: Readonly<Record<string, string>>): Routine<Outcome> {
  const { sys, session } = context;
  const url = `${(yield* session.endpoint('identity')).replace(/\/+$/, '')}${path}`;
  const seconds = Math.floor(sys.nowMs() / 1000);
  const nonce = `${BigInt(`0x${sys.dice.hex(16)}`)}${seconds}`;
  const authorization = oauthHeader(url, keys, { nonce, seconds });
  const { body } = yield* (yield* Keystone.of(context)).send('POST', path, { headers: { ...headers, Authorization: authorization } });
  const form = new Map(body.split('&').map((pair) => pair.split('=', 2).map(decoded) as [string, string]));
  const [key, secret, expires] = ['oauth_token', 'oauth_token_secret', 'oauth_expires_at'].map((name) => form.get(name));
  if (key === undefined) throw new ClientError("'oauth_token'", KEY_ERROR);
  return sortedFields({ key, id: key, secret: secret ?? null, ...expires === undefined ? {} : { expires } });
}

const decoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
