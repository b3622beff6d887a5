import type { Routine } from '../../../host/program.ts';
import { readPrivateKey } from '../../../host/ssh-key.ts';
import type { Socket, Sys } from '../../../host/sys.ts';
import { sshMessage, type SshAuthentication, type SshVerdict } from '../../../protocol/ssh.ts';
import { askAtTerminal } from './ask.ts';
import { readLines, type SshPlan } from './options.ts';

const PASSWORD_TRIES = 3;

/** Tries keys, then passwords; true when sshd lets us in. Says why not. */
export function* logIn(sys: Sys, socket: Socket, plan: SshPlan): Routine<boolean> {
  const first = yield* attempt(sys, socket, { user: plan.user, method: 'none' });
  if (first.isAccepted) return true;
  if (first.methods.includes('publickey') && (yield* withKeys(sys, socket, plan))) return true;
  const mayAsk = !plan.isBatch && plan.hasPassword && first.methods.includes('password');
  if (mayAsk && (yield* withPassword(sys, socket, plan))) return true;
  yield* sys.write(2, `${plan.user}@${plan.host}: Permission denied (${first.methods.join(',')}).\n`);
  return false;
}

function* attempt(sys: Sys, socket: Socket, body: SshAuthentication): Routine<SshVerdict> {
  const reply = yield* sys.call(socket, sshMessage('ssh-login', body));
  return (reply.protocol === 'plain' ? reply.body : null) as unknown as SshVerdict;
}

function* withKeys(sys: Sys, socket: Socket, plan: SshPlan): Routine<boolean> {
  for (const path of plan.identities) {
    const text = readLines(sys, path).join('\n');
    const key = readPrivateKey(text);
    if (key === null) continue;
    const { mode } = sys.stat(path);
    if ((mode & 0o077) !== 0) {
      yield* sys.write(2, tooOpen(path, mode));
      continue;
    }
    if (!(yield* unlock(sys, path, plan, (phrase) => key.opens(phrase), key.needsPassphrase))) continue;
    if ((yield* attempt(sys, socket, { user: plan.user, method: 'publickey', publicLine: key.publicLine })).isAccepted) return true;
  }
  return false;
}

function tooOpen(path: string, mode: number): string {
  const bar = '@'.repeat(59);
  const shown = `0${(mode & 0o777).toString(8)}`.padStart(4, '0');
  return `${bar}\n@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\n${bar}\n`
    + `Permissions ${shown} for '${path}' are too open.\nIt is required that your private key files are NOT accessible by others.\n`
    + `This private key will be ignored.\nLoad key "${path}": bad permissions\n`;
}

function* unlock(sys: Sys, path: string, plan: SshPlan, opens: (phrase: string) => boolean, isLocked: boolean): Routine<boolean> {
  if (!isLocked) return true;
  if (plan.isBatch) return false;
  for (let tries = 0; tries < PASSWORD_TRIES; tries += 1) {
    const phrase = yield* askAtTerminal(sys, `Enter passphrase for key '${path}': `, true);
    if (phrase === null || phrase === '') return false;
    if (opens(phrase)) return true;
  }
  return false;
}

function* withPassword(sys: Sys, socket: Socket, plan: SshPlan): Routine<boolean> {
  for (let tries = 0; tries < PASSWORD_TRIES; tries += 1) {
    if (tries > 0) yield* sys.write(2, 'Permission denied, please try again.\n');
    const password = yield* askAtTerminal(sys, `${plan.user}@${plan.host}'s password: `, true);
    if (password === null) return false;
    const verdict = yield* attempt(sys, socket, { user: plan.user, method: 'password', password });
    if (verdict.isAccepted) return true;
    if (verdict.isOver) return false;
  }
  return false;
}
