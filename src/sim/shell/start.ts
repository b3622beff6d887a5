import type { Routine } from '../host/program.ts';
import { sourceFile } from './builtins/control.ts';
import { historyFile, readHistory } from './history.ts';
import { Complaint } from './flow.ts';
import type { Shell } from './shell.ts';

const VERSION = '5.1.8(1)-release';

/** What `bash --version` prints. */
export const VERSION_TEXT = `GNU bash, version ${VERSION} (x86_64-redhat-linux-gnu)
Copyright (C) 2020 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>

This is free software; you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.
`;

const HOME_FREE_PATH = '/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin';

/** Variables that every bash sets when it starts. */
export function setInitialVariables(sh: Shell): void {
  sh.importEnvironment();
  const level = Number(sh.get('SHLVL') ?? 0) + 1;
  const fixed: Readonly<Record<string, string>> = {
    BASH: '/usr/bin/bash', BASH_VERSION: VERSION, HOSTNAME: sh.sys.hostname, HOSTTYPE: 'x86_64',
    MACHTYPE: 'x86_64-redhat-linux-gnu', OSTYPE: 'linux-gnu', IFS: ' \t\n', OPTIND: '1', OPTERR: '1', PS4: sh.get('PS4') ?? '+ ',
    PWD: logicalDirectory(sh), SHLVL: String(Number.isNaN(level) ? 1 : level),
  };
  for (const [name, value] of Object.entries(fixed)) sh.variables.ensure(name).value = value;
  for (const name of ['PWD', 'SHLVL']) sh.variables.ensure(name).isExported = true;
  sh.variables.ensure('OLDPWD').isExported = true;
  const account = sh.sys.accounts.byUid(sh.sys.credentials.uid);
  const defaults: Readonly<Record<string, string>> = {
    PATH: HOME_FREE_PATH, SHELL: account?.shell ?? '/bin/bash', TERM: 'dumb',
  };
  for (const [name, value] of Object.entries(defaults)) if (sh.get(name) === null) sh.variables.ensure(name).value = value;
  for (const [name, value] of [['UID', sh.sys.credentials.uid], ['EUID', sh.sys.credentials.uid], ['PPID', sh.sys.ppid]] as const) {
    Object.assign(sh.variables.ensure(name), { value: String(value), isInteger: true, isReadonly: true, isExported: false });
  }
}

/** PWD from the environment if it still names the working directory (links kept). */
function logicalDirectory(sh: Shell): string {
  const path = sh.sys.env.PWD;
  if (path === undefined || !path.startsWith('/') || !sh.sys.exists(path)) return sh.sys.cwd;
  return sh.sys.realPath(path) === sh.sys.cwd ? path : sh.sys.cwd;
}

/** What an interactive shell has on top: prompts, history, job control, aliases. */
export function setInteractiveVariables(sh: Shell): void {
  const home = sh.get('HOME') ?? '';
  const defaults: Readonly<Record<string, string>> = {
    PS1: '\\s-\\v\\$ ', PS2: '> ', HISTFILE: `${home}/.bash_history`, HISTSIZE: '500', HISTFILESIZE: '500', MAILCHECK: '60',
  };
  for (const [name, value] of Object.entries(defaults)) if (sh.get(name) === null) sh.variables.ensure(name).value = value;
  for (const name of ['emacs', 'histexpand', 'history', 'interactive-comments', 'monitor']) sh.options.add(name);
  sh.shopts.add('expand_aliases');
}

/** Reads the history file. */
export function loadHistory(sh: Shell): void {
  const path = historyFile(sh);
  if (path === null) return;
  sh.readline.history = readHistory(sh, path).slice(-Number(sh.get('HISTSIZE') ?? 500));
  sh.historyLoaded = sh.readline.history.length;
}

/** Runs a start-up file if it can be read; complaints inside it do not stop the shell. */
function* sourceIfThere(sh: Shell, path: string): Routine<boolean> {
  if (path === '' || !sh.sys.exists(path) || sh.sys.stat(path).type !== 'file' || !sh.sys.access(path, 'read')) return false;
  try {
    yield* sourceFile(sh, path, []);
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    yield* sh.complain(error.message);
  }
  return true;
}

/** Which start-up files a shell reads (INVOCATION in bash(1)). */
export interface StartFiles {
  readonly profile: boolean;
  readonly rc: boolean;
  readonly rcFile: string | null;
}

/** Reads the start-up files. */
export function* readStartFiles(sh: Shell, files: StartFiles): Routine<void> {
  const home = sh.get('HOME') ?? '';
  if (sh.isLogin && files.profile) {
    yield* sourceIfThere(sh, '/etc/profile');
    const own = sh.isPosix ? ['.profile'] : ['.bash_profile', '.bash_login', '.profile'];
    for (const name of own) if (yield* sourceIfThere(sh, `${home}/${name}`)) break;
    return;
  }
  if (sh.isInteractive && sh.isPosix) yield* sourceIfThere(sh, sh.get('ENV') ?? '');
  else if (sh.isInteractive && files.rc) yield* sourceIfThere(sh, files.rcFile ?? `${home}/.bashrc`);
  else if (!sh.isInteractive && !sh.isPosix) yield* sourceIfThere(sh, sh.get('BASH_ENV') ?? '');
}

/** `~/.bash_logout`, when a login shell ends. */
export function* readLogout(sh: Shell): Routine<void> {
  if (sh.isLogin) yield* sourceIfThere(sh, `${sh.get('HOME') ?? ''}/.bash_logout`);
}
