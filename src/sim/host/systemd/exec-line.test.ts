import { expect, test } from 'vitest';
import { parseEnvironment, parseEnvironmentFile, parseExec, splitWords, substitute } from './exec-line.ts';

test('words, quotes and escapes', () => {
  expect(splitWords(`/bin/sh -c "echo 'a b'; exit 1" 'x y' \\x41 z\\sq`)).toEqual(['/bin/sh', '-c', 'echo \'a b\'; exit 1', 'x y', 'A', 'z q']);
  expect(splitWords('"open')).toBeNull();
});

test('prefixes and several commands', () => {
  const plain = { ignoresFailure: false, isPrivileged: false, isVerbatim: false };
  expect(parseExec('-/usr/bin/a 1 ; +/usr/bin/b \\; 2')).toEqual([
    { ...plain, path: '/usr/bin/a', argv: ['/usr/bin/a', '1'], ignoresFailure: true },
    { ...plain, path: '/usr/bin/b', argv: ['/usr/bin/b', ';', '2'], isPrivileged: true },
  ]);
  expect(parseExec('@/usr/bin/a name x')).toEqual([{ ...plain, path: '/usr/bin/a', argv: ['name', 'x'] }]);
  expect(parseExec('bin/a')).toBe('Neither a valid executable name nor an absolute path: bin/a');
});

test('variables', () => {
  const [line] = parseExec('/usr/sbin/chronyd $OPTIONS ${NAME}.conf $$HOME $NONE');
  expect(typeof line === 'object' ? substitute(line, { OPTIONS: '-F 2', NAME: 'a b' }) : null).toEqual(['/usr/sbin/chronyd', '-F', '2', 'a b.conf', '$HOME']);
});

test('environment', () => {
  expect(parseEnvironment('A=1 "B=x y" C=')).toEqual({ A: '1', B: 'x y', C: '' });
  expect(parseEnvironmentFile('# no\nOPTIONS="-F 2"\nexport X=\'y\'\n;no\nBAD LINE\n')).toEqual({ OPTIONS: '-F 2', X: 'y' });
});
