import { askSecret } from '../../../host/password-prompt.ts';
import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import type { Context } from '../command.ts';

/** osc-lib's get_password: asks at the terminal, twice until both are the same. Throws ClientError without a terminal. */
export function* typedPassword({ sys, print }: Context, prompt = 'User Password:', isRepeated = true): Routine<string> {
  if (!sys.isTty(0)) throw new ClientError('No terminal detected attempting to read password');
  for (;;) {
    const first = yield* secret(sys, prompt);
    if (!isRepeated || first === (yield* secret(sys, `Repeat ${prompt}`))) return first;
    yield* print('The passwords entered were not the same\n');
  }
}

function* secret(sys: Context['sys'], prompt: string): Routine<string> {
  const typed = yield* askSecret(sys, prompt);
  if (typed === null) throw new ClientError('Error reading password');
  return typed;
}

/** What is logged when a user gets no password. */
export const NO_PASSWORD = 'No password was supplied, authentication will fail when a user does not have a password.';
