// probes: answers about keystone's users, projects, roles and catalogue.
import { isNear } from '../../base/near.ts';
import type { Host } from '../host/host.ts';
import { identityOf } from './identity-tables.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { isPasswordOf } from './passwords.ts';

/** Keystone compares names in its database without regard to capital letters. */
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export async function answerUser(host: Host, { name, domain = 'Default', password }: Asked<'user'>): Promise<AnswerTo<'user'>> {
  const tables = await identityOf(host);
  if ('problem' in tables) return { kind: 'user', user: null, others: [], ...tables };
  const users = tables.users();
  const user = users.find((each) => isSame(each.name, name) && isSame(each.domain, domain)) ?? null;
  const others = users.filter((each) => each !== user);
  if (user === null || password === undefined) return { kind: 'user', user, others };
  return { kind: 'user', user, others, isPassword: isPasswordOf(tables, user.id, password) };
}

export async function answerProject(host: Host, { name, domain = 'Default' }: Asked<'project'>): Promise<AnswerTo<'project'>> {
  const tables = await identityOf(host);
  if ('problem' in tables) return { kind: 'project', project: null, others: [], ...tables };
  const projects = tables.projects();
  const project = projects.find((each) => isSame(each.name, name) && isSame(each.domain, domain)) ?? null;
  return { kind: 'project', project, others: projects.filter((each) => each !== project) };
}

export async function answerRole(host: Host, { name }: Asked<'role'>): Promise<AnswerTo<'role'>> {
  const tables = await identityOf(host);
  if ('problem' in tables) return { kind: 'role', isThere: false, others: [], ...tables };
  const names = tables.roles().map((role) => role.name);
  return { kind: 'role', isThere: names.some((each) => isSame(each, name)), others: names.filter((each) => !isSame(each, name)) };
}

export async function answerAssignment(host: Host, { user }: Asked<'assignment'>): Promise<AnswerTo<'assignment'>> {
  const tables = await identityOf(host);
  if ('problem' in tables) return { kind: 'assignment', isUser: false, assignments: [], ...tables };
  const isUser = tables.users().some((each) => isSame(each.name, user));
  const assignments = tables.assignments().filter(({ actor }) => isSame(actor, user) || isNear(actor, user));
  return { kind: 'assignment', isUser, assignments };
}

export async function answerService(host: Host, _asked: Asked<'service'>): Promise<AnswerTo<'service'>> {
  const tables = await identityOf(host);
  return 'problem' in tables ? { kind: 'service', services: [], ...tables } : { kind: 'service', services: tables.services() };
}

export async function answerEndpoint(host: Host, _asked: Asked<'endpoint'>): Promise<AnswerTo<'endpoint'>> {
  const tables = await identityOf(host);
  if ('problem' in tables) return { kind: 'endpoint', services: [], endpoints: [], ...tables };
  return { kind: 'endpoint', services: tables.services(), endpoints: tables.endpoints() };
}

export async function answerRegion(host: Host, _asked: Asked<'region'>): Promise<AnswerTo<'region'>> {
  const tables = await identityOf(host);
  return 'problem' in tables ? { kind: 'region', regions: [], ...tables } : { kind: 'region', regions: tables.regions() };
}

/** Everything at once, for the cloud panel. */
export async function answerIdentity(host: Host, _asked: Asked<'identity'>): Promise<AnswerTo<'identity'>> {
  const tables = await identityOf(host);
  return 'problem' in tables ? { kind: 'identity', identity: null, ...tables } : { kind: 'identity', identity: tables.all() };
}
