import { UsageError, getopt, type ParsedOptions } from '../../../host/getopt.ts';
import type { Program, Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';

const NAME = '/usr/bin/ssh-copy-id';
const USAGE = `Usage: ${NAME} [-h|-?|-f|-n|-s] [-i [identity_file]] [-p port] [-F alternative ssh_config file] [[-o <ssh -o options>] ...] [user@]hostname\n`
  + '\t-f: force mode -- copy keys without trying to check if they are already installed\n'
  + '\t-n: dry run    -- no keys are actually copied\n\t-s: use sftp   -- use sftp instead of executing remote-commands. Can be useful if the remote only allows sftp\n\t-h|-?: print this help\n';

/** ssh-copy-id: puts our public key into the authorized_keys of another host, by way of ssh. */
export const sshCopyId: Program = {
  name: 'ssh-copy-id',
  *run(sys) {
    let args: ParsedOptions;
    try {
      args = getopt(sys.argv.slice(1), { short: 'fnshi:p:F:o:' });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      yield* sys.write(2, `${NAME}: ERROR: ${error.message}\n\n${USAGE}`);
      return 1;
    }
    const [host] = args.operands;
    if (host === undefined || args.has('h')) {
      yield* sys.write(2, USAGE);
      return 1;
    }
    const path = keyPath(sys, args);
    if (path === null) {
      yield* sys.write(2, `\n${NAME}: ERROR: ${args.has('i') ? `failed to open ID file '${args.last('i') ?? ''}.pub': No such file` : 'No identities found'}\n`);
      return 1;
    }
    return yield* copy(sys, args, host, path);
  },
};

function keyPath(sys: Sys, args: ParsedOptions): string | null {
  const home = sys.accounts.byUid(sys.credentials.uid)?.home ?? '/';
  const given = args.last('i');
  const candidates = given === null ? ['id_rsa', 'id_ecdsa', 'id_ed25519'].map((name) => `${home}/.ssh/${name}.pub`) : [given.endsWith('.pub') ? given : `${given}.pub`];
  return candidates.find((path) => sys.exists(path)) ?? null;
}

function* copy(sys: Sys, args: ParsedOptions, host: string, path: string): Routine<number> {
  const options = [...args.all('p').flatMap((port) => ['-p', port]), ...args.all('o').flatMap((option) => ['-o', option])];
  yield* sys.write(2, `${NAME}: INFO: Source of key(s) to be installed: "${path}"\n`);
  if (!args.has('f')) {
    yield* sys.write(2, `${NAME}: INFO: attempting to log in with the new key(s), to filter out any that are already installed\n`);
    const tried = yield* ssh(sys, [...options, '-o', 'PasswordAuthentication=no', '-o', 'ControlPath=none', '-i', path.replace(/\.pub$/, ''), host, 'exit'], '', true);
    if (tried.status === 0) {
      yield* sys.write(2, `\n${NAME}: WARNING: All keys were skipped because they already exist on the remote system.\n\t\t(if you think this is a mistake, you may want to use -f option)\n\n`);
      return 0;
    }
    if (!/Permission denied/.test(tried.errors)) {
      yield* sys.write(2, `\n${NAME}: ERROR: ${tried.errors.trim().split('\n').at(-1) ?? ''}\n\n`);
      return 1;
    }
    yield* sys.write(2, `${NAME}: INFO: 1 key(s) remain to be installed -- if you are prompted now it is to install the new keys\n`);
  }
  if (args.has('n')) return 0;
  const key = sys.readFile(path);
  const remote = 'cd; umask 077; mkdir -p .ssh && cat >> .ssh/authorized_keys || exit 1';
  const done = yield* ssh(sys, [...options, host, remote], key, false);
  if (done.status !== 0) return 1;
  const flags = options.length === 0 ? '' : `${options.map((each) => (each.startsWith('-') ? each : `'${each}'`)).join(' ')} `;
  yield* sys.write(1, `\nNumber of key(s) added: 1\n\nNow try logging into the machine, with:   "ssh ${flags}'${host}'"\nand check to make sure that only the key(s) you wanted were added.\n\n`);
  return 0;
}

/** Runs ssh with `input` as its stdin; its stderr is kept when `isHidden`, else shown. */
function* ssh(sys: Sys, args: readonly string[], input: string, isHidden: boolean): Routine<{ status: number; errors: string }> {
  const [inRead, inWrite] = sys.pipe();
  const [errRead, errWrite] = sys.pipe();
  const pid = yield* sys.spawn('/usr/bin/ssh', ['ssh', ...args], { fds: { 0: inRead, 1: 1, 2: isHidden ? errWrite : 2 } });
  for (const fd of [inRead, errWrite]) sys.close(fd);
  yield* sys.write(inWrite, input);
  sys.close(inWrite);
  const errors = yield* sys.readAll(errRead);
  sys.close(errRead);
  const { status } = yield* sys.wait(pid);
  return { status, errors };
}
