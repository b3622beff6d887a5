// Over what bash 5.2 prints.
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { readDeclared } from './declared.ts';

const told = (script: string): string => execFileSync('bash', ['-c', `${script}\nnames=("\${!OS_@}"); declare -p "\${names[@]}"`], { encoding: 'utf8', env: { PATH: process.env['PATH'] } });

it('reads what bash says of its variables', () => {
  const text = told(String.raw`export OS_USERNAME=admin; OS_PASSWORD='a "b" $c \ `+ '`d`' + String.raw` é'; export OS_NOTE=$'two\nlines\a\001'; declare -x OS_UNSET`);
  expect(readDeclared(text.replaceAll('\n', '\r\n'))).toEqual([
    { name: 'OS_NOTE', value: 'two\nlines\x07\x01', isExported: true },
    { name: 'OS_PASSWORD', value: 'a "b" $c \\ `d` é', isExported: false },
    { name: 'OS_USERNAME', value: 'admin', isExported: true },
  ]);
  expect(text).not.toContain('\x07');
});
