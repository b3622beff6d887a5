import { Failure, command, statOrNull } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { freeId, groupFile, gshadowFile, loginDefault, passwdFile, setMember, shadowFile, today } from './account-files.ts';
import { parseDate } from '../../host/parse-date.ts';

export const NAME = /^[a-z_][a-z0-9_-]{0,31}\$?$/;

/** Without rights on /etc/shadow these tools stop at the first lock. */
export function requireRoot(sys: Sys, name: string, file: string): void {
  if (sys.realUid !== 0) throw new Failure(`Permission denied.\n${name}: cannot lock ${file}; try again later.`);
}

/** The gid of a group given by name or number; Failure 6 when there is none. */
export function gidOf(sys: Sys, group: string): number {
  const found = sys.accounts.groupByName(group) ?? (/^\d+$/.test(group) ? sys.accounts.groupByGid(Number(group)) : null);
  if (found === null) throw new Failure(`group '${group}' does not exist`, 6);
  return found.gid;
}

/** Names of the groups in a `-G` list; Failure 6 at the first that does not exist. */
export function groupNames(sys: Sys, list: string): string[] {
  return list.split(',').filter((name) => name !== '').map((name) => sys.accounts.groupByGid(gidOf(sys, name))?.name ?? name);
}

/** Days since the epoch of an expiry date, '' for never. */
export function expiryDays(sys: Sys, text: string, name: string): string {
  if (text === '' || text === '-1') return '';
  const ms = parseDate(text, sys.nowMs(), 'UTC');
  if (ms === null) throw new Failure(`invalid date '${text}'`, name === 'useradd' ? 3 : 3);
  return String(Math.floor(ms / 86_400_000));
}

/** Copies a directory's content for its new owner (useradd from /etc/skel, usermod -m). */
function copySkeleton(sys: Sys, from: string, to: string, uid: number, gid: number): void {
  for (const name of sys.readDirectory(from)) {
    const [source, target] = [`${from}/${name}`, `${to}/${name}`];
    const stat = sys.lstat(source);
    if (stat.type === 'directory') {
      sys.mkdir(target, stat.mode);
      copySkeleton(sys, source, target, uid, gid);
    } else if (stat.type === 'symlink') sys.symlink(sys.readLink(source), target);
    else sys.writeFile(target, sys.readFile(source), { mode: stat.mode });
    sys.chown(target, uid, gid, { follow: false });
  }
}

function* makeHome(sys: Sys, name: string, home: string, uid: number, gid: number, skeleton: string): Routine<void> {
  if (statOrNull(sys, home) !== null) {
    yield* sys.write(2, `useradd: warning: the home directory ${home} already exists.\nuseradd: Not copying any file from skel directory into it.\n`);
  } else {
    const parts = home.split('/').slice(1);
    for (let count = 1; count < parts.length; count += 1) {
      const parent = `/${parts.slice(0, count).join('/')}`;
      if (statOrNull(sys, parent) === null) sys.mkdir(parent, 0o755);
    }
    sys.mkdir(home, 0o700);
    sys.chmod(home, parseInt(loginDefault(sys, 'HOME_MODE', '0700'), 8));
    if (statOrNull(sys, skeleton)?.type === 'directory') copySkeleton(sys, skeleton, home, uid, gid);
    sys.chown(home, uid, gid);
  }
  const mail = loginDefault(sys, 'MAIL_DIR', '/var/spool/mail');
  if (statOrNull(sys, mail)?.type !== 'directory' || statOrNull(sys, `${mail}/${name}`) !== null) return;
  sys.writeFile(`${mail}/${name}`, '', { mode: 0o660 });
  sys.chown(`${mail}/${name}`, uid, sys.accounts.groupByName('mail')?.gid ?? gid);
  sys.chmod(`${mail}/${name}`, 0o660);
}

function chooseUid(sys: Sys, args: ParsedOptions): number {
  const wanted = args.last('u');
  if (wanted === null) return freeId(sys, sys.accounts.all().map((each) => each.uid), args.has('r'), 'UID');
  if (!/^\d+$/.test(wanted)) throw new Failure(`invalid user ID '${wanted}'`, 3);
  if (sys.accounts.byUid(Number(wanted)) !== null && !args.has('o')) throw new Failure(`UID ${wanted} is not unique`, 4);
  return Number(wanted);
}

/** The primary group: -g, the common one with -N, else a new one of the user's name. */
function chooseGroup(sys: Sys, args: ParsedOptions, name: string, uid: number): number {
  const wanted = args.last('g');
  if (wanted !== null) return gidOf(sys, wanted);
  if (args.has('N')) return 100;
  if (sys.accounts.groupByName(name) !== null) {
    throw new Failure(`group ${name} exists - if you want to add this user to that group, use -g.`, 9);
  }
  const taken = sys.accounts.groups().map((group) => group.gid);
  const gid = taken.includes(uid) ? freeId(sys, taken, args.has('r'), 'GID') : uid;
  addGroup(sys, name, gid);
  return gid;
}

