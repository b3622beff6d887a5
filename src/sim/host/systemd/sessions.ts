// Logins: the session scopes that systemd-logind asks PID 1 for.
import type { Core } from './core.ts';
import { MESSAGE_IDS } from './messages.ts';
import { newUnit } from './state.ts';
import type { Session, SessionInfo } from './systemd.ts';

/** The sessions of one host; they live in their scope units. */
export class Sessions {
  readonly #core: Core;
  nextId = 1;

  constructor(core: Core) {
    this.#core = core;
  }

  open(of: SessionInfo): string {
    const id = String(this.nextId++);
    const name = `session-${id}.scope`;
    const unit = newUnit({
      name, loadState: 'loaded', loadError: null, path: null, dropIns: [], fingerprint: '',
      settings: { 'Unit.Description': [`Session ${id} of User ${of.user}`] }, dependencies: { Requires: ['user.slice'], After: ['systemd-logind.service'] },
    });
    unit.facts = { id, user: of.user, uid: String(of.uid), tty: of.tty ?? '', service: of.service, from: of.from ?? '', sinceMs: String(this.#core.runner.nowMs()) };
    this.#core.units.set(name, unit);
    this.#logind(`New session ${id} of user ${of.user}.`, 'sessionStart', id);
    this.#core.enter(unit, 'running');
    this.#core.log.say(name, 6, `Started ${name} - Session ${id} of User ${of.user}.`, 'started');
    return name;
  }

  close(scope: string): void {
    const unit = this.#core.units.get(scope);
    if (unit === undefined) return;
    const id = unit.facts['id'] ?? '';
    this.#core.log.ended(unit);
    this.#logind(`Session ${id} logged out. Waiting for processes to exit.`, null, id);
    this.#core.enter(unit, 'dead');
    this.#logind(`Removed session ${id}.`, 'sessionStop', id);
  }

  all(): Session[] {
    return [...this.#core.units.values()].filter((unit) => unit.facts['id'] !== undefined && unit.active === 'active').map((unit) => ({
      id: unit.facts['id'] ?? '', scope: unit.name, user: unit.facts['user'] ?? '', uid: Number(unit.facts['uid']),
      tty: unit.facts['tty'] === '' ? null : unit.facts['tty'] ?? null, service: unit.facts['service'] ?? '',
      from: unit.facts['from'] === '' ? null : unit.facts['from'] ?? null, sinceMs: Number(unit.facts['sinceMs']),
    }));
  }

  /** logind's word before the machine goes down. */
  announce(how: 'poweroff' | 'reboot' | 'halt'): void {
    this.#logind(`System is ${{ poweroff: 'powering down', reboot: 'rebooting', halt: 'halting' }[how]}.`, null, '');
  }

  #logind(message: string, kind: 'sessionStart' | 'sessionStop' | null, id: string): void {
    const logind = this.#core.units.get('systemd-logind.service');
    this.#core.runner.journal.append({
      priority: 6, identifier: 'systemd-logind', pid: logind?.mainPid ?? 0, uid: 0, message, unit: 'systemd-logind.service', about: null,
      ...(kind === null ? {} : { messageId: MESSAGE_IDS[kind], fields: { SESSION_ID: id } }),
    });
  }
}
