import type { Routine } from '../../../host/program.ts';
import { type Answer, type Call, percentDecoded, type Target } from './call.ts';
import { subject } from './targets.ts';

export type Handler = (call: Call) => Routine<Answer>;

/** One line of the table: what is asked, which policy decides, what the policy looks at, and who answers. */
export interface Route {
  readonly method: string;
  /** `/v3/users/{user_id}`, cut at the slashes. */
  readonly parts: readonly string[];
  readonly pattern: string;
  /** Null: anybody may ask, or the handler asks the policy itself. */
  readonly policy: string | null;
  readonly run: Handler;
  readonly target: (call: Call) => Routine<Target>;
  /** Conditions of a list, which the policy may look at as well. */
  readonly filters: readonly string[];
}

export type Line = readonly [what: string, policy: string | null, run: Handler, more?: { readonly target?: Route['target']; readonly filters?: readonly string[] }];

/** A line of the table, ready to be looked up. */
export function route([what, policy, run, more]: Line): Route {
  const [method = '', pattern = ''] = what.split(' ');
  return { method, pattern, parts: pattern.split('/'), policy, run, target: more?.target ?? subject, filters: more?.filters ?? [] };
}

/** What a path fits: the route that answers, or the methods that would be answered. */
export type Match =
  | { readonly kind: 'found'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'method' | 'shape'; readonly pattern: string; readonly allowed: readonly string[] };

const ORDER = ['OPTIONS', 'GET', 'HEAD', 'DELETE', 'POST', 'PUT', 'PATCH'];

/** Finds the route of a request; null when no path of the table fits. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | null {
  const parts = path.split('/');
  const fitting = routes.filter((each) => fits(each.parts, parts));
  const literals = (each: Route): number => each.parts.filter((part) => !part.startsWith('{')).length;
  const best = Math.max(...fitting.map(literals));
  const own = fitting.filter((each) => literals(each) === best);
  const [first] = own;
  if (first === undefined) return null;
  const exact = own.find((each) => each.method === method) ?? (method === 'HEAD' ? own.find((each) => each.method === 'GET') : undefined);
  if (exact !== undefined) return { kind: 'found', route: exact, params: paramsOf(exact.parts, parts) };
  const methods = new Set(routes.filter((each) => resourceOf(each.pattern) === resourceOf(first.pattern)).map((each) => each.method));
  const allowed = ORDER.filter((each) => each === 'OPTIONS' || methods.has(each) || (each === 'HEAD' && methods.has('GET')));
  return { kind: allowed.includes(method) && method !== 'OPTIONS' ? 'shape' : 'method', pattern: first.pattern, allowed };
}

/** A collection and its members are one resource of keystone's. */
function resourceOf(pattern: string): string {
  return /^\/v3\/(?:OS-[A-Z0-9-]+\/)?[a-z_]+\/\{\w+\}$/.test(pattern) ? pattern.slice(0, pattern.lastIndexOf('/')) : pattern;
}

const fits = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length && pattern.every((part, at) => (part.startsWith('{') ? parts[at] !== '' : part === parts[at]));

const paramsOf = (pattern: readonly string[], parts: readonly string[]): Record<string, string> =>
  Object.fromEntries(pattern.flatMap((part, at) => (part.startsWith('{') ? [[part.slice(1, -1), percentDecoded(parts[at] ?? '')]] : [])));
