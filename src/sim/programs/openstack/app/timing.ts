import type { Sys } from '../../../host/sys.ts';
import type { Timing } from '../http/http.ts';
import { present } from './show.ts';

/** What `--timing` shows after the command: each request and the sum, as a table or as CSV. */
export function timingTable(sys: Sys, timings: readonly Timing[], formatter: string): string {
  const total = timings.reduce((sum, { seconds }) => sum + seconds, 0);
  const rows = [...timings.map(({ method, url, seconds }) => [`${method} ${url}`, seconds] as const), ['Total', total] as const];
  const isTable = formatter === '' || formatter === 'table';
  return `\n${present(sys, { kind: 'many', columns: ['URL', 'Seconds'], rows }, { formatter: isTable ? 'table' : 'csv', quote_mode: 'nonnumeric' })}`;
}
