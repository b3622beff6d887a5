import { expect, it } from 'vitest';
import { MarkReader } from './markers.ts';

it('takes marks out of the stream, however it is cut', () => {
  const stream = 'a\x1b[31mb\x1b]777;start\x07out\r\n\x1b]777;end;1;root;/a;b\\\\c;echo "x;y"\\nz\x07$ \x1b]0;title\x07\x1b]777;closed\x07';
  const whole = [
    { kind: 'text', text: 'a\x1b[31mb' }, { kind: 'start' }, { kind: 'text', text: 'out\r\n' },
    { kind: 'end', status: 1, user: 'root', cwd: '/a', line: 'b\\\\c;echo "x;y"\\nz' },
    { kind: 'text', text: '$ \x1b]0;title\x07' }, { kind: 'closed' },
  ];
  expect(new MarkReader().read(stream).map(({ kind }) => kind)).toEqual(whole.map(({ kind }) => kind));
  const reader = new MarkReader();
  const bit = [...stream].flatMap((letter) => [...reader.read(letter)]);
  expect(bit.map((mark) => (mark.kind === 'text' ? mark.text : `<${mark.kind}>`)).join('')).toBe('a\x1b[31mb<start>out\r\n<end>$ \x1b]0;title\x07<closed>');
});

it('reads history\'s own line', () => {
  expect(new MarkReader().read('\x1b]777;done;2;ann;/home/a b;   12* cat <<E\r\na;b\r\nE\r\n\x07')).toEqual([
    { kind: 'end', status: 2, user: 'ann', cwd: '/home/a b', line: 'cat <<E\na;b\nE', number: 12 },
  ]);
  expect(new MarkReader().read('\x1b]777;done;0;root;/root;    3  cat <<E\r\na\r\nE\r\n\r\n\x07')).toEqual([
    { kind: 'end', status: 0, user: 'root', cwd: '/root', line: 'cat <<E\na\nE', number: 3 },
  ]);
  expect(new MarkReader().read('\x1b]777;done;0;root;/root;\x07')).toEqual([{ kind: 'end', status: 0, user: 'root', cwd: '/root', line: '', number: null }]);
});

it('reads what a command was, with its newlines', () => {
  expect(new MarkReader().read('\x1b]777;end;0;root;/root;cat <<E\\na \\\\n b\\nE\x07')).toEqual([
    { kind: 'end', status: 0, user: 'root', cwd: '/root', line: 'cat <<E\na \\n b\nE', number: null },
  ]);
});

it('reads the variables of a shell', () => {
  expect(new MarkReader().read('\x1b]777;vars;declare -x OS_USERNAME="admin"\r\n\x07\x1b]777;done;0;root;/root;  4  . rc\r\n\x07')).toEqual([
    { kind: 'variables', variables: [{ name: 'OS_USERNAME', value: 'admin', isExported: true }] },
    { kind: 'end', status: 0, user: 'root', cwd: '/root', line: '. rc', number: 4 },
  ]);
});
