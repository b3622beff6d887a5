// Who may ask PID 1 to act: root; others only after giving an administrator's password on a terminal (pkttyagent).
import { SysError } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Call } from './options.ts';

export type Permission = 'granted' | 'interactive' | 'denied';

/** Asks for leave to do `what` (`start 'x.service'`) under polkit's action `action`. */
export function* authorize({ sys, screen, options }: Call, action: string, what: string): Routine<Permission> {
  if (sys.credentials.uid === 0) return 'granted';
  if (!sys.isTty(0) || options.asksNot) return 'interactive';
  yield* screen.flushPlain();
  yield* sys.write(1, `\x1b[1;31m==== AUTHENTICATING FOR org.freedesktop.systemd1.${action} ====\n\x1b[0m${what}\n`);
  const admin = administrator(sys);
  yield* sys.write(1, `Authenticating as: ${admin}\nPassword: `);
  const password = yield* readSecret(sys);
  if (password === null) return sys.exit(255);
  if (sys.systemd.authenticate(admin, password)) {
    yield* sys.write(1, '\x1b[1;31m==== AUTHENTICATION COMPLETE ====\n\x1b[0m');
    return 'granted';
  }
  yield* sys.sleep(1800);
  yield* sys.write(1, 'polkit-agent-helper-1: pam_authenticate failed: Authentication failure\n\x1b[1;31m==== AUTHENTICATION FAILED ====\n\x1b[0m');
  return 'denied';
}

/** The one who is asked: oneself when in wheel, else the first of wheel, else root. */
function administrator(sys: Sys): string {
  const members = sys.accounts.groupByName('wheel')?.members ?? [];
  const own = sys.accounts.byUid(sys.credentials.uid)?.name ?? '';
  return members.includes(own) ? own : members[0] ?? 'root';
}

function* readSecret(sys: Sys): Routine<string | null> {
  const { echo } = sys.ttyMode(0);
  sys.setTtyMode(0, { echo: false });
  sys.catchSignals(['SIGINT']);
  try {
    const line = yield* sys.readLine(0);
    yield* sys.write(1, '\n');
    return line === null ? null : line.replace(/\n$/, '');
  } catch (error) {
    if (error instanceof SysError && error.errno === 'EINTR') return null;
    throw error;
  } finally {
    sys.setTtyMode(0, { echo });
  }
}

/** What systemctl says when leave was not given. */
export const refusalText = (permission: Permission): string =>
  permission === 'denied' ? 'Access denied' : 'Interactive authentication required.';

export const refusalStatus = (permission: Permission): number => (permission === 'denied' ? 4 : 1);