/** Adds a group to /etc/group and /etc/gshadow. */
export function addGroup(sys: Sys, name: string, gid: number): void {
  const [group, gshadow] = [groupFile(sys), gshadowFile(sys)];
  group.add([name, 'x', String(gid), '']);
  gshadow.add([name, '!', '', '']);
  group.save();
  gshadow.save();
}

function defaults(sys: Sys): Record<string, string> {
  const text = sys.exists('/etc/default/useradd') ? sys.readFile('/etc/default/useradd') : '';
  const values: Record<string, string> = { GROUP: '100', HOME: '/home', INACTIVE: '-1', EXPIRE: '', SHELL: '/bin/bash', SKEL: '/etc/skel', CREATE_MAIL_SPOOL: 'yes' };
  for (const [, name = '', value = ''] of text.matchAll(/^([A-Z_]+)=(.*)$/gm)) values[name] = value;
  return values;
}

/** useradd(8) of shadow-utils 4.9. */
export const useradd = command({
  name: 'useradd', usage: ['[options] LOGIN', '-D', '-D [options]'], summary: 'Makes a user account, its group and its home directory.',
  isShortNamed: true, usageStatus: 2, hint: 'Usage: useradd [options] LOGIN\n       useradd -D\n       useradd -D [options]\n',
  options: {
    short: 'b:c:d:De:f:Fg:G:k:K:lmMNop:rR:P:s:u:UZ:',
    long: {
      badname: 'badname', 'base-dir=': 'b', 'btrfs-subvolume-home': 'btrfs', 'comment=': 'c', 'home-dir=': 'd', defaults: 'D', 'expiredate=': 'e',
      'inactive=': 'f', 'add-subids-for-system': 'F', 'gid=': 'g', 'groups=': 'G', 'skel=': 'k', 'key=': 'K', 'no-log-init': 'l', 'create-home': 'm',
      'no-create-home': 'M', 'no-user-group': 'N', 'non-unique': 'o', 'password=': 'p', system: 'r', 'root=': 'R', 'prefix=': 'P', 'shell=': 's',
      'uid=': 'u', 'user-group': 'U', 'selinux-user=': 'Z',
    },
  },
  notModelled: ['btrfs', 'F', 'K', 'R', 'P', 'Z'],
  *run(sys, args) {
    const preset = defaults(sys);
    if (args.has('D')) {
      yield* sys.write(1, Object.entries(preset).map(([name, value]) => `${name}=${value}\n`).join(''));
      return 0;
    }
    const [name, extra] = args.operands;
    if (name === undefined || extra !== undefined) throw new UsageError('');
    const shell = args.last('s') ?? preset['SHELL'] ?? '';
    if (shell !== '' && !shell.startsWith('/')) throw new Failure(`invalid shell '${shell}'`, 3);
    if (shell !== '' && statOrNull(sys, shell) === null) yield* sys.write(2, `useradd: Warning: missing or non-executable shell '${shell}'\n`);
    const others = groupNames(sys, args.last('G') ?? '');
    const group = args.last('g');
    if (group !== null) gidOf(sys, group);
    if (!NAME.test(name) && !args.has('badname')) throw new Failure(`invalid user name '${name}': use --badname to ignore`, 3);
    requireRoot(sys, 'useradd', '/etc/passwd');
    if (sys.accounts.byName(name) !== null) throw new Failure(`user '${name}' already exists`, 9);
    const uid = chooseUid(sys, args);
    const gid = chooseGroup(sys, args, name, uid);
    const home = args.last('d') ?? `${args.last('b') ?? preset['HOME'] ?? '/home'}/${name}`;
    const [passwd, shadow] = [passwdFile(sys), shadowFile(sys)];
    passwd.add([name, 'x', String(uid), String(gid), args.last('c') ?? '', home, shell]);
    const ages = args.has('r') ? ['', '', ''] : ['0', '99999', '7'];
    shadow.add([name, args.last('p') ?? '!', today(sys), ...ages, args.last('f') ?? '', expiryDays(sys, args.last('e') ?? '', 'useradd'), '']);
    passwd.save();
    shadow.save();
    for (const other of others) setMember(sys, other, name, true);
    const wantsHome = args.lastOf('m', 'M') === 'm' || (!args.has('M') && !args.has('r') && loginDefault(sys, 'CREATE_HOME', 'yes') === 'yes');
    sys.log(`new user: name=${name}, UID=${uid}, GID=${gid}, home=${home}, shell=${shell}, from=none`, { identifier: 'useradd' });
    if (wantsHome) yield* makeHome(sys, name, home, uid, gid, args.last('k') ?? preset['SKEL'] ?? '/etc/skel');
    return 0;
  },
});
