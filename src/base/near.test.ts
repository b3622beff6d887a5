import { expect, it } from 'vitest';
import { isNear } from './near.ts';

it.each([
  ['keystone', 'Keystone', true], ['keystone', 'keyston', true], ['glance', 'glanse', true], ['compute1', 'compute01', true],
  ['keystone', 'kesytone', true], ['keystone', 'glance', false], ['nova', 'neutron', false], ['keystone', 'keystone', false],
  ['root', 'mysql', false],
])('%s and %s: %s', (a, b, near) => {
  expect(isNear(a, b)).toBe(near);
});
