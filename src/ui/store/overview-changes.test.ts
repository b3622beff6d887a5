import { expect, test } from 'vitest';
import type { Overview } from '../../lab/probe.ts';
import { changedRows } from './overview-changes.ts';

const bare: Overview = {
  host: 'controller', address: '10.0.0.11',
  units: [{ name: 'mariadb.service', active: 'inactive', sub: 'dead', isEnabled: false }],
  listeners: [{ address: '0.0.0.0', port: 22, protocol: 'tcp', program: 'sshd' }],
  databases: [{ name: 'mysql', tables: 31 }],
  accounts: [{ user: 'root', host: 'localhost', grants: ['ALL'] }],
  databaseProblem: null,
};

test('nothing is new the first time, nor when nothing changed', () => {
  expect([...changedRows(undefined, bare)]).toEqual([]);
  expect([...changedRows(bare, structuredClone(bare))]).toEqual([]);
});

test('new and different rows of every kind are pointed at, by name', () => {
  const after: Overview = {
    ...bare,
    units: [{ name: 'mariadb.service', active: 'active', sub: 'running', isEnabled: false }],
    listeners: [...bare.listeners, { address: '*', port: 3306, protocol: 'tcp', program: 'mariadbd' }],
    databases: [{ name: 'mysql', tables: 31 }, { name: 'keystone', tables: 0 }],
    accounts: [{ user: 'root', host: 'localhost', grants: [] }],
  };
  expect([...changedRows(bare, after)]).toEqual(['unit mariadb.service', 'port *:3306/tcp', 'database keystone', 'account root@localhost']);
});
