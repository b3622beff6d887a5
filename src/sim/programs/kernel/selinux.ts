import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

/** The running mode, in the kernel's tables; absent until somebody changed it: then /etc/selinux/config of the boot counts. */
const MODE_KEY = 'selinux.mode';
const CONFIG = '/etc/selinux/config';

type Mode = 'enforcing' | 'permissive' | 'disabled';

function configured(sys: Sys, name: string): string {
  return sys.exists(CONFIG) ? new RegExp(`^${name}=(\\S+)`, 'm').exec(sys.readFile(CONFIG))?.[1] ?? '' : '';
}

function fileMode(sys: Sys): Mode {
  const mode = configured(sys, 'SELINUX').toLowerCase();
  return mode === 'enforcing' || mode === 'permissive' ? mode : 'disabled';
}

function running(sys: Sys): Mode {
  const mode = sys.kernel.get(MODE_KEY);
  return mode === 'enforcing' || mode === 'permissive' || mode === 'disabled' ? mode : fileMode(sys);
}

const capital = (mode: Mode): string => mode.charAt(0).toUpperCase() + mode.slice(1);

/** getenforce */
export const getenforce: Program = {
  name: 'getenforce',
  *run(sys) {
    yield* sys.write(1, `${capital(running(sys))}\n`);
    return 0;
  },
};

/** setenforce [ Enforcing | Permissive | 1 | 0 ] */
export const setenforce: Program = {
  name: 'setenforce',
  *run(sys) {
    const [, word, ...more] = sys.argv;
    const wanted: Mode | null = word === '1' || word?.toLowerCase() === 'enforcing' ? 'enforcing' : word === '0' || word?.toLowerCase() === 'permissive' ? 'permissive' : null;
    if (word === undefined || more.length > 0 || wanted === null) return yield* fail(sys, 'usage:  setenforce [ Enforcing | Permissive | 1 | 0 ]\n');
    if (running(sys) === 'disabled') return yield* fail(sys, 'setenforce: SELinux is disabled\n');
    if (sys.credentials.uid !== 0) return yield* fail(sys, 'setenforce:  security_setenforce() failed:  Permission denied\n');
    sys.kernel.set(MODE_KEY, wanted);
    return 0;
  },
};

function* fail(sys: Sys, text: string): Routine<number> {
  yield* sys.write(2, text);
  return 1;
}

/** sestatus of policycoreutils. */
export const sestatus: Program = {
  name: 'sestatus',
  *run(sys) {
    const mode = running(sys);
    const rows: [string, string][] = mode === 'disabled' ? [['SELinux status', 'disabled']] : [
      ['SELinux status', 'enabled'], ['SELinuxfs mount', '/sys/fs/selinux'], ['SELinux root directory', '/etc/selinux'],
      ['Loaded policy name', configured(sys, 'SELINUXTYPE') || 'targeted'], ['Current mode', mode], ['Mode from config file', configured(sys, 'SELINUX') || 'disabled'],
      ['Policy MLS status', 'enabled'], ['Policy deny_unknown status', 'allowed'], ['Memory protection checking', 'actual (secure)'],
      ['Max kernel policy version', '33'],
    ];
    yield* sys.write(1, rows.map(([label, value]) => `${`${label}:`.padEnd(32)}${value}\n`).join(''));
    return 0;
  },
};
