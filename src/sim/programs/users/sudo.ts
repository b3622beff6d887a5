import type { Account } from '../../host/accounts.ts';
import { Failure, statOrNull } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError, getopt } from '../../host/getopt.ts';
import { checkPassword } from '../../host/password-hash.ts';
import { askSecret } from '../../host/password-prompt.ts';
import { splitPath } from '../../host/path.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { passwordField } from './account-files.ts';
import { loginEnvironment, terminalName, waitFor } from './become.ts';
import { defaultValue, readSudoers, ruleFor, rulesFor, type Rule, type Sudoers } from './sudoers.ts';

const OPTIONS = {
  short: '+AbC:D:Eeg:HhiKklnPp:R:r:SsT:t:U:u:Vv',
  long: {
    background: 'b', 'preserve-env=?': 'E', edit: 'e', 'group=': 'g', 'set-home': 'H', help: 'h', login: 'i', 'remove-timestamp': 'K', 'reset-timestamp': 'k',
    list: 'l', 'non-interactive': 'n', 'preserve-groups': 'P', 'prompt=': 'p', stdin: 'S', shell: 's', 'other-user=': 'U', 'user=': 'u', version: 'V',
    validate: 'v', askpass: 'A', 'chdir=': 'D',
  },
};
const NOT_MODELLED = ['A', 'b', 'C', 'D', 'e', 'g', 'P', 'R', 'r', 'T', 't'];
const USAGE = ['-h | -K | -k | -V', '-v [-AknS] [-p prompt] [-u user]', '-l [-AknS] [-p prompt] [-U user] [-u user] [command]', '[-AEHknS] [-p prompt] [-u user] [VAR=value] [-i|-s] [<command>]']
  .map((form) => `usage: sudo ${form}\n`).join('');
const VALID_MS = 5 * 60_000;
const FAIL_DELAY_MS = 2000;
/** What sudo prints before the first password on CentOS. */
const LECTURE = `
We trust you have received the usual lecture from the local System
Administrator. It usually boils down to these three things:

    #1) Respect the privacy of others.
    #2) Think before you type.
    #3) With great power comes great responsibility.

`;

/** One call of sudo: who asks, what the sudoers say. */
class Request {
  readonly sys: Sys;
  readonly args: ParsedOptions;
  readonly sudoers: Sudoers;
  readonly caller: Account;
  readonly target: Account;

  constructor(sys: Sys, args: ParsedOptions) {
    this.sys = sys;
    this.args = args;
    const caller = sys.accounts.byUid(sys.realUid);
    if (caller === null) throw new Failure(`you do not exist in the passwd database`);
    this.caller = caller;
    const user = args.last('u') ?? 'root';
    const target = sys.accounts.byName(user) ?? (/^#\d+$/.test(user) ? sys.accounts.byUid(Number(user.slice(1))) : null);
    if (target === null) throw new Failure(`unknown user ${user}\nsudo: error initializing audit plugin sudoers_audit`);
    this.target = target;
    this.sudoers = readSudoers(sys);
  }

  get rules(): Rule[] {
    return rulesFor(this.sys, this.sudoers, this.caller);
  }

  get #stamp(): string {
    return `/run/sudo/ts/${this.caller.name}`;
  }

