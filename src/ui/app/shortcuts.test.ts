// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { commandOf, isTyping, SHORTCUTS } from './shortcuts.ts';

const press = (init: KeyboardEventInit) => commandOf(new KeyboardEvent('keydown', init));

test('every shortcut of the table is recognised', () => {
  const codes: Record<string, string> = { '.': 'Period', ',': 'Comma' };
  for (const { keys, command } of SHORTCUTS) {
    const parts = keys.split('+');
    const last = parts.at(-1) ?? '';
    const code = codes[last] ?? `Key${last}`;
    expect(press({ key: last, code, ctrlKey: parts.includes('Ctrl'), shiftKey: parts.includes('Shift') })).toBe(command);
  }
});

test('what a shell needs is never taken: Ctrl with a letter, Alt, Tab, Escape, arrows', () => {
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
    expect(press({ key: letter, code: `Key${letter.toUpperCase()}`, ctrlKey: true })).toBeNull();
    expect(press({ key: letter, code: `Key${letter.toUpperCase()}`, altKey: true })).toBeNull();
  }
  for (const key of ['Tab', 'Escape', 'ArrowUp', 'Enter', '?', 'F2', 'F10']) expect(press({ key, code: key })).toBeNull();
});

test('letters typed into fields, terminals and editors are not the page’s', () => {
  document.body.innerHTML = '<div class="xterm"><span id="a"></span></div><input id="b"><p id="c"></p>';
  const at = (id: string) => isTyping(document.getElementById(id));
  expect([at('a'), at('b'), at('c')]).toEqual([true, true, false]);
});
