import { calendar } from '../../../time/clock.ts';
import type { Routine } from '../../../host/program.ts';
import { PythonException } from '../../oslo/traceback.ts';
import type { Tool } from './tool.ts';

/** `trust_flush`: removes trusts that were deleted or have run out, before a date and of given people where told. */
export function* trustFlush({ sys, parsed, db }: Tool): Routine<number> {
  const text = (name: string): string | null => {
    const value = parsed.values[name];
    return typeof value === 'string' ? value : null;
  };
  const before = dateOf(text('--date'), sys.nowMs());
  const conditions = ['(trust.deleted_at IS NOT NULL OR trust.expires_at < %(before)s)'];
  const values: Record<string, string> = { before };
  for (const [option, column] of [['--project-id', 'project_id'], ['--trustor-user-id', 'trustor_user_id'], ['--trustee-user-id', 'trustee_user_id']] as const) {
    const value = text(option);
    if (value === null) continue;
    conditions.push(`trust.${column} = %(${column})s`);
    values[column] = value;
  }
  yield* db.run(`DELETE FROM trust WHERE ${conditions.join(' AND ')}`, values);
  return 0;
}

function dateOf(text: string | null, nowMs: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  if (text === null) {
    const { year, month, day, hour, minute, second } = calendar(nowMs);
    return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
  }
  const match = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(text);
  if (match === null) throw new PythonException({ type: 'ValueError', message: `'Invalid input for the option "--date": time data \\'${text}\\' does not match format \\'%d-%m-%Y\\''` });
  return `${match[3] ?? ''}-${two(Number(match[2]))}-${two(Number(match[1]))} 00:00:00`;
}
