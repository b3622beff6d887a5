import type { Account } from '../../host/accounts.ts';
import { SysError } from '../../host/errors.ts';
import { checkPassword } from '../../host/password-hash.ts';
import { fingerprint, keyLabel, readPublicLine } from '../../host/ssh-key.ts';
import type { Sys } from '../../host/sys.ts';
import type { SshAuthentication } from '../../protocol/ssh.ts';
import type { SshdConfig } from './config.ts';

/** The methods that sshd offers, in its order. */
export function methodsOf(config: SshdConfig): string[] {
  return [...(config.hasKeys ? ['publickey'] : []), 'gssapi-keyex', 'gssapi-with-mic', ...(config.hasPassword ? ['password'] : [])];
}

/** Whether the account may come in at all by this method. */
function isAllowed(config: SshdConfig, account: Account, method: string): boolean {
  const names = (list: readonly string[]): boolean => list.some((each) => each.split('@')[0] === account.name);
  if (config.denyUsers.length > 0 && names(config.denyUsers)) return false;
  if (config.allowUsers.length > 0 && !names(config.allowUsers)) return false;
  if (account.uid !== 0) return true;
  if (config.permitRootLogin === 'no') return false;
  return config.permitRootLogin === 'yes' || method === 'publickey';
}

/** Checks one attempt; what is to be logged after `Accepted ` on success, or null. */
export function accepts(sys: Sys, config: SshdConfig, attempt: SshAuthentication): string | null {
  const account = sys.accounts.byName(attempt.user);
  if (account === null || attempt.method === 'none' || !isAllowed(config, account, attempt.method)) return null;
  if (attempt.method === 'password') return config.hasPassword && hasPassword(sys, account, attempt.password) ? 'password' : null;
  const offered = readPublicLine(attempt.publicLine);
  if (!config.hasKeys || offered === null || !knowsKey(sys, config, account, offered.blob)) return null;
  return `publickey:${keyLabel(offered.type)} ${fingerprint(offered.blob)}`;
}

function hasPassword(sys: Sys, account: Account, password: string): boolean {
  const line = sys.readFile('/etc/shadow').split('\n').find((each) => each.startsWith(`${account.name}:`));
  const field = line?.split(':')[1] ?? '!';
  return field !== '' && checkPassword(password, field);
}

/** Looks into authorized_keys; StrictModes: nobody else may be able to write it or the folders above. */
function knowsKey(sys: Sys, config: SshdConfig, account: Account, blob: string): boolean {
  const path = config.keysFile.startsWith('/') ? config.keysFile.replace('%u', account.name) : `${account.home}/${config.keysFile.replace(/^%h\//, '')}`;
  try {
    for (const each of [account.home, path.slice(0, path.lastIndexOf('/')), path]) {
      const { mode, uid, type } = sys.stat(each);
      if ((mode & 0o022) === 0 && (uid === account.uid || uid === 0)) continue;
      sys.log(`Authentication refused: bad ownership or modes for ${type === 'directory' ? 'directory' : 'file'} ${each}`);
      return false;
    }
    return sys.readFile(path).split('\n').some((line) => readPublicLine(line)?.blob === blob);
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}
