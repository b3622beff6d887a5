import { describe, expect, test } from 'vitest';
import { getopt } from './getopt.ts';

const TABLE = { short: 'aw:c::', long: { all: 'a', 'almost-all': 'A', 'width=': 'w', 'color=?': 'color', size: 's', si: 'si', sort: 'so' } };
const complaint = (...args: string[]): string => {
  try {
    return JSON.stringify(getopt(args, TABLE).options);
  } catch (error) {
    return (error as Error).message;
  }
};

describe('getopt', () => {
  test('permutes operands, clusters letters, takes values in all forms', () => {
    const parsed = getopt(['x', '-aw5', '--width', '7', '-c', '-cz', '--color=auto', 'y', '--', '-z'], TABLE);
    expect(parsed.options.map(({ name, value }) => `${name}=${value}`)).toEqual(['a=null', 'w=5', 'w=7', 'c=null', 'c=z', 'color=auto']);
    expect(parsed.operands).toEqual(['x', 'y', '-z']);
    expect([parsed.last('w'), parsed.all('w'), parsed.has('A'), parsed.lastOf('a', 'w')]).toEqual(['7', ['5', '7'], false, 'w']);
  });

  test('a leading plus stops at the first operand', () => {
    expect(getopt(['-a', 'x', '-a'], { short: '+a' }).operands).toEqual(['x', '-a']);
  });

  test("complains in glibc's words", () => {
    expect(complaint('-z')).toBe("invalid option -- 'z'");
    expect(complaint('--foo')).toBe("unrecognized option '--foo'");
    expect(complaint('-w')).toBe("option requires an argument -- 'w'");
    expect(complaint('--wid')).toBe("option '--width' requires an argument");
    expect(complaint('--all=x')).toBe("option '--all' doesn't allow an argument");
    expect(complaint('--s')).toBe("option '--s' is ambiguous; possibilities: '--size' '--si' '--sort'");
    expect(complaint('--al')).toBe("option '--al' is ambiguous; possibilities: '--all' '--almost-all'");
  });
});
