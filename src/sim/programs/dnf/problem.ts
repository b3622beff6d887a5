// Why packages cannot be had together, in libsolv's words.
import type { PackageSpec } from '../../host/package.ts';
import { meets, parseRelation, providesOf, type Relation } from './relation.ts';
import { sameBuild, type Available } from './sack.ts';
import type { Problem } from './solution.ts';
import { byEvr, nevra } from './version.ts';

/** Thrown inside the solver: this way does not lead to a solution. */
export class Broken extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.lines.join('\n'));
    this.problem = problem;
  }
}

/** One step down a chain of requirements. */
export interface Link {
  readonly by: Available;
  readonly wanted: Relation;
}

/** A boolean dependency, or one of rpm itself: taken as met. */
export const isRich = (wanted: Relation): boolean => wanted.name.startsWith('(') || wanted.name.startsWith('rpmlib(');

/** Whether nothing newer of that name is among them. */
export const isBestOfName = (each: Available, all: readonly Available[]): boolean =>
  !all.some((other) => other.spec.name === each.spec.name && (other.priority < each.priority || (other.priority === each.priority && byEvr(other.spec, each.spec) > 0)));

/** The chain of packages that led to one, deepest first, as libsolv explains it. */
export function chain(path: readonly Link[]): string[] {
  return [...path].reverse().map(({ by, wanted }) => `package ${nevra(by.spec)} requires ${wanted.text}, but none of the providers can be installed`);
}

/** A requirement that no repository meets. */
export function nothingProvides(wanted: Relation, by: Available, path: readonly Link[]): Problem {
  return {
    lines: [...chain(path), 'conflicting requests', `nothing provides ${wanted.text} needed by ${nevra(by.spec)}`],
    isConflict: false, skipped: [...path.map((link) => link.by), by],
  };
}

/** The line of a conflict between two packages, or null. */
export function conflictOf(spec: PackageSpec, other: PackageSpec): string | null {
  for (const text of spec.conflicts ?? []) {
    const wanted = parseRelation(text);
    if (providesOf(other).some((each) => meets(each, wanted)) && !sameBuild(spec, other)) {
      return `package ${nevra(spec)} conflicts with ${wanted.text} provided by ${nevra(other)}`;
    }
  }
  return null;
}
