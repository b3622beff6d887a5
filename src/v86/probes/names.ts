import type { Source } from '../../lab/probe.ts';
import { quoted } from '../agent.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { serviceWhy, textOf } from './machine.ts';

const HOSTS = '/etc/hosts';
/** How long a ping may be under way. */
const PING_S = 3;

/** The address that a name means on a host; null when nobody knows it. */
export async function addressOf(shell: Shell, name: string): Promise<string | null> {
  const address = await shell.tell('name', name);
  return address === '' ? null : address;
}

export async function answerResolves(shell: Shell, { host, name }: Asked<'resolves'>): Promise<AnswerTo<'resolves'>> {
  const [address, hosts] = await Promise.all([addressOf(shell, name), textOf(shell, HOSTS)]);
  const lines = (hosts ?? '').split('\n').map((text, index): Source => ({ host, path: HOSTS, line: index + 1, text }));
  const words = (source: Source): string[] => (source.text ?? '').replace(/#.*/, '').trim().toLowerCase().split(/\s+/);
  const isAddress = (word: string | undefined): boolean => /^[\d.]+$|:/.test(word ?? '');
  const source = lines.find((line) => isAddress(words(line)[0]) && words(line).slice(1).includes(name.toLowerCase()));
  const others = lines.filter((line) => line !== source && words(line)[0] !== '' && !/^(127\.|::1)/.test(words(line)[0] ?? ''));
  return { kind: 'resolves', address, others, ...(source === undefined || address === null ? {} : { source }) };
}

export async function answerReaches(shell: Shell, { to, port }: Asked<'reaches'>): Promise<AnswerTo<'reaches'>> {
  const address = await addressOf(shell, to);
  if (address === null) {
    const why = `No line of \`${HOSTS}\` names \`${to}\`, and DNS does not know it either.`;
    return { kind: 'reaches', isReached: false, address: to, error: 'Name or service not known', why };
  }
  const owner = ownerOf(shell, address);
  const error = await (port === undefined ? pingError(shell, address) : connectError(shell, address, port));
  if (error === null) return { kind: 'reaches', isReached: true, address, arrivedAt: owner ?? address };
  const why = await whyNot(shell, { error, address, owner, port: port ?? null });
  return { kind: 'reaches', isReached: false, address, error, ...(why === null ? {} : { why }) };
}

/** The host that has an address, by the plan of the lab. */
export function ownerOf(shell: Shell, address: string): string | null {
  if (address.startsWith('127.')) return shell.host;
  return shell.hosts.find((each) => each.address === address)?.name ?? null;
}

async function pingError(shell: Shell, address: string): Promise<string | null> {
  const { text, status } = await shell.across.run(`ping -c 1 -W ${PING_S} ${quoted(address)}`);
  if (status === 0) return null;
  return /network is unreachable/i.test(text) ? 'Network is unreachable' : 'No route to host';
}

/** Why a connection cannot be made, as the system words it; null when it can. */
export async function connectError(shell: Shell, address: string, port: number): Promise<string | null> {
  const error = (await shell.across.tell('connect', address, String(port))).trim();
  return error === '' ? null : error;
}

interface Failure {
  readonly error: string;
  readonly address: string;
  readonly owner: string | null;
  readonly port: number | null;
}

/** The reason of a failure, as far as the guests tell it. */
export async function whyNot(shell: Shell, { error, address, owner, port }: Failure): Promise<string | null> {
  const other = owner === null ? null : owner === shell.host ? shell : shell.on(owner);
  if (owner !== null && other === null) return `\`${owner}\` is switched off: press a key in its terminal.`;
  switch (error) {
    case 'Connection refused': {
      const service = other === null || port === null ? '' : ` ${await serviceWhy(other, port)}`.trimEnd();
      return `\`${owner ?? address}\` answers, but nobody listens on port ${port ?? 0} there.${service}`;
    }
    case 'No route to host':
      return owner === null ? `No host has the address \`${address}\`.` : `The firewall of \`${owner}\` rejects it.`;
    case 'Connection timed out':
      return owner === null ? `No host answers at \`${address}\`.` : `A firewall swallows it on the way to \`${owner}\`.`;
    case 'Network is unreachable':
      return 'The interface that leads there is down.';
    default:
      return null;
  }
}
