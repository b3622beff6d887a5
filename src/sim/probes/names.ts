import type { Source } from '../../lab/probe.ts';
import { SysError, type Errno } from '../host/errors.ts';
import type { Host } from '../host/host.ts';
import type { World } from '../world.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { textOf } from './machine.ts';
import { serviceWhy } from './service.ts';

const HOSTS = '/etc/hosts';

export function answerResolves(host: Host, { name }: Asked<'resolves'>): AnswerTo<'resolves'> {
  const address = host.network.resolve(name);
  const lines = (textOf(host, HOSTS) ?? '').split('\n').map((text, index): Source => ({ host: host.id, path: HOSTS, line: index + 1, text }));
  const words = (source: Source): string[] => (source.text ?? '').replace(/#.*/, '').trim().toLowerCase().split(/\s+/);
  const isAddress = (word: string | undefined): boolean => /^[\d.]+$|:/.test(word ?? '');
  const source = lines.find((line) => isAddress(words(line)[0]) && words(line).slice(1).includes(name.toLowerCase()));
  const others = lines.filter((line) => line !== source && words(line)[0] !== '' && !/^(127\.|::1)/.test(words(line)[0] ?? ''));
  return { kind: 'resolves', address, others, ...(source === undefined || address === null ? {} : { source }) };
}

export function answerReaches(host: Host, { to, port }: Asked<'reaches'>, world: World): AnswerTo<'reaches'> {
  const reached = world.wire.reach(host, to, port ?? null);
  if (reached.errno === null) {
    return { kind: 'reaches', isReached: true, address: reached.address, arrivedAt: reached.host?.id ?? reached.address };
  }
  const why = whyNot(reached.errno, reached.address, to, port ?? null, world);
  const error = new SysError(reached.errno).text;
  return { kind: 'reaches', isReached: false, address: reached.address, error, ...(why === null ? {} : { why }) };
}

/** The reason of a failure to reach `to`, as far as the machines tell it. */
export function whyNot(errno: Errno, address: string, to: string, port: number | null, world: World): string | null {
  const owner = world.hosts.find((each) => each.network.owns(address) && !address.startsWith('127.'));
  switch (errno) {
    case 'EAI_NONAME':
      return `No line of \`${HOSTS}\` names \`${to}\`, and DNS does not know it either.`;
    case 'ECONNREFUSED':
      return `\`${owner?.id ?? address}\` answers, but nobody listens on port ${port ?? 0} there.`
        + (owner === undefined || port === null ? '' : ` ${serviceWhy(owner, port)}`.trimEnd());
    case 'EHOSTUNREACH':
      return owner === undefined ? `No host has the address \`${address}\`.` : `The firewall of \`${owner.id}\` rejects it.`;
    case 'ETIMEDOUT':
      return owner === undefined ? `No host answers at \`${address}\`.` : `A firewall swallows it on the way to \`${owner.id}\`.`;
    case 'ENETUNREACH':
      return 'The interface that leads there is down.';
    default:
      return null;
  }
}
