import type { Account } from '../../host/accounts.ts';
import { Failure, command, complain, statOrNull } from '../../host/command.ts';
import { SysError } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import { checkPassword } from '../../host/password-hash.ts';
import { askSecret } from '../../host/password-prompt.ts';
import { splitPath } from '../../host/path.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { passwordField } from './account-files.ts';
import { loginEnvironment, terminalName, waitFor } from './become.ts';

/** pam_unix waits this long after a wrong password. */
const FAIL_DELAY_MS = 2000;

function callerName(sys: Sys): string {
  return sys.accounts.byUid(sys.realUid)?.name ?? String(sys.realUid);
}

function* authenticate(sys: Sys, account: Account): Routine<boolean> {
  if (sys.realUid === 0) return true;
  const password = yield* askSecret(sys, 'Password: ');
  if (password !== null && checkPassword(password, passwordField(sys, account.name))) return true;
  sys.log(`pam_unix(su:auth): authentication failure; logname=${callerName(sys)} uid=${sys.realUid} euid=0 tty=${terminalName(sys) ?? ''} ruser=${callerName(sys)} rhost=  user=${account.name}`, { priority: 5, identifier: 'su' });
  yield* sys.sleep(FAIL_DELAY_MS);
  return false;
}

const shellsOf = (sys: Sys): string[] => (sys.exists('/etc/shells') ? sys.readFile('/etc/shells').split('\n') : ['/bin/sh', '/bin/bash', '/usr/bin/sh', '/usr/bin/bash']);

/** The shell to run: -s, $SHELL with -m, else the account's; only root may leave a restricted one. */
function* chooseShell(sys: Sys, account: Account, args: ParsedOptions): Routine<string> {
  const own = account.shell === '' ? '/bin/sh' : account.shell;
  const wanted = args.last('s') ?? (args.has('m') ? sys.env['SHELL'] : undefined);
  if (wanted === undefined || wanted === null) return own;
  if (sys.realUid !== 0 && !shellsOf(sys).includes(own)) {
    yield* complain(sys, `using restricted shell ${own}`);
    return own;
  }
  return wanted;
}

function environment(sys: Sys, account: Account, shell: string, args: ParsedOptions): Record<string, string> {
  if (args.has('l')) {
    const kept = ['TERM', 'COLORTERM', 'NO_COLOR', ...(args.last('w') ?? '').split(',')].filter((name) => name !== '');
    return { ...loginEnvironment(sys, account, kept), SHELL: shell };
  }
  if (args.has('m')) return { ...sys.env };
  const env = { ...sys.env, HOME: account.home, SHELL: shell };
  return account.uid === 0 ? env : { ...env, USER: account.name, LOGNAME: account.name };
}

function* startShell(sys: Sys, account: Account, args: ParsedOptions): Routine<number> {
  const shell = yield* chooseShell(sys, account, args);
  const isLogin = args.has('l');
  const name = splitPath(shell).name;
  let cwd = sys.cwd;
  if (isLogin) {
    if (statOrNull(sys, account.home)?.type === 'directory') cwd = account.home;
    else yield* complain(sys, `warning: cannot change directory to ${account.home}: No such file or directory`);
  }
  const text = args.last('c') ?? args.last('session-command');
  const argv = [isLogin ? `-${name}` : name, ...(args.has('f') ? ['-f'] : []), ...(text === null ? [] : ['-c', text]), ...args.operands.slice(1)];
  try {
    return yield* sys.spawn(shell, argv, { env: environment(sys, account, shell, args), cwd, as: sys.accounts.credentialsOf(account) });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    throw new Failure(`failed to execute ${shell}: ${error.text}`, error.errno === 'ENOENT' ? 127 : 126);
  }
}

function switcher(name: 'su' | 'runuser'): Program {
  return command({
    name, usage: ['[options] [-] [<user> [<argument>...]]'],
    summary: 'Runs a shell (or -c COMMAND) as another user, root by default; - makes it a login shell.',
    version: `${name} from util-linux 2.37.4`, isShortNamed: true,
    options: {
      short: '+c:fg:G:lmpPs:w:u:',
      long: {
        'command=': 'c', 'session-command=': 'session-command', fast: 'f', 'group=': 'g', 'supp-group=': 'G', login: 'l', 'preserve-environment': 'm',
        pty: 'P', 'shell=': 's', 'whitelist-environment=': 'w', 'user=': 'u',
      },
    },
    notModelled: ['g', 'G', 'P'],
    // Options may follow the user's name, and `-` means -l; what follows `--` is the shell's.
    rewrite: permuted,
    *run(sys, args, resumed) {
      if (typeof resumed === 'number') return (yield* waitFor(sys, resumed)).status;
      if (name === 'runuser' && sys.realUid !== 0) throw new Failure('may not be used by non-root users');
      if (args.has('u') && name === 'su') throw new UsageError("invalid option -- 'u'");
      const user = args.last('u') ?? args.operands[0] ?? 'root';
      const account = sys.accounts.byName(user);
      if (account === null) throw new Failure(`user ${user} does not exist or the user entry does not contain all the required fields`);
      if (!(yield* authenticate(sys, account))) throw new Failure('Authentication failure');
      const service = args.has('l') ? `${name}-l` : name;
      const by = `${callerName(sys)}(uid=${sys.realUid})`;
      sys.log(`(to ${account.name}) ${callerName(sys)} on ${terminalName(sys) ?? 'none'}`, { priority: 5, identifier: name });
      sys.log(`pam_unix(${service}:session): session opened for user ${account.name}(uid=${account.uid}) by ${by}`, { identifier: name });
      const pid = yield* startShell(sys, account, args);
      const { status } = yield* waitFor(sys, pid);
      sys.log(`pam_unix(${service}:session): session closed for user ${account.name}`, { identifier: name });
      return status;
    },
  });
}

const WITH_VALUE = /^-[fmpl]*[cgGswu]$|^--(command|session-command|group|supp-group|shell|whitelist-environment|user)$/;

function permuted(args: readonly string[]): readonly string[] {
  const options: string[] = [];
  const operands: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(index + 1));
      break;
    }
    if (arg === '-') options.push('-l');
    else if (!arg.startsWith('-')) operands.push(arg);
    else {
      options.push(arg.replace(/^-([a-z]*)p([a-z]*)$/, '-$1m$2'));
      const value = args[index + 1];
      if (WITH_VALUE.test(arg) && value !== undefined) {
        options.push(value);
        index += 1;
      }
    }
  }
  return [...options, '--', ...operands];
}

/** su(1) of util-linux. */
export const su = switcher('su');
/** runuser(1): su without a password, for root only. */
export const runuser = switcher('runuser');
