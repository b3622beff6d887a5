import type { Routine } from '../../../host/program.ts';
import { readAssignments } from '../store/assignments.ts';
import { find, guarded, insert, list, type Ref, remove, sqlValue, textOf, update } from '../store/model.ts';
import { GROUP } from '../store/users.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok } from './call.ts';
import { absent, found, invalid } from './faults.ts';
import { withDomain } from './projects.ts';
import { revokeFor } from './revoke.ts';
import { type Table, validate } from './schema.ts';
import { findUsers } from './users.ts';

/** The group with this id; 404 when there is none. */
export function* readGroup(call: Call, id: string): Routine<Ref> {
  return found('group', id, yield* find(call.db, GROUP, id));
}

/** GET /v3/groups */
export function* listGroups(call: Call): Routine<Answer> {
  const groups = yield* list(call.db, GROUP, call.filters(['domain_id', 'name']), { limit: call.limit('identity') });
  const domainId = call.user.payload.domainId;
  const refs = groups.refs.filter((ref) => domainId === null || ref.domain_id === domainId);
  return ok(call.collection('groups', { ...groups, refs }, { limit: call.limit('identity') }));
}

/** GET /v3/groups/{group_id} */
export function* showGroup(call: Call): Routine<Answer> {
  return ok(call.member('group', 'groups', yield* readGroup(call, call.param('group_id'))));
}

/** POST /v3/groups */
export function* createGroup(call: Call): Routine<Answer> {
  validate('group_create', call.body('group'));
  const group = withDomain(call, normalised(call.body('group') as Table));
  yield* call.reader.domain(textOf(group.domain_id));
  const ref = { description: '', ...group, id: call.newId(), name: textOf(group.name).trim() };
  return created(call.member('group', 'groups', yield* guarded('group', ref, () => insert(call.db, GROUP, ref))));
}

/** PATCH /v3/groups/{group_id} */
export function* updateGroup(call: Call): Routine<Answer> {
  validate('group_update', call.body('group'));
  const changes = call.body('group') as Table;
  const id = call.param('group_id');
  call.requireSameId(changes, id);
  const old = yield* readGroup(call, id);
  if (changes.domain_id !== undefined && changes.domain_id !== old.domain_id) throw invalid('Cannot change Domain ID');
  const next = { ...old, ...changes, ...typeof changes.name === 'string' ? { name: changes.name.trim() } : {} };
  return ok(call.member('group', 'groups', yield* guarded('group', changes, () => update(call.db, GROUP, id, next))));
}

/** DELETE /v3/groups/{group_id} */
export function* deleteGroup(call: Call): Routine<Answer> {
  const id = call.param('group_id');
  yield* readGroup(call, id);
  yield* removeGroup(call, id);
  return NO_CONTENT;
}

/** Removes a group and its grants; its members' tokens end when it had any. */
export function* removeGroup(call: Call, id: string): Routine<void> {
  const { db } = call;
  const roles = yield* readAssignments(db, { groupIds: [id] });
  const members = yield* db.rows(`SELECT user_id FROM user_group_membership WHERE group_id = ${sqlValue(id)}`);
  yield* remove(db, { table: 'user_group_membership' }, { group_id: id });
  yield* remove(db, GROUP, { id });
  yield* db.run(`DELETE FROM assignment WHERE actor_id = ${sqlValue(id)} AND type IN ('GroupProject', 'GroupDomain')`);
  const system = yield* remove(db, { table: 'system_assignment' }, { actor_id: id, type: 'GroupSystem' });
  if (roles.length + system > 0) for (const member of members) yield* revokeFor(call, { userId: member.user_id ?? '' });
}

/** GET /v3/groups/{group_id}/users */
export function* listMembers(call: Call): Routine<Answer> {
  const id = call.param('group_id');
  yield* readGroup(call, id);
  const join = ` JOIN user_group_membership m ON m.user_id = u.id AND m.group_id = ${sqlValue(id)}`;
  const users = yield* findUsers(call, call.filters(['domain_id', 'enabled', 'name', 'password_expires_at']), join);
  const domainId = call.user.payload.domainId;
  return ok(call.collection('users', { ...users, refs: users.refs.filter((ref) => domainId === null || ref.domain_id === domainId) }));
}

/** HEAD and GET /v3/groups/{group_id}/users/{user_id} */
export function* checkMember(call: Call): Routine<Answer> {
  if (!(yield* isMember(call))) throw absent(`User '${call.param('user_id')}' not found in group '${call.param('group_id')}'`);
  return NO_CONTENT;
}

/** PUT /v3/groups/{group_id}/users/{user_id} */
export function* addMember(call: Call): Routine<Answer> {
  if (!(yield* isMember(call))) {
    yield* call.db.run(`INSERT INTO user_group_membership (user_id, group_id) VALUES (${sqlValue(call.param('user_id'))}, ${sqlValue(call.param('group_id'))})`);
  }
  return NO_CONTENT;
}

/** DELETE /v3/groups/{group_id}/users/{user_id}: the user's tokens end. */
export function* removeMember(call: Call): Routine<Answer> {
  yield* checkMember(call);
  const userId = call.param('user_id');
  yield* remove(call.db, { table: 'user_group_membership' }, { user_id: userId, group_id: call.param('group_id') });
  yield* revokeFor(call, { userId });
  return NO_CONTENT;
}

function* isMember(call: Call): Routine<boolean> {
  const { user_id: userId = '', group_id: groupId = '' } = call.params;
  yield* readGroup(call, groupId);
  yield* call.reader.user(userId);
  const rows = yield* call.db.rows(`SELECT user_id FROM user_group_membership WHERE user_id = ${sqlValue(userId)} AND group_id = ${sqlValue(groupId)}`);
  return rows.length > 0;
}
