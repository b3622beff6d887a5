import { parseRelation, providesOf, satisfies } from './relation.ts';
import type { Installed } from './rpmdb.ts';

/** Of `left`, those that came as dependencies and that nothing asked for needs, directly or not. */
export function unneeded(left: readonly Installed[], all: readonly Installed[]): Installed[] {
  const needed = new Set<Installed>();
  const queue = left.filter(({ reason }) => reason === 'user' || reason === 'group' || reason === 'unknown');
  const providers = new Map<string, Installed[]>();
  for (const each of left) for (const { name } of providesOf(each.spec)) providers.set(name, [...(providers.get(name) ?? []), each]);
  while (queue.length > 0) {
    const next = queue.pop() as Installed;
    if (needed.has(next)) continue;
    needed.add(next);
    for (const text of [...next.spec.requires, ...(next.spec.recommends ?? [])]) {
      const wanted = parseRelation(text);
      const candidates = wanted.name.startsWith('/') ? left : providers.get(wanted.name) ?? [];
      queue.push(...candidates.filter((each) => satisfies(each.spec, wanted)));
    }
  }
  return left.filter((each) => !needed.has(each) && all.includes(each));
}
