import { Failure, command, complain } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';
import { onPath } from '../../host/run-command.ts';

/** env(1). */
export const env = command({
  name: 'env', usage: ['[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]'], summary: 'Runs COMMAND in a changed environment, or prints the environment.',
  version: 'env (GNU coreutils) 8.32', usageStatus: 125,
  options: { short: '+C:iS:u:v0', long: { 'ignore-environment': 'i', null: '0', 'unset=': 'u', 'chdir=': 'C', 'split-string=': 'S', debug: 'v' } },
  notModelled: ['S', 'v'],
  *run(sys, args) {
    const words = [...args.operands];
    let isEmpty = args.has('i');
    if (words[0] === '-') {
      isEmpty = true;
      words.shift();
    }
    const next: Record<string, string> = isEmpty ? {} : { ...sys.env };
    for (const name of args.all('u')) delete next[name];
    while (words[0]?.includes('=') === true) {
      const word = words.shift() ?? '';
      next[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
    }
    const directory = args.last('C');
    if (words.length === 0) {
      if (directory !== null) throw new Failure('must specify command with --chdir (-C)', 125);
      yield* sys.write(1, Object.entries(next).map(([name, value]) => `${name}=${value}${args.has('0') ? '\0' : '\n'}`).join(''));
      return 0;
    }
    try {
      if (directory !== null) sys.chdir(directory);
    } catch (error) {
      throw new Failure(`cannot change directory to ${shellQuoteAlways(directory ?? '')}: ${strerror(error)}`, 125);
    }
    for (const name of Object.keys(sys.env)) if (next[name] === undefined) sys.setEnv(name, null);
    for (const [name, value] of Object.entries(next)) sys.setEnv(name, value);
    const [first = ''] = words;
    try {
      const path = onPath(sys, first);
      if (path === null) throw new SysError('ENOENT');
      return yield* sys.exec(path, words, { env: next });
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      yield* complain(sys, `${first.includes(' ') ? shellQuoteAlways(first) : curly(first)}: ${error.text}`);
      if (/\s/.test(first)) yield* complain(sys, 'use -[v]S to pass options in shebang lines');
      return error.errno === 'ENOENT' ? 127 : 126;
    }
  },
});
