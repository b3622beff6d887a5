import type { Course } from './types.ts';

/** Values of `{{names}}`. */
export type Values = Readonly<Record<string, string>>;

const ADJECTIVES = ['amber', 'brisk', 'calm', 'dusty', 'eager', 'frosty', 'gentle', 'hollow', 'ivory', 'jolly', 'keen', 'lucky',
  'mellow', 'noble', 'olive', 'plain', 'quiet', 'rusty', 'silver', 'tidy', 'upper', 'vivid', 'windy', 'young'];
const NOUNS = ['anchor', 'badger', 'candle', 'dolphin', 'ember', 'falcon', 'garden', 'harbour', 'island', 'jacket', 'kettle', 'lantern',
  'meadow', 'needle', 'orchard', 'pebble', 'quarry', 'river', 'saddle', 'timber', 'umbrella', 'valley', 'walnut', 'yarrow'];

/** A course's variables in one attempt: fixed ones, drawn ones from the attempt's seed, and those the student chose. */
export function valuesOf(course: Course, seed: number, chosen: Values = {}): Values {
  const drawn = Object.fromEntries(course.draws.map((draw) => [draw.name, password(`${seed}:${draw.name}`)]));
  const mine = Object.fromEntries(Object.entries(chosen).filter(([name]) => name in drawn));
  return { ...course.values, ...drawn, ...mine };
}

/** Easy to type, safe in a shell, in SQL and in a URL: small letters and two digits. */
function password(from: string): string {
  const number = hash(from);
  const adjective = ADJECTIVES[number % ADJECTIVES.length] ?? '';
  const noun = NOUNS[Math.floor(number / 97) % NOUNS.length] ?? '';
  return `${adjective}${noun}${10 + (Math.floor(number / 7919) % 90)}`;
}

/** FNV-1a, 32 bits, of a text; the same text gives the same number for ever. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value ^= value >>> 15;
  return Math.imul(value, 0x2c1b3c6d) >>> 0;
}

/** A copy of plain data in which every `{{name}}` of every text is replaced; unknown names stay. */
export function fillIn<T>(data: T, values: Values): T {
  if (typeof data === 'string') {
    return data.replace(/\{\{([^}]*)\}\}/g, (whole, name: string) => values[name] ?? whole) as T;
  }
  if (Array.isArray(data)) return data.map((each: unknown) => fillIn(each, values)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, fillIn(value as unknown, values)])) as T;
}

/** Why a password chosen by the student cannot be used in the lessons' commands, or null. */
export function refusal(value: string): string | null {
  if (value.length < 4) return 'At least four characters.';
  return /^[A-Za-z0-9_.-]+$/.test(value) ? null : 'Letters, digits, "_", "." and "-" only: others need quoting in a shell, in SQL or in a URL.';
}
