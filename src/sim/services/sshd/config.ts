import { SysError } from '../../host/errors.ts';
import type { Sys } from '../../host/sys.ts';

/** sshd_config as far as it matters here. */
export interface SshdConfig {
  ports: number[];
  listen: string[];
  permitRootLogin: string;
  hasPassword: boolean;
  hasKeys: boolean;
  keysFile: string;
  hostKeys: string[];
  allowUsers: string[];
  denyUsers: string[];
  maxTries: number;
  banner: string | null;
  subsystems: number;
}

/** The configuration cannot be used; `lines` is what sshd prints. */
export class SshdConfigError extends Error {
  override readonly name = 'SshdConfigError';
}

/** Keywords that sshd knows and that change nothing in the lab. */
const IGNORED = new Set(('acceptenv addressfamily allowagentforwarding allowgroups allowstreamlocalforwarding allowtcpforwarding authenticationmethods'
  + ' authorizedkeyscommand authorizedkeyscommanduser authorizedprincipalsfile challengeresponseauthentication chrootdirectory ciphers clientalivecountmax'
  + ' clientaliveinterval compression denygroups disableforwarding forcecommand gatewayports gssapiauthentication gssapicleanupcredentials'
  + ' gssapikeyexchange gssapistrictacceptorcheck hostbasedauthentication hostkeyalgorithms ignorerhosts ignoreuserknownhosts ipqos'
  + ' kbdinteractiveauthentication kerberosauthentication kexalgorithms logingracetime loglevel logverbose macs maxsessions maxstartups modulifile'
  + ' permitlisten permitopen permittty permittunnel permituserenvironment permituserrc persourcemaxstartups pidfile printlastlog printmotd'
  + ' pubkeyacceptedalgorithms pubkeyacceptedkeytypes rekeylimit requiredrsasize setenv strictmodes syslogfacility tcpkeepalive trustedusercakeys usedns'
  + ' usepam versionaddendum x11displayoffset x11forwarding x11uselocalhost xauthlocation casignaturealgorithms streamlocalbindmask include match').split(' '));

const DEFAULT_KEYS = ['rsa', 'ecdsa', 'ed25519'].map((type) => `/etc/ssh/ssh_host_${type}_key`);

/** Reads sshd_config and what it includes; the first value of a keyword wins. Throws SshdConfigError. */
export function readSshdConfig(sys: Sys, path: string): SshdConfig {
  const seen = new Map<string, string>();
  const config: SshdConfig = {
    ports: [], listen: [], permitRootLogin: 'prohibit-password', hasPassword: true, hasKeys: true, keysFile: '.ssh/authorized_keys', hostKeys: [],
    allowUsers: [], denyUsers: [], maxTries: 6, banner: null, subsystems: 0,
  };
  readFile(sys, path, config, seen);
  const yes = (name: string): boolean => seen.get(name) !== 'no';
  config.permitRootLogin = seen.get('permitrootlogin') ?? config.permitRootLogin;
  config.hasPassword = yes('passwordauthentication');
  config.hasKeys = yes('pubkeyauthentication');
  config.keysFile = seen.get('authorizedkeysfile')?.split(/\s+/)[0] ?? config.keysFile;
  config.maxTries = Number(seen.get('maxauthtries') ?? 6);
  config.banner = seen.get('banner') ?? null;
  if (config.ports.length === 0) config.ports = [22];
  if (config.listen.length === 0) config.listen = ['0.0.0.0', '::'];
  if (config.hostKeys.length === 0) config.hostKeys = DEFAULT_KEYS;
  return config;
}

function readFile(sys: Sys, path: string, config: SshdConfig, seen: Map<string, string>, depth = 0): void {
  if (depth > 16) throw new SshdConfigError(`${path}: Too many recursive configuration includes`);
  let isMatched = false;
  sys.readFile(path).split('\n').forEach((line, index) => {
    const [word = '', ...rest] = line.replace(/^\s*#.*/, '').trim().split(/[\s=]+/);
    const keyword = word.toLowerCase();
    const value = rest.join(' ').replace(/^"(.*)"$/, '$1');
    if (keyword === '') return;
    const where = `${path} line ${index + 1}`;
    if (keyword === 'match') isMatched = true;
    else if (!isMatched) take(sys, keyword, word, value, where, path, config, seen, depth);
  });
}

function take(
  sys: Sys, keyword: string, word: string, value: string, where: string, path: string, config: SshdConfig, seen: Map<string, string>,
  depth: number,
): void {
  const known = ['port', 'listenaddress', 'hostkey', 'allowusers', 'denyusers', 'subsystem', 'include', 'permitrootlogin', 'passwordauthentication',
    'pubkeyauthentication', 'authorizedkeysfile', 'maxauthtries', 'banner', 'permitemptypasswords'];
  if (!known.includes(keyword) && !IGNORED.has(keyword)) {
    throw new SshdConfigError(`${where}: Bad configuration option: ${word}\n${path}: terminating, 1 bad configuration options`);
  }
  if (value === '' && keyword !== 'include') throw new SshdConfigError(`${where}: missing argument.`);
  if (keyword === 'port') config.ports.push(portOf(value, where));
  else if (keyword === 'listenaddress') config.listen.push(value);
  else if (keyword === 'hostkey') config.hostKeys.push(value);
  else if (keyword === 'allowusers') config.allowUsers.push(...value.split(' '));
  else if (keyword === 'denyusers') config.denyUsers.push(...value.split(' '));
  else if (keyword === 'include') for (const file of included(sys, value)) readFile(sys, file, config, seen, depth + 1);
  else {
    check(keyword, value, where);
    if (!seen.has(keyword)) seen.set(keyword, keyword === 'authorizedkeysfile' || keyword === 'banner' ? value : value.toLowerCase());
  }
}

function portOf(value: string, where: string): number {
  if (!/^\d+$/.test(value) || Number(value) > 65535 || Number(value) === 0) throw new SshdConfigError(`${where}: Badly formatted port number.`);
  return Number(value);
}

function check(keyword: string, value: string, where: string): void {
  const isYesNo = ['passwordauthentication', 'pubkeyauthentication', 'permitemptypasswords'].includes(keyword);
  const isRoot = keyword === 'permitrootlogin';
  const allowed = isRoot ? ['yes', 'no', 'prohibit-password', 'without-password', 'forced-commands-only'] : ['yes', 'no'];
  if ((isYesNo || isRoot) && !allowed.includes(value.toLowerCase())) {
    throw new SshdConfigError(`${where}: unsupported option "${value}".`);
  }
}

/** Files that a pattern such as `/etc/ssh/sshd_config.d/*.conf` names, by name. */
function included(sys: Sys, pattern: string): string[] {
  const full = pattern.startsWith('/') ? pattern : `/etc/ssh/${pattern}`;
  const slash = full.lastIndexOf('/');
  const [before = '', after = ''] = full.slice(slash + 1).split('*');
  try {
    return sys.readDirectory(full.slice(0, slash)).filter((name) => (full.includes('*') ? name.startsWith(before) && name.endsWith(after) : name === before))
      .map((name) => `${full.slice(0, slash)}/${name}`);
  } catch (error) {
    if (error instanceof SysError) return [];
    throw error;
  }
}
