import type { Json } from '../../../../base/json.ts';
import { str } from '../cliff/values.ts';
import { percent } from '../http/url.ts';

/** What filters a list; null and undefined are left out. */
export type Query = Readonly<Record<string, Json | undefined>>;

/** A query as Python's urlencode writes it; `?` alone when there is none, as keystoneclient does. */
export function queryText(query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  return `?${pairs.map(([key, value]) => `${quotePlus(key)}=${quotePlus(str(value as Json))}`).join('&')}`;
}

/** Python's quote_plus: only letters, digits and `_.-~` stay. */
export const quotePlus = (text: string): string => text.replaceAll(/[^\w.~ -]/gu, percent).replaceAll(' ', '+');
