const LETTERS = ['', 'K', 'M', 'G', 'T', 'P', 'E'];

/** A size as `-h` shows it: rounded up, one decimal below ten (`4.0K`, `12M`); `base` 1000 for --si. */
export function humanSize(bytes: number, base: 1000 | 1024 = 1024): string {
  let value = bytes;
  let power = 0;
  while (value >= base && power < LETTERS.length - 1) {
    value /= base;
    power += 1;
  }
  if (power === 0) return String(bytes);
  const tenths = Math.ceil(value * 10) / 10;
  const letter = base === 1000 && power === 1 ? 'k' : LETTERS[power] ?? '';
  if (tenths < 10) return `${tenths.toFixed(1)}${letter}`;
  const whole = Math.ceil(value);
  return whole >= base && power < LETTERS.length - 1 ? `1.0${LETTERS[power + 1] ?? ''}` : `${whole}${letter}`;
}

/** Kibibytes a file takes on the disk, in blocks of 4 KiB; links and devices take none. */
export function diskKib(stat: { readonly type: string; readonly sizeBytes: number }): number {
  return stat.type === 'file' || stat.type === 'directory' ? Math.ceil(stat.sizeBytes / 4096) * 4 : 0;
}

const MULTIPLES: Readonly<Record<string, number>> = { '': 1, b: 512, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4, P: 1024 ** 5 };

/** `10`, `4K`, `2MB`, `1MiB` as coreutils read sizes; null when it is none. */
export function parseSize(text: string): number | null {
  const matched = /^(\d+)([bkKMGTP]?)(iB|B)?$/.exec(text);
  if (matched === null || (matched[2] === '' && matched[3] !== undefined)) return null;
  const letter = matched[2] ?? '';
  if (matched[3] !== 'B') return Number(matched[1]) * (MULTIPLES[letter] ?? 1);
  return Number(matched[1]) * 1000 ** ' KMGTP'.indexOf(letter.toUpperCase());
}
