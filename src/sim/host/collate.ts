import { isEnglish } from './strftime.ts';
import type { Sys } from './sys.ts';

export type Compare = (left: string, right: string) => number;

/** Order of bytes (locale C). */
export function compareBytes(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What decides first in glibc's en_US: letters and digits; punctuation counts only when all else is equal. */
const essence = (text: string): string => text.replace(/[^$\p{L}\p{N}\p{M}]/gu, '');

/** Order of names in locale en_US (strcoll): letters without case, then accents, then lower before upper case. */
export function compareEnglish(left: string, right: string): number {
  if (left === right) return 0;
  const [a, b] = [essence(left).normalize('NFD'), essence(right).normalize('NFD')];
  const withoutAccents = (text: string): string => text.replace(/\p{M}/gu, '').toLowerCase();
  const swapCase = (text: string): string => text.replace(/\p{L}/gu, (letter) =>
    (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));
  return compareBytes(withoutAccents(a), withoutAccents(b)) || compareBytes(a.toLowerCase(), b.toLowerCase())
    || compareBytes(swapCase(a), swapCase(b)) || compareBytes(left, right);
}

/** How this process's locale orders text. */
export const collation = (sys: Sys): Compare => (isEnglish(sys, 'LC_COLLATE') ? compareEnglish : compareBytes);
