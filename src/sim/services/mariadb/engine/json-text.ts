// JSON as the server's JSON functions see it: numbers keep their digits, members their order. Knows nothing of SQL.

export type JsonValue =
  | { readonly t: 'number' | 'string' | 'literal'; readonly v: string }
  | { readonly t: 'array'; readonly items: JsonValue[] }
  | { readonly t: 'object'; readonly members: [string, JsonValue][] };

/** Reads JSON text; null when it is none. */
export function readJson(text: string): JsonValue | null {
  let at = 0;
  const skip = (): void => { while (/\s/.test(text.charAt(at))) at += 1; };
  const string = (): string | null => {
    const match = /^"(?:[^"\\]|\\.)*"/.exec(text.slice(at));
    if (match === null) return null;
    at += match[0].length;
    try {
      return JSON.parse(match[0]) as string;
    } catch {
      return null;
    }
  };
  const value = (): JsonValue | null => {
    skip();
    const letter = text.charAt(at);
    if (letter === '{' || letter === '[') return letter === '{' ? object() : array();
    if (letter === '"') {
      const v = string();
      return v === null ? null : { t: 'string', v };
    }
    const match = /^(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|^(true|false|null)/.exec(text.slice(at));
    if (match === null) return null;
    at += match[0].length;
    return { t: match[1] === undefined ? 'literal' : 'number', v: match[0] };
  };
  const close = (letter: string): boolean => {
    skip();
    if (text.charAt(at) !== letter) return false;
    at += 1;
    return true;
  };
  const array = (): JsonValue | null => {
    at += 1;
    const items: JsonValue[] = [];
    if (close(']')) return { t: 'array', items };
    for (;;) {
      const item = value();
      if (item === null) return null;
      items.push(item);
      if (close(']')) return { t: 'array', items };
      if (!close(',')) return null;
    }
  };
  const object = (): JsonValue | null => {
    at += 1;
    const members: [string, JsonValue][] = [];
    if (close('}')) return { t: 'object', members };
    for (;;) {
      skip();
      const name = string();
      if (name === null || !close(':')) return null;
      const member = value();
      if (member === null) return null;
      members.push([name, member]);
      if (close('}')) return { t: 'object', members };
      if (!close(',')) return null;
    }
  };
  const result = value();
  skip();
  return at === text.length ? result : null;
}

/** Writes JSON text as the server formats it: `{"a": 1, "b": [2, 3]}`; compact without the blanks. */
export function writeJson(value: JsonValue, isCompact = false): string {
  const [comma, colon] = isCompact ? [',', ':'] : [', ', ': '];
  if (value.t === 'array') return `[${value.items.map((item) => writeJson(item, isCompact)).join(comma)}]`;
  if (value.t === 'object') {
    return `{${value.members.map(([name, member]) => `${JSON.stringify(name)}${colon}${writeJson(member, isCompact)}`).join(comma)}}`;
  }
  return value.t === 'string' ? JSON.stringify(value.v) : value.v;
}

/** The steps of a path such as `$.a.b[0]`; null when it is none. */
export function readPath(path: string): (string | number)[] | null {
  if (!path.startsWith('$')) return null;
  const steps: (string | number)[] = [];
  const pattern = /\.(?:"([^"]*)"|([A-Za-z_][\w-]*))|\[(\d+)\]/gy;
  pattern.lastIndex = 1;
  for (let match = pattern.exec(path); match !== null; match = pattern.exec(path)) {
    steps.push(match[3] === undefined ? match[1] ?? match[2] ?? '' : Number(match[3]));
    if (pattern.lastIndex === path.length) return steps;
  }
  return path === '$' ? [] : null;
}

function child(value: JsonValue, step: string | number): JsonValue | null {
  if (typeof step === 'number') return value.t === 'array' ? value.items[step] ?? null : step === 0 ? value : null;
  return value.t === 'object' ? value.members.find(([name]) => name === step)?.[1] ?? null : null;
}

/** What lies at a path, or null. */
export const follow = (value: JsonValue, steps: readonly (string | number)[]): JsonValue | null =>
  steps.reduce<JsonValue | null>((at, step) => (at === null ? null : child(at, step)), value);

/** The value with `put` at the path; `mode` says whether an existing or a missing place is changed; null removes. */
export function change(
  value: JsonValue, steps: readonly (string | number)[], put: JsonValue | null, mode: 'set' | 'insert' | 'replace' | 'remove',
): JsonValue {
  const [step, ...rest] = steps;
  if (step === undefined) return put !== null && mode !== 'insert' ? put : value;
  const old = child(value, step);
  if (rest.length > 0) {
    return old === null ? value : exchange(value, step, change(old, rest, put, mode));
  }
  if (old !== null) {
    if (mode === 'remove') return without(value, step);
    return mode === 'insert' || put === null ? value : exchange(value, step, put);
  }
  if (mode === 'replace' || mode === 'remove' || put === null) return value;
  if (value.t === 'object' && typeof step === 'string') return { t: 'object', members: [...value.members, [step, put]] };
  return value.t === 'array' && typeof step === 'number' ? { t: 'array', items: [...value.items, put] } : value;
}

function exchange(value: JsonValue, step: string | number, put: JsonValue): JsonValue {
  if (value.t === 'object') return { t: 'object', members: value.members.map(([name, old]) => [name, name === step ? put : old]) };
  return value.t === 'array' ? { t: 'array', items: value.items.map((old, index) => (index === step ? put : old)) } : value;
}

function without(value: JsonValue, step: string | number): JsonValue {
  if (value.t === 'object') return { t: 'object', members: value.members.filter(([name]) => name !== step) };
  return value.t === 'array' ? { t: 'array', items: value.items.filter((_, index) => index !== step) } : value;
}
