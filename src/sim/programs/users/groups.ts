import { Failure, command } from '../../host/command.ts';
import { UsageError } from '../../host/getopt.ts';
import { freeId, groupFile, gshadowFile, passwdFile, setMember } from './account-files.ts';
import { NAME, addGroup, requireRoot } from './useradd.ts';

/** groupadd(8). */
export const groupadd = command({
  name: 'groupadd', usage: ['[options] GROUP'], summary: 'Makes a group.', isShortNamed: true, usageStatus: 2, hint: 'Usage: groupadd [options] GROUP\n',
  options: {
    short: 'fg:K:op:rR:P:U:',
    long: { force: 'f', 'gid=': 'g', 'key=': 'K', 'non-unique': 'o', 'password=': 'p', system: 'r', 'root=': 'R', 'prefix=': 'P', 'users=': 'U' },
  },
  notModelled: ['K', 'p', 'R', 'P', 'U'],
  *run(sys, args) {
    const [name, extra] = args.operands;
    if (name === undefined || extra !== undefined) throw new UsageError('');
    if (!NAME.test(name)) throw new Failure(`'${name}' is not a valid group name`, 3);
    if (sys.accounts.groupByName(name) !== null) {
      if (args.has('f')) return 0;
      throw new Failure(`group '${name}' already exists`, 9);
    }
    const wanted = args.last('g');
    if (wanted !== null && !/^\d+$/.test(wanted)) throw new Failure(`invalid group ID '${wanted}'`, 3);
    if (wanted !== null && sys.accounts.groupByGid(Number(wanted)) !== null && !args.has('o') && !args.has('f')) throw new Failure(`GID '${wanted}' already exists`, 4);
    requireRoot(sys, 'groupadd', '/etc/group');
    const taken = sys.accounts.groups().map((group) => group.gid);
    const isFree = wanted !== null && (args.has('o') || !taken.includes(Number(wanted)));
    addGroup(sys, name, isFree ? Number(wanted) : freeId(sys, taken, args.has('r'), 'GID'));
    sys.log(`new group: name=${name}, GID=${sys.accounts.groupByName(name)?.gid ?? 0}`, { identifier: 'groupadd' });
    return 0;
  },
});

/** groupdel(8). */
export const groupdel = command({
  name: 'groupdel', usage: ['[options] GROUP'], summary: 'Removes a group.', isShortNamed: true, usageStatus: 2, hint: 'Usage: groupdel [options] GROUP\n',
  options: { short: 'fR:P:', long: { force: 'f', 'root=': 'R', 'prefix=': 'P' } }, notModelled: ['R', 'P'],
  *run(sys, args) {
    const [name] = args.operands;
    if (name === undefined) throw new UsageError('');
    const group = sys.accounts.groupByName(name);
    if (group === null) throw new Failure(`group '${name}' does not exist`, 6);
    const owner = sys.accounts.all().find((account) => account.gid === group.gid);
    if (owner !== undefined && !args.has('f')) throw new Failure(`cannot remove the primary group of user '${owner.name}'`, 8);
    requireRoot(sys, 'groupdel', '/etc/group');
    for (const file of [groupFile(sys), gshadowFile(sys)]) {
      file.remove(name);
      file.save();
    }
    return 0;
  },
});

/** groupmod(8). */
export const groupmod = command({
  name: 'groupmod', usage: ['[options] GROUP'], summary: 'Changes the name (-n) or id (-g) of a group.', isShortNamed: true, usageStatus: 2, hint: 'Usage: groupmod [options] GROUP\n',
  options: { short: 'ag:n:op:R:P:U:', long: { append: 'a', 'gid=': 'g', 'new-name=': 'n', 'non-unique': 'o', 'password=': 'p', 'root=': 'R', 'prefix=': 'P', 'users=': 'U' } },
  notModelled: ['a', 'p', 'R', 'P', 'U'],
  *run(sys, args) {
    const [name] = args.operands;
    if (name === undefined) throw new UsageError('');
    const group = sys.accounts.groupByName(name);
    if (group === null) throw new Failure(`group '${name}' does not exist`, 6);
    const [gid, next] = [args.last('g'), args.last('n')];
    if (next !== null && sys.accounts.groupByName(next) !== null) throw new Failure(`group '${next}' already exists`, 9);
    if (gid !== null && sys.accounts.groupByGid(Number(gid)) !== null && !args.has('o')) throw new Failure(`GID '${gid}' already exists`, 4);
    requireRoot(sys, 'groupmod', '/etc/group');
    for (const file of [groupFile(sys), gshadowFile(sys)]) {
      const row = file.row(name);
      if (row !== null && gid !== null && row[1] === 'x') row[2] = gid;
      if (row !== null && next !== null) row[0] = next;
      file.save();
    }
    if (gid !== null) {
      const passwd = passwdFile(sys);
      for (const row of passwd.rows) if (row[3] === String(group.gid)) row[3] = gid;
      passwd.save();
    }
    return 0;
  },
});

/** gpasswd(1): members of a group. */
export const gpasswd = command({
  name: 'gpasswd', usage: ['[option] GROUP'], summary: 'Adds (-a USER) and removes (-d USER) members of a group; -M sets them all.',
  isShortNamed: true, usageStatus: 2, hint: 'Usage: gpasswd [option] GROUP\n',
  options: { short: 'a:d:rRA:M:Q:', long: { 'add=': 'a', 'delete=': 'd', 'remove-password': 'r', restrict: 'R', 'administrators=': 'A', 'members=': 'M', 'root=': 'Q' } },
  notModelled: ['r', 'R', 'A', 'Q'],
  *run(sys, args) {
    const [name] = args.operands;
    if (name === undefined) throw new UsageError('');
    const user = args.last('a') ?? args.last('d');
    if (user !== null && sys.accounts.byName(user) === null) throw new Failure(`user '${user}' does not exist`, 3);
    const group = sys.accounts.groupByName(name);
    if (group === null) throw new Failure(`group '${name}' does not exist in /etc/group`, 3);
    if (sys.realUid !== 0) throw new Failure('Permission denied.');
    const members = args.last('M');
    if (members !== null) {
      for (const old of group.members) setMember(sys, name, old, false);
      for (const next of members.split(',').filter((each) => each !== '')) setMember(sys, name, next, true);
      return 0;
    }
    if (user === null) {
      yield* sys.write(2, 'handstack: gpasswd: a group password is not modelled\n');
      return 1;
    }
    if (args.has('a')) {
      yield* sys.write(1, `Adding user ${user} to group ${name}\n`);
      setMember(sys, name, user, true);
      return 0;
    }
    yield* sys.write(1, `Removing user ${user} from group ${name}\n`);
    if (!group.members.includes(user)) throw new Failure(`user '${user}' is not a member of '${name}'`, 3);
    setMember(sys, name, user, false);
    return 0;
  },
});
