import { beforeAll, describe, expect, it } from 'vitest';
import { TABLES } from '../services/keystone/tables.ts';
import { startEngine } from '../services/mariadb/engine/engine.testing.ts';
import { identityIn } from './identity-tables.ts';
import { ServerTables } from './mariadb-tables.ts';

const engine = startEngine();
const tables = identityIn(new ServerTables(engine.server));

beforeAll(() => {
  expect(engine.run('CREATE DATABASE keystone')).toMatchObject({ kind: 'ok' });
  for (const sql of ['USE keystone', ...TABLES, ...ROWS]) expect(engine.run(sql)).toMatchObject({ kind: 'ok' });
});

/** As after bootstrap, with a user who has no role and a group that has one. */
const ROWS = [
  "INSERT INTO project (id, name, description, enabled, domain_id, is_domain) VALUES ('<<keystone.domain.root>>', '<<keystone.domain.root>>', '', 0, '<<keystone.domain.root>>', 1), "
  + "('default', 'Default', '', 1, '<<keystone.domain.root>>', 1), ('p1', 'admin', 'Bootstrap project.', 1, 'default', 0)",
  "INSERT INTO user (id, enabled, domain_id) VALUES ('u1', 1, 'default'), ('u2', 0, 'default')",
  "INSERT INTO local_user (id, user_id, domain_id, name) VALUES (1, 'u1', 'default', 'admin'), (2, 'u2', 'default', 'old')",
  "INSERT INTO password (local_user_id, password_hash, created_at_int, created_at) VALUES (1, 'first', 1, '2026-11-20'), (1, 'second', 2, '2026-11-20')",
  "INSERT INTO role (id, name) VALUES ('r1', 'admin'), ('r2', 'member')",
  "INSERT INTO implied_role VALUES ('r1', 'r2')",
  "INSERT INTO `group` (id, domain_id, name) VALUES ('g1', 'default', 'staff')",
  "INSERT INTO assignment VALUES ('UserProject', 'u1', 'p1', 'r1', 0), ('GroupDomain', 'g1', 'default', 'r2', 1)",
  "INSERT INTO system_assignment VALUES ('UserSystem', 'u1', 'system', 'r1', 0)",
  "INSERT INTO region (id, description) VALUES ('RegionOne', '')",
  "INSERT INTO service (id, type, enabled, extra) VALUES ('s1', 'identity', 1, '{\"name\": \"keystone\"}')",
  "INSERT INTO endpoint (id, interface, service_id, url, enabled, region_id) VALUES ('e1', 'public', 's1', 'http://controller:5000/v3/', 1, 'RegionOne')",
];

describe('keystone as its tables have it', () => {
  it('gives names in place of ids, and leaves out the domain of domains', () => {
    expect(tables.all()).toEqual({
      domains: [{ id: 'default', name: 'Default', isEnabled: true }],
      users: [{ id: 'u1', name: 'admin', domain: 'Default', isEnabled: true }, { id: 'u2', name: 'old', domain: 'Default', isEnabled: false }],
      projects: [{ id: 'p1', name: 'admin', domain: 'Default', isEnabled: true, description: 'Bootstrap project.' }],
      roles: [{ id: 'r1', name: 'admin', implies: ['member'] }, { id: 'r2', name: 'member', implies: [] }],
      assignments: [
        { role: 'member', actor: 'staff', actorKind: 'group', scope: 'domain', target: 'Default', isInherited: true },
        { role: 'admin', actor: 'admin', actorKind: 'user', scope: 'project', target: 'admin', isInherited: false },
        { role: 'admin', actor: 'admin', actorKind: 'user', scope: 'system', target: 'all', isInherited: false },
      ],
      services: [{ id: 's1', type: 'identity', name: 'keystone', isEnabled: true }],
      endpoints: [{ id: 'e1', service: 'identity', interface: 'public', region: 'RegionOne', url: 'http://controller:5000/v3/', isEnabled: true }],
      regions: ['RegionOne'],
    });
  });

  it('knows the newest password', () => {
    expect(tables.passwordHash('u1')).toBe('second');
    expect(tables.passwordHash('u2')).toBeNull();
  });
});
