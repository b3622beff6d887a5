import { describe, expect, it } from 'vitest';
import { readConfig, type Files } from './config.ts';

const files = (all: Readonly<Record<string, string>>): Files => ({
  read: (path) => (all[path] === undefined ? { error: 'No such file or directory' } : { text: all[path] }),
  list: (path) => {
    const names = Object.keys(all).filter((each) => each.startsWith(`${path}/`)).map((each) => each.slice(path.length + 1));
    return names.length === 0 ? null : names;
  },
});

const read = (text: string): unknown => {
  try {
    return readConfig('/c', files({ '/c': text, '/d/a.conf': 'server a\n', '/s/x.sources': 'server x iburst\n' })).sources.map(({ kind, name }) => `${kind} ${name}`);
  } catch (error) {
    return (error as Error).message;
  }
};

// Messages: chronyd 4.3 of Debian 12, `chronyd -p -f FILE`.
describe('readConfig', () => {
  it('takes sources from the file and what it names', () => {
    expect(read('! a\n% b\n; c\n# d\n  Server  n.example  IBURST\npool p iburst maxsources 3\nconfdir /d\nsourcedir /s\n')).toEqual(
      ['server n.example', 'pool p', 'server a', 'server x']);
  });

  it.each([
    ['foo bar\n', 'Invalid directive at line 1 in file /c'],
    ['\nserver\n', 'Could not parse server directive at line 2 in file /c'],
    ['server x iburst # why\n', 'Could not parse server directive at line 1 in file /c'],
    ['server a iburst minpoll x\n', 'Could not parse server directive at line 1 in file /c'],
    ['driftfile\n', 'Missing arguments for driftfile directive at line 1 in file /c'],
    ['driftfile a b\n', 'Too many arguments for driftfile directive at line 1 in file /c'],
    ['rtcsync x\n', 'Too many arguments for rtcsync directive at line 1 in file /c'],
    ['makestep 1 x\n', 'Could not parse makestep directive at line 1 in file /c'],
    ['allow foo bar\n', 'Could not parse allow directive at line 1 in file /c'],
    ['local stratum x\n', 'Could not parse local directive at line 1 in file /c'],
    ['include /nosuch\n', 'Could not open /nosuch : No such file or directory'],
    ['log foo\n', 'Invalid log parameter at line 1 in file /c'],
    ['server x key 0\n', 'Could not parse server directive at line 1 in file /c'],
  ])('refuses %j', (text, message) => {
    expect(read(text)).toBe(message);
  });
});
