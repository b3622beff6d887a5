import type { Json } from '../../../base/json.ts';
import type { Account } from '../../host/accounts.ts';
import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import { formatTime } from '../../host/strftime.ts';
import type { EditResult, Sys, WaitStatus } from '../../host/sys.ts';
import { PacketReader, packetLine, type SshPacket, type SshSession } from '../../protocol/ssh.ts';

const LASTLOG = '/var/log/lastlog';

interface Peer {
  readonly address: string;
  readonly port: number;
  readonly localAddress: string;
  readonly localPort: number;
}

/** The ends of a session's child: where its keys go, and what it shows. */
interface Ends {
  input: number | null;
  readonly outputs: { fd: number; kind: 'data' | 'error-data'; isOpen: boolean }[];
  readonly master: number | null;
}

/** One session, in a process of its own: starts the user's shell and carries bytes until it ends. */
export function* serveSession(sys: Sys, stream: number, account: Account, session: SshSession, peer: Peer): Routine<number> {
  sys.ignoreSignals(['SIGPIPE']);
  sys.catchSignals(['SIGCHLD']);
  sys.describe({ title: `sshd: ${account.name}@notty`, memoryMb: 7 });
  sys.log(`pam_unix(sshd:session): session opened for user ${account.name}(uid=${account.uid}) by (uid=0)`);
  const send = (packet: SshPacket): Routine<void> => sys.write(stream, packetLine(packet));
  let status: number;
  try {
    const started = yield* start(sys, stream, account, session, peer);
    yield* lastLogin(sys, account, session, peer, send);
    status = yield* carry(sys, stream, started.pid, started.ends, send);
    yield* send({ kind: 'exit', status });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    status = 255;
  }
  sys.log(`Received disconnect from ${peer.address} port ${peer.port}:11: disconnected by user`);
  sys.log(`Disconnected from user ${account.name} ${peer.address} port ${peer.port}`);
  sys.log(`pam_unix(sshd:session): session closed for user ${account.name}`);
  return status;
}

function environment(account: Account, session: SshSession, peer: Peer, ttyName: string | null): Record<string, string> {
  const path = account.uid === 0 ? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin' : '/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin';
  return {
    USER: account.name, LOGNAME: account.name, HOME: account.home, PATH: path, SHELL: account.shell, LANG: 'en_US.UTF-8', ...session.env,
    SSH_CLIENT: `${peer.address} ${peer.port} ${peer.localPort}`,
    SSH_CONNECTION: `${peer.address} ${peer.port} ${peer.localAddress} ${peer.localPort}`,
    ...(ttyName === null ? {} : { SSH_TTY: ttyName, TERM: session.pty?.term ?? 'xterm' }),
  };
}

/** Starts the user's shell: a login shell on a terminal, or `shell -c command` on pipes (or a terminal with -t). */
function* start(sys: Sys, stream: number, account: Account, session: SshSession, peer: Peer): Routine<{ pid: number; ends: Ends }> {
  const shell = account.shell === '' ? '/bin/sh' : account.shell;
  const base = shell.split('/').at(-1) ?? 'sh';
  const argv = session.command === null ? [`-${base}`] : [base, '-c', session.command];
  const as = sys.accounts.credentialsOf(account);
  const cwd = sys.exists(account.home) ? account.home : '/';
  if (session.pty !== null) {
    const { master, name } = sys.openPty(session.pty, { hasEditor: true });
    sys.chown(name, account.uid, 5);
    sys.describe({ title: `sshd: ${account.name}@${name.replace('/dev/', '')}` });
    const slave = sys.open(name, { read: true, write: true });
    const pid = yield* sys.spawn(shell, argv, {
      as, cwd, env: environment(account, session, peer, name), newSession: true, terminal: name, fds: { 0: slave, 1: slave, 2: slave },
    });
    sys.close(slave);
    return { pid, ends: { input: master, master, outputs: [{ fd: master, kind: 'data', isOpen: true }] } };
  }
  const [[inRead, inWrite], [outRead, outWrite], [errRead, errWrite]] = [sys.pipe(), sys.pipe(), sys.pipe()];
  const pid = yield* sys.spawn(shell, argv, {
    as, cwd, env: environment(account, session, peer, null), newSession: true, fds: { 0: inRead, 1: outWrite, 2: errWrite },
  });
  for (const fd of [inRead, outWrite, errWrite]) sys.close(fd);
  const outputs = [{ fd: outRead, kind: 'data' as const, isOpen: true }, { fd: errRead, kind: 'error-data' as const, isOpen: true }];
  return { pid, ends: { input: inWrite, master: null, outputs } };
}

