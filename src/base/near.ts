/** Whether two names are likely the same word with a slip: other capitals, or one or two letters changed, lost or swapped. */
export function isNear(a: string, b: string): boolean {
  if (a === b) return false;
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (x === y) return true;
  const shared = (s: string, t: string): number => [...s].findIndex((letter, at) => t[at] !== letter);
  const front = shared(x, y) === -1 ? x.length : shared(x, y);
  const reverse = (s: string): string => [...s].reverse().join('');
  const room = Math.min(x.length, y.length) - front;
  const back = Math.min(shared(reverse(x), reverse(y)) === -1 ? room : shared(reverse(x), reverse(y)), room);
  const allowed = x.length < 5 ? 1 : 2;
  return Math.max(x.length, y.length) - front - back <= allowed;
}
