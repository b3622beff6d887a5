import type { Routine } from '../host/program.ts';
import { localTime } from '../host/strftime.ts';
import type { Shell } from './shell.ts';
import { expandLoose } from './words/expand.ts';

/** The working directory as prompts show it: the home directory is `~`. */
function shortPath(sh: Shell): string {
  const path = sh.get('PWD') ?? sh.sys.cwd;
  const home = sh.get('HOME') ?? '';
  if (home !== '' && home !== '/' && (path === home || path.startsWith(`${home}/`))) return `~${path.slice(home.length)}`;
  return path;
}

/** `\W`: the last part of the working directory. */
const lastPart = (path: string): string => (path === '/' || path === '~' ? path : path.split('/').at(-1) ?? path);

/** `\s`: the shell's name. */
const ESCAPES: Readonly<Record<string, (sh: Shell) => string>> = {
  a: () => '\x07', e: () => '\x1b', n: () => '\n', r: () => '\r', '\\': () => '\\', '[': () => '\x01', ']': () => '\x02',
  h: (sh) => sh.sys.hostname.split('.')[0] ?? '', H: (sh) => sh.sys.hostname, j: (sh) => String(sh.jobs.list.length),
  l: (sh) => (sh.sys.isTty(0) ? sh.sys.ttyName(0).replace('/dev/', '').replace(/^.*\//, '') : 'dev'),
  s: (sh) => sh.name.replace(/^.*\//, ''), u: (sh) => sh.sys.accounts.byUid(sh.sys.credentials.uid)?.name ?? 'I have no name!',
  v: () => '5.1', V: () => '5.1.8', w: shortPath, W: (sh) => lastPart(shortPath(sh)),
  '$': (sh) => (sh.sys.credentials.uid === 0 ? '#' : '$'), '!': (sh) => String(sh.historyOffset + sh.readline.history.length + 1),
  '#': (sh) => String(sh.readline.history.length + 1),
  d: (sh) => localTime(sh.sys, '%a %b %d', sh.sys.nowMs()), t: (sh) => localTime(sh.sys, '%H:%M:%S', sh.sys.nowMs()),
  T: (sh) => localTime(sh.sys, '%I:%M:%S', sh.sys.nowMs()), '@': (sh) => localTime(sh.sys, '%I:%M %p', sh.sys.nowMs()),
  A: (sh) => localTime(sh.sys, '%H:%M', sh.sys.nowMs()),
};

/** Resolves the backslash escapes of a prompt (PROMPTING in bash(1)). */
export function decodePrompt(sh: Shell, text: string): string {
  return text.replace(/\\(?:D\{([^}]*)\}|([0-7]{3})|([^]))/g,
    (whole, format: string | undefined, octal: string | undefined, letter: string | undefined) => {
      if (format !== undefined) return localTime(sh.sys, format === '' ? '%X' : format, sh.sys.nowMs());
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      const value = ESCAPES[letter ?? '']?.(sh);
      // What an escape inserts is not expanded again.
      return value === undefined ? whole : letter === '\\' ? '\\\\' : value.replace(/[$`\\](?=.)/g, '\\$&');
    });
}

/** A prompt as it is printed: escapes, then expansions. */
export function* expandPrompt(sh: Shell, text: string): Routine<string> {
  const decoded = decodePrompt(sh, text);
  return sh.shopts.has('promptvars') ? yield* expandLoose(sh, decoded) : decoded;
}
