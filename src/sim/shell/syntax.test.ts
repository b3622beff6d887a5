import { expect, test } from 'vitest';
import { parseSource } from './syntax.ts';

test.each([
  'if true', 'for i in 1 2\n', 'while a; do\n', 'f() {\n', 'echo "abc\n', "echo 'x\n", 'a &&\n', 'ls \\\n', 'case x in\n', 'a=(1\n', 'echo $(ls\n',
  '{ a\n', '( a\n', 'echo a |\n', 'f()\n',
])('not complete: %j', (source) => { expect(parseSource(source).kind).toBe('incomplete'); });

test.each([
  ['echo )', ')'], ['ls ; ; pwd', ';'], ['ls && && pwd', '&&'], ['ls >', 'newline'], ['fi', 'fi'], ['if true; then fi', 'fi'],
  ['select 1;\nshow databases', 'show'], ['for i in 1; echo', 'echo'], ['a=b (c)', '('], ['{ }', '}'], ['()', ')'], ['a & | b', '|'], ['for\n', 'newline'],
])('wrong: %j', (source, token) => { expect(parseSource(source)).toMatchObject({ kind: 'error', token }); });

test.each([
  ['[[ a b ]]', 'conditional binary operator expected'], ['[[ -f ]]', "unexpected argument `]]' to conditional unary operator"],
  ['if [[ $x == ]]; then', "unexpected argument `]]' to conditional binary operator"],
])('wrong condition: %j', (source, complaint) => { expect(parseSource(source)).toMatchObject({ kind: 'error', complaint }); });

test('a here-document that has not ended', () => {
  expect(parseSource('cat <<EOF\nabc\n')).toMatchObject({ kind: 'commands', unfinishedHereDoc: { pos: 4, delimiter: 'EOF' } });
  expect(parseSource('cat <<EOF\nabc\nEOF\n')).toMatchObject({ kind: 'commands', unfinishedHereDoc: null });
});
