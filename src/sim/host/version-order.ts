/** How a character ranks where no number stands: `~` before the end, letters before everything else. */
function rank(char: string | undefined): number {
  if (char === undefined || /\d/.test(char)) return 0;
  if (char === '~') return -1;
  return /[A-Za-z]/.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256;
}

/** Text and numbers by turns, as Debian compares versions. */
function compareRuns(left: string, right: string): number {
  const [a, b] = [left.split(/(\d+)/), right.split(/(\d+)/)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [x = '', y = ''] = [a[index], b[index]];
    if (index % 2 === 1) {
      const order = Number(x) - Number(y);
      if (order !== 0) return order;
      continue;
    }
    for (let at = 0; at < Math.max(x.length, y.length); at += 1) {
      const order = rank(x[at]) - rank(y[at]);
      if (order !== 0) return order;
    }
  }
  return 0;
}

const SUFFIX = /(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/;

/** Rank of names that come before all others: nothing, `.`, `..`, hidden files. */
const early = (name: string): number => (name === '' ? 0 : name === '.' ? 1 : name === '..' ? 2 : name.startsWith('.') ? 3 : 4);

/**
 * The order of `sort -V` and `ls -v`: numbers in names by their value, suffixes such as `.tar.gz` only where the rest is
 * equal. Names that it holds for equal (`a1`, `a01`) give 0. Source: coreutils' manual, "Version sort ordering".
 */
export function compareVersions(left: string, right: string): number {
  const order = early(left) - early(right);
  if (order !== 0 || early(left) < 3) return order;
  const [a, b] = early(left) === 3 ? [left.slice(1), right.slice(1)] : [left, right];
  return compareRuns(a.replace(SUFFIX, ''), b.replace(SUFFIX, '')) || compareRuns(a, b);
}
