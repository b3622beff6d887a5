import type { Stat } from '../../host/inode.ts';
import type { Sys } from '../../host/sys.ts';

/** What ls knows of a name: what it shows and, for a link, what stands behind it (null: nothing). */
export interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stat: Stat;
  readonly behind: Stat | null;
}

const BUILT_IN = 'di=01;34:ln=01;36:pi=33:so=01;35:cd=01;33:ex=01;32:su=37;41:sg=30;43:tw=30;42:ow=34;42:st=37;44';

/** Colours by kind (`di`) and by suffix (`*.tar`), from $LS_COLORS or ls's own table. */
export class Colors {
  readonly #kinds = new Map<string, string>();
  readonly #suffixes: [string, string][] = [];

  constructor(sys: Sys) {
    const wanted = sys.env['LS_COLORS'];
    for (const part of (wanted === undefined || wanted === '' ? BUILT_IN : wanted).split(':')) {
      const at = part.indexOf('=', 1);
      if (at === -1) continue;
      const [key, code] = [part.slice(0, at), part.slice(at + 1)];
      if (key.startsWith('*')) this.#suffixes.push([key.slice(1), code]);
      else this.#kinds.set(key, code);
    }
  }

  /** The code of an entry's colour, '' for none. */
  of(entry: Entry): string {
    const { stat } = entry;
    if (stat.type === 'symlink') {
      const code = this.#kind(entry.behind === null && this.#kind('or') !== '' ? 'or' : 'ln');
      return code === 'target' ? (entry.behind === null ? '' : this.of({ ...entry, stat: entry.behind })) : code;
    }
    if (stat.type === 'directory') return this.#kind(this.#directory(stat.mode));
    if (stat.type !== 'file') return this.#kind({ fifo: 'pi', socket: 'so', character: 'cd' }[stat.type]);
    if ((stat.mode & 0o4000) !== 0 && this.#kind('su') !== '') return this.#kind('su');
    if ((stat.mode & 0o2000) !== 0 && this.#kind('sg') !== '') return this.#kind('sg');
    if ((stat.mode & 0o111) !== 0) return this.#kind('ex');
    return this.#suffixes.findLast(([suffix]) => entry.name.endsWith(suffix))?.[1] ?? this.#kind('fi');
  }

  #directory(mode: number): string {
    if ((mode & 0o1002) === 0o1002 && this.#kinds.has('tw')) return 'tw';
    if ((mode & 0o002) !== 0 && this.#kinds.has('ow')) return 'ow';
    return (mode & 0o1000) !== 0 && this.#kinds.has('st') ? 'st' : 'di';
  }

  /** A kind's code; `00` and `0` say plain text. */
  #kind(name: string): string {
    const code = this.#kinds.get(name) ?? '';
    return code === '0' || code === '00' ? '' : code;
  }
}
