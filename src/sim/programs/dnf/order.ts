import type { PackageSpec } from '../../host/package.ts';
import { parseRelation, satisfies } from './relation.ts';

interface Element {
  readonly spec: PackageSpec;
  /** How many must come before it and are not collected yet. */
  waiting: number;
  /** How many it comes before: rpm's tsi_qcnt. */
  followers: number;
  /** Those that wait for it, the last found first. */
  readonly next: Element[];
  isCollected: boolean;
}

/**
 * The order in which rpm installs (or removes) packages: rpmtsOrder's topological sort with its queue, where a package
 * that more others wait for goes first and of equals the one found last. `packages` come as they were added.
 */
export function transactionOrder(packages: readonly PackageSpec[], kind: 'install' | 'erase'): PackageSpec[] {
  const elements = packages.map((spec): Element => ({ spec, waiting: 0, followers: 0, next: [], isCollected: false }));
  for (const element of elements) relate(element, elements, kind);
  const queue: Element[] = [];
  for (const element of elements) if (element.waiting === 0) enqueue(queue, element);
  const order: PackageSpec[] = [];
  for (;;) {
    const element = queue.shift() ?? breakCycle(elements);
    if (element === null) return order;
    element.isCollected = true;
    order.push(element.spec);
    for (const follower of element.next) {
      follower.waiting -= 1;
      if (follower.waiting === 0 && !follower.isCollected) enqueue(queue, follower);
    }
  }
}

function relate(element: Element, elements: readonly Element[], kind: 'install' | 'erase'): void {
  const seen = new Set<Element>([element]);
  for (const text of [...[...element.spec.requires].sort(), ...(element.spec.recommends ?? [])]) {
    const wanted = parseRelation(text);
    const provider = elements.find((each) => satisfies(each.spec, wanted));
    if (provider === undefined || seen.has(provider)) continue;
    seen.add(provider);
    const [before, after] = kind === 'install' ? [provider, element] : [element, provider];
    before.next.unshift(after);
    before.followers += 1;
    after.waiting += 1;
  }
}

function enqueue(queue: Element[], element: Element): void {
  const at = queue.findIndex((each) => each.followers <= element.followers);
  queue.splice(at === -1 ? queue.length : at, 0, element);
}

/** Packages that need each other: the one with the fewest open wishes goes first. */
function breakCycle(elements: readonly Element[]): Element | null {
  const left = elements.filter((each) => !each.isCollected);
  return left.reduce<Element | null>((best, each) => (best === null || each.waiting < best.waiting ? each : best), null);
}
