// What keystone's tables say to questions about users, projects, roles and catalogue.
import { isNear } from '../base/near.ts';
import { BLANK } from '../lab/blank.ts';
import type { IdentityTables, Problem } from './identity-tables.ts';
import type { AnswerTo, Asked, IsPassword } from './kinds.ts';

/** Questions that keystone's tables answer. */
export type IdentityKind = 'user' | 'project' | 'role' | 'assignment' | 'service' | 'endpoint' | 'region' | 'identity';

type Answerer<K extends IdentityKind> = (tables: IdentityTables, asked: Asked<K>, isPassword: IsPassword) => AnswerTo<K> | Promise<AnswerTo<K>>;

/** Keystone compares names in its database without regard to capital letters. */
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const ANSWERERS: { readonly [K in IdentityKind]: Answerer<K> } = {
  user: async (tables, { name, domain = 'Default', password }, isPassword) => {
    const users = tables.users();
    const user = users.find((each) => isSame(each.name, name) && isSame(each.domain, domain)) ?? null;
    const others = users.filter((each) => each !== user);
    if (user === null || password === undefined) return { kind: 'user', user, others };
    const hash = tables.passwordHash(user.id);
    return { kind: 'user', user, others, isPassword: hash !== null && await isPassword(hash, password) };
  },
  project: (tables, { name, domain = 'Default' }) => {
    const projects = tables.projects();
    const project = projects.find((each) => isSame(each.name, name) && isSame(each.domain, domain)) ?? null;
    return { kind: 'project', project, others: projects.filter((each) => each !== project) };
  },
  role: (tables, { name }) => {
    const names = tables.roles().map((role) => role.name);
    return { kind: 'role', isThere: names.some((each) => isSame(each, name)), others: names.filter((each) => !isSame(each, name)) };
  },
  assignment: (tables, { user }) => ({
    kind: 'assignment', isUser: tables.users().some((each) => isSame(each.name, user)),
    assignments: tables.assignments().filter(({ actor }) => isSame(actor, user) || isNear(actor, user)),
  }),
  service: (tables) => ({ kind: 'service', services: tables.services() }),
  endpoint: (tables) => ({ kind: 'endpoint', services: tables.services(), endpoints: tables.endpoints() }),
  region: (tables) => ({ kind: 'region', regions: tables.regions() }),
  identity: (tables) => ({ kind: 'identity', identity: tables.all() }),
};

/** Answers from the tables, or says why there are none. */
export async function answerOfTables<K extends IdentityKind>(tables: IdentityTables | Problem, asked: Asked<K>, isPassword: IsPassword): Promise<AnswerTo<K>> {
  const kind = (asked as { readonly kind: K }).kind;
  if ('problem' in tables) return { ...BLANK[kind], ...tables };
  return (ANSWERERS[kind] as Answerer<K>)(tables, asked, isPassword);
}
