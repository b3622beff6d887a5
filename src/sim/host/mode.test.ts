import { expect, test } from 'vitest';
import { applyMode, modeText, parseMode } from './mode.ts';

const change = (text: string, mode: number, isDirectory = false): string | null => {
  const parsed = parseMode(text);
  return parsed === null ? null : applyMode(parsed, mode, { isDirectory, umask: 0o022 }).toString(8);
};

test('modes are applied as chmod applies them', () => {
  expect([change('755', 0o644), change('u+x', 0o644), change('go-w', 0o666), change('a=rX', 0o755), change('+w', 0o444), change('g=u', 0o740),
    change('u+s,o+t', 0o755), change('u=rwx,go=', 0o644), change('X', 0o644), change('9', 0), change('77777', 0), change('755', 0o2755, true)])
    .toEqual(['755', '744', '644', '555', '644', '770', '5755', '700', null, null, null, '2755']);
});

test('modes are shown as ls shows them', () => {
  expect(modeText({ type: 'directory', mode: 0o1777 })).toBe('drwxrwxrwt');
  expect(modeText({ type: 'file', mode: 0o4644 })).toBe('-rwSr--r--');
});
