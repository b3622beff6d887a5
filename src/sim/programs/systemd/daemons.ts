// Daemons and helpers of the base system that a lab only needs to be there: they start, serve or end, and do no more.
import type { Program, ProgramFile } from '../../host/program.ts';
import { out } from '../../host/stdio.ts';

/** What a quiet daemon says and looks like. */
interface Quiet {
  readonly path: string;
  readonly package: string;
  readonly memoryMb: number;
  readonly threads?: number;
  /** Lines for the journal at the start. */
  readonly says?: readonly string[];
  readonly status?: string;
  /** Time its start takes. */
  readonly startMs?: number;
  /** Runs a helper of its own: path and arguments. */
  readonly child?: { readonly path: string; readonly argv: readonly string[] };
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A daemon that waits for ever. */
function quietDaemon(spec: Quiet): ProgramFile {
  const program: Program = {
    name: nameOf(spec.path),
    *run(sys) {
      sys.describe({ memoryMb: spec.memoryMb, threads: spec.threads ?? 1 });
      yield* sys.sleep(spec.startMs ?? 40);
      for (const line of spec.says ?? []) sys.log(line);
      if (spec.child !== undefined) yield* sys.spawn(spec.child.path, spec.child.argv);
      return yield* sys.serve(null, spec.status === undefined ? {} : { status: spec.status });
    },
  };
  return { path: spec.path, package: spec.package, program };
}

const DAEMONS: readonly Quiet[] = [
  { path: '/usr/lib/systemd/systemd-journald', package: 'systemd', memoryMb: 9, says: ['Journal started'], status: 'Processing requests...' },
  { path: '/usr/lib/systemd/systemd-udevd', package: 'systemd-udev', memoryMb: 11, startMs: 95, status: 'Processing with 12 children at max' },
  { path: '/usr/lib/systemd/systemd-logind', package: 'systemd', memoryMb: 8, says: ['New seat seat0.'], status: 'Processing requests...' },
  { path: '/usr/sbin/agetty', package: 'util-linux', memoryMb: 2 },
  { path: '/usr/bin/dbus-broker', package: 'dbus-broker', memoryMb: 3 },
  {
    path: '/usr/bin/dbus-broker-launch', package: 'dbus-broker', memoryMb: 4, says: ['Ready'],
    child: { path: '/usr/bin/dbus-broker', argv: ['dbus-broker', '--log', '4', '--controller', '9', '--machine-id', 'd4c1b8c7a5e84f0f9a3ee2b1c6d70f25', '--max-bytes', '536870912', '--max-fds', '4096', '--max-matches', '131072', '--audit'] },
  },
  { path: '/usr/lib/polkit-1/polkitd', package: 'polkit', memoryMb: 24, threads: 6, startMs: 210, says: ['Started polkitd version 0.117'] },
  { path: '/usr/sbin/irqbalance', package: 'irqbalance', memoryMb: 4, threads: 2 },
  { path: '/usr/sbin/auditd', package: 'audit', memoryMb: 2, threads: 2, says: ['Init complete, auditd 3.1.2 listening for events (startup state enable)'] },
  { path: '/usr/sbin/tuned', package: 'tuned', memoryMb: 26, threads: 4, startMs: 640 },
];

const HELPER_MS = 35;

/** A helper that has nothing to do on a lab's host. */
const helper = (path: string, rpm: string): ProgramFile => ({
  path, package: rpm,
  program: { name: nameOf(path), *run(sys) {
    yield* sys.sleep(HELPER_MS);
    return 0;
  } },
});

const HELPERS: readonly (readonly [string, string])[] = [
  ...['systemd-modules-load', 'systemd-random-seed', 'systemd-remount-fs', 'systemd-update-utmp', 'systemd-user-sessions']
    .map((name) => [`/usr/lib/systemd/${name}`, 'systemd'] as const),
  ['/usr/bin/systemd-tmpfiles', 'systemd'], ['/usr/bin/systemd-machine-id-setup', 'systemd'],
];

const udevadm: Program = {
  name: 'udevadm',
  *run(sys) {
    if (['trigger', 'settle', 'control'].includes(sys.argv[1] ?? '')) return 0;
    if (sys.argv[1] === '--version') {
      yield* out(sys, '252\n');
      return 0;
    }
    yield* sys.write(2, `handstack: udevadm: command ${sys.argv[1] ?? ''} is not modelled\n`);
    return 1;
  },
};

export const DAEMON_FILES: readonly ProgramFile[] = [
  ...DAEMONS.map(quietDaemon), ...HELPERS.map(([path, rpm]) => helper(path, rpm)),
  { path: '/usr/bin/udevadm', package: 'systemd-udev', program: udevadm },
];
