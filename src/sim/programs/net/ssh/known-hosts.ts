import { SysError } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import { fingerprint, keyLabel, readPublicLine, type KeyType } from '../../../host/ssh-key.ts';
import type { Sys } from '../../../host/sys.ts';
import { askAtTerminal } from './ask.ts';
import { readLines, type SshPlan } from './options.ts';

/** Kinds of host keys, the one we like best first. */
const ORDER: readonly KeyType[] = ['ed25519', 'ecdsa', 'rsa'];

interface HostKey {
  readonly type: KeyType;
  readonly blob: string;
}

/** Checks the server's key against known_hosts, asking and adding where that is wanted; false: give up. */
export function* checkHost(sys: Sys, plan: SshPlan, address: string, hostKeys: readonly string[]): Routine<boolean> {
  const offered = hostKeys.flatMap((line) => readPublicLine(line) ?? []);
  const name = plan.port === 22 ? plan.hostName : `[${plan.hostName}]:${plan.port}`;
  const known = readLines(sys, plan.knownHosts).flatMap((line, index) => entry(line, index + 1));
  const mine = known.filter(({ names }) => names.includes(name));
  const agreed = offered.find((key) => mine.some(({ blob }) => blob === key.blob));
  if (agreed !== undefined) return true;
  const best = ORDER.flatMap((type) => offered.find((key) => key.type === type) ?? [])[0];
  if (best === undefined) return false;
  const changed = mine.find(({ type }) => offered.some((key) => key.type === type)) ?? mine[0];
  if (changed !== undefined) return yield* complain(sys, plan, best, changed.line);
  return yield* meet(sys, plan, name, address, best, known.filter(({ blob }) => offered.some((key) => key.blob === blob)));
}

function entry(line: string, number: number): { names: string[]; type: KeyType; blob: string; line: number }[] {
  const key = readPublicLine(line);
  const [names = ''] = line.trim().split(/\s+/);
  return key === null || names.startsWith('#') ? [] : [{ names: names.split(','), type: key.type, blob: key.blob, line: number }];
}

/** A host seen for the first time. */
function* meet(sys: Sys, plan: SshPlan, name: string, address: string, key: HostKey, others: readonly { line: number; names: string[] }[]): Routine<boolean> {
  const label = keyLabel(key.type);
  const shown = plan.hostName === address ? name : `${name} (${address})`;
  if (plan.strict === 'yes') {
    yield* sys.write(2, `No ${label} host key is known for ${name} and you have requested strict checking.\nHost key verification failed.\n`);
    return false;
  }
  if (plan.strict === 'ask') {
    const also = others.length === 0 ? 'This key is not known by any other names\n'
      : `This host key is known by the following other names/addresses:\n${others.map(({ line, names }) => `    ${plan.knownHosts.replace(/^.*\/\.ssh/, '~/.ssh')}:${line}: ${names.join(',')}\n`).join('')}`;
    const question = `The authenticity of host '${shown}' can't be established.\n${label} key fingerprint is ${fingerprint(key.blob)}.\n${also}`
      + 'Are you sure you want to continue connecting (yes/no/[fingerprint])? ';
    if (plan.isBatch || !(yield* agrees(sys, question, fingerprint(key.blob)))) {
      yield* sys.write(2, 'Host key verification failed.\n');
      return false;
    }
  }
  yield* remember(sys, plan, name, key);
  return true;
}

function* agrees(sys: Sys, question: string, wanted: string): Routine<boolean> {
  let prompt = question;
  for (;;) {
    const answer = yield* askAtTerminal(sys, prompt, false);
    if (answer === null || answer.trim().toLowerCase() === 'no' || answer === '') return false;
    if (answer.trim().toLowerCase() === 'yes' || answer.trim() === wanted) return true;
    prompt = "Please type 'yes', 'no' or the fingerprint: ";
  }
}

function* remember(sys: Sys, plan: SshPlan, name: string, key: HostKey): Routine<void> {
  const folder = plan.knownHosts.slice(0, plan.knownHosts.lastIndexOf('/'));
  const names: Readonly<Record<KeyType, string>> = { rsa: 'ssh-rsa', ecdsa: 'ecdsa-sha2-nistp256', ed25519: 'ssh-ed25519' };
  try {
    if (!sys.exists(folder)) sys.mkdir(folder, 0o700);
    sys.writeFile(plan.knownHosts, `${name} ${names[key.type]} ${key.blob}\n`, { append: true, mode: 0o600 });
    if (!plan.isQuiet) yield* sys.write(2, `Warning: Permanently added '${name}' (${keyLabel(key.type)}) to the list of known hosts.\n`);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* sys.write(2, `Failed to add the host to the list of known hosts (${plan.knownHosts}).\n`);
  }
}

function* complain(sys: Sys, plan: SshPlan, key: HostKey, line: number): Routine<boolean> {
  const bar = '@'.repeat(59);
  const label = keyLabel(key.type);
  yield* sys.write(2, `${bar}\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n${bar}\n`
    + 'IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\n'
    + 'Someone could be eavesdropping on you right now (man-in-the-middle attack)!\n'
    + 'It is also possible that a host key has just been changed.\n'
    + `The fingerprint for the ${label} key sent by the remote host is\n${fingerprint(key.blob)}.\n`
    + `Please contact your system administrator.\nAdd correct host key in ${plan.knownHosts} to get rid of this message.\n`
    + `Offending ${label} key in ${plan.knownHosts}:${line}\nHost key for ${plan.hostName} has changed and you have requested strict checking.\n`
    + 'Host key verification failed.\n');
  return false;
}
