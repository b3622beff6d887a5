import { expect, test } from 'vitest';
import { runOpenstack } from './fake-cloud.testing.ts';

const USER = { id: 'u2', name: 'bob', domain_id: 'default', enabled: true, options: {}, password_expires_at: null, links: { self: 'x' } };
const NO = { users: [] };

test('a user is created in a domain and a project that are looked up first', () => {
  const answers = {
    'GET /projects?name=service': { projects: [{ id: 'p2', name: 'service' }] },
    'GET /domains/default': { domain: { id: 'default', name: 'Default' } },
    'POST /users': { user: USER },
  };
  const { stdout, asked } = runOpenstack(['user', 'create', '--domain', 'default', '--project', 'service', '--password', 'x', '-c', 'id', '-c', 'name', 'bob'], answers);
  expect(asked).toEqual([
    'GET /projects/service', 'GET /projects?name=service', 'GET /domains/default',
    'POST /users {"user": {"name": "bob", "domain_id": "default", "default_project_id": "p2", "password": "x", "enabled": true, "options": {}}}',
  ]);
  expect(stdout).toBe('+-------+-------+\n| Field | Value |\n+-------+-------+\n| id    | u2    |\n| name  | bob   |\n+-------+-------+\n');
});

test('a password is asked for twice, until both are the same', () => {
  const answers = { 'POST /users': { user: USER } };
  const { stdout, stderr, asked } = runOpenstack(['user', 'create', '--password-prompt', '-f', 'value', '-c', 'id', 'bob'], answers, { typed: ['a', 'b', 'c', 'c'] });
  expect(stderr).toBe('User Password:\nRepeat User Password:\nUser Password:\nRepeat User Password:\n');
  expect(stdout).toBe('The passwords entered were not the same\nu2\n');
  expect(asked).toEqual(['POST /users {"user": {"name": "bob", "password": "c", "enabled": true, "options": {}}}']);
});

test('no terminal, no password to type', () => {
  expect(runOpenstack(['user', 'create', '--password-prompt', 'bob'])).toEqual({
    stdout: '', stderr: 'No terminal detected attempting to read password\n', exit: 1, asked: [],
  });
});

test('--or-show gives the one that is there', () => {
  const answers = { 'POST /users': { status: 409, message: 'Conflict.' }, 'GET /users?name=bob': { users: [USER] } };
  const { stdout, stderr, asked } = runOpenstack(['user', 'create', '--or-show', '-f', 'value', '-c', 'id', 'bob'], answers);
  expect(stdout).toBe('u2\n');
  expect(stderr).toBe('No password was supplied, authentication will fail when a user does not have a password.\n');
  expect(asked.slice(1)).toEqual(['GET /users/bob', 'GET /users?name=bob']);
});

test('each deletion that fails is told, then how many', () => {
  const answers = { 'GET /users?name=nobody': NO, 'GET /users/bob': { user: USER }, 'DELETE /users/u2': null };
  const { stderr, exit, asked } = runOpenstack(['user', 'delete', 'nobody', 'bob'], answers);
  expect(stderr).toBe("Failed to delete user with name or ID 'nobody': No user with a name or ID of 'nobody' exists.\n1 of 2 users failed to delete.\n");
  expect(exit).toBe(1);
  expect(asked).toEqual(['GET /users/nobody', 'GET /users?name=nobody', 'GET /users/bob', 'DELETE /users/u2']);
});

test('users of a project are those who have a role in it, once each', () => {
  const answers = {
    'GET /projects/p1': { project: { id: 'p1', name: 'admin' } },
    'GET /role_assignments?scope.project.id=p1': { role_assignments: [{ user: { id: 'u2' } }, { group: { id: 'g1' } }, { user: { id: 'u2' } }] },
    'GET /users/u2': { user: USER },
  };
  expect(runOpenstack(['user', 'list', '--project', 'p1', '--long', '-f', 'csv'], answers).stdout)
    .toBe('"ID","Name","Project","Domain","Description","Email","Enabled"\n"u2","bob","","default","","",True\n');
});

test('who is no admin finds himself by his token', () => {
  const answers = { 'GET /users/u1': { user: { ...USER, id: 'u1', name: 'admin' } } };
  const { stdout, asked } = runOpenstack(['user', 'show', 'admin', '-f', 'value', '-c', 'id'], answers);
  expect(asked).toEqual(['GET /auth/tokens', 'GET /users/u1']);
  expect(stdout).toBe('u1\n');
});

test('setting a user sends whether he is enabled, changed or not', () => {
  const answers = { 'GET /users?name=bob': { users: [USER] }, 'PATCH /users/u2': { user: USER } };
  const { asked } = runOpenstack(['user', 'set', '--email', 'b@c', 'bob'], answers);
  expect(asked.at(-1)).toBe('PATCH /users/u2 {"user": {"email": "b@c", "enabled": true}}');
});

test.each([
  [['--password', 'x', '--original-password', 'x'], 'Old password and new password must be different.\n'],
  [['--password', '', '--original-password', 'x'],
    'No password was supplied, authentication will fail when a user does not have a password.\nSpecify both the current password and a new password\n'],
])('user password set %j', (words, stderr) => {
  expect(runOpenstack(['user', 'password', 'set', ...words])).toEqual({ stdout: '', stderr, exit: 1, asked: [] });
});

test('a new password of one’s own is sent to one’s own user', () => {
  const { asked, exit } = runOpenstack(['user', 'password', 'set', '--password', 'n', '--original-password', 'o'], { 'POST /users/u1/password': {} });
  expect(exit).toBe(0);
  expect(asked).toEqual(['POST /users/u1/password {"user": {"password": "n", "original_password": "o"}}']);
});
