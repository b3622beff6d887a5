import type { Json } from '../../base/json.ts';
import type { Routine } from './program.ts';
import type { ReportedVariable, Sys } from './sys.ts';
import { SocketCalls } from './syscalls/sockets.ts';

/** Sys for one process: every call looks at, or changes, that process and its host. */
export class ProcessSys extends SocketCalls implements Sys {
  // ── time and chance
  *sleep(ms: number): Routine<void> {
    yield { untilMs: this.nowMs() + ms };
  }

  *work(ms: number, totalMs = ms): Routine<void> {
    yield { untilMs: this.nowMs() + ms, work: { shareMs: ms, totalMs } };
  }

  *external<T>(promise: Promise<T>): Routine<T> {
    return yield* this.os.external(promise);
  }

  // ── being a daemon
  *serve(state: Json, options: { status?: string } = {}): Routine<number> {
    this.self.isServing = true;
    this.self.state = state;
    const { systemd } = this.os.host;
    if (options.status !== undefined) systemd?.onStatus(this.pid, options.status);
    systemd?.onReady(this.pid);
    return yield* this.os.serveOn();
  }

  setState(state: Json): void {
    this.self.state = state;
  }

  notifyReady(): void {
    this.os.host.systemd?.onReady(this.pid);
  }

  notifyStatus(status: string): void {
    this.os.host.systemd?.onStatus(this.pid, status);
  }

  setTimer(inMs: number, note: Json): void {
    this.os.host.shared.agenda.add(this.nowMs() + inMs, this.os.owner(this.pid), note);
  }

  cancelTimers(): void {
    this.os.host.shared.agenda.cancelAll(this.os.owner(this.pid));
  }

  // ── the machine
  log(message: string, options: { priority?: number; identifier?: string } = {}): void {
    this.journal.append({
      priority: options.priority ?? 6, identifier: options.identifier ?? (this.self.path.split('/').at(-1) || this.self.name), pid: this.pid,
      uid: this.credentials.uid, message, unit: this.self.unit, about: null,
    });
  }

  reportCommand(line: string, exit: number, variables: readonly ReportedVariable[]): void {
    this.os.report(this.self, line, exit, variables);
  }

  // ── being resumed
  checkpoint(state: () => Json): void {
    this.self.checkpoint = state;
  }
}
