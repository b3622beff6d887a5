import type { PackageSpec } from '../../host/package.ts';
import type { Installed, Reason } from './rpmdb.ts';
import type { Available } from './sack.ts';

export type Action = 'install' | 'upgrade' | 'downgrade' | 'reinstall' | 'erase' | 'obsolete';

/** One step of a transaction. `replaces` are the installed packages that go for it. */
export interface Item {
  readonly action: Action;
  readonly spec: PackageSpec;
  /** Id of the repository it comes from, or of the one it came from (`@appstream`). */
  readonly repository: string;
  readonly reason: Reason;
  readonly replaces: readonly Installed[];
  /** Why it is in the transaction: which heading it stands under. */
  readonly why: 'asked' | 'dependency' | 'weak' | 'group' | 'dependent' | 'unused';
}

/** What cannot be: the lines that libsolv would write of one problem. */
export interface Problem {
  readonly lines: readonly string[];
  /** Replacing an installed package would help. */
  readonly isConflict: boolean;
  /** Packages that `--skip-broken` leaves out. */
  readonly skipped: readonly Available[];
}

export interface SolverOptions {
  readonly allowErasing: boolean;
  readonly skipBroken: boolean;
  readonly best: boolean;
  readonly weakDeps: boolean;
  readonly cleanRequirements: boolean;
  readonly installOnlyLimit: number;
  readonly protectedNames: ReadonlySet<string>;
}

export interface Solution {
  readonly items: readonly Item[];
  readonly problems: readonly Problem[];
  readonly skipped: readonly Available[];
}
