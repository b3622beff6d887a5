import { askSecret } from '../../../host/password-prompt.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { ClientError } from './errors.ts';

/** Asks for the password on a terminal (osc_lib's prompt_for_password). Throws where none was typed or nobody can type. */
export function* askPassword(sys: Sys): Routine<string> {
  const password = sys.isTty(0) ? yield* askSecret(sys, 'Password: ') : null;
  if (password === null || password === '') throw new ClientError('No password entered, or found via --os-password or OS_PASSWORD');
  return password;
}
