import type { Account } from '../../host/accounts.ts';
import { Failure, command } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { checkPassword, hashPassword, makeSalt } from '../../host/password-hash.ts';
import { askSecret } from '../../host/password-prompt.ts';
import type { Routine } from '../../host/program.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { passwordField, setPasswordField, shadowFile } from './account-files.ts';

const COMMON = ['password', 'passw0rd', 'password1', '12345678', '123456789', 'qwertyui', 'iloveyou', 'letmein1', 'openstack', 'administrator'];

/** What pam_pwquality finds wrong with a new password, or null. */
export function weakness(password: string, user: string): string | null {
  if (password === '') return 'No password supplied';
  const lower = password.toLowerCase();
  if (password.length > 1 && [...lower].reverse().join('') === lower) return 'The password is a palindrome';
  if (password.length < 8) return 'The password is shorter than 8 characters';
  if (user.length > 3 && lower.includes(user.toLowerCase())) return 'The password contains the user name in some form';
  if (COMMON.includes(lower)) return 'The password fails the dictionary check - it is based on a dictionary word';
  return null;
}

/** The password an account gets, as crypt keeps it. */
export const newField = (sys: Sys, password: string): string => hashPassword(password, makeSalt(sys.dice));

/** Asks for a new password until it is good enough (root may insist); null when nothing is changed. */
function* askNew(sys: Sys, account: Account): Routine<string | null> {
  for (let tries = 0; tries < 3; tries += 1) {
    const first = yield* askSecret(sys, 'New password: ');
    if (first === null || first === '') {
      yield* sys.write(2, 'Password change has been aborted.\n');
      return null;
    }
    const why = weakness(first, account.name);
    if (why !== null) yield* sys.write(2, `BAD PASSWORD: ${why}\n`);
    if (why !== null && sys.realUid !== 0) continue;
    const second = yield* askSecret(sys, 'Retype new password: ');
    if (second === first) return first;
    yield* sys.write(2, 'Sorry, passwords do not match.\n');
    return null;
  }
  return null;
}

function* change(sys: Sys, account: Account): Routine<void> {
  yield* sys.write(1, `Changing password for user ${account.name}.\n`);
  const fail = new Failure('Authentication token manipulation error');
  if (sys.realUid !== 0) {
    const old = yield* askSecret(sys, 'Current password: ');
    if (old === null || !checkPassword(old, passwordField(sys, account.name))) {
      yield* sys.sleep(2000);
      throw fail;
    }
  }
  const password = yield* askNew(sys, account);
  if (password === null) throw fail;
  setPasswordField(sys, account.name, newField(sys, password));
  sys.log(`pam_unix(passwd:chauthtok): password changed for ${account.name}`, { priority: 5, identifier: 'passwd' });
  yield* sys.write(1, 'passwd: all authentication tokens updated successfully.\n');
}

function* fromStandardInput(sys: Sys, account: Account): Routine<void> {
  yield* sys.write(1, `Changing password for user ${account.name}.\n`);
  const line = yield* sys.readLine(0);
  if (line === null || line === '\n') throw new Failure('Authentication token manipulation error');
  setPasswordField(sys, account.name, newField(sys, line.replace(/\n$/, '')));
  yield* sys.write(1, 'passwd: all authentication tokens updated successfully.\n');
}

function statusLine(sys: Sys, account: Account): string {
  const row = shadowFile(sys).row(account.name) ?? [];
  const field = row[1] ?? '!!';
  const [code, text] = field === '' ? ['NP', 'Empty password.'] : /^(!!|\*)$/.test(field) ? ['LK', 'Password locked.']
    : field.startsWith('!') ? ['LK', 'Password locked.'] : ['PS', 'Password set, SHA512 crypt.'];
  const day = localTime(sys, '%Y-%m-%d', Number(row[2] ?? 0) * 86_400_000);
  return `${account.name} ${code} ${day} ${row[3] ?? 0} ${row[4] ?? 99999} ${row[5] ?? 7} ${row[6] === undefined || row[6] === '' ? -1 : row[6]} (${text})\n`;
}

/** -l, -u, -d and the like: what is done to the field, and how it is announced. */
function* administer(sys: Sys, account: Account, args: ParsedOptions): Routine<boolean> {
  const field = passwordField(sys, account.name);
  const set = function* (verb: string, next: string): Routine<boolean> {
    yield* sys.write(1, `${verb} password for user ${account.name}.\n`);
    setPasswordField(sys, account.name, next);
    yield* sys.write(1, 'passwd: Success\n');
    return true;
  };
  if (args.has('l')) return yield* set('Locking', field.startsWith('!!') ? field : `!!${field.replace(/^!/, '')}`);
  if (args.has('d')) return yield* set('Removing', '');
  if (args.has('u')) {
    const next = field.replace(/^!+/, '');
    if (next !== '' || args.has('f')) return yield* set('Unlocking', next);
    yield* sys.write(1, `Unlocking password for user ${account.name}.\n`);
    throw new Failure('Warning: unlocked password would be empty.\npasswd: Unsafe operation (use -f to force)');
  }
  if (args.has('e')) {
    yield* sys.write(1, `Expiring password for user ${account.name}.\n`);
    const shadow = shadowFile(sys);
    const row = shadow.row(account.name);
    if (row !== null) row[2] = '0';
    shadow.save();
    yield* sys.write(1, 'passwd: Success\n');
    return true;
  }
  return false;
}

