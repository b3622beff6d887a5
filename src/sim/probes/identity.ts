// probes: answers about keystone's users, projects, roles and catalogue.
import { answerOfTables, type IdentityKind } from '../../facts/identity-answers.ts';
import type { Host } from '../host/host.ts';
import { identityOf } from './identity-tables.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { isPassword } from './passwords.ts';

export async function answerIdentity<K extends IdentityKind>(host: Host, asked: Asked<K>): Promise<AnswerTo<K>> {
  return answerOfTables(await identityOf(host), asked, isPassword);
}
