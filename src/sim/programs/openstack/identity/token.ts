import { NOTHING, sortedFields, text, type CommandTable } from '../command.ts';
import type { Cell } from '../cliff/values.ts';
import { Keystone } from './keystone.ts';

/** openstack token issue and revoke. */
export const tokenCommands: CommandTable = {
  *'token issue'({ session }) {
    const { token, body } = yield* session.access();
    const fields: Record<string, Cell> = { expires: expiry(body['expires_at'] as string), id: token };
    for (const what of ['project', 'user', 'domain']) {
      const scope = body[what] as { readonly id: string } | undefined;
      if (scope !== undefined) fields[`${what}_id`] = scope.id;
    }
    if (body['system'] !== undefined) fields['system'] = 'all';
    return sortedFields(fields);
  },

  *'token revoke'(context, values) {
    yield* (yield* Keystone.of(context)).send('DELETE', '/auth/tokens', { headers: { 'X-Subject-Token': text(values, 'token') } });
    return NOTHING;
  },
};

/** `2026-11-20T09:32:35.000000Z` as the client shows it: `2026-11-20T09:32:35+0000`. */
const expiry = (iso: string): string => iso.replace(/(\.\d+)?Z$/, '+0000');
