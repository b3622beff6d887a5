import { Complaint } from '../flow.ts';

const SHIFTS: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };
const BITS: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1 };

/** The mask after a symbolic mode (`u=rwx,g-w`), which names what is allowed. */
export function parseMode(text: string, mask: number): number {
  let allowed = ~mask & 0o777;
  for (const clause of text.split(',')) {
    const who = /^[ugoa]*/.exec(clause)?.[0] ?? '';
    const rest = clause.slice(who.length);
    const operator = rest[0] ?? '';
    if (!'+-='.includes(operator) || operator === '') throw new Complaint(`umask: \`${operator}': invalid symbolic mode operator`);
    const wrong = [...rest.slice(1)].find((letter) => !'rwxXst'.includes(letter));
    if (wrong !== undefined) throw new Complaint(`umask: \`${wrong}': invalid symbolic mode character`);
    const bits = [...rest.slice(1)].reduce((sum, letter) => sum | (BITS[letter] ?? 0), 0);
    for (const each of who === '' || who.includes('a') ? 'ugo' : who) {
      const shift = SHIFTS[each] ?? 0;
      const own = bits << shift;
      if (operator === '+') allowed |= own;
      else if (operator === '-') allowed &= ~own;
      else allowed = (allowed & ~(7 << shift)) | own;
    }
  }
  return ~allowed & 0o777;
}
