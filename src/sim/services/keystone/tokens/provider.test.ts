import { expect, test } from 'vitest';
import { decrypt, encrypt, splitKey } from '../../../../base/fernet.ts';
import { packPayload, readPayload, type TokenPayload } from '../../../../facts/token-payload.ts';
import { Dice } from '../../../time/dice.ts';
import { newKey, randomBytes } from '../keys/random.ts';

const METHODS = ['external', 'password', 'token', 'oauth1', 'mapped', 'application_credential'];
const NONE: TokenPayload = {
  userId: '012d4cb368334d6ab22bbe6006f85677', methods: ['password'], system: null, domainId: null, projectId: null, trustId: null,
  federatedGroupIds: null, identityProviderId: null, protocolId: null, accessTokenId: null, appCredId: null,
  expiresAtS: 1795162094, auditIds: ['iVbtUx1qSjp3nwSZZDShub'.slice(0, 21) + 'w'],
};
const PROJECT = 'acde18a89deb4ce48d842ce22d84be7f';

test.each<[string, Partial<TokenPayload>]>([
  ['unscoped', {}], ['project', { projectId: PROJECT }], ['domain', { domainId: 'default' }], ['domain with a uuid', { domainId: PROJECT }],
  ['system', { system: 'all' }], ['trust', { projectId: PROJECT, trustId: PROJECT }], ['application credential', { projectId: PROJECT, appCredId: PROJECT, methods: ['application_credential'] }],
  ['two methods', { projectId: PROJECT, methods: ['token', 'password'] }], ['a user that is no uuid', { userId: 'admin-of-ldap' }],
])('a payload there and back: %s', (_, fields) => {
  const payload = { ...NONE, ...fields };
  expect(readPayload(packPayload(payload, METHODS), METHODS)).toEqual(payload);
});

test('the token of a project is as long as the real one, and only its key opens it', () => {
  const dice = new Dice(1);
  const [key, other] = [splitKey(newKey(dice)), splitKey(newKey(dice))];
  if (key === null || other === null) throw new Error('no keys');
  const token = encrypt(key, randomBytes(dice, 16), 1795158494, packPayload({ ...NONE, projectId: PROJECT }, METHODS));
  expect(token.replace(/=+$/, '')).toHaveLength(183);
  expect(token).toMatch(/^gAAAAABq__/);
  expect(decrypt([other, key], token)?.seconds).toBe(1795158494);
  expect(decrypt([other], token)).toBe(null);
});

test('a token that the reference implementation made (github.com/fernet/spec, generate.json)', () => {
  const key = splitKey('cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=');
  const token = 'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==';
  expect(new TextDecoder().decode(decrypt(key === null ? [] : [key], token)?.plain)).toBe('hello');
});
