import { Failure, command } from '../../host/command.ts';
import { MONTHS } from '../../host/strftime.ts';
import { zoneAt, zoneName } from '../../host/time-zone.ts';
import { calendar, fromCalendar } from '../../time/clock.ts';

const DAY_MS = 86_400_000;
const WIDTH = 20;

const centre = (text: string): string => text.padStart(Math.floor((WIDTH + text.length) / 2)).padEnd(WIDTH);

/** Eight lines of a month: title, weekdays, six weeks, each 20 columns wide. */
function monthLines(year: number, month: number, isMonday: boolean, hasYear: boolean, today: number | null): string[] {
  const first = fromCalendar(year, month, 1);
  const days = Math.round((fromCalendar(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - first) / DAY_MS);
  const lead = (calendar(first).weekday + (isMonday ? 6 : 0)) % 7;
  const names = ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'];
  const head = isMonday ? [...names.slice(1), 'Su'] : names;
  const cells = [...Array.from({ length: lead }, () => '  '), ...Array.from({ length: days }, (_, index) => {
    const text = String(index + 1).padStart(2);
    return today === index + 1 ? `\x1b[7m${text}\x1b[27m` : text;
  })];
  while (cells.length < 42) cells.push('  ');
  const weeks = Array.from({ length: 6 }, (_, week) => cells.slice(week * 7, week * 7 + 7).join(' '));
  return [centre(`${MONTHS[month - 1] ?? ''}${hasYear ? ` ${year}` : ''}`), head.join(' '), ...weeks];
}

/** cal(1) of util-linux. */
export const cal = command({
  name: 'cal', usage: ['[options] [[[day] month] year]'], summary: 'Shows the days of a month or (with a year, or -y) of a year.', isShortNamed: true,
  version: 'cal from util-linux 2.37.4',
  options: { short: '13smjyYwn:', long: { one: '1', three: '3', sunday: 's', monday: 'm', julian: 'j', year: 'y', 'week=?': 'w', 'months=': 'n' } },
  notModelled: ['j', 'w', 'n', 'Y'],
  *run(sys, args) {
    const now = calendar(sys.nowMs() + zoneAt(zoneName(sys), sys.nowMs()).offsetMin * 60_000);
    const words = args.operands;
    const year = words.length === 0 ? now.year : Number(words.at(-1));
    if (!Number.isInteger(year) || year < 1 || year > 9999) throw new Failure(`illegal year value: use positive integer`);
    const word = words.at(-2);
    const named = word === undefined ? -1 : MONTHS.findIndex((name) => word.length >= 3 && name.toLowerCase().startsWith(word.toLowerCase())) + 1;
    const month = word === undefined ? now.month : named > 0 ? named : Number(word);
    if (!Number.isInteger(month) || month < 1 || month > 12) throw new Failure('illegal month value: use 1-12');
    const mark = (y: number, m: number): number | null => (sys.isTty(1) && y === now.year && m === now.month ? now.day : null);
    const isMonday = args.lastOf('m', 's') === 'm';
    const beside = (months: string[][]): string => Array.from({ length: 8 }, (_, line) => `${months.map((each) => each[line] ?? '').join('  ')}\n`).join('');
    const hasYear = !(args.has('y') || words.length === 1);
    if (!hasYear) {
      let text = `${String(year).padStart(33 + Math.floor(String(year).length / 2))}\n\n`;
      for (let row = 0; row < 4; row += 1) {
        const three = [1, 2, 3].map((offset) => monthLines(year, row * 3 + offset, isMonday, false, mark(year, row * 3 + offset)));
        text += beside(three);
      }
      yield* sys.write(1, text);
      return 0;
    }
    const around = args.has('3') ? [month - 1, month, month + 1] : [month];
    yield* sys.write(1, beside(around.map((each) => {
      const [y, m] = each < 1 ? [year - 1, 12] : each > 12 ? [year + 1, 1] : [year, each];
      return monthLines(y, m, isMonday, true, mark(y, m));
    })));
    return 0;
  },
});
