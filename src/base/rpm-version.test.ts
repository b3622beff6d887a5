import { describe, expect, it } from 'vitest';
import { compareVersions, parseEvr } from './rpm-version.ts';

describe('rpmvercmp', () => {
  // Pairs of rpm's own test suite (tests/rpmvercmp.at).
  it.each([
    ['1.0', '1.0', 0], ['1.0', '2.0', -1], ['2.0.1', '2.0', 1], ['5.5p10', '5.5p1', 1], ['10xyz', '10.1xyz', -1], ['xyz10', 'xyz10.1', -1],
    ['xyz.4', '8', -1], ['5.5p2', '5.6p1', -1], ['6.0.rc1', '6.0', 1], ['10b2', '10a1', 1], ['1.0a', '1.0aa', -1], ['20101121', '20101122', -1],
    ['2_0', '2.0', 0], ['1.0~rc1', '1.0', -1], ['1.0~rc1~git123', '1.0~rc1', -1], ['1.0^', '1.0', 1], ['1.0^git1', '1.01', -1], ['00010', '10', 0],
  ])('%s and %s', (left, right, order) => {
    expect(compareVersions(left, right)).toBe(order);
    expect(compareVersions(right, left)).toBe(order === 0 ? 0 : -order);
  });
});

it('reads epochs and releases', () => {
  expect(parseEvr('3:10.5.29-3.el9')).toEqual({ epoch: 3, version: '10.5.29', release: '3.el9' });
  expect(parseEvr('26.4')).toEqual({ epoch: 0, version: '26.4', release: '' });
});
