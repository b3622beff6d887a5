/** Epoch, version and release of an RPM. */
export interface Evr {
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
}

const SEGMENT = /\d+|[A-Za-z]+|~|\^/g;

/** rpmvercmp: -1, 0 or 1 (rpm's lib/rpmvercmp.c; `~` sorts before anything, `^` after the end). */
export function compareVersions(left: string, right: string): number {
  if (left === right) return 0;
  const mine = left.match(SEGMENT) ?? [];
  const others = right.match(SEGMENT) ?? [];
  for (let index = 0; index < Math.max(mine.length, others.length); index += 1) {
    const order = compareSegments(mine[index], others[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareSegments(one: string | undefined, two: string | undefined): number {
  if (one === two) return 0;
  if (one === '~') return -1;
  if (two === '~') return 1;
  if (one === undefined) return -1;
  if (two === undefined) return 1;
  if (one === '^') return -1;
  if (two === '^') return 1;
  const isNumber = /^\d/.test(one);
  if (isNumber !== /^\d/.test(two)) return isNumber ? 1 : -1;
  if (!isNumber) return one < two ? -1 : 1;
  const mine = one.replace(/^0+/, '');
  const other = two.replace(/^0+/, '');
  if (mine.length !== other.length) return mine.length < other.length ? -1 : 1;
  return mine === other ? 0 : mine < other ? -1 : 1;
}

export function compareEvr(left: Evr, right: Evr): number {
  if (left.epoch !== right.epoch) return left.epoch < right.epoch ? -1 : 1;
  return compareVersions(left.version, right.version) || compareVersions(left.release, right.release);
}

/** `1:2.3-4.el9` or `2.3-4.el9`; the release may be missing (as in `requires`). */
export function parseEvr(text: string): Evr {
  const colon = text.indexOf(':');
  const rest = colon === -1 ? text : text.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon === -1 ? 0 : Number(text.slice(0, colon)) || 0,
    version: dash === -1 ? rest : rest.slice(0, dash),
    release: dash === -1 ? '' : rest.slice(dash + 1),
  };
}
