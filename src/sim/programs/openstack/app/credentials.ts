import { destOf, pluginNamed } from '../config/plugins.ts';
import type { Values } from '../argparse/parse.ts';
import { ClientError } from './errors.ts';

/** What osc-lib finds missing before anything is asked of the cloud (check_valid_authentication_options). */
export function checkCredentials(type: string, auth: Values): void {
  const has = (name: string): boolean => Boolean(auth[name]);
  const options = pluginNamed(type)?.options.map(destOf) ?? [];
  const missing: string[] = [];
  if (Object.keys(auth).length === 0 && type !== 'none') missing.push('Set a cloud-name with --os-cloud or OS_CLOUD');
  else {
    if (options.includes('password') && !has('username') && !has('user_id')) {
      missing.push('Set a username with --os-username, OS_USERNAME, or auth.username or set a user-id with --os-user-id, OS_USER_ID, or auth.user_id');
    }
    if (options.includes('auth_url') && !has('auth_url')) missing.push('Set an authentication URL, with --os-auth-url, OS_AUTH_URL or auth.auth_url');
    if (options.includes('token') && !has('token')) missing.push('Set a token with --os-token, OS_TOKEN or auth.token');
  }
  if (missing.length > 0) throw new ClientError(`Missing parameter(s): \n${missing.join('\n')}`);
}
