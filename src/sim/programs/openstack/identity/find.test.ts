import { expect, test } from 'vitest';
import { runOpenstack } from './fake-cloud.testing.ts';

const FORBIDDEN = { status: 403, message: 'You are not authorized.' };

test('by id, then by name', () => {
  expect(runOpenstack(['role', 'show', 'nope'], { 'GET /roles?name=nope': { roles: [] } })).toEqual({
    stdout: '', stderr: "No role with a name or ID of 'nope' exists.\n", exit: 1, asked: ['GET /roles/nope', 'GET /roles?name=nope'],
  });
});

test('digits are tried as a number, too', () => {
  const { asked } = runOpenstack(['user', 'show', '007'], { 'GET /users?name=007': { users: [] } });
  expect(asked).toEqual(['GET /auth/tokens', 'GET /users/007', 'GET /users/7', 'GET /users?name=007']);
});

test('keystone filters endpoints by no name, so that several are "of that name"', () => {
  const { stderr } = runOpenstack(['endpoint', 'show', 'nope'], { 'GET /endpoints?name=nope': { endpoints: [{ id: 'a' }, { id: 'b' }] } });
  expect(stderr).toBe("More than one endpoint exists with the name 'nope'.\n");
});

test('and the only region is the region of any name', () => {
  const region = { id: 'RegionOne', description: '', parent_region_id: null, links: {} };
  expect(runOpenstack(['region', 'show', 'nope', '-f', 'value'], { 'GET /regions?name=nope': { regions: [region] } }).stdout).toBe('\nNone\nRegionOne\n');
});

test('who may not look for a user gets the answer to a list of all', () => {
  const { stderr, asked } = runOpenstack(['user', 'show', 'eve'], { 'GET /users/eve': FORBIDDEN, 'GET /users?name=eve': FORBIDDEN, 'GET /users': FORBIDDEN });
  expect(stderr).toBe('You are not authorized. (HTTP 403) (Request-ID: req-1)\n');
  expect(asked).toEqual(['GET /auth/tokens', 'GET /users/eve', 'GET /users?name=eve', 'GET /users']);
});

test('a group that may not be looked for is taken for what its name says; it has no links to leave out', () => {
  const answers = { 'GET /groups/g': FORBIDDEN, 'GET /groups?name=g': FORBIDDEN, 'GET /groups': FORBIDDEN };
  expect(runOpenstack(['group', 'show', 'g'], answers).stderr).toBe("'links'\n");
});

test('names are quoted in queries and left to the URL in paths', () => {
  const { asked } = runOpenstack(['domain', 'delete', 'a b/ü'], { 'GET /domains?name=a+b%2F%C3%BC': { domains: [] } });
  expect(asked).toEqual(['GET /domains/a%20b/%C3%BC', 'GET /domains?name=a+b%2F%C3%BC']);
});

test('a service by id, name or type', () => {
  const two = { services: [{ id: 'a', type: 'image' }, { id: 'b', type: 'image' }] };
  const { stderr, asked } = runOpenstack(['service', 'show', 'image'], { 'GET /services?name=image': { services: [] }, 'GET /services?type=image': two });
  expect(stderr).toBe("Multiple service matches found for 'image', use an ID to be more specific.\n");
  expect(asked).toEqual(['GET /services/image', 'GET /services?name=image', 'GET /services?type=image']);
});

test('an answer that is no JSON', () => {
  expect(runOpenstack(['user', 'list'], { 'GET /users': null }).stderr).toBe("'NoneType' object is not subscriptable\n");
  expect(runOpenstack(['user', 'list'], { 'GET /users': {} }).stderr).toBe("'users'\n");
});
