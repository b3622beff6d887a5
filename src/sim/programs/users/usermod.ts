import { Failure, command, statOrNull } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { groupFile, gshadowFile, loginDefault, membersOf, passwdFile, setMember, shadowFile } from './account-files.ts';
import { NAME, expiryDays, gidOf, groupNames, requireRoot } from './useradd.ts';

function changeGroups(sys: Sys, name: string, wanted: readonly string[], isAdding: boolean): void {
  for (const group of sys.accounts.groups()) {
    const isMember = group.members.includes(name);
    const shallBe = wanted.includes(group.name) || (isAdding && isMember);
    if (isMember !== shallBe) setMember(sys, group.name, name, shallBe);
  }
}

/** -l: the name in all files. */
function rename(sys: Sys, from: string, to: string): void {
  for (const file of [passwdFile(sys), shadowFile(sys)]) {
    const row = file.row(from);
    if (row !== null) row[0] = to;
    file.save();
  }
  for (const file of [groupFile(sys), gshadowFile(sys)]) {
    for (const row of file.rows) row[3] = membersOf(row).map((member) => (member === from ? to : member)).join(',');
    file.save();
  }
}

function changePasswd(sys: Sys, name: string, args: ParsedOptions): void {
  const passwd = passwdFile(sys);
  const row = passwd.row(name);
  if (row === null) return;
  const uid = args.last('u');
  if (uid !== null) {
    if (!/^\d+$/.test(uid)) throw new Failure(`invalid user ID '${uid}'`, 3);
    const holder = sys.accounts.byUid(Number(uid));
    if (holder !== null && holder.name !== name && !args.has('o')) throw new Failure(`UID '${uid}' already exists`, 4);
    row[2] = uid;
  }
  const group = args.last('g');
  if (group !== null) row[3] = String(gidOf(sys, group));
  for (const [option, field] of [['c', 4], ['d', 5], ['s', 6]] as const) {
    const value = args.last(option);
    if (value !== null) row[field] = value;
  }
  passwd.save();
}

function changeShadow(sys: Sys, name: string, args: ParsedOptions): void {
  const shadow = shadowFile(sys);
  const row = shadow.row(name);
  if (row === null) return;
  const field = row[1] ?? '';
  const plain = field.replace(/^!/, '');
  if (args.has('U') && plain === '') {
    throw new Failure("unlocking the user's password would result in a passwordless account.\nYou should set a password with usermod -p to unlock this user's password.");
  }
  row[1] = args.last('p') ?? (args.has('L') ? (field.startsWith('!') ? field : `!${field}`) : args.has('U') ? plain : field);
  const [expires, inactive] = [args.last('e'), args.last('f')];
  if (expires !== null) row[7] = expiryDays(sys, expires, 'usermod');
  if (inactive !== null) row[6] = inactive;
  shadow.save();
}

function* moveHome(sys: Sys, from: string, to: string): Routine<void> {
  if (statOrNull(sys, from)?.type !== 'directory' || from === to) return;
  if (statOrNull(sys, to) !== null) {
    yield* sys.write(2, `usermod: directory ${to} exists\n`);
    sys.exit(12);
  }
  sys.rename(from, to);
}

