import { command, statOrNull } from '../../host/command.ts';
import type { Sys } from '../../host/sys.ts';

function places(sys: Sys, name: string): string[] {
  const candidates = name.includes('/') ? [name] : (sys.env['PATH'] ?? '').split(':').map((directory) => `${directory === '' ? '.' : directory}/${name}`);
  return candidates.filter((path) => statOrNull(sys, path)?.type === 'file' && sys.access(path, 'execute'));
}

/** which(1) of CentOS: also reads aliases and functions from standard input (--read-alias). */
export const which = command({
  name: 'which', usage: ['[options] [--] COMMAND [...]'], summary: 'Shows where a command lies on the path.', version: 'GNU which v2.21', isShortNamed: true,
  options: {
    short: 'aivV',
    long: {
      all: 'a', 'read-alias': 'i', 'skip-alias': 'skip-alias', 'read-functions': 'functions', 'skip-functions': 'skip-functions', 'skip-dot': 'dot', 'skip-tilde': 'tilde', 'show-dot': 'show-dot',
      'show-tilde': 'show-tilde', 'tty-only': 'tty-only',
    },
  },
  *run(sys, args) {
    const usesShell = !args.has('tty-only') || sys.isTty(1);
    const text = (args.has('i') || args.has('functions')) && !sys.isTty(0) ? yield* sys.readAll(0) : '';
    let missing = 0;
    for (const name of args.operands) {
      const alias = args.has('i') && usesShell ? text.split('\n').find((line) => line.replace(/^alias /, '').startsWith(`${name}=`)) : undefined;
      const found = places(sys, name);
      if (alias !== undefined) {
        const value = alias.slice(alias.indexOf('=') + 1).replace(/^'(.*)'$/s, '$1');
        yield* sys.write(1, `alias ${name}='${value}'\n`);
        const first = /^\S+/.exec(value)?.[0] ?? '';
        const target = places(sys, first)[0];
        if (target !== undefined) yield* sys.write(1, `\t${target}\n`);
        if (!args.has('a')) continue;
      }
      for (const path of args.has('a') ? found : found.slice(0, 1)) yield* sys.write(1, `${path}\n`);
      if (found.length > 0 || alias !== undefined) continue;
      missing += 1;
      const shown = name.includes('/') ? name.replace(/\/[^/]*$/, '') : sys.env['PATH'] ?? '';
      yield* sys.write(2, `${sys.argv[0] ?? 'which'}: no ${name.replace(/^.*\//, '')} in (${shown})\n`);
    }
    return Math.min(missing, 255);
  },
});

/** whereis(1): binaries and manual pages by name. */
export const whereis = command({
  name: 'whereis', usage: ['[options] [-BMS <dir>... -f] <name>'], summary: 'Shows where a command and its manual page lie.', version: 'whereis from util-linux 2.37.4', isShortNamed: true,
  options: { short: 'bmsuglf' }, notModelled: ['s', 'u', 'g', 'l'],
  *run(sys, args) {
    if (args.operands.length === 0) {
      yield* sys.write(2, "whereis: not enough arguments\nTry 'whereis --help' for more information.\n");
      return 1;
    }
    const onlyManual = args.has('m') && !args.has('b');
    for (const name of args.operands) {
      const binaries = onlyManual ? [] : ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/lib', '/etc'].map((directory) => `${directory}/${name}`);
      const manuals = args.has('b') && !args.has('m') ? [] : [1, 5, 8].map((section) => `/usr/share/man/man${section}/${name}.${section}.gz`);
      const found = [...binaries, ...manuals].filter((path) => statOrNull(sys, path) !== null);
      yield* sys.write(1, `${name}:${found.map((path) => ` ${path}`).join('')}\n`);
    }
    return 0;
  },
});