/** `Last login: …` before a login shell, as sshd shows it; notes this one for the next. */
function* lastLogin(sys: Sys, account: Account, session: SshSession, peer: Peer, send: (packet: SshPacket) => Routine<void>): Routine<void> {
  if (session.pty === null || session.command !== null) return;
  const log = (sys.exists(LASTLOG) ? sys.readBlob(LASTLOG) : undefined) as Record<string, { atMs: number; from: string }> | undefined;
  const last = log?.[account.uid];
  sys.writeBlob(LASTLOG, { ...(log ?? {}), [account.uid]: { atMs: sys.nowMs(), from: peer.address } }, { mode: 0o664, sizeBytes: 292 * (account.uid + 1) });
  if (last === undefined) return;
  yield* send({ kind: 'data', text: `Last login: ${formatTime('%a %b %e %H:%M:%S %Y', last.atMs, 'UTC', true)} from ${last.from}\r\n` });
}

/** Carries packets and bytes until the child has ended and all it wrote was sent; its exit status. */
function* carry(sys: Sys, stream: number, pid: number, ends: Ends, send: (packet: SshPacket) => Routine<void>): Routine<number> {
  const reader = new PacketReader();
  let status: number | null = null;
  for (;;) {
    yield* waitFor(sys, () => sys.hasInput(stream) || ends.outputs.some(({ fd, isOpen }) => isOpen && sys.hasInput(fd)));
    if (ends.master !== null) for (const request of sys.takeEdits(ends.master)) yield* send({ kind: 'edit', request: request as unknown as Json });
    yield* sendOutput(sys, ends, send);
    if (sys.hasInput(stream) && !(yield* takePackets(sys, stream, reader, ends))) {
      hangUp(sys, ends, pid);
      return 255;
    }
    const ended: WaitStatus | null = status === null ? sys.poll(pid) : null;
    if (ended !== null) status = ended.kind === 'signaled' ? 128 + ended.status : ended.status;
    if (status === null) continue;
    yield* sendOutput(sys, ends, send);
    return status;
  }
}

/** Waits; a child's end cuts the wait short. */
function* waitFor(sys: Sys, ready: () => boolean): Routine<void> {
  try {
    if (!ready()) yield { ready };
  } catch (error) {
    if (!(error instanceof SysError) || error.errno !== 'EINTR') throw error;
  }
  sys.takeSignals();
}

function* sendOutput(sys: Sys, ends: Ends, send: (packet: SshPacket) => Routine<void>): Routine<void> {
  for (const output of ends.outputs) {
    while (output.isOpen && sys.hasInput(output.fd)) {
      const text = yield* sys.read(output.fd);
      if (text === '') output.isOpen = false;
      else yield* send({ kind: output.kind, text });
    }
  }
}

/** What the client sent; false when it is gone. */
function* takePackets(sys: Sys, stream: number, reader: PacketReader, ends: Ends): Routine<boolean> {
  const text = yield* sys.read(stream);
  if (text === '') return false;
  for (const packet of reader.take(text)) {
    if (packet.kind === 'data' && ends.input !== null) yield* feed(sys, ends, packet.text);
    else if (packet.kind === 'end' && ends.master === null && ends.input !== null) {
      sys.close(ends.input);
      ends.input = null;
    } else if (packet.kind === 'size' && ends.master !== null) sys.setTtySize(ends.master, packet);
    else if (packet.kind === 'edited' && ends.master !== null) sys.answerEdit(ends.master, packet.result as unknown as EditResult);
  }
  return true;
}

function* feed(sys: Sys, ends: Ends, text: string): Routine<void> {
  try {
    yield* sys.write(ends.input ?? 0, text);
  } catch (error) {
    if (!(error instanceof SysError) || error.errno !== 'EPIPE') throw error;
    ends.input = null;
  }
}

function hangUp(sys: Sys, ends: Ends, pid: number): void {
  for (const { fd } of ends.outputs) sys.close(fd);
  if (ends.master !== null) return;
  if (ends.input !== null) sys.close(ends.input);
  if (sys.poll(pid) === null) sys.kill(pid, 'SIGHUP');
}
