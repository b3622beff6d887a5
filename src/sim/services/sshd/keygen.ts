import { SysError } from '../../host/errors.ts';
import type { Program } from '../../host/program.ts';
import { defaultBits, isKeyType, makeKeyPair } from '../../host/ssh-key.ts';

/** /usr/libexec/openssh/sshd-keygen: makes a host key of one type where there is none. */
export const sshdKeygen: Program = {
  name: 'sshd-keygen',
  *run(sys) {
    const type = sys.argv[1] ?? '';
    if (!isKeyType(type)) return 12;
    const path = `/etc/ssh/ssh_host_${type}_key`;
    if (sys.exists(path) && sys.readFile(path) !== '') return 0;
    const pair = makeKeyPair(sys.dice, type, defaultBits(type), '', '');
    try {
      sys.writeFile(path, pair.privateText, { mode: 0o640 });
      sys.writeFile(`${path}.pub`, `${pair.publicLine.trimEnd()}\n`, { mode: 0o644 });
      const group = sys.accounts.groupByName('ssh_keys');
      if (group !== null) sys.chown(path, 0, group.gid);
    } catch (error) {
      if (error instanceof SysError) return 1;
      throw error;
    }
    return 0;
  },
};
