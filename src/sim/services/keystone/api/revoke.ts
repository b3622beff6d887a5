import type { Routine } from '../../../host/program.ts';
import { readRevocations, revoke, type Revocation } from '../store/revocations.ts';
import { parseIsoTime } from '../store/times.ts';
import { type Answer, type Call, NO_CONTENT, ok } from './call.ts';
import { invalid } from './faults.ts';

/** Takes away the tokens that were issued until now and fit the event. */
export function* revokeFor(call: Call, event: Revocation): Routine<void> {
  const { config } = call.app;
  const lifetimeS = config.number('token', 'expiration') + config.number('revoke', 'expiration_buffer');
  yield* revoke(call.db, call.reader.nowMs, lifetimeS, event);
}

/** GET /v3/OS-REVOKE/events */
export function* listRevocations(call: Call): Routine<Answer> {
  const since = call.arg('since');
  const sinceMs = since === null || since === '' ? null : parseIsoTime(since);
  if (since !== null && since !== '' && sinceMs === null) throw invalid(`invalidate date format ${since}`);
  const events = yield* readRevocations(call.db, sinceMs);
  return ok({ events, links: { next: null, self: call.link('/OS-REVOKE/events'), previous: null } });
}

/** DELETE /v3/auth/tokens */
export function* revokeToken(call: Call): Routine<Answer> {
  const subject = yield* call.subject();
  yield* revokeFor(call, { auditId: subject.payload.auditIds[0] ?? '' });
  return NO_CONTENT;
}
