import { calendar } from './clock.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as HTTP writes it (RFC 9110, IMF-fixdate): `Fri, 20 Nov 2026 09:30:16 GMT`. */
export function httpDate(ms: number): string {
  const { year, month, day, hour, minute, second, weekday } = calendar(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${DAYS[weekday] ?? ''}, ${two(day)} ${MONTHS[month - 1] ?? ''} ${year} ${two(hour)}:${two(minute)}:${two(second)} GMT`;
}
