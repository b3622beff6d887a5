import { describe, expect, test } from 'vitest';
import { commandNamed, parserOf } from '../commands.ts';
import { parseRoot } from '../app/root.ts';
import { HelpWanted, UsageError, parseArguments } from './parse.ts';

const parse = (command: string, ...words: string[]): unknown => {
  const spec = commandNamed(command);
  if (spec === null) throw new Error(`no command ${command}`);
  try {
    const { values } = parseArguments(parserOf(spec), words);
    return values;
  } catch (error) {
    if (error instanceof HelpWanted) return 'help';
    if (error instanceof UsageError) return error.message;
    throw error;
  }
};

describe('a command\'s words, as Python 3.11 reads them', () => {
  test('options may be shortened, joined and spelled with =', () => {
    expect(parse('user list', '--lo')).toMatchObject({ long: true });
    expect(parse('user list', '-fjson', '-cName', '-c=ID')).toMatchObject({ formatter: 'json', columns: ['Name', 'ID'] });
    expect(parse('user list', '--format=json')).toMatchObject({ formatter: 'json' });
    expect(parse('user list', '--sort', 'x')).toBe('ambiguous option: --sort could match --sort-column, --sort-ascending, --sort-descending');
  });

  test('errors', () => {
    expect(parse('user show')).toBe('the following arguments are required: <user>');
    expect(parse('user show', 'a', 'b')).toBe('unrecognized arguments: b');
    expect(parse('user show', '–domain', 'default', 'x')).toBe('unrecognized arguments: default x');
    expect(parse('user show', '-f', 'csv', 'x')).toBe("argument -f/--format: invalid choice: 'csv' (choose from 'json', 'shell', 'table', 'value', 'yaml')");
    expect(parse('user show', 'x', '-f')).toBe('argument -f/--format: expected one argument');
    expect(parse('user show', 'x', '--max-width', 'y')).toBe("argument --max-width: invalid int value: 'y'");
    expect(parse('user show', 'x', '--fit-width=1')).toBe("argument --fit-width: ignored explicit argument '1'");
    expect(parse('user create', 'x', '--enable', '--disable')).toBe('argument --disable: not allowed with argument --enable');
    expect(parse('user delete')).toBe('the following arguments are required: <user>');
    expect(parse('user show', 'x', '-h')).toBe('help');
  });

  test('-- ends the options', () => {
    expect(parse('user show', '--', '-x')).toMatchObject({ user: '-x' });
    expect(parse('user show', '--', '-x', '--')).toBe('unrecognized arguments: --');
  });

  test('positionals before, between and after options', () => {
    const endpoint = { region: 'RegionOne', service: 'image', interface: 'public', url: 'http://x' };
    expect(parse('endpoint create', 'image', '--region', 'RegionOne', 'public', 'http://x')).toMatchObject(endpoint);
    expect(parse('endpoint create', '--region', 'RegionOne', 'image', 'public', 'http://x')).toMatchObject(endpoint);
    expect(parse('endpoint create', 'image', 'public', '--region', 'RegionOne')).toBe('the following arguments are required: <url>');
  });
});

describe('the client\'s own options', () => {
  test('stand anywhere; the others are left', () => {
    expect(parseRoot(['user', 'list', '--os-cloud', 'x', '--long', '--debug'], {})).toMatchObject({ values: { cloud: 'x', debug: true }, rest: ['user', 'list', '--long'] });
    expect(parseRoot(['user', 'create', '--', '--debug'], {}).rest).toEqual(['user', 'create', '--', '--debug']);
  });

  test('take their defaults from the environment', () => {
    const { values } = parseRoot(['--os-username', 'b'], { OS_USERNAME: 'a', OS_PASSWORD: 'p', OS_TENANT_NAME: 't', OS_AUTH_URL: '' });
    expect(values).toMatchObject({ username: 'b', password: 'p', project_name: 't', auth_url: '' });
  });
});
