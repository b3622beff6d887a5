import { DirectiveError } from './args.ts';
import type { Authz } from './settings.ts';
import { wordsOf } from '../../../../facts/httpd-words.ts';

/** Providers of the modules that are loaded by default, besides those with a meaning here. */
const OTHER_PROVIDERS = new Set(['file-owner', 'file-group', 'group', 'dbm-group', 'dbm-file-group', 'dbd-group', 'dbd-login', 'dbd-logout', 'forward-dns', 'expr']);

/** One line of `Require`. */
export function requirement(args: string): Authz {
  const words = wordsOf(args);
  const isNegated = words[0]?.toLowerCase() === 'not';
  const [kind = '', ...rest] = isNegated ? words.slice(1) : words;
  switch (kind.toLowerCase()) {
    case 'all':
      if (rest.length !== 1 || !/^(granted|denied)$/i.test(rest[0] ?? '')) {
        throw new DirectiveError("Argument for 'Require all' must be 'granted' or 'denied'");
      }
      return { kind: 'all', granted: (rest[0]?.toLowerCase() === 'granted') !== isNegated };
    case 'ip':
      if (rest.length === 0) throw new DirectiveError("'ip' requires at least one argument");
      for (const each of rest) checkNetwork(each);
      return { kind: 'ip', networks: rest, isNegated };
    case 'local': return { kind: 'local', isNegated };
    case 'host': return { kind: 'host', names: rest, isNegated };
    case 'method': return { kind: 'method', methods: rest, isNegated };
    case 'env': return { kind: 'env', names: rest, isNegated };
    case 'user': case 'valid-user': return { kind: 'user', isNegated };
    default:
      if (OTHER_PROVIDERS.has(kind.toLowerCase())) return { kind: 'user', isNegated };
      throw new DirectiveError(`Unknown Authz provider: ${kind}`);
  }
}

function checkNetwork(text: string): void {
  if (!/^[0-9.]+(\/[0-9.]+)?$|^[0-9a-fA-F:]+(\/\d+)?$/.test(text)) {
    throw new DirectiveError(`ip address '${text}' appears to be invalid`);
  }
}

/** Adds a requirement to what a section asks already: one of them must be met (an implied RequireAny). */
export function addRequirement(before: Authz | undefined, next: Authz): Authz {
  if (before === undefined) return { kind: 'group', mode: 'any', of: [next] };
  if (before.kind === 'group' && before.mode === 'any') return { ...before, of: [...before.of, next] };
  return { kind: 'group', mode: 'any', of: [before, next] };
}

/** Who asks, as far as access can depend on it. */
export interface Asker {
  readonly address: string;
  readonly name: string | null;
  readonly method: string;
  readonly isLocal: boolean;
}

/** Whether a requirement lets the request in. */
export function isGranted(authz: Authz, asker: Asker): boolean {
  switch (authz.kind) {
    case 'all': return authz.granted;
    case 'ip': return authz.networks.some((each) => isIn(asker.address, each)) !== authz.isNegated;
    case 'local': return asker.isLocal !== authz.isNegated;
    case 'host': return authz.names.some((each) => asker.name === each || asker.name?.endsWith(`.${each.replace(/^\./, '')}`) === true) !== authz.isNegated;
    case 'method': return authz.methods.includes(asker.method) !== authz.isNegated;
    case 'env': case 'user': return authz.isNegated;
    case 'group': {
      const answers = authz.of.map((each) => isGranted(each, asker));
      if (authz.mode === 'all') return answers.every(Boolean);
      return authz.mode === 'any' ? answers.some(Boolean) : !answers.some(Boolean);
    }
  }
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** `10.0.0.11`, `10.0`, `10.0.0.0/24`, `10.0.0.0/255.255.255.0`. */
export function isIn(address: string, network: string): boolean {
  const [base = '', mask] = network.split('/');
  if (address.includes(':') || base.includes(':')) return address === base;
  if (mask === undefined) return address === base || address.startsWith(base.endsWith('.') ? base : `${base}.`);
  const bits = mask.includes('.') ? Math.log2(2 ** 32 / (2 ** 32 - numberOf(mask))) : Number(mask);
  const size = 2 ** (32 - bits);
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}
