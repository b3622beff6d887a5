import type { Json } from '../../../../base/json.ts';
import { SysError } from '../../../host/errors.ts';
import type { Program, Routine } from '../../../host/program.ts';
import type { EditRequest, Socket, Sys } from '../../../host/sys.ts';
import { PacketReader, packetLine, sshMessage, type SshGreeting, type SshPacket, type SshSession } from '../../../protocol/ssh.ts';
import { checkHost } from './known-hosts.ts';
import { logIn } from './login.ts';
import { NOT_MODELLED, SshUsage, readPlan, type SshPlan } from './options.ts';

const FAILED = 255;

/** ssh of OpenSSH 8.7. */
export const ssh: Program = {
  name: 'ssh',
  notModelled: NOT_MODELLED.map((letter) => `-${letter}`),
  *run(sys) {
    let plan: SshPlan | 'version';
    try {
      plan = readPlan(sys);
    } catch (error) {
      if (!(error instanceof SshUsage)) throw error;
      yield* sys.write(2, error.message);
      return FAILED;
    }
    if (plan === 'version') {
      yield* sys.write(2, 'OpenSSH_8.7p1, OpenSSL 3.0.7 1 Nov 2022\n');
      return 0;
    }
    try {
      return yield* connectAndRun(sys, plan);
    } catch (error) {
      if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
      yield* sys.write(2, `${error.errno === 'ECONNRESET' ? `Connection to ${plan.host} closed by remote host.` : `client_loop: ${error.text}`}\n`);
      return FAILED;
    }
  },
};

function* connectAndRun(sys: Sys, plan: SshPlan): Routine<number> {
  const hasPty = plan.pty === 'force' || (plan.pty === 'auto' && plan.command === null && sys.isTty(0));
  if (plan.pty === 'auto' && plan.command === null && !sys.isTty(0)) yield* sys.write(2, 'Pseudo-terminal will not be allocated because stdin is not a terminal.\n');
  const socket = yield* open(sys, plan);
  if (socket === null) return FAILED;
  const address = 'address' in socket.remote ? socket.remote.address : plan.hostName;
  const greeting = (socket.greeting?.protocol === 'plain' && socket.greeting.operation === 'ssh-greeting' ? socket.greeting.body : null) as unknown as SshGreeting | null;
  if (greeting === null) {
    yield* sys.write(2, `kex_exchange_identification: Connection closed by remote host\nConnection closed by ${address} port ${plan.port}\n`);
    return FAILED;
  }
  if (!(yield* checkHost(sys, plan, address, greeting.hostKeys))) return FAILED;
  if (!(yield* logIn(sys, socket, plan))) return FAILED;
  const stream = yield* openSession(sys, socket, plan, hasPty);
  return yield* carry(sys, plan, socket, stream, hasPty);
}

function* open(sys: Sys, plan: SshPlan): Routine<Socket | null> {
  try {
    return yield* sys.connect({ host: plan.hostName, port: plan.port }, plan.timeoutMs === null ? {} : { timeoutMs: plan.timeoutMs });
  } catch (error) {
    if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
    const isLate = plan.timeoutMs !== null && error.errno === 'EHOSTUNREACH' && plan.timeoutMs < 3000;
    yield* sys.write(2, error.errno === 'EAI_NONAME' ? `ssh: Could not resolve hostname ${plan.hostName}: Name or service not known\n`
      : `ssh: connect to host ${plan.hostName} port ${plan.port}: ${isLate ? 'Connection timed out' : error.text}\n`);
    return null;
  }
}

function* openSession(sys: Sys, socket: Socket, plan: SshPlan, hasPty: boolean): Routine<number> {
  const size = hasPty && sys.isTty(0) ? sys.ttySize(0) : { columns: 80, rows: 24 };
  const { LANG } = sys.env;
  const session: SshSession = {
    command: plan.command, env: LANG === undefined ? {} : { LANG },
    pty: hasPty ? { ...size, term: sys.env['TERM'] ?? 'dumb' } : null,
  };
  const reply = yield* sys.call(socket, sshMessage('ssh-session', session));
  const { stream } = (reply.protocol === 'plain' ? reply.body : null) as unknown as { stream: number | null };
  if (stream === null) throw new SysError('ECONNRESET');
  return sys.takeStream(stream);
}

/** Carries keys and output until the session ends; the local terminal is raw meanwhile. */
function* carry(sys: Sys, plan: SshPlan, socket: Socket, stream: number, hasPty: boolean): Routine<number> {
  const mode = hasPty && sys.isTty(0) ? sys.ttyMode(0) : null;
  if (mode !== null) {
    sys.setTtyMode(0, { canonical: false, echo: false, signals: false, rawOutput: true });
    sys.catchSignals(['SIGWINCH']);
  }
  let status: number | null;
  try {
    status = yield* pump(sys, plan, stream, mode !== null);
  } finally {
    if (mode !== null) sys.setTtyMode(0, { ...mode, rawOutput: mode.rawOutput === true });
    sys.closeSocket(socket);
  }
  if (status === null) yield* sys.write(2, `Connection to ${plan.host} closed by remote host.\n`);
  if (hasPty && !plan.isQuiet) yield* sys.write(2, `Connection to ${plan.host} closed.\n`);
  return status ?? FAILED;
}

/** The exit status, or null when the connection broke. */
function* pump(sys: Sys, plan: SshPlan, stream: number, isTerminal: boolean): Routine<number | null> {
  const reader = new PacketReader();
  let hasInput = !plan.hasNoInput;
  const send = (packet: SshPacket): Routine<void> => sys.write(stream, packetLine(packet));
  if (!hasInput) yield* send({ kind: 'end' });
  for (;;) {
    const isResized = yield* waitFor(sys, () => sys.hasInput(stream) || (hasInput && sys.hasInput(0)));
    if (isResized && isTerminal) yield* send({ kind: 'size', ...sys.ttySize(0) });
    if (sys.hasInput(stream)) {
      const text = yield* sys.read(stream);
      if (text === '') return null;
      for (const packet of reader.take(text)) {
        if (packet.kind === 'exit') return packet.status;
        yield* show(sys, packet, send);
      }
    } else if (hasInput && sys.hasInput(0)) {
      const text = yield* sys.read(0);
      hasInput = text !== '';
      yield* send(hasInput ? { kind: 'data', text } : { kind: 'end' });
    }
  }
}

/** Waits; true when a signal (a new size) cut the wait short. */
function* waitFor(sys: Sys, ready: () => boolean): Routine<boolean> {
  try {
    if (!ready()) yield { ready };
  } catch (error) {
    if (!(error instanceof SysError) || error.errno !== 'EINTR') throw error;
  }
  return sys.takeSignals().includes('SIGWINCH');
}

function* show(sys: Sys, packet: SshPacket, send: (packet: SshPacket) => Routine<void>): Routine<void> {
  if (packet.kind === 'data') yield* sys.write(1, packet.text);
  else if (packet.kind === 'error-data') yield* sys.write(2, packet.text);
  else if (packet.kind === 'edit') yield* edit(sys, packet.request, send);
}

/** A program over there wants the editor: ours opens in its place. */
function* edit(sys: Sys, request: Json, send: (packet: SshPacket) => Routine<void>): Routine<void> {
  try {
    if (request === null) {
      sys.closeEditor();
      return;
    }
    const result = yield* sys.edit(request as unknown as EditRequest);
    yield* send({ kind: 'edited', result: result as unknown as Json });
  } catch (error) {
    if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
    if (request !== null) yield* send({ kind: 'edited', result: { kind: 'leave' } });
  }
}
