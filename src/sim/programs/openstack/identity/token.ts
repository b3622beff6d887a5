import { calendar, fromCalendar } from '../../../time/clock.ts';
import { NOTHING, sortedFields, text, type CommandTable } from '../command.ts';
import type { Cell } from '../cliff/values.ts';

/** openstack token issue and revoke. */
export const tokenCommands: CommandTable = {
  *'token issue'({ session }) {
    const { token, body } = yield* session.access();
    const fields: Record<string, Cell> = { expires: expiry(body['expires_at'] as string), id: token };
    const project = body['project'] as { id: string } | undefined;
    const domain = body['domain'] as { id: string } | undefined;
    const user = body['user'] as { id: string } | undefined;
    if (project !== undefined) fields['project_id'] = project.id;
    if (domain !== undefined) fields['domain_id'] = domain.id;
    if (body['system'] !== undefined) fields['system'] = 'all';
    if (user !== undefined) fields['user_id'] = user.id;
    return sortedFields(fields);
  },
  *'token revoke'({ session }, values) {
    yield* session.request('identity', 'DELETE', '/auth/tokens', undefined, { 'x-subject-token': text(values, 'token') });
    return NOTHING;
  },
};

/** `2026-11-20T09:32:35.000000Z` as the client shows it: `2026-11-20T09:32:35+0000`. */
function expiry(iso: string): string {
  const parts = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/.exec(iso)?.slice(1).map(Number) ?? [];
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  const at = calendar(fromCalendar(year, month, day, hour, minute, second));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.year}-${two(at.month)}-${two(at.day)}T${two(at.hour)}:${two(at.minute)}:${two(at.second)}+0000`;
}
