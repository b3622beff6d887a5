import type { Json } from '../../../base/json.ts';
import type { ReadlineState } from '../../host/readline/index.ts';
import type { Sys } from '../../host/sys.ts';
import type { Job } from '../jobs.ts';
import { Shell, type Language, type ShellFunction } from '../shell.ts';
import type { SavedVariable } from '../variables.ts';

/** The line whose only command is being waited for. */
export interface Waiting {
  readonly line: string;
  readonly job: Job;
}

/** Everything an interactive shell remembers, as plain data: what its checkpoint holds. */
export interface SavedShell {
  readonly version: 1;
  readonly name: string;
  readonly mainPid: number;
  readonly parameters: readonly string[];
  readonly variables: readonly SavedVariable[];
  readonly functions: readonly ShellFunction[];
  readonly aliases: readonly (readonly [string, string])[];
  readonly options: readonly string[];
  readonly shopts: readonly string[];
  readonly traps: readonly (readonly [string, string])[];
  readonly completions: readonly (readonly [string, readonly string[]])[];
  readonly limits: readonly (readonly [string, string])[];
  readonly jobs: readonly Job[];
  readonly recent: readonly number[];
  readonly readline: ReadlineState;
  readonly directories: readonly string[];
  readonly numbers: {
    readonly status: number; readonly backgroundPid: number | null; readonly startMs: number; readonly historyLoaded: number;
    readonly historyOffset: number; readonly getoptsAt: number;
  };
  readonly isLogin: boolean;
  readonly lastArgument: string;
  /** Lines of a command that is not complete yet. */
  readonly input: string;
  readonly waiting: Waiting | null;
}

/** The shell as plain data. */
export function saveShell(sh: Shell, input: string, waiting: Waiting | null): Json {
  const saved: SavedShell = {
    version: 1, name: sh.name, mainPid: sh.mainPid, parameters: sh.parameters, variables: sh.variables.save(),
    functions: [...sh.functions.values()], aliases: [...sh.aliases], options: [...sh.options], shopts: [...sh.shopts],
    traps: [...sh.traps], completions: [...sh.completions].map(([name, { words }]) => [name, words]), limits: [...sh.limits],
    jobs: sh.jobs.list, recent: sh.jobs.recent, readline: sh.readline, directories: sh.directories,
    numbers: {
      status: sh.status, backgroundPid: sh.backgroundPid, startMs: sh.startMs, historyLoaded: sh.historyLoaded,
      historyOffset: sh.historyOffset, getoptsAt: sh.getoptsAt,
    },
    isLogin: sh.isLogin, lastArgument: sh.lastArgument, input, waiting,
  };
  return JSON.parse(JSON.stringify(saved)) as Json;
}

/** The shell that `saved` is of. */
export function restoreShell(sys: Sys, language: Language, saved: SavedShell): Shell {
  const sh = new Shell(sys, language, saved.name, saved.mainPid);
  sh.variables.load(saved.variables);
  sh.functions = new Map(saved.functions.map((definition) => [definition.name, definition]));
  sh.aliases = new Map(saved.aliases);
  sh.options = new Set(saved.options);
  sh.shopts = new Set(saved.shopts);
  sh.traps = new Map(saved.traps);
  sh.completions = new Map(saved.completions.map(([name, words]) => [name, { words }]));
  sh.limits = new Map(saved.limits);
  sh.jobs.list = saved.jobs.map((job) => ({ ...job, statuses: { ...job.statuses } }));
  sh.jobs.recent = [...saved.recent];
  sh.readline = JSON.parse(JSON.stringify(saved.readline)) as ReadlineState;
  sh.directories = [...saved.directories];
  sh.parameters = [...saved.parameters];
  Object.assign(sh, saved.numbers, { isLogin: saved.isLogin, lastArgument: saved.lastArgument, isInteractive: true });
  return sh;
}
