import type { Sys } from '../../../host/sys.ts';
import type { Parsed } from '../../oslo/cli.ts';
import type { Config } from '../../oslo/config.ts';
import type { Database } from '../../oslo/db.ts';
import type { Log } from '../../oslo/log.ts';

/** What a sub-command of keystone-manage works with. */
export interface Tool {
  readonly sys: Sys;
  readonly parsed: Parsed;
  readonly config: Config;
  readonly log: Log;
  readonly db: Database;
}
