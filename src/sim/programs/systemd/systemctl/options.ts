import type { Sys } from '../../../host/sys.ts';
import type { Screen } from '../screen.ts';

/** systemctl's options as given. */
export interface Options {
  readonly types: readonly string[];
  readonly states: readonly string[];
  readonly properties: readonly string[];
  readonly isValueOnly: boolean;
  readonly showsAll: boolean;
  readonly isFull: boolean;
  readonly isQuiet: boolean;
  readonly isNow: boolean;
  readonly isRuntime: boolean;
  readonly isForced: boolean;
  readonly isPlain: boolean;
  readonly hasLegend: boolean;
  readonly usesPager: boolean;
  readonly waitsNot: boolean;
  readonly reloadsNot: boolean;
  readonly asksNot: boolean;
  readonly lines: number;
  readonly output: string;
  readonly signal: string;
  readonly killWhom: 'main' | 'control' | 'all';
  readonly mode: 'replace' | 'fail' | 'isolate' | 'ignore-dependencies';
  readonly relation: 'forward' | 'reverse' | 'after' | 'before';
  readonly dropIn: string;
  readonly wantsFullFile: boolean;
  readonly firmware: string | null;
}

/** What every verb gets. */
export interface Call {
  readonly sys: Sys;
  readonly screen: Screen;
  readonly options: Options;
  /** As named on the command line. */
  readonly verb: string;
  readonly args: readonly string[];
}
