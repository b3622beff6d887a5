// The language of policy rules (oslo.policy): `role:admin and (rule:owner or not user_id:%(target.user.id)s)`, `@`, `!`.
import type { Json } from '../../../base/json.ts';

export type Check =
  | { readonly kind: 'always' | 'never' }
  | { readonly kind: 'and' | 'or'; readonly checks: readonly Check[] }
  | { readonly kind: 'not'; readonly check: Check }
  | { readonly kind: 'rule' | 'role'; readonly name: string }
  | { readonly kind: 'value'; readonly left: string; readonly right: string };

const ALWAYS: Check = { kind: 'always' };
const NEVER: Check = { kind: 'never' };
const known = new Map<string, Check>();

/** The check a rule's text stands for. One that cannot be parsed never passes, as in oslo.policy. */
export function parseCheck(text: string): Check {
  const found = known.get(text);
  if (found !== undefined) return found;
  const check = text.trim() === '' ? ALWAYS : new Parser(text).whole();
  known.set(text, check);
  return check;
}

class Parser {
  readonly #words: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#words = text.replaceAll(/%\([^)]*\)s/g, (part) => part.replace('(', '\x01').replace(')', '\x02'))
      .replaceAll(/[()]/g, ' $& ').trim().split(/\s+/).map((word) => word.replaceAll('\x01', '(').replaceAll('\x02', ')'));
  }

  whole(): Check {
    const check = this.#or();
    return check === null || this.#at < this.#words.length ? NEVER : check;
  }

  #or(): Check | null {
    return this.#chain('or', () => this.#and());
  }

  #and(): Check | null {
    return this.#chain('and', () => this.#not());
  }

  #chain(word: 'and' | 'or', next: () => Check | null): Check | null {
    const checks: Check[] = [];
    do {
      const check = next();
      if (check === null) return null;
      checks.push(check);
    } while (this.#takes(word));
    return checks.length === 1 ? checks[0] ?? null : { kind: word, checks };
  }

  #not(): Check | null {
    if (!this.#takes('not')) return this.#atom();
    const check = this.#not();
    return check === null ? null : { kind: 'not', check };
  }

  #atom(): Check | null {
    if (this.#takes('(')) {
      const check = this.#or();
      return this.#takes(')') ? check : null;
    }
    const word = this.#words[this.#at];
    if (word === undefined || ['and', 'or', 'not', ')'].includes(word.toLowerCase())) return null;
    this.#at += 1;
    return atom(word);
  }

  #takes(word: string): boolean {
    if (this.#words[this.#at]?.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }
}

function atom(word: string): Check {
  if (word === '@') return ALWAYS;
  if (word === '!') return NEVER;
  const colon = word.indexOf(':');
  if (colon === -1) return NEVER;
  const [left, right] = [word.slice(0, colon), word.slice(colon + 1)];
  return left === 'rule' || left === 'role' ? { kind: left, name: right } : { kind: 'value', left, right };
}

/** Who asks: the token's values, nested. `roles` is a list of names. */
export type Credentials = Readonly<Record<string, Json>>;
/** What is asked for: flat, e.g. `target.user.id`. */
export type Target = Readonly<Record<string, Json>>;

/** Whether a check passes; `rule` looks up other rules. */
export function passes(check: Check, target: Target, credentials: Credentials, rule: (name: string) => Check): boolean {
  switch (check.kind) {
    case 'always': return true;
    case 'never': return false;
    case 'and': return check.checks.every((each) => passes(each, target, credentials, rule));
    case 'or': return check.checks.some((each) => passes(each, target, credentials, rule));
    case 'not': return !passes(check.check, target, credentials, rule);
    case 'rule': return passes(rule(check.name), target, credentials, rule);
    case 'role': {
      const name = fill(check.name, target)?.toLowerCase();
      const roles = credentials['roles'];
      return Array.isArray(roles) && roles.some((role) => typeof role === 'string' && role.toLowerCase() === name);
    }
    case 'value': {
      const wanted = fill(check.right, target);
      if (wanted === null) return false;
      const literal = literalOf(check.left);
      return literal === null ? holds(credentials, check.left.split('.'), wanted) : literal === wanted;
    }
  }
}

/** `%(name)s` by the target's values; null where one is missing. */
function fill(text: string, target: Target): string | null {
  let isMissing = false;
  const filled = text.replaceAll(/%\(([^)]*)\)s/g, (_, name: string) => {
    const value = target[name];
    if (value === undefined) isMissing = true;
    return shown(value ?? null);
  });
  return isMissing ? null : filled;
}

/** str() of Python. */
const shown = (value: Json): string => {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** What stands on the left as a literal (`'abc'`, `True`, `None`, `1`), or null for a path into the credentials. */
function literalOf(text: string): string | null {
  if (['True', 'False', 'None'].includes(text) || /^\d+$/.test(text)) return text;
  return /^(['"])(.*)\1$/.exec(text)?.[2] ?? null;
}

function holds(value: Json | undefined, path: readonly string[], wanted: string): boolean {
  if (value === undefined) return false;
  if (Array.isArray(value)) return (value as readonly Json[]).some((each) => holds(each, path, wanted));
  const [first, ...rest] = path;
  if (first === undefined) return shown(value) === wanted;
  return value !== null && typeof value === 'object' && holds((value as Readonly<Record<string, Json>>)[first], rest, wanted);
}
