import { Failure, command, complain } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Stat } from '../../host/inode.ts';
import type { Program, Routine } from '../../host/program.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { visitTree } from './walk.ts';

/** Ids to set; -1 leaves one as it is. */
interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const OPTIONS = {
  short: 'HLPRcfhv',
  long: {
    recursive: 'R', changes: 'c', dereference: 'dereference', 'no-dereference': 'h', 'from=': 'from', 'no-preserve-root': 'root',
    'preserve-root': 'keep', quiet: 'f', silent: 'f', 'reference=': 'reference', verbose: 'v',
  },
};

const groupId = (sys: Sys, name: string): number | null =>
  sys.accounts.groupByName(name)?.gid ?? (/^\d+$/.test(name) ? Number(name) : null);

/** `user`, `user:`, `user:group`, `:group` (or with a dot where no such user exists). */
function parseOwner(sys: Sys, text: string): Owner {
  const separator = text.includes(':') ? ':' : sys.accounts.byName(text) === null && text.includes('.') ? '.' : '';
  const at = separator === '' ? -1 : text.indexOf(separator);
  const [userName, groupName] = at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
  const account = userName === '' ? null : sys.accounts.byName(userName);
  const uid = userName === '' ? -1 : account?.uid ?? (/^\d+$/.test(userName) ? Number(userName) : null);
  if (uid === null) throw new Failure(`invalid user: ${curly(text)}`);
  if (groupName === null) return { uid, gid: -1 };
  if (groupName === '' && userName !== '') {
    if (account === null) throw new Failure(`invalid spec: ${curly(text)}`);
    return { uid, gid: account.gid };
  }
  const gid = groupName === '' ? -1 : groupId(sys, groupName);
  if (gid === null) throw new Failure(`invalid group: ${curly(text)}`);
  return { uid, gid };
}

function parseGroup(sys: Sys, text: string): Owner {
  const gid = text === '' ? -1 : groupId(sys, text);
  if (gid === null) throw new Failure(`invalid group: ${curly(text)}`);
  return { uid: -1, gid };
}

const nameOf = (sys: Sys, uid: number): string => sys.accounts.byUid(uid)?.name ?? String(uid);
const groupName = (sys: Sys, gid: number): string => sys.accounts.groupByGid(gid)?.name ?? String(gid);

/** One sentence of -v and -c about what has become of a file's owner. */
function describe(sys: Sys, path: string, before: Stat, owner: Owner, kind: 'ownership' | 'group'): string {
  const shown = shellQuoteAlways(path);
  const user = (id: number): string => (kind === 'group' ? '' : nameOf(sys, id));
  const group = (id: number): string => (kind === 'group' ? groupName(sys, id) : owner.gid === -1 ? '' : `:${groupName(sys, id)}`);
  const uid = owner.uid === -1 ? before.uid : owner.uid;
  const gid = owner.gid === -1 ? before.gid : owner.gid;
  const isSame = uid === before.uid && gid === before.gid;
  const now = (owner.uid === -1 ? '' : user(uid)) + group(gid);
  if (isSame) return `${kind} of ${shown} retained as ${now}\n`;
  return `changed ${kind} of ${shown} from ${user(before.uid)}${group(before.gid)} to ${now}\n`;
}

function* changeOne(sys: Sys, path: string, seen: Stat, owner: Owner, args: ParsedOptions, kind: 'ownership' | 'group'): Routine<boolean> {
  const follow = !args.has('h') && !(args.has('R') && seen.type === 'symlink' && !args.has('dereference'));
  try {
    const before = follow ? sys.stat(path) : seen;
    const isAlready = (owner.uid === -1 || owner.uid === before.uid) && (owner.gid === -1 || owner.gid === before.gid);
    sys.chown(path, owner.uid, owner.gid, { follow });
    if (args.has('v') || (args.has('c') && !isAlready)) yield* sys.write(1, describe(sys, path, before, owner, kind));
    return true;
  } catch (error) {
    if (!args.has('f')) yield* complain(sys, `changing ${kind} of ${shellQuoteAlways(path)}: ${strerror(error)}`);
    return false;
  }
}

function ownerCommand(name: 'chown' | 'chgrp', form: string, summary: string): Program {
  const kind = name === 'chown' ? 'ownership' : 'group';
  const parse = name === 'chown' ? parseOwner : parseGroup;
  return command({
    name, usage: [`[OPTION]... ${form} FILE...`, '[OPTION]... --reference=RFILE FILE...'], summary,
    version: `${name} (GNU coreutils) 8.32`, options: OPTIONS, notModelled: ['from'],
    *run(sys, args) {
      const reference = args.last('reference');
      const [first] = args.operands;
      if (first === undefined) throw new UsageError('missing operand');
      const files = reference === null ? args.operands.slice(1) : args.operands;
      if (files.length === 0) throw new UsageError(`missing operand after ${curly(first)}`);
      const owner = reference === null ? parse(sys, first) : sys.stat(reference);
      const wanted = name === 'chgrp' ? { uid: -1, gid: owner.gid } : owner;
      let status = 0;
      for (const path of files) {
        try {
          if (args.has('h')) sys.lstat(path);
          else sys.stat(path);
        } catch (error) {
          if (!args.has('f')) yield* complain(sys, `cannot access ${shellQuoteAlways(path)}: ${strerror(error)}`);
          status = 1;
          continue;
        }
        if (!(yield* visitTree(sys, path, { recursive: args.has('R'), lastly: true }, (at, stat) => changeOne(sys, at, stat, wanted, args, kind)))) status = 1;
      }
      return status;
    },
  });
}

/** chown(1). */
export const chown = ownerCommand('chown', '[OWNER][:[GROUP]]', 'Changes the owner and group of files; -R of all that is below directories.');

/** chgrp(1). */
export const chgrp = ownerCommand('chgrp', 'GROUP', 'Changes the group of files; -R of all that is below directories.');