/** passwd(1) of CentOS. */
export const passwd = command({
  name: 'passwd', usage: ['[OPTION...] <accountName>'], summary: 'Changes a password; for root also locks (-l), unlocks (-u), removes (-d) and shows (-S) them.',
  version: 'passwd 0.80', isShortNamed: true,
  options: {
    short: 'kldufx:n:w:i:Se',
    long: {
      'keep-tokens': 'k', delete: 'd', lock: 'l', unlock: 'u', expire: 'e', force: 'f', 'maximum=': 'x', 'minimum=': 'n', 'warning=': 'w', 'inactive=': 'i',
      status: 'S', stdin: 'stdin',
    },
  },
  notModelled: ['k', 'x', 'n', 'w', 'i'],
  *run(sys, args) {
    const [name] = args.operands;
    if (sys.realUid !== 0 && name !== undefined) throw new Failure('Only root can specify a user name.');
    if (sys.realUid !== 0 && args.options.length > 0) throw new Failure('Only root can do that.');
    const account = name === undefined ? sys.accounts.byUid(sys.realUid) : sys.accounts.byName(name);
    if (account === null) throw new Failure(`Unknown user name '${name ?? ''}'.`);
    if (args.has('S')) yield* sys.write(1, statusLine(sys, account));
    else if (args.has('stdin')) yield* fromStandardInput(sys, account);
    else if (!(yield* administer(sys, account, args))) yield* change(sys, account);
    return 0;
  },
});

/** chpasswd(8): lines of `user:password` on standard input. */
export const chpasswd = command({
  name: 'chpasswd', usage: ['[options]'], summary: 'Sets passwords from lines of user:password on standard input; -e takes them encrypted.',
  isShortNamed: true,
  options: { short: 'c:emR:s:', long: { 'crypt-method=': 'c', encrypted: 'e', md5: 'm', 'root=': 'R', 'sha-rounds=': 's' } },
  notModelled: ['m', 'R'],
  *run(sys, args) {
    if (sys.realUid !== 0) throw new Failure('Permission denied.\nchpasswd: cannot lock /etc/passwd; try again later.');
    let status = 0;
    for (let line = 1; ; line += 1) {
      const text = (yield* sys.readLine(0))?.replace(/\n$/, '');
      if (text === undefined) return status;
      const colon = text.indexOf(':');
      const user = colon === -1 ? text : text.slice(0, colon);
      if (colon === -1) yield* sys.write(2, `chpasswd: line ${line}: missing new password\n`);
      else if (sys.accounts.byName(user) === null) {
        yield* sys.write(2, `chpasswd: (user ${user}) pam_chauthtok() failed, error:\nAuthentication token manipulation error\nchpasswd: (line ${line}, user ${user}) password not changed\n`);
      } else {
        const value = text.slice(colon + 1);
        setPasswordField(sys, user, args.has('e') ? value : newField(sys, value));
        continue;
      }
      status = 1;
    }
  },
});

const dated = (sys: Sys, days: string | undefined, otherwise: string): string =>
  (days === undefined || days === '' || Number(days) < 0 ? otherwise : localTime(sys, '%b %d, %Y', Number(days) * 86_400_000));

/** chage(1): shows (-l) and sets when a password is to be changed. */
export const chage = command({
  name: 'chage', usage: ['[options] LOGIN'], summary: 'Shows (-l) and sets the ages of a password.', isShortNamed: true, usageStatus: 2,
  options: {
    short: 'd:E:I:lm:M:W:', long: { 'lastday=': 'd', 'expiredate=': 'E', 'inactive=': 'I', list: 'l', 'mindays=': 'm', 'maxdays=': 'M', 'warndays=': 'W' },
  },
  *run(sys, args) {
    const [user] = args.operands;
    const shadow = shadowFile(sys);
    const row = user === undefined ? null : shadow.row(user);
    if (sys.realUid !== 0 && (!args.has('l') || sys.accounts.byUid(sys.realUid)?.name !== user)) throw new Failure('Permission denied.');
    if (row === null) throw new Failure(`user '${user ?? ''}' does not exist in /etc/passwd`);
    if (args.has('l')) {
      const [, , changed, minimum = '', maximum = '', warning = '', inactive, expires] = row;
      const isLimited = maximum !== '' && Number(maximum) < 10_000;
      const end = String(Number(changed) + Number(maximum));
      const lines = [
        ['Last password change\t\t\t\t\t', changed === '0' ? 'password must be changed' : dated(sys, changed, 'never')],
        ['Password expires\t\t\t\t\t', isLimited ? dated(sys, end, 'never') : 'never'],
        ['Password inactive\t\t\t\t\t', isLimited && inactive !== undefined && inactive !== '' ? dated(sys, String(Number(end) + Number(inactive)), 'never') : 'never'],
        ['Account expires\t\t\t\t\t\t', dated(sys, expires, 'never')],
        ['Minimum number of days between password change\t\t', minimum === '' ? '-1' : minimum],
        ['Maximum number of days between password change\t\t', maximum === '' ? '-1' : maximum],
        ['Number of days of warning before password expires\t', warning === '' ? '-1' : warning],
      ];
      yield* sys.write(1, lines.map(([label = '', value = '']) => `${label}: ${value}\n`).join(''));
      return 0;
    }
    for (const [option, field] of [['d', 2], ['m', 3], ['M', 4], ['W', 5], ['I', 6], ['E', 7]] as const) {
      const value = args.last(option);
      if (value !== null) row[field] = value === '-1' ? '' : value;
    }
    shadow.save();
    return 0;
  },
});
