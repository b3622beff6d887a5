// probes: answers about one host's files, units and ports, read from its state. The machines do not notice.
import { parseIni } from '../../base/ini.ts';
import { SysError } from '../host/errors.ts';
import { FILTER_KEY, verdict, type FilterTable } from '../host/filter.ts';
import type { Host } from '../host/host.ts';
import { ROOT, type Inode } from '../host/inode.ts';
import type { World } from '../world.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { serviceWhy, whyFailed } from './service.ts';

/** Text of a file that an answer carries at most, in characters. */
const MOST_TEXT = 200_000;

/** The inode at a path as root sees it; null when there is none. */
export function lookUp(host: Host, path: string, follow = true): Inode | null {
  try {
    return host.files.find(path, { as: ROOT, follow }).node;
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
}

/** A file's text, or null when it cannot be read. */
export function textOf(host: Host, path: string): string | null {
  const node = lookUp(host, path);
  return node === null || node.type !== 'file' ? null : host.files.contentOf(node);
}

/** Whether a user of the host could read (or write) what is at `path`. */
export function allows(host: Host, path: string, user: string, want: 'read' | 'write' = 'read'): boolean {
  const account = host.accounts.byName(user);
  if (account === null) return false;
  const as = host.accounts.credentialsOf(account);
  try {
    return host.files.allowed(host.files.at(path, { as }), want === 'read' ? 4 : 2, as);
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}

export function answerFile(host: Host, { path }: Asked<'file'>): AnswerTo<'file'> {
  const node = lookUp(host, path, false);
  if (node === null) return { kind: 'file', type: null };
  const text = textOf(host, path);
  return {
    kind: 'file', type: node.type, mode: node.mode.toString(8).padStart(4, '0'),
    owner: host.accounts.byUid(node.uid)?.name ?? String(node.uid), group: host.accounts.groupByGid(node.gid)?.name ?? String(node.gid),
    ...(node.type === 'symlink' ? { target: node.content, leadsTo: lookUp(host, path)?.type ?? null } : {}),
    ...(text === null ? {} : { text: text.slice(0, MOST_TEXT) }),
  };
}

export function answerOption(host: Host, { path, section, name }: Asked<'option'>): AnswerTo<'option'> {
  const text = textOf(host, path);
  if (text === null) return { kind: 'option', value: null, problem: `there is no file \`${path}\` on \`${host.id}\`` };
  const same = parseIni(text).entries.filter((entry) => entry.key === name);
  const mine = same.filter((entry) => entry.section === section).at(-1);
  const elsewhere = same.filter((entry) => entry.section !== section).map((entry) => ({ section: entry.section, line: entry.line, value: entry.value }));
  if (mine === undefined) return { kind: 'option', value: null, elsewhere };
  const source = { host: host.id, path, line: mine.line, text: text.split('\n')[mine.line - 1] ?? '' };
  return { kind: 'option', value: mine.value, source, elsewhere };
}

/** `mariadb` is `mariadb.service`. */
export const unitName = (name: string): string => (/\.[a-z]+$/.test(name) ? name : `${name}.service`);

export function answerUnit(host: Host, { name }: Asked<'unit'>): AnswerTo<'unit'> {
  if (host.systemd === null) return { kind: 'unit', load: 'not-found', active: 'inactive', sub: 'dead', isEnabled: false, problem: `\`${host.id}\` is switched off` };
  const unit = host.systemd.unit(unitName(name));
  const why = unit.activeState === 'failed' ? whyFailed(host, unit.name, unit.result, unit.exitCode) : null;
  return {
    kind: 'unit', load: unit.loadState, active: unit.activeState, sub: unit.subState,
    isEnabled: ['enabled', 'enabled-runtime', 'static', 'alias'].includes(unit.unitFileState), result: unit.result,
    ...(why === null ? {} : { why }),
  };
}

export function answerPort(host: Host, { port, protocol = 'tcp' }: Asked<'port'>, world: World): AnswerTo<'port'> {
  const listeners = host.network.listeners().filter((each) => each.protocol === protocol && each.port === port)
    .map(({ address, pid }) => ({ address, program: host.kernel.processes.get(pid)?.name ?? '?' }));
  const why = listeners.length > 0 ? '' : serviceWhy(host, port);
  return { kind: 'port', listeners, isBlocked: listeners.length > 0 && isBlocked(host, port, protocol, world), ...(why === '' ? {} : { why }) };
}

/** Whether this host's own firewall keeps the other hosts from the port. */
function isBlocked(host: Host, port: number, protocol: 'tcp' | 'udp', world: World): boolean {
  const filter = host.tables.get(FILTER_KEY) as FilterTable | undefined;
  const address = (each: Host): string => each.network.interfaces.find(({ name }) => name === 'eth0')?.addresses[0]?.split('/')[0] ?? '';
  return world.hosts.filter((each) => each !== host).some((each) => verdict(filter, {
    chain: 'INPUT', protocol, port, source: address(each), destination: address(host), device: 'eth0',
  }) !== 'accept');
}
