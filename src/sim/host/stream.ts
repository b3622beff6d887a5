import { SysError } from './errors.ts';
import type { Shared } from './host.ts';
import { OpenFile } from './open-file.ts';

const CAPACITY = 262144;

/** One end of a connection's byte stream: what is written here is read at the other end. */
export class StreamEnd extends OpenFile {
  #peer: StreamEnd | null = null;
  #inbox = '';
  #isClosed = false;

  static pair(): [StreamEnd, StreamEnd] {
    const ends: [StreamEnd, StreamEnd] = [new StreamEnd(), new StreamEnd()];
    ends[0].#peer = ends[1];
    ends[1].#peer = ends[0];
    return ends;
  }

  hasInput(): boolean {
    return this.#inbox !== '' || this.#peer === null || this.#peer.#isClosed;
  }

  take(max: number): string {
    const text = this.#inbox.slice(0, max);
    this.#inbox = this.#inbox.slice(text.length);
    return text;
  }

  hasRoom(): boolean {
    return this.#peer === null || this.#peer.#isClosed || this.#peer.#inbox.length < CAPACITY;
  }

  put(text: string): string {
    if (this.#peer === null || this.#peer.#isClosed) throw new SysError('EPIPE');
    this.#peer.#inbox += text;
    return '';
  }

  override release(): void {
    this.#isClosed = true;
  }
}

interface Offers {
  nextId: number;
  readonly waiting: Map<number, StreamEnd>;
}

const offersOf = new WeakMap<Shared, Offers>();

/** Makes a stream whose other end waits, under a number, for whoever was told it over a connection. */
export function offerStream(shared: Shared): { id: number; end: StreamEnd } {
  const offers = offersOf.get(shared) ?? { nextId: 1, waiting: new Map<number, StreamEnd>() };
  offersOf.set(shared, offers);
  const [mine, theirs] = StreamEnd.pair();
  const id = offers.nextId++;
  offers.waiting.set(id, theirs);
  return { id, end: mine };
}

/** The waiting end of an offered stream. ENOTCONN when there is none of that number. */
export function takeStream(shared: Shared, id: number): StreamEnd {
  const offers = offersOf.get(shared);
  const end = offers?.waiting.get(id);
  if (offers === undefined || end === undefined) throw new SysError('ENOTCONN');
  offers.waiting.delete(id);
  return end;
}
