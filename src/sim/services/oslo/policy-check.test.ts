import { expect, test } from 'vitest';
import type { Json } from '../../../base/json.ts';
import { parseCheck, passes } from './policy-check.ts';
import { parsePolicyFile } from './policy-file.ts';

const RULES: Readonly<Record<string, string>> = { admin_required: 'role:admin or is_admin:1', owner: 'user_id:%(user_id)s', loop: '!' };
const CREDENTIALS = { user_id: 'u1', roles: ['Member', 'reader'], system_scope: 'all', token: { project: { domain: { id: 'd1' } } }, is_admin: false };
const TARGET: Readonly<Record<string, Json>> = { user_id: 'u1', 'target.user.id': 'u2', 'target.domain.id': 'd1', 'target.role.domain_id': null };

const holds = (text: string): boolean => passes(parseCheck(text), TARGET, CREDENTIALS, (name) => parseCheck(RULES[name] ?? '!'));

test.each<[string, boolean]>([
  ['', true], ['@', true], ['!', false], ['role:member', true], ['role:admin', false], ['rule:owner', true], ['rule:admin_required', false], ['rule:nothing', false],
  ['(role:reader and system_scope:all) or user_id:%(target.user.id)s', true], ['role:reader and not system_scope:all', false], ['not rule:admin_required and rule:owner', true],
  ['token.project.domain.id:%(target.domain.id)s', true], ['user_id:%(target.nothing)s', false], ['None:%(target.role.domain_id)s', true], ["'u2':%(target.user.id)s", true],
  ['role:reader and', false], ['role:reader role:member', false], ['nonsense', false], ['is_admin:False', true],
])('%s: %s', (text, wanted) => {
  expect(holds(text)).toBe(wanted);
});

test('policy.yaml: names and rules, quoted or not, comments, continued lines', () => {
  expect(parsePolicyFile('# x\n"identity:list_users": "role:admin"\nidentity:get_user: rule:owner # me\n"a": >\n  role:x or\n  role:y\n\'b\': \'\'\n')).toEqual([
    ['identity:list_users', 'role:admin'], ['identity:get_user', 'rule:owner'], ['a', 'role:x or role:y'], ['b', ''],
  ]);
  expect(parsePolicyFile('{"identity:list_users": ""}')).toEqual([['identity:list_users', '']]);
  expect(parsePolicyFile('just words\n')).toBe(null);
});
