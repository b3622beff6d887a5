import { expect, test } from 'vitest';
import { parseUnitText } from './unit-text.ts';

test('what is wrong is said with its line, and only a broken header spoils the file', () => {
  const text = 'x=1\n[Unit]\nDescription=A\\\n B\nnonsense\n[Service]\nFooBar=1\nExecStart=/bin/a\n[Whatever]\nx=y\n';
  const parsed = parseUnitText(text, '/p', 'service');
  expect(parsed.assignments.map(({ key, value, line }) => [key, value, line])).toEqual([['Description', 'A B', 4], ['ExecStart', '/bin/a', 8]]);
  expect(parsed.complaints.map(({ message }) => message)).toEqual([
    '/p:1: Assignment outside of section. Ignoring.', '/p:5: Missing \'=\', ignoring line.', '/p:7: Unknown key \'FooBar\' in section [Service], ignoring.',
    '/p:9: Unknown section \'Whatever\'. Ignoring.',
  ]);
  expect(parseUnitText('[Unit\nA=b\n', '/p', 'service')).toEqual({ assignments: [], complaints: [{ priority: 3, message: '/p:1: Invalid section header \'[Unit\'' }], isBroken: true });
});
