import { expect, test } from 'vitest';
import type { Json } from '../../../../base/json.ts';
import { allFlaws, type SchemaName, validate } from './schema.ts';

const refusal = (name: SchemaName, value: Json): string => {
  try {
    validate(name, value);
    return 'fine';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

test('what fits passes', () => {
  expect(refusal('user_create', { name: 'glance', domain_id: 'default', password: 'x', email: 'a@b' })).toBe('fine');
  expect(refusal('trust_create', { trustor_user_id: 'a', trustee_user_id: 'b', impersonation: true, roles: [{ name: 'member' }] })).toBe('fine');
});

// As the real keystone 22 answers.
test('a flaw is told as jsonschema tells it', () => {
  expect(refusal('user_create', { name: '' })).toBe("Invalid input for field 'name': '' is too short\n\nFailed validating 'minLength' in schema['properties']['name']:\n"
    + "    {'maxLength': 255,\n     'minLength': 1,\n     'pattern': '[\\\\S]+',\n     'type': 'string'}\n\nOn instance['name']:\n    ''");
  expect(refusal('credential_update', { foo: 'x' })).toBe("Additional properties are not allowed ('foo' was unexpected)\n\nFailed validating 'additionalProperties' in schema:\n"
    + "    {'additionalProperties': False,\n     'properties': {'blob': {'type': 'string'}},\n     'required': ['blob'],\n     'type': 'object'}\n\nOn instance:\n    {'foo': 'x'}");
  expect(refusal('project_tags_update', ['a', 'a']).split('\n')[0]).toBe("['a', 'a'] has non-unique elements");
  expect(refusal('group_create', null).split('\n')[0]).toBe("None is not of type 'object'");
  expect(refusal('token_issue', { identity: { methods: 'password' } }).split('\n')[0]).toBe("Invalid input for field 'identity/methods': 'password' is not of type 'array'");
});

test('a mapping tells all its flaws', () => {
  expect(allFlaws('mapping', { rules: [] })).toBe('[] is too short\n');
  expect(allFlaws('mapping', {})).toBe("'rules' is a required property\n");
});