/** usermod(8) of shadow-utils 4.9. */
export const usermod = command({
  name: 'usermod', usage: ['[options] LOGIN'], summary: 'Changes an account: groups (-aG), home (-d, -m), shell (-s), lock (-L, -U), name (-l).',
  isShortNamed: true, usageStatus: 2, hint: 'Usage: usermod [options] LOGIN\n',
  options: {
    short: 'ab:c:d:e:f:g:G:l:LmoP:p:R:s:u:UrZ:',
    long: {
      append: 'a', badname: 'badname', 'comment=': 'c', 'home=': 'd', 'expiredate=': 'e', 'inactive=': 'f', 'gid=': 'g', 'groups=': 'G', 'login=': 'l', lock: 'L',
      'move-home': 'm', 'non-unique': 'o', 'password=': 'p', 'prefix=': 'P', remove: 'r', 'root=': 'R', 'shell=': 's', 'uid=': 'u', unlock: 'U', 'selinux-user=': 'Z',
    },
  },
  notModelled: ['P', 'R', 'Z'],
  *run(sys, args) {
    const [name, extra] = args.operands;
    if (name === undefined || extra !== undefined) throw new UsageError('');
    const account = sys.accounts.byName(name);
    if (account === null) throw new Failure(`user '${name}' does not exist`, 6);
    if (args.options.length === 0) {
      yield* sys.write(1, 'usermod: no changes\n');
      return 0;
    }
    if (args.has('a') && !args.has('G')) throw new UsageError('-a flag is only allowed with the -G flag');
    if (args.has('m') && !args.has('d')) throw new UsageError('-m flag is only allowed with the -d flag');
    const list = args.last('G');
    const wanted = list === null ? null : groupNames(sys, list);
    const login = args.last('l');
    if (login !== null && !NAME.test(login)) throw new Failure(`invalid user name '${login}': use --badname to ignore`, 3);
    if (login !== null && sys.accounts.byName(login) !== null) throw new Failure(`user '${login}' already exists`, 9);
    requireRoot(sys, 'usermod', '/etc/passwd');
    if ((args.has('u') || login !== null || args.has('m')) && sys.realUid === 0) {
      const busy = sys.processes().find((process) => process.uid === account.uid && account.uid !== 0);
      if (busy !== undefined) throw new Failure(`user ${name} is currently used by process ${busy.pid}`, 8);
    }
    changePasswd(sys, name, args);
    changeShadow(sys, name, args);
    if (wanted !== null) changeGroups(sys, name, wanted, args.has('a'));
    if (args.has('m')) yield* moveHome(sys, account.home, args.last('d') ?? account.home);
    if (login !== null) rename(sys, name, login);
    return 0;
  },
});

function removeTree(sys: Sys, path: string): void {
  for (const name of sys.readDirectory(path)) {
    const child = `${path}/${name}`;
    if (sys.lstat(child).type === 'directory') removeTree(sys, child);
    else sys.unlink(child);
  }
  sys.rmdir(path);
}

/** userdel(8). */
export const userdel = command({
  name: 'userdel', usage: ['[options] LOGIN'], summary: 'Removes an account; -r its home directory and mail, too.',
  isShortNamed: true, usageStatus: 2, hint: 'Usage: userdel [options] LOGIN\n',
  options: { short: 'frR:P:Z', long: { force: 'f', remove: 'r', 'root=': 'R', 'prefix=': 'P', 'selinux-user': 'Z' } },
  notModelled: ['R', 'P', 'Z'],
  *run(sys, args) {
    const [name] = args.operands;
    if (name === undefined) throw new UsageError('');
    const account = sys.accounts.byName(name);
    if (account === null) throw new Failure(`user '${name}' does not exist`, 6);
    requireRoot(sys, 'userdel', '/etc/passwd');
    const busy = sys.processes().find((process) => process.uid === account.uid);
    if (busy !== undefined && !args.has('f')) throw new Failure(`user ${name} is currently used by process ${busy.pid}`, 8);
    for (const file of [passwdFile(sys), shadowFile(sys)]) {
      file.remove(name);
      file.save();
    }
    const own = sys.accounts.groupByName(name);
    const isShared = own !== null && (own.members.some((member) => member !== name) || sys.accounts.all().some((each) => each.gid === own.gid));
    for (const file of [groupFile(sys), gshadowFile(sys)]) {
      for (const row of file.rows) row[3] = membersOf(row).filter((member) => member !== name).join(',');
      if (own !== null && !isShared && own.gid === account.gid) file.remove(name);
      file.save();
    }
    sys.log(`delete user '${name}'`, { identifier: 'userdel' });
    if (!args.has('r')) return 0;
    const mail = `${loginDefault(sys, 'MAIL_DIR', '/var/spool/mail')}/${name}`;
    if (statOrNull(sys, mail) === null) yield* sys.write(2, `userdel: ${name} mail spool (${mail}) not found\n`);
    else sys.unlink(mail);
    if (statOrNull(sys, account.home)?.type === 'directory') removeTree(sys, account.home);
    else yield* sys.write(2, `userdel: ${name} home directory (${account.home}) not found\n`);
    return 0;
  },
});
