// python: what Python's own library does, as the client's outputs show it. Knows nothing of OpenStack.
import type { Json } from '../../../../base/json.ts';

const ascii = (text: string): string =>
  text.replaceAll(/[\u007f-\uffff]/g, (unit) => (unit === '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));

/** json.dumps(value): one line with the separators `, ` and `: `, ASCII only. */
export function dumps(value: Json): string {
  if (value === null || typeof value !== 'object') return ascii(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map((item) => dumps(item as Json)).join(', ')}]`;
  return `{${Object.entries(value as Readonly<Record<string, Json>>).map(([key, item]) => `${ascii(JSON.stringify(key))}: ${dumps(item)}`).join(', ')}}`;
}

/** json.dumps(value, indent=2). */
export const dumpsIndented = (value: Json): string => ascii(JSON.stringify(value, null, 2));
