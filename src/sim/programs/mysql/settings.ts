// What the client `mysql` was asked to do, and what it remembers between lines.
import type { MysqlTarget, SavedSession } from '../../host/mysql/connection.ts';
import { newReadline, type ReadlineState } from '../../host/readline/index.ts';
import type { Parsed } from './options.ts';
import { newScan, type ScanState } from './scanner.ts';

/** Fixed by the options. */
export interface Settings {
  readonly isBatch: boolean;
  readonly silent: number;
  readonly verbose: number;
  readonly hasNames: boolean;
  readonly style: 'table' | 'tab' | 'vertical' | 'html' | 'xml';
  readonly isRaw: boolean;
  readonly isForced: boolean;
  readonly hasBeep: boolean;
  readonly hasLineNumbers: boolean;
  readonly showsQueryOnError: boolean;
  readonly rehashes: boolean;
  readonly hasNamedCommands: boolean;
  /** Terminal escapes around messages. */
  readonly isBold: boolean;
  readonly target: MysqlTarget;
  readonly connection: string;
  readonly versionLine: string;
  readonly serverComment: string | null;
}

/** Plain data: saved at every prompt. */
export interface Memory {
  settings: Settings;
  scan: ScanState;
  session: SavedSession | null;
  readline: ReadlineState;
  prompt: string;
  pager: string | null;
  tee: string | null;
  lastTee: string | null;
  showsWarnings: boolean;
  /** Line of the input, and the line where the statement began (batch). */
  line: number;
  startLine: number;
  /** The last statement, for \p and history. */
  sourceDepth: number;
  isSandbox: boolean;
}

export const DEFAULT_PROMPT = '\\N [\\d]> ';

export function newMemory(settings: Settings, options: Parsed): Memory {
  return {
    settings, scan: { ...newScan(), delimiter: options.last('delimiter') ?? ';' }, session: null, readline: newReadline(), prompt: options.last('prompt') ?? DEFAULT_PROMPT,
    pager: null, tee: options.last('tee'), lastTee: null, showsWarnings: options.has('show-warnings'), line: 0, startLine: 0, sourceDepth: 0, isSandbox: options.has('sandbox'),
  };
}
