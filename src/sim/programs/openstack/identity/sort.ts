import type { Json } from '../../../../base/json.ts';
import { ClientError } from '../app/errors.ts';
import { TYPE_ERROR, type Info } from './keystone.ts';

/** osc-lib's sort_items: `key[:asc|desc],…`, stable, the first key counts most. Throws ClientError. */
export function sortItems(items: readonly Info[], spec: string): readonly Info[] {
  if (spec === '') return items;
  return spec.trim().split(',').reverse().reduce((sorted, key) => sortBy(sorted, key), items);
}

function sortBy(items: readonly Info[], spec: string): readonly Info[] {
  const colon = spec.indexOf(':');
  const key = colon === -1 ? spec : spec.slice(0, colon);
  const direction = colon === -1 ? 'asc' : spec.slice(colon + 1);
  if (key === '' && colon !== -1) throw new ClientError("'<empty string>'' is not a valid sort key");
  if (direction !== 'asc' && direction !== 'desc') {
    throw new ClientError(`'${direction === '' ? '<empty string>' : direction}' is not a valid sort direction for sort key ${key}, use 'asc' or 'desc' instead`);
  }
  if (items.some((item) => !(key in item))) throw new ClientError(`Resource doesn't have field ${key}`);
  const sign = direction === 'desc' ? -1 : 1;
  return [...items].sort((a, b) => sign * compare(a[key] ?? null, b[key] ?? null));
}

/** Python's `<` of two values; kinds that it cannot compare are a TypeError. */
function compare(a: Json, b: Json): number {
  if (typeof a !== typeof b || a === null || typeof a === 'object') {
    throw new ClientError(`'<' not supported between instances of '${pythonType(b)}' and '${pythonType(a)}'`, TYPE_ERROR);
  }
  const [left, right] = [a, b as typeof a];
  return left < right ? -1 : left > right ? 1 : 0;
}

function pythonType(value: Json): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  const names: Readonly<Record<string, string>> = { string: 'str', boolean: 'bool', number: 'int', object: 'dict' };
  return names[typeof value] ?? 'object';
}
