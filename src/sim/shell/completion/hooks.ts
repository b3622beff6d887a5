import type { Sys } from '../../host/sys.ts';

/** Names that completion offers but the shell cannot know itself; other programs' owners fill them in. */
export interface CompletionHooks {
  /** Names of installed packages. */
  installed: (sys: Sys) => readonly string[];
  /** Names of packages in enabled repositories. */
  available: (sys: Sys) => readonly string[];
}

/** The table that `packages` fills. */
export const hooks: CompletionHooks = { installed: () => [], available: () => [] };