  forget(): void {
    if (this.sys.exists(this.#stamp)) this.sys.unlink(this.#stamp);
  }

  #session(): string {
    return `${terminalName(this.sys) ?? ''} ${this.sys.processes().find((each) => each.pid === this.sys.pid)?.session ?? 0}`;
  }

  #isFresh(): boolean {
    if (this.args.has('k') || !this.sys.exists(this.#stamp)) return false;
    const entry = this.sys.readFile(this.#stamp).split('\n').find((line) => line.startsWith(`${this.#session()} `));
    return entry !== undefined && this.sys.nowMs() - Number(entry.split(' ').at(-1)) < VALID_MS;
  }

  #remember(): void {
    for (const path of ['/run/sudo', '/run/sudo/ts']) if (!this.sys.exists(path)) this.sys.mkdir(path, 0o711);
    const others = this.sys.exists(this.#stamp) ? this.sys.readFile(this.#stamp).split('\n').filter((line) => line !== '' && !line.startsWith(`${this.#session()} `)) : [];
    this.sys.writeFile(this.#stamp, [...others, `${this.#session()} ${this.sys.nowMs()}`, ''].join('\n'), { mode: 0o600 });
  }

  *#lecture(): Routine<void> {
    const path = `/var/db/sudo/lectured/${this.caller.name}`;
    if (this.sys.exists(path)) return;
    yield* this.sys.write(2, LECTURE);
    for (const directory of ['/var/db', '/var/db/sudo', '/var/db/sudo/lectured']) if (!this.sys.exists(directory)) this.sys.mkdir(directory, 0o700);
    this.sys.writeFile(path, '', { mode: 0o600 });
  }

  /** Asks for the caller's password unless root, told not to, or just asked. */
  *authenticate(isNeeded: boolean): Routine<void> {
    const { sys, args, caller } = this;
    if (sys.realUid === 0 || !isNeeded || this.#isFresh()) return;
    if (args.has('n')) throw new Failure('a password is required');
    if (!sys.isTty(0) && !args.has('S')) {
      throw new Failure('a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper\nsudo: a password is required');
    }
    if (sys.isTty(0)) yield* this.#lecture();
    const prompt = (args.last('p') ?? '[sudo] password for %p: ').replaceAll('%p', caller.name).replaceAll('%u', caller.name).replaceAll('%h', sys.hostname);
    for (let tries = 1; tries <= 3; tries += 1) {
      const password = yield* askSecret(sys, prompt);
      if (password === null) throw new Failure(tries === 1 ? 'no password was provided\nsudo: a password is required' : `${tries - 1} incorrect password attempt${tries === 2 ? '' : 's'}`);
      if (checkPassword(password, passwordField(sys, caller.name))) {
        this.#remember();
        return;
      }
      yield* sys.sleep(FAIL_DELAY_MS);
      if (tries < 3) yield* sys.write(2, 'Sorry, try again.\n');
    }
    this.log('3 incorrect password attempts');
    throw new Failure('3 incorrect password attempts');
  }

  log(what: string): void {
    this.sys.log(`${this.caller.name.padStart(8)} : ${what === '' ? '' : `${what} ; `}TTY=${terminalName(this.sys) ?? 'unknown'} ; PWD=${this.sys.cwd} ; USER=${this.target.name} ; COMMAND=${this.args.operands.join(' ')}`, { priority: 5, identifier: 'sudo' });
  }

  environment(extra: Record<string, string>, command: string): Record<string, string> {
    const { sys, args, target, caller } = this;
    const keep = ['TERM', 'DISPLAY', 'PATH', ...(defaultValue(this.sudoers, 'env_keep') ?? '').split(/\s+/), ...(args.last('E') ?? '').split(',')];
    const own = loginEnvironment(sys, target, keep.filter((name) => name !== ''));
    const securePath = defaultValue(this.sudoers, 'secure_path')?.replaceAll('\\:', ':') ?? null;
    const account = sys.credentials;
    return {
      ...(args.has('E') && args.last('E') === null ? sys.env : {}), ...own,
      ...(securePath === null ? { PATH: sys.env['PATH'] ?? own['PATH'] ?? '' } : { PATH: securePath }), ...extra,
      SUDO_COMMAND: command, SUDO_USER: caller.name, SUDO_UID: String(caller.uid), SUDO_GID: String(account.gid),
    };
  }

  /** Where a command lies: as given with a slash, else in the secure path. */
  find(name: string): string | null {
    const paths = (this.environment({}, '')['PATH'] ?? '').split(':');
    for (const path of name.includes('/') ? [name] : paths.map((directory) => `${directory}/${name}`)) {
      const stat = statOrNull(this.sys, path);
      if (stat?.type === 'file' && (stat.mode & 0o111) !== 0) return path;
    }
    return null;
  }
}

function* listRules(request: Request): Routine<number> {
  const { sys, sudoers } = request;
  const other = request.args.last('U');
  const account = other === null ? request.caller : sys.accounts.byName(other);
  if (account === null) throw new Failure(`unknown user ${other ?? ''}`);
  const rules = rulesFor(sys, sudoers, account);
  yield* request.authenticate(rules.every((rule) => rule.needsPassword));
  if (rules.length === 0) {
    yield* sys.write(1, `User ${account.name} is not allowed to run sudo on ${sys.hostname}.\n`);
    return other === null ? 1 : 0;
  }
  const shown = sudoers.defaults.map((each) => (each.startsWith('secure_path') ? each.replace(/(?<!\\):/g, '\\:') : each));
  if (shown.length > 0) yield* sys.write(1, `Matching Defaults entries for ${account.name} on ${sys.hostname}:\n    ${shown.join(', ')}\n\n`);
  yield* sys.write(1, `User ${account.name} may run the following commands on ${sys.hostname}:\n`);
  for (const rule of rules) {
    const runAs = [rule.runAs.join(', '), ...(rule.runGroups === null ? [] : [rule.runGroups.join(', ')])].join(' : ');
    yield* sys.write(1, `    (${runAs}) ${rule.needsPassword ? '' : 'NOPASSWD: '}${rule.commands.join(', ')}\n`);
  }
  return 0;
}

/** The argv of the command; -i and -s run a shell. */
function commandOf(request: Request, words: readonly string[]): readonly string[] {
  const { sys, args, target } = request;
  if (!args.has('i') && !args.has('s')) return words;
  const shell = args.has('i') ? target.shell : sys.env['SHELL'] ?? request.caller.shell;
  // The shell gets the words as one line, everything but plain signs escaped.
  const line = words.map((word) => word.replace(/[^A-Za-z0-9_\-$]/g, (sign) => `\\${sign}`)).join(' ');
  return words.length === 0 ? [shell] : [shell, '-c', line];
}

function* runCommand(request: Request): Routine<number> {
  const { sys, args, target } = request;
  const words = [...args.operands];
  const extra: Record<string, string> = {};
  for (let match = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[0] ?? ''); match !== null; match = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[0] ?? '')) {
    extra[match[1] ?? ''] = match[2] ?? '';
    words.shift();
  }
  const argv = commandOf(request, words);
  const [name] = argv;
  if (name === undefined) throw new UsageError('');
  const { rules } = request;
  const path = request.find(name);
  const rule = path === null ? rules[0] ?? null : ruleFor(sys, rules, target, path, argv.slice(1));
  yield* request.authenticate((rule ?? rules[0])?.needsPassword ?? true);
  if (sys.realUid !== 0 && rules.length === 0) {
    request.log('user NOT in sudoers');
    throw new Failure(`${request.caller.name} is not in the sudoers file.`, -1);
  }
  if (path === null) throw new Failure(`${name}: command not found`);
  if (rule === null) {
    request.log('command not allowed');
    const shown = [path, ...argv.slice(1)].join(' ');
    throw new Failure(`Sorry, user ${request.caller.name} is not allowed to execute '${shown}' as ${target.name} on ${sys.hostname}.`, -1);
  }
  request.log('');
  const isLogin = args.has('i');
  const env = request.environment(extra, [path, ...argv.slice(1)].join(' '));
  const argv0 = isLogin ? `-${splitPath(path).name}` : name;
  const cwd = isLogin && statOrNull(sys, target.home)?.type === 'directory' ? target.home : sys.cwd;
  try {
    const pid = yield* sys.spawn(path, [argv0, ...argv.slice(1)], { env, cwd, as: sys.accounts.credentialsOf(target) });
    return (yield* waitFor(sys, pid)).status;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    throw new Failure(`unable to execute ${path}: ${error.text}`);
  }
}

function* serve(sys: Sys, args: ParsedOptions): Routine<number> {
  if (args.has('V')) {
    yield* sys.write(1, 'Sudo version 1.9.5p2\nSudoers policy plugin version 1.9.5p2\nSudoers file grammar version 48\nSudoers I/O plugin version 1.9.5p2\nSudoers audit plugin version 1.9.5p2\n');
    return 0;
  }
  if (args.has('h')) {
    yield* sys.write(1, `sudo - execute a command as another user\n\n${USAGE}`);
    return 0;
  }
  const wrong = args.options.find((each) => NOT_MODELLED.includes(each.name));
  if (wrong !== undefined) {
    yield* sys.write(2, `handstack: sudo: option -${wrong.name} is not modelled\n`);
    return 1;
  }
  const request = new Request(sys, args);
  const isAlone = args.operands.length === 0 && !args.has('i') && !args.has('s') && !args.has('l') && !args.has('v');
  if (args.has('K') || (args.has('k') && isAlone)) {
    request.forget();
    return 0;
  }
  if (isAlone) throw new UsageError('');
  if (args.has('l')) return yield* listRules(request);
  if (args.has('v')) {
    yield* request.authenticate(true);
    return 0;
  }
  return yield* runCommand(request);
}

/** sudo(8): runs a command as another user, as /etc/sudoers allows. */
export const sudo: Program = {
  name: 'sudo',
  notModelled: NOT_MODELLED.map((letter) => `-${letter}`),
  *run(sys, resumed) {
    if (typeof resumed === 'number') return (yield* waitFor(sys, resumed)).status;
    try {
      return yield* serve(sys, getopt(sys.argv.slice(1), OPTIONS));
    } catch (error) {
      if (error instanceof UsageError) yield* sys.write(2, `${error.message === '' ? '' : `sudo: ${error.message}\n`}${USAGE}`);
      // A status of -1 marks sudoers' own sentences, which have no name before them.
      else if (error instanceof Failure) yield* sys.write(2, error.status === -1 ? `${error.message}\n` : `sudo: ${error.message}\n`);
      else if (error instanceof SysError && error.errno !== 'EINTR' && error.errno !== 'EPIPE') yield* sys.write(2, `sudo: unable to open /etc/sudoers: ${strerror(error)}\n`);
      else throw error;
      return 1;
    }
  },
};
