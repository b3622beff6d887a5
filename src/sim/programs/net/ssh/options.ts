import { SysError } from '../../../host/errors.ts';
import { UsageError, getopt, type ParsedOptions } from '../../../host/getopt.ts';
import type { Sys } from '../../../host/sys.ts';

export const USAGE = `usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface]
           [-b bind_address] [-c cipher_spec] [-D [bind_address:]port]
           [-E log_file] [-e escape_char] [-F configfile] [-I pkcs11]
           [-i identity_file] [-J [user@]host[:port]] [-L address]
           [-l login_name] [-m mac_spec] [-O ctl_cmd] [-o option] [-p port]
           [-Q query_option] [-R address] [-S ctl_path] [-W host:port]
           [-w local_tun[:remote_tun]] destination [command [argument ...]]
`;

/** What ssh is to do, command line and configuration files taken together. */
export interface SshPlan {
  readonly host: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  readonly command: string | null;
  readonly pty: 'auto' | 'force' | 'never';
  readonly isQuiet: boolean;
  readonly hasNoInput: boolean;
  readonly identities: readonly string[];
  readonly knownHosts: string;
  readonly strict: 'ask' | 'yes' | 'no' | 'accept-new';
  readonly isBatch: boolean;
  readonly hasPassword: boolean;
  readonly timeoutMs: number | null;
}

/** Wrong use; `message` is what ssh prints, status 255. */
export class SshUsage extends Error {
  override readonly name = 'SshUsage';
}

/** Options that ssh has and the lab does not model. */
export const NOT_MODELLED = ['f', 'g', 'G', 'M', 'N', 'O', 'D', 'L', 'R', 'J', 'W', 'w', 'Q', 'X', 'Y', 'v'];

/** Reads the command line and ssh_config files. */
export function readPlan(sys: Sys): SshPlan | 'version' {
  const first = parse(sys.argv.slice(1));
  // Options may stand after the host as well.
  const [host, ...rest] = first.operands;
  const args = host !== undefined && rest[0]?.startsWith('-') === true ? parse([...sys.argv.slice(1, sys.argv.length - rest.length - 1), ...reorder(rest), host, ...trailing(rest)]) : first;
  if (args.has('V')) return 'version';
  const odd = NOT_MODELLED.find((letter) => args.has(letter));
  if (odd !== undefined) throw new SshUsage(`handstack: ssh: option -${odd} is not modelled\n`);
  const [destination, ...words] = args.operands;
  if (destination === undefined) throw new SshUsage(USAGE);
  return makePlan(sys, args, destination, words);
}

const SHORT = '+1246ab:c:e:fgi:kl:m:no:p:qstvxAB:CD:E:F:GI:J:KL:MNO:PQ:R:S:TVw:W:XYy';

function parse(args: readonly string[]): ParsedOptions {
  try {
    return getopt(args, { short: SHORT });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new SshUsage(error.message.startsWith('option requires') ? `${error.message}\n${USAGE}` : `unknown option -- ${/'(.)'/.exec(error.message)?.[1] ?? ''}\n${USAGE}`);
  }
}

/** What follows the host: first its options, then the command. */
const trailing = (rest: readonly string[]): readonly string[] => parse(rest).operands;
const reorder = (rest: readonly string[]): readonly string[] => rest.slice(0, rest.length - trailing(rest).length).filter((word) => word !== '--');

function makePlan(sys: Sys, args: ParsedOptions, destination: string, words: readonly string[]): SshPlan {
  const plain = destination.replace(/^ssh:\/\//, '');
  const at = plain.lastIndexOf('@');
  const host = plain.slice(at + 1);
  const home = sys.env['HOME'] ?? sys.accounts.byUid(sys.credentials.uid)?.home ?? '/';
  const config = readConfig(sys, args, host, home);
  const get = (name: string): string | null => config.get(name) ?? null;
  const own = sys.accounts.byUid(sys.credentials.uid)?.name ?? 'root';
  const port = Number(args.last('p') ?? get('port') ?? 22);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new SshUsage(`Bad port '${args.last('p') ?? ''}'\n`);
  const identities = [...args.all('i'), ...(get('identityfile') === null ? [] : [get('identityfile') ?? ''])].map((path) => path.replace(/^~/, home));
  const strict = (get('stricthostkeychecking') ?? 'ask').toLowerCase();
  const timeout = get('connecttimeout');
  return {
    host, hostName: get('hostname')?.replace('%h', host) ?? host, port,
    user: (at === -1 ? null : plain.slice(0, at)) ?? args.last('l') ?? get('user') ?? own,
    command: words.length === 0 ? null : words.join(' '), pty: args.has('t') ? 'force' : args.has('T') ? 'never' : 'auto',
    isQuiet: args.has('q') || get('loglevel')?.toLowerCase() === 'quiet', hasNoInput: args.has('n'),
    identities: identities.length > 0 ? identities : ['id_rsa', 'id_ecdsa', 'id_ed25519'].map((name) => `${home}/.ssh/${name}`),
    knownHosts: (get('userknownhostsfile') ?? '~/.ssh/known_hosts').split(/\s+/)[0]?.replace(/^~/, home) ?? '',
    strict: strict === 'off' ? 'no' : ['yes', 'no', 'accept-new'].includes(strict) ? strict as SshPlan['strict'] : 'ask',
    isBatch: get('batchmode') === 'yes', hasPassword: get('passwordauthentication') !== 'no',
    timeoutMs: timeout === null || !/^\d+$/.test(timeout) ? null : Number(timeout) * 1000,
  };
}

/** Options by lower-case keyword: -o first, then the user's file, then the system's; the first value wins. */
function readConfig(sys: Sys, args: ParsedOptions, host: string, home: string): Map<string, string> {
  const found = new Map<string, string>();
  const set = (name: string, value: string): void => {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, value.replace(/^"(.*)"$/, '$1'));
  };
  for (const option of args.all('o')) {
    const [, name = '', value = ''] = /^\s*([A-Za-z0-9]+)[\s=]+(.*)$/.exec(option) ?? [];
    if (name === '') throw new SshUsage(`command-line: line 0: Bad configuration option: ${option.toLowerCase()}\n`);
    set(name, value);
  }
  for (const path of [args.last('F') ?? `${home}/.ssh/config`, '/etc/ssh/ssh_config']) {
    let isMine = true;
    for (const line of readLines(sys, path)) {
      const [, name = '', value = ''] = /^\s*([A-Za-z0-9]+)[\s=]+(.*?)\s*$/.exec(line) ?? [];
      if (name.toLowerCase() === 'host') isMine = value.split(/\s+/).some((pattern) => isMatch(host, pattern));
      else if (name !== '' && isMine) set(name, value);
    }
  }
  return found;
}

function isMatch(host: string, pattern: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(host);
}

/** A file's lines, none when it cannot be read. */
export function readLines(sys: Sys, path: string): string[] {
  try {
    return sys.readFile(path).split('\n');
  } catch (error) {
    if (error instanceof SysError) return [];
    throw error;
  }
}
