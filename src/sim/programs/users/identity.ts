import { Failure, command } from '../../host/command.ts';
import type { Account } from '../../host/accounts.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Program } from '../../host/program.ts';
import { curly } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

const userName = (sys: Sys, uid: number): string | null => sys.accounts.byUid(uid)?.name ?? null;
const groupName = (sys: Sys, gid: number): string | null => sys.accounts.groupByGid(gid)?.name ?? null;
const named = (id: number, name: string | null): string => (name === null ? String(id) : `${id}(${name})`);

interface Ids {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

const idsOf = (sys: Sys, account: Account | null): Ids => (account === null ? sys.credentials : sys.accounts.credentialsOf(account));

/** The primary group first, then the others in their order. */
const allGroups = (ids: Ids): number[] => [...new Set([ids.gid, ...ids.groups])];

function accountNamed(sys: Sys, name: string): Account {
  const account = sys.accounts.byName(name) ?? (/^\d+$/.test(name) ? sys.accounts.byUid(Number(name)) : null);
  if (account === null) throw new Failure(`${curly(name)}: no such user`);
  return account;
}

/** id(1). */
export const id = command({
  name: 'id', usage: ['[OPTION]... [USER]...'],
  summary: 'Prints the ids and groups of a user; -u, -g, -G only one kind, -n as names.',
  version: 'id (GNU coreutils) 8.32',
  options: { short: 'agGnruzZ', long: { context: 'Z', group: 'g', groups: 'G', name: 'n', real: 'r', user: 'u', zero: 'z' } },
  notModelled: ['Z'],
  *run(sys, args) {
    const kinds = ['u', 'g', 'G'].filter((kind) => args.has(kind));
    if (kinds.length > 1) throw new Failure('cannot print "only" of more than one choice');
    if ((args.has('n') || args.has('r')) && kinds.length === 0) throw new Failure('cannot print only names or real IDs in default format');
    const end = args.has('z') ? '\0' : '\n';
    let status = 0;
    for (const name of args.operands.length === 0 ? [null] : args.operands) {
      try {
        const ids = idsOf(sys, name === null ? null : accountNamed(sys, name));
        const show = (value: number, text: string | null): string => (args.has('n') ? text ?? String(value) : String(value));
        const groups = allGroups(ids);
        if (kinds[0] === 'u') yield* sys.write(1, show(ids.uid, userName(sys, ids.uid)) + end);
        else if (kinds[0] === 'g') yield* sys.write(1, show(ids.gid, groupName(sys, ids.gid)) + end);
        else if (kinds[0] === 'G') yield* sys.write(1, groups.map((gid) => show(gid, groupName(sys, gid))).join(args.has('z') ? '\0' : ' ') + end);
        else {
          const list = groups.map((gid) => named(gid, groupName(sys, gid))).join(',');
          yield* sys.write(1, `uid=${named(ids.uid, userName(sys, ids.uid))} gid=${named(ids.gid, groupName(sys, ids.gid))} groups=${list}\n`);
        }
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        yield* sys.write(2, `${sys.argv[0] ?? 'id'}: ${error.message}\n`);
        status = 1;
      }
    }
    return status;
  },
});

/** groups(1). */
export const groups = command({
  name: 'groups', usage: ['[OPTION]... [USERNAME]...'], summary: 'Prints the groups a user is in.', version: 'groups (GNU coreutils) 8.32',
  options: { short: '' },
  *run(sys, args) {
    const names = (ids: Ids): string => allGroups(ids).map((gid) => groupName(sys, gid) ?? String(gid)).join(' ');
    if (args.operands.length === 0) yield* sys.write(1, `${names(sys.credentials)}\n`);
    let status = 0;
    for (const name of args.operands) {
      const account = sys.accounts.byName(name);
      if (account === null) {
        yield* sys.write(2, `${sys.argv[0] ?? 'groups'}: ${curly(name)}: no such user\n`);
        status = 1;
      } else yield* sys.write(1, `${name} : ${names(idsOf(sys, account))}\n`);
    }
    return status;
  },
});

function oneLine(name: string, summary: string, answer: (sys: Sys) => string): Program {
  return command({
    name, usage: ['[OPTION]...'], summary, version: `${name} (GNU coreutils) 8.32`, options: { short: '' },
    *run(sys, args) {
      if (args.operands[0] !== undefined) throw new UsageError(`extra operand ${curly(args.operands[0])}`);
      yield* sys.write(1, `${answer(sys)}\n`);
      return 0;
    },
  });
}

/** whoami(1). */
export const whoami = oneLine('whoami', 'Prints the name of the effective user.', (sys) => {
  const name = userName(sys, sys.credentials.uid);
  if (name === null) throw new Failure(`cannot find name for user ID ${sys.credentials.uid}`);
  return name;
});

/** logname(1): who logged in at this terminal. */
export const logname = oneLine('logname', 'Prints the name the user logged in with.', (sys) => {
  const own = sys.processes().find((process) => process.pid === sys.pid);
  const leader = sys.processes().find((process) => process.pid === own?.session);
  const name = leader === undefined || leader.tty === null ? null : userName(sys, leader.uid);
  if (name === null) throw new Failure('no login name');
  return name;
});
