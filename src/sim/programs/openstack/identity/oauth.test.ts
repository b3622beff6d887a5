import { expect, test } from 'vitest';
import { runOpenstack } from './fake-cloud.testing.ts';
import { oauthHeader } from './oauth.ts';

const STAMP = { nonce: '123', seconds: 1_795_000_000 };
const START = 'OAuth oauth_nonce="123", oauth_timestamp="1795000000", oauth_version="1.0", oauth_signature_method="HMAC-SHA1", ';

test('signatures are those of oauthlib', () => {
  const access = { consumerKey: 'ck!', consumerSecret: 'cs &', tokenKey: 'rk', tokenSecret: 'rs', verifier: 'v~1' };
  expect(oauthHeader('http://controller:5000/v3/OS-OAUTH1/access_token', access, STAMP)).toBe(
    `${START}oauth_consumer_key="ck%21", oauth_token="rk", oauth_verifier="v~1", oauth_signature="DPIOW98AxBHr%2Bw4YC7brj6IHEsY%3D"`);
  const request = { consumerKey: 'ck', consumerSecret: 'cs', callback: 'oob' };
  expect(oauthHeader('http://controller:5000/v3/OS-OAUTH1/request_token', request, STAMP)).toBe(
    `${START}oauth_consumer_key="ck", oauth_callback="oob", oauth_signature="XcKfsqg1TsUcU%2F8dnUbZFyuUlhY%3D"`);
});

test('a request token is authorized for roles', () => {
  const answers = {
    'GET /roles/member': { role: { id: 'r', name: 'member' } }, 'PUT /OS-OAUTH1/authorize/key': { token: { oauth_verifier: 'abc' } },
  };
  const { stdout, asked } = runOpenstack('request token authorize --request-key key --role member -f value'.split(' '), answers);
  expect(asked.at(-1)).toBe('PUT /OS-OAUTH1/authorize/key {"roles": [{"id": "r"}]}');
  expect(stdout).toBe('abc\n');
});
