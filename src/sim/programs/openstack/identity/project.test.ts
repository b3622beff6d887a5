import { expect, test } from 'vitest';
import { runOpenstack } from './fake-cloud.testing.ts';

const PROJECT = { id: 'p2', name: 'web', domain_id: 'default', description: '', enabled: true, is_domain: false, options: {}, parent_id: 'default', tags: ['a', 'b'], links: {} };
const FOUND = { 'GET /projects/web': { project: PROJECT }, 'PATCH /projects/p2': { project: PROJECT }, 'POST /projects': { project: PROJECT } };

test('properties, tags and parent go with a new project', () => {
  const line = 'project create --parent web --property is_domain=False --property color=red --tag x --tag x --description d new';
  expect(runOpenstack(line.split(' '), FOUND).asked.at(-1)).toBe('POST /projects {"project": {"name": "new", "description": "d", "enabled": true, "options": {}, '
    + '"is_domain": false, "color": "red", "tags": ["x"], "parent_id": "p2"}}');
});

test.each([
  ['--tag c', ['a', 'b', 'c']], ['--remove-tag a', ['b']], ['--clear-tags', []], ['--clear-tags --tag z', ['z']],
])('project set %s', (options, tags) => {
  const { asked } = runOpenstack(['project', 'set', ...options.split(' '), 'web'], FOUND);
  expect(asked.at(-1)).toBe(`PATCH /projects/p2 {"project": {"tags": [${tags.map((tag) => `"${tag}"`).join(', ')}]}}`);
});

test('filters by tag', () => {
  const { asked } = runOpenstack('project list --tags a,b --not-tags-any c'.split(' '), { 'GET /projects?tags=a%2Cb&not-tags-any=c': { projects: [] } });
  expect(asked).toEqual(['GET /projects?tags=a%2Cb&not-tags-any=c']);
});

test('who may not list all projects sees his own', () => {
  const answers = { 'GET /projects': { status: 403, message: 'No.' }, 'GET /users/u1/projects': { projects: [PROJECT] } };
  const { stdout, asked } = runOpenstack('project list -f value'.split(' '), answers);
  expect(stdout).toBe('p2 web\n');
  expect(asked).toEqual(['GET /projects', 'GET /users/u1/projects']);
});

test('without a scope there is no catalogue: one’s projects are asked of where one logs in', () => {
  const answers = { 'GET /users/u1/projects': { projects: [PROJECT] } };
  expect(runOpenstack('project list --my-projects -f value'.split(' '), answers, { isUnscoped: true }).stdout).toBe('p2 web\n');
  expect(runOpenstack(['user', 'list'], {}, { isUnscoped: true }).stderr).toBe('The service catalog is empty.\n');
});

test('but not with a filter', () => {
  const answers = { 'GET /domains/default': { domain: { id: 'default' } }, 'GET /projects?domain_id=default': { status: 403, message: 'No.' } };
  expect(runOpenstack('project list --domain default'.split(' '), answers).stderr).toBe('No. (HTTP 403) (Request-ID: req-1)\n');
});

test.each([
  ['name:desc', 'p3 x\np2 web\n', ''],
  ['domain_id,name', 'p2 web\np3 x\n', ''],
  ['nope', '', "Resource doesn't have field nope\n"],
  ['name:up', '', "'up' is not a valid sort direction for sort key name, use 'asc' or 'desc' instead\n"],
  ['name:', '', "'<empty string>' is not a valid sort direction for sort key name, use 'asc' or 'desc' instead\n"],
  [':asc', '', "'<empty string>'' is not a valid sort key\n"],
])('--sort %s', (sort, stdout, stderr) => {
  const answers = { 'GET /projects': { projects: [PROJECT, { ...PROJECT, id: 'p3', name: 'x' }] } };
  const outcome = runOpenstack(['project', 'list', '-f', 'value', '--sort', sort], answers);
  expect({ stdout: outcome.stdout, stderr: outcome.stderr }).toEqual({ stdout, stderr });
});

test('parents and children are asked for by id', () => {
  const answers = { ...FOUND, 'GET /projects/p2?subtree_as_ids&parents_as_ids': { project: { ...PROJECT, parents: { p1: null }, subtree: null } } };
  const { stdout } = runOpenstack('project show --parents --children web -f value -c parents -c subtree'.split(' '), answers);
  expect(stdout).toBe("{'p1': None}\nNone\n");
});

test('purge: a cloud without servers loses the project alone', () => {
  const { stderr, asked } = runOpenstack('project purge --project web'.split(' '), { ...FOUND, 'DELETE /projects/p2': null });
  expect(stderr).toBe('Deleting project: p2\n');
  expect(asked).toEqual(['GET /projects/web', 'DELETE /projects/p2']);
});
