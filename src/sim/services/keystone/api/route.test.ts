import { expect, test } from 'vitest';
import policies from '../policies.json';
import { findRoute } from './route.ts';
import { ROUTES } from './routes.ts';

test('a path finds its line, the most literal one first', () => {
  const found = (method: string, path: string): unknown => {
    const match = findRoute(ROUTES, method, path);
    return match?.kind === 'found' ? [match.route.pattern, match.params] : match?.allowed ?? null;
  };
  expect(found('GET', '/v3/users/a%20b')).toEqual(['/v3/users/{user_id}', { user_id: 'a b' }]);
  expect(found('GET', '/v3/limits/model')).toEqual(['/v3/limits/model', {}]);
  expect(found('HEAD', '/v3/projects/p/users/u/roles/r')).toEqual(['/v3/projects/{project_id}/users/{user_id}/roles/{role_id}', { project_id: 'p', user_id: 'u', role_id: 'r' }]);
  expect(found('PUT', '/v3/auth/tokens')).toEqual(['OPTIONS', 'GET', 'HEAD', 'DELETE', 'POST']);
  expect(found('GET', '/v3/nope')).toBe(null);
  expect(found('GET', '/v3/users/')).toBe(null);
});

test('a method that only members have is no plain refusal', () => {
  expect(findRoute(ROUTES, 'DELETE', '/v3/users')?.kind).toBe('shape');
});

test('every line asks a policy that there is, and no line stands twice', () => {
  const known = new Set(policies.map(({ rule }) => rule));
  expect(ROUTES.filter(({ policy }) => policy !== null && !known.has(policy)).map(({ policy }) => policy)).toEqual([]);
  const lines = ROUTES.map(({ method, pattern }) => `${method} ${pattern}`);
  expect(lines.filter((line, at) => lines.indexOf(line) !== at)).toEqual([]);
});
