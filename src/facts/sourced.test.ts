import { describe, expect, it } from 'vitest';
import { readSourced } from './sourced.ts';

/** `NAME=value` of what is exported, `name=value` in brackets of what is not. */
const read = (text: string): string[] => readSourced(text).variables.map(({ name, value, isExported }) => (isExported ? `${name}=${value}` : `(${name}=${value})`));
const faults = (text: string): string[] => readSourced(text).faults.map(({ line, says }) => `${line}: ${says}`);

describe('a file that is sourced', () => {
  it('sets what bash would set', () => {
    expect(read('# who\nexport OS_USERNAME=admin\nexport OS_PASSWORD="a b" OS_AUTH_URL=\'http://x:5000/v3\' # where\n')).toEqual(['OS_USERNAME=admin', 'OS_PASSWORD=a b', 'OS_AUTH_URL=http://x:5000/v3']);
    expect(read('OS_USERNAME=admin; export OS_USERNAME\nOS_PASSWORD=x\n')).toEqual(['OS_USERNAME=admin', '(OS_PASSWORD=x)']);
    expect(read('set -a\nOS_USERNAME=admin\nset +a\nOS_PASSWORD=x')).toEqual(['OS_USERNAME=admin', '(OS_PASSWORD=x)']);
    expect(read('export OS_USERNAME=admin\nexport OS_USERNAME=demo\n')).toEqual(['OS_USERNAME=demo']);
    expect(read(' export OS_PASSWORD=a=b#c ')).toEqual(['OS_PASSWORD=a=b#c']);
  });

  it('has faults that bash stumbles over', () => {
    expect(faults('export OS_USERNAME = admin')).toEqual(['1: bash allows no spaces around the `=`']);
    expect(faults('\nexport OS_USERNAME=“admin”')).toEqual(['2: typographic quotes belong to the value: bash knows only `"` and `\'`']);
    expect(faults('export OS_PASSWORD=<password>')).toEqual(['1: the angle brackets of the guide are still there']);
    expect(faults('export OS_USERNAME=admin\n')).toEqual([]);
  });
});
