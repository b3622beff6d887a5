import { expect, test } from 'vitest';
import { expandHistory } from './history-expansion.ts';

const HISTORY = ['cd /etc/httpd', 'echo one two three', 'ls -l "my file"; pwd'];
const expand = (line: string): string => {
  const { text, error } = expandHistory(line, HISTORY);
  return error ?? text;
};

test.each([
  ['!!', 'ls -l "my file"; pwd'], ['sudo !!', 'sudo ls -l "my file"; pwd'], ['!2', 'echo one two three'], ['!-2', 'echo one two three'],
  ['!ec', 'echo one two three'], ['!?two?', 'echo one two three'], ['echo !$', 'echo pwd'], ['echo !ec:$', 'echo three'],
  ['echo !2:1-2', 'echo one two'], ['echo !2*', 'echo one two three'], ['ls !1:1:h', 'ls /etc'], ['ls !1:$:t', 'ls httpd'],
  ['!2:s/two/2/', 'echo one 2 three'], ['!2:gs/e/E/', 'Echo onE two thrEE'], ['^pwd^id', 'ls -l "my file"; id'],
  ['!nosuch', '!nosuch: event not found'], ['!99', '!99: event not found'], ['echo "a!x"', '!x: event not found'],
  ['^nope^x', ':s^nope^x: substitution failed'],
])('%s', (line, expected) => { expect(expand(line)).toBe(expected); });

test.each(['echo hi!', 'echo "hi!"', "echo '!!'", 'echo \\!!', '[ a != b ]', 'echo $!', '! true', 'echo a! b', 'x=${!y}'])(
  'left alone: %s', (line) => { expect(expandHistory(line, HISTORY)).toEqual({ text: line, isChanged: false, error: null, isOnlyShown: false }); });
