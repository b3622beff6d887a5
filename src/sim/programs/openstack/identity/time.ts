import { ClientError } from '../app/errors.ts';
import { repr } from '../cliff/values.ts';

const FORMAT = '%Y-%m-%dT%H:%M:%S';
const TIME = /^(\d{4})-(1[0-2]|0[1-9]|[1-9])-(3[01]|[12]\d|0[1-9]|[1-9]| [1-9])[Tt](2[0-3]|[01]\d|\d):([0-5]\d|\d):(6[01]|[0-5]\d|\d)/;

/** A time as `--expiration` takes it (Python's strptime), as keystone wants it: with microseconds and `Z`. Throws ClientError. */
export function expirationOf(given: string): string {
  const found = TIME.exec(given);
  if (found === null) throw new ClientError(`time data ${repr(given)} does not match format '${FORMAT}'`, 'builtins.ValueError');
  const rest = given.slice(found[0].length);
  if (rest !== '') throw new ClientError(`unconverted data remains: ${rest}`, 'builtins.ValueError');
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = found;
  if (Number(day) > daysOf(Number(year), Number(month))) throw new ClientError('day is out of range for month', 'builtins.ValueError');
  if (Number(second) > 59) throw new ClientError('second must be in 0..59', 'builtins.ValueError');
  const two = (text: string): string => text.trim().padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.000000Z`;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
