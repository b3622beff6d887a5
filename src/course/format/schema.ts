import * as z from 'zod';
import type { Want, WantKind } from '../check/want.ts';

const text = z.string().min(1);
const host = text;
const flag = z.boolean().exactOptional();
const texts = z.array(text).exactOptional();
const port = z.int().min(1).max(65535);

type Body<K extends WantKind> = Omit<Extract<Want, { kind: K }>, 'kind'>;

/** The keys of each kind of check, as written in a lesson: `database: {host: controller, name: keystone}`. */
export const WANTS: { readonly [K in WantKind]: z.ZodType<Body<K>> } = {
  package: z.strictObject({ host, name: text, installed: flag, version: text.exactOptional() }),
  repository: z.strictObject({ host, id: text, enabled: flag, url: text.exactOptional(), signed: flag, key: text.exactOptional() }),
  updates: z.strictObject({ host }),
  unit: z.strictObject({ host, name: text, running: flag, enabled: flag }),
  port: z.strictObject({ host, port, protocol: z.enum(['tcp', 'udp']).exactOptional(), address: text.exactOptional() }),
  file: z.strictObject({
    host, path: z.string().startsWith('/'), exists: flag, type: text.exactOptional(), owner: text.exactOptional(),
    group: text.exactOptional(), mode: z.string().regex(/^[0-7]{3,4}$/).exactOptional(), target: text.exactOptional(), has: texts, lacks: texts,
  }),
  option: z.strictObject({ host, path: z.string().startsWith('/'), section: text, name: text, value: z.string(), default: flag }),
  resolves: z.strictObject({ host, name: text, address: text }),
  reaches: z.strictObject({ host, to: text, port: port.exactOptional(), arrivesAt: text.exactOptional() }),
  'time-sources': z.strictObject({ host, name: text, directive: text.exactOptional(), options: texts, used: flag, exact: flag }),
  database: z.strictObject({ host, name: text, tables: texts }),
  grant: z.strictObject({ host, user: text, from: text, database: text, password: text.exactOptional(), exact: flag }),
  login: z.strictObject({ host, from: text, user: text, password: text, database: text.exactOptional(), byName: flag }),
  rows: z.strictObject({ host, database: text, sql: text, rows: z.array(z.array(z.string().nullable())), exact: flag }),
  history: z.strictObject({ host: host.exactOptional(), pattern: text, shown: text, succeeded: flag }),
  connection: z.strictObject({
    host, path: z.string().startsWith('/'), section: text, name: text, user: text, password: text, servers: z.array(text).min(1), database: text, driver: text,
  }),
  keys: z.strictObject({ host, path: z.string().startsWith('/'), owner: text, group: text, madeBy: text }),
  httpd: z.strictObject({ host, valid: flag, serverName: text.exactOptional(), serves: text.exactOptional(), port: port.exactOptional(), loaded: flag }),
  processes: z.strictObject({ host, unit: text, title: text, user: text.exactOptional(), after: texts }),
  user: z.strictObject({ host, name: text, domain: text.exactOptional(), password: text.exactOptional() }),
  project: z.strictObject({ host, name: text, domain: text.exactOptional() }),
  role: z.strictObject({ host, name: text }),
  assignment: z.strictObject({ host, user: text, role: text, project: text.exactOptional(), system: flag }),
  service: z.strictObject({ host, type: text, name: text, exact: flag }),
  endpoint: z.strictObject({ host, service: text, interfaces: z.array(text).min(1), region: text, urls: z.array(text).min(1), exact: flag }),
  region: z.strictObject({ host, name: text, exact: flag }),
  openrc: z.strictObject({ host, path: z.string().startsWith('/'), user: text, project: text, also: texts }),
  environment: z.strictObject({ host, user: text, project: text }),
};

const ids = z.array(z.string().regex(/^[A-Z]\d{1,2}$/, 'a syllabus row looks like K4')).default([]);
const slug = z.string().regex(/^[a-z][a-z0-9-]*$/, 'an id is made of small letters, digits and -');

const checkKinds = Object.fromEntries(Object.entries(WANTS).map(([kind, schema]) => [kind, schema.exactOptional()])) as
  { readonly [K in WantKind]: z.ZodExactOptional<z.ZodType<Body<K>>> };

/** A `check` fence. */
export const CHECKS = z.array(z.strictObject({
  id: slug, says: text, covers: ids, mode: z.enum(['level', 'edge']).default('level'),
  hints: z.array(text).min(1), ...checkKinds,
})).min(1);

/** A `mutate` fence. */
export const MUTATIONS = z.array(z.strictObject({
  check: slug, says: text, instead: text.exactOptional(), after: text.exactOptional(), names: text,
})).min(1);

const option = z.strictObject({ says: text, right: z.boolean().default(false), because: text });
const asked = { asks: text, because: z.string().default('') };
const options = z.array(option).min(2);

const gap = { accepts: z.array(text).min(1), answer: text, mistakes: z.array(z.strictObject({ matches: text, because: text })).default([]) };

/** A `quiz` fence. */
export const QUIZ = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), ...asked, options }),
  z.strictObject({ kind: z.literal('several'), ...asked, options }),
  z.strictObject({ kind: z.literal('predict'), ...asked, shown: text, options }),
  z.strictObject({ kind: z.literal('order'), ...asked, items: z.array(z.strictObject({ says: text, because: text })).min(2) }),
  z.strictObject({ kind: z.literal('match'), ...asked, pairs: z.array(z.strictObject({ left: text, right: text, because: text })).min(2) }),
  z.strictObject({
    kind: z.literal('fill'), ...asked, before: z.string().default(''), after: z.string().default(''), ...gap,
  }),
  z.strictObject({
    kind: z.literal('repair'), ...asked, shown: text,
    faults: z.array(z.strictObject({ line: z.int().min(1), because: text, ...gap })).min(1),
  }),
]);

/** The head of a lesson.md. */
export const LESSON = z.strictObject({
  title: text, summary: text, covers: ids, minutes: z.int().min(1).max(60),
  needs: z.array(z.enum(['terminal', 'files', 'undo', 'trace', 'mariadb', 'keystone', 'two-hosts'])).default([]),
});

/** chapter.yaml; `needs` is inherited by its lessons. */
export const CHAPTER = z.strictObject({ title: text, summary: text, needs: LESSON.shape.needs });

/** course.yaml. */
export const COURSE = z.strictObject({
  title: text, summary: text, release: text, system: text, scene: text,
  values: z.record(z.string(), z.string()).default({}),
  draws: z.array(z.strictObject({ name: text, kind: z.literal('password'), label: text })).default([]),
});

/** waits.yaml: seconds that the commands of a step take on a real guest, by the guest's letter and the step's id. */
export const WAITS = z.record(z.string().regex(/^[a-z]$/), z.record(z.string(), z.int().min(1)));

/** All keys that any of the schemas knows: what a misspelt key may have meant. */
export function knownKeys(schema: z.ZodType): string[] {
  const keys = new Set<string>();
  const visit = (each: z.ZodType): void => {
    const def = each._zod.def as { shape?: Record<string, z.ZodType>; element?: z.ZodType; options?: z.ZodType[]; innerType?: z.ZodType };
    for (const [key, inner] of Object.entries(def.shape ?? {})) {
      keys.add(key);
      visit(inner);
    }
    for (const inner of [def.element, def.innerType, ...(def.options ?? [])]) if (inner !== undefined) visit(inner);
  };
  visit(schema);
  return [...keys];
}
