import type { Account, Group } from '../../host/accounts.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

const accountLine = (account: Account): string => `${account.name}:x:${account.uid}:${account.gid}:${account.gecos}:${account.home}:${account.shell}\n`;
const groupLine = (group: Group): string => `${group.name}:x:${group.gid}:${group.members.join(',')}\n`;

/** Lines of /etc/hosts or /etc/services without comments. */
const linesOf = (sys: Sys, path: string): string[][] => (sys.exists(path) ? sys.readFile(path) : '').split('\n')
  .map((line) => line.replace(/#.*/, '').trim().split(/\s+/)).filter((words) => words.length > 1);

const hostLine = (address: string, names: readonly string[]): string => `${address.padEnd(15)} ${names.join(' ')}\n`;

function host(sys: Sys, key: string): string | null {
  const isAddress = /^[\d.]+$|:/.test(key);
  const rows = linesOf(sys, '/etc/hosts');
  const own = rows.find(([address, ...names]) => (isAddress ? address === key : names.includes(key)));
  if (own !== undefined) return hostLine(own[0] ?? '', own.slice(1));
  const found = isAddress ? sys.network.reverse(key) : sys.network.resolve(key);
  if (found === null) return null;
  return isAddress ? hostLine(key, [found]) : hostLine(found, [key]);
}

function serviceLine([name = '', port = '', ...aliases]: readonly string[]): string {
  return `${name.padEnd(21)} ${port}${aliases.length === 0 ? '' : ` ${aliases.join(' ')}`}\n`;
}

/** The line of one key in a database, null when it is not there, undefined for a database we do not know. */
function look(sys: Sys, database: string, key: string): string | null | undefined {
  const isNumber = /^\d+$/.test(key);
  switch (database) {
    case 'passwd': {
      const account = sys.accounts.byName(key) ?? (isNumber ? sys.accounts.byUid(Number(key)) : null);
      return account === null ? null : accountLine(account);
    }
    case 'group': {
      const group = sys.accounts.groupByName(key) ?? (isNumber ? sys.accounts.groupByGid(Number(key)) : null);
      return group === null ? null : groupLine(group);
    }
    case 'shadow': case 'gshadow': {
      if (sys.credentials.uid !== 0) return null;
      const line = sys.readFile(`/etc/${database}`).split('\n').find((each) => each.startsWith(`${key}:`));
      return line === undefined ? null : `${line}\n`;
    }
    case 'hosts': case 'ahostsv4': case 'ahosts': {
      const line = host(sys, key);
      if (line === null || database === 'hosts') return line;
      const address = (line.split(/\s+/)[0] ?? '').padEnd(15);
      return `${address} STREAM ${key}\n${address} DGRAM  \n${address} RAW    \n`;
    }
    case 'services': {
      const [name, protocol] = key.split('/');
      const row = linesOf(sys, '/etc/services').find(([service, port = '', ...aliases]) =>
        (service === name || aliases.includes(name ?? '') || port.split('/')[0] === name) && (protocol === undefined || port.endsWith(`/${protocol}`)));
      return row === undefined ? null : serviceLine(row);
    }
    default: return undefined;
  }
}

function all(sys: Sys, database: string): string | null {
  switch (database) {
    case 'passwd': return sys.accounts.all().map(accountLine).join('');
    case 'group': return sys.accounts.groups().map(groupLine).join('');
    case 'hosts': return linesOf(sys, '/etc/hosts').map(([address = '', ...names]) => hostLine(address, names)).join('');
    case 'services': return linesOf(sys, '/etc/services').map(serviceLine).join('');
    case 'shadow': case 'gshadow': return sys.credentials.uid === 0 ? sys.readFile(`/etc/${database}`) : '';
    default: return null;
  }
}

function* refuse(sys: Sys, text: string): Routine<number> {
  yield* sys.write(2, `${text}\n`);
  yield* sys.write(1, "Try `getent --help' or `getent --usage' for more information.\n");
  return 1;
}

/** getent(1): users, groups, hosts and services as this host knows them. */
export const getent: Program = {
  name: 'getent',
  *run(sys) {
    const [database, ...keys] = sys.argv.slice(1).filter((arg) => !arg.startsWith('-'));
    if (database === undefined) return yield* refuse(sys, 'getent: wrong number of arguments');
    if (keys.length === 0) {
      const text = all(sys, database);
      if (text === null) return yield* refuse(sys, `Unknown database: ${database}`);
      yield* sys.write(1, text);
      return 0;
    }
    let status = 0;
    for (const key of keys) {
      const line = look(sys, database, key);
      if (line === undefined) return yield* refuse(sys, `Unknown database: ${database}`);
      if (line === null) status = 2;
      else yield* sys.write(1, line);
    }
    return status;
  },
};
