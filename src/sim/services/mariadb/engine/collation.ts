// Character sets and collations as far as they order and compare text. Knows nothing of columns.

/** Character sets: name, description, default collation, bytes per character. */
export const CHARSETS: readonly (readonly [string, string, string, number])[] = [
  ['ascii', 'US ASCII', 'ascii_general_ci', 1], ['binary', 'Binary pseudo charset', 'binary', 1],
  ['latin1', 'cp1252 West European', 'latin1_swedish_ci', 1], ['latin2', 'ISO 8859-2 Central European', 'latin2_general_ci', 1],
  ['ucs2', 'UCS-2 Unicode', 'ucs2_general_ci', 2], ['utf16', 'UTF-16 Unicode', 'utf16_general_ci', 4],
  ['utf32', 'UTF-32 Unicode', 'utf32_general_ci', 4],
  ['utf8mb3', 'UTF-8 Unicode', 'utf8mb3_general_ci', 3], ['utf8mb4', 'UTF-8 Unicode', 'utf8mb4_general_ci', 4],
];

const SUFFIXES = ['general_ci', 'bin', 'unicode_ci', 'unicode_520_ci', 'general_nopad_ci', 'nopad_bin', 'unicode_nopad_ci', 'swedish_ci', 'german2_ci'];

/** `utf8` is utf8mb3 (old_mode UTF8_IS_UTF8MB3). */
export function charsetName(name: string): string | null {
  const lower = name.toLowerCase();
  const wanted = lower === 'utf8' ? 'utf8mb3' : lower;
  return CHARSETS.some(([known]) => known === wanted) ? wanted : null;
}

/** A collation's full name, or null when there is none such. */
export function collationName(name: string): string | null {
  const lower = name.toLowerCase().replace(/^utf8_/, 'utf8mb3_');
  if (lower === 'binary') return lower;
  const charset = charsetOf(lower);
  if (charset === null || charset === 'binary') return null;
  const suffix = lower.slice(charset.length + 1);
  if (suffix === 'swedish_ci' || suffix === 'german2_ci') return charset === 'latin1' ? lower : null;
  if (/unicode/.test(suffix) && !/^u/.test(charset)) return null;
  return SUFFIXES.includes(suffix) ? lower : null;
}

/** The character set of a collation. */
export function charsetOf(collation: string): string | null {
  return charsetName(collation.split('_')[0] ?? '');
}

export const defaultCollation = (charset: string): string =>
  CHARSETS.find(([name]) => name === charset)?.[2] ?? `${charset}_general_ci`;

export const bytesPerCharacter = (charset: string): number => CHARSETS.find(([name]) => name === charset)?.[3] ?? 4;

/** All collations: name, character set, id, whether the default. */
export function collations(): { name: string; charset: string; isDefault: boolean; id: number }[] {
  let id = 0;
  return CHARSETS.flatMap(([charset, , byDefault]) =>
    (charset === 'binary' ? ['binary'] : SUFFIXES.map((suffix) => `${charset}_${suffix}`))
      .filter((name) => collationName(name) !== null)
      .map((name) => ({ name, charset, isDefault: name === byDefault, id: ++id })));
}

export const isBinary = (collation: string): boolean => collation === 'binary' || collation.endsWith('_bin');

const folded = new Map<string, string>();

/** The text's sort key in a case-insensitive collation: no accents, upper case, no trailing blanks. */
function foldText(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const isAscii = /^[\x00-\x7f]*$/.test(text);
  const plain = isAscii ? text : text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  const key = plain.toUpperCase().replace(/ +$/, '');
  if (folded.size > 5000) folded.clear();
  if (text.length < 200) folded.set(text, key);
  return key;
}

/** A key under which equal texts of a collation are equal strings. */
export const collationKey = (text: string, collation: string): string =>
  collation === 'binary' ? text : isBinary(collation) ? text.replace(/ +$/, '') : foldText(text);

/** Compares two texts in a collation. */
export function compareText(a: string, b: string, collation: string): number {
  if (a === b) return 0;
  const x = collationKey(a, collation);
  const y = collationKey(b, collation);
  return x < y ? -1 : x > y ? 1 : 0;
}
