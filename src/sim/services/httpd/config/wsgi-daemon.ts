import { DirectiveError, numberOf } from './args.ts';
import { ConfigError } from './directive.ts';
import type { WsgiDaemon } from './settings.ts';
import type { Place } from './walk.ts';

/** Options of WSGIDaemonProcess that change nothing in the lab. */
const ACCEPTED = new Set(('umask chroot home python-home python-path python-eggs lang locale stack-size maximum-requests startup-timeout shutdown-timeout'
  + ' deadlock-timeout inactivity-timeout request-timeout graceful-timeout eviction-timeout restart-interval connect-timeout socket-timeout'
  + ' queue-timeout listen-backlog send-buffer-size receive-buffer-size header-buffer-size response-buffer-size response-socket-timeout'
  + ' script-user script-group cpu-priority cpu-time-limit memory-limit virtual-memory-limit server-metrics supplementary-groups').split(' '));

/** Reads the words of a WSGIDaemonProcess. Source: mod_wsgi's messages. */
export function daemonOf(place: Place, words: readonly string[]): WsgiDaemon {
  const [name, ...options] = words;
  if (name === undefined) throw new DirectiveError('Name of WSGI daemon process not supplied.');
  if (place.settings.daemons.some((each) => each.name === name)) throw new DirectiveError('Name duplicates previous WSGI daemon definition.');
  const given = new Map<string, string>();
  for (const option of options) {
    const [key = '', ...value] = option.split('=');
    if (value.length === 0 || !(ACCEPTED.has(key) || ['user', 'group', 'processes', 'threads', 'display-name'].includes(key))) {
      throw new DirectiveError('Invalid option to WSGI daemon process definition.');
    }
    given.set(key, value.join('='));
  }
  checkAccounts(place, given.get('user'), given.get('group'));
  const count = (key: string, what: string): number | null => {
    const text = given.get(key);
    if (text === undefined) return null;
    const found = numberOf(text, 1);
    if (found === null) throw new DirectiveError(`Invalid ${what} count for WSGI daemon process.`);
    return found;
  };
  return {
    name, user: given.get('user') ?? null, group: given.get('group') ?? null, processes: count('processes', 'process') ?? 1,
    threads: count('threads', 'thread') ?? 15, displayName: given.get('display-name') ?? null, server: place.host,
  };
}

function checkAccounts({ sys }: Place, user: string | undefined, group: string | undefined): void {
  if (user !== undefined && !user.startsWith('#') && sys.accounts.byName(user) === null) throw new ConfigError(`AH00543: httpd: bad user name ${user}`);
  if (group !== undefined && !group.startsWith('#') && sys.accounts.groupByName(group) === null) throw new ConfigError(`AH00544: httpd: bad group name ${group}`);
}
