import type { Json } from '../../base/json.ts';

/** Something that happens later: plain data, so that it can be saved. */
export interface Appointment {
  readonly id: number;
  readonly atMs: number;
  /** Whose appointment it is, e.g. `controller:systemd` or `controller:pid:812`. */
  readonly owner: string;
  readonly note: Json;
}

/** What happens next: appointments in order of time, then of their making. */
export class Agenda {
  #nextId = 1;
  #list: Appointment[] = [];

  add(atMs: number, owner: string, note: Json): number {
    const appointment = { id: this.#nextId++, atMs, owner, note };
    let index = this.#list.length;
    while (index > 0 && (this.#list[index - 1] as Appointment).atMs > atMs) index -= 1;
    this.#list.splice(index, 0, appointment);
    return appointment.id;
  }

  cancel(id: number): void {
    this.#list = this.#list.filter((appointment) => appointment.id !== id);
  }

  cancelAll(owner: string): void {
    this.#list = this.#list.filter((appointment) => appointment.owner !== owner);
  }

  /** The earliest appointment, or null. */
  peek(): Appointment | null {
    return this.#list[0] ?? null;
  }

  /** Removes and returns the earliest appointment that is due at `nowMs`, or null. */
  takeDue(nowMs: number): Appointment | null {
    const first = this.#list[0];
    if (first === undefined || first.atMs > nowMs) return null;
    this.#list.shift();
    return first;
  }

  toJSON(): { nextId: number; list: Appointment[] } {
    return { nextId: this.#nextId, list: [...this.#list] };
  }

  restore(data: { nextId: number; list: Appointment[] }): void {
    this.#nextId = data.nextId;
    this.#list = [...data.list];
  }
}
