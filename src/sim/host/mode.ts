import type { InodeType, Stat } from './inode.ts';

const TYPE_LETTER: Readonly<Record<InodeType, string>> = {
  file: '-', directory: 'd', symlink: 'l', character: 'c', fifo: 'p', socket: 's',
};

/** Permission bits as ls shows them: `rwxr-xr-t`. */
export function permissionText(mode: number): string {
  const triple = (bits: number, special: boolean, letter: string): string => {
    const execute = special ? ((bits & 1) !== 0 ? letter : letter.toUpperCase()) : (bits & 1) !== 0 ? 'x' : '-';
    return ((bits & 4) !== 0 ? 'r' : '-') + ((bits & 2) !== 0 ? 'w' : '-') + execute;
  };
  return triple(mode >> 6, (mode & 0o4000) !== 0, 's') + triple(mode >> 3, (mode & 0o2000) !== 0, 's')
    + triple(mode, (mode & 0o1000) !== 0, 't');
}

/** `drwxr-xr-x`. */
export const modeText = (stat: Pick<Stat, 'type' | 'mode'>): string => TYPE_LETTER[stat.type] + permissionText(stat.mode);

interface Clause {
  readonly who: string;
  readonly operator: string;
  readonly what: string;
}

/** A change of permission bits as chmod(1) takes it, octal or symbolic. */
export type ModeChange = { readonly octal: number; readonly digits: number } | { readonly clauses: readonly Clause[] };

/** Parses `755`, `u+x,go-w`, `a=rX`, `g=u`; null when it is no mode. */
export function parseMode(text: string): ModeChange | null {
  if (/^[0-7]+$/.test(text)) {
    const octal = parseInt(text, 8);
    return octal > 0o7777 ? null : { octal, digits: text.length };
  }
  const clauses: Clause[] = [];
  for (const part of text.split(',')) {
    const matched = /^([ugoa]*)((?:[-+=](?:[ugo]|[rwxXst]*))+)$/.exec(part);
    if (matched === null) return null;
    for (const [, operator = '', what = ''] of (matched[2] ?? '').matchAll(/([-+=])([ugo]|[rwxXst]*)/g)) {
      clauses.push({ who: matched[1] ?? '', operator, what });
    }
  }
  return { clauses };
}

const WHO_MASK: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };
const WHAT_BITS: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111, s: 0o6000, t: 0o1000 };

function bitsOf(what: string, mode: number, isDirectory: boolean): number {
  if (/^[ugo]$/.test(what)) {
    const own = (mode >> ({ u: 6, g: 3, o: 0 }[what as 'u'])) & 7;
    return own * 0o111;
  }
  let bits = 0;
  for (const letter of what) bits |= WHAT_BITS[letter] ?? 0;
  if (what.includes('X') && (isDirectory || (mode & 0o111) !== 0)) bits |= 0o111;
  return bits;
}

/** The bits that result. Without `ugoa` a clause is limited by the umask; a directory keeps set-id bits in octal. */
export function applyMode(change: ModeChange, mode: number, options: { isDirectory: boolean; umask: number }): number {
  if ('octal' in change) {
    const kept = options.isDirectory && change.digits < 5 ? mode & 0o6000 : 0;
    return change.octal | kept;
  }
  let result = mode;
  for (const { who, operator, what } of change.clauses) {
    let mask = who === '' ? 0o7777 & ~options.umask : 0;
    for (const letter of who) mask |= WHO_MASK[letter] ?? 0;
    const bits = bitsOf(what, result, options.isDirectory) & mask;
    const cleared = options.isDirectory ? mask & ~0o6000 : mask;
    if (operator === '+') result |= bits;
    else if (operator === '-') result &= ~bits;
    else result = (result & ~(cleared & (who === '' ? 0o777 : 0o7777))) | bits;
  }
  return result & 0o7777;
}
