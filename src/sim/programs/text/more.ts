import { SysError, strerror } from '../../host/errors.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { PagerSource, wrapped } from './pager-source.ts';

const prompt = (percent: number | null): string => `\x1b[7m--More--${percent === null ? '' : `(${percent}%)`}\x1b[27m`;

/** Shows one file a screen at a time; false when the person quits. */
function* show(sys: Sys, fd: number, sizeBytes: number | null, keyboard: number): Routine<boolean> {
  const source = new PagerSource(sys, fd);
  let [line, left, bytes] = [0, sys.ttySize(1).rows - 1, 0];
  for (;;) {
    yield* source.need(line + 1);
    const text = source.lines[line];
    if (text === undefined) return true;
    if (left <= 0) {
      yield* sys.write(1, prompt(sizeBytes === null ? null : Math.floor((bytes * 100) / Math.max(1, sizeBytes))));
      const key = yield* sys.read(keyboard, 1);
      yield* sys.write(1, '\r\x1b[K');
      if (key === 'q' || key === 'Q' || key === '\x03' || key === '') return false;
      if (key === 'b' || key === '\x02') {
        line = Math.max(0, line - 2 * (sys.ttySize(1).rows - 1));
        left = sys.ttySize(1).rows - 1;
        continue;
      }
      left = key === '\r' || key === '\n' ? 1 : key === 'd' || key === '\x04' ? 11 : sys.ttySize(1).rows - 1;
    }
    const rows = wrapped(text, sys.ttySize(1).columns);
    yield* sys.write(1, `${rows.join('\n')}\n`);
    left -= rows.length;
    line += 1;
    bytes += text.length + 1;
  }
}

/** more(1) of util-linux. */
export const more: Program = {
  name: 'more',
  *run(sys) {
    const names = sys.argv.slice(1).filter((arg) => !/^[-+]./.test(arg));
    const isTerminal = sys.isTty(1);
    if (names.length === 0 && sys.isTty(0)) {
      yield* sys.write(2, "more: bad usage\nTry 'more --help' for more information.\n");
      return 1;
    }
    const keyboard = sys.isTty(0) ? 0 : 2;
    if (isTerminal && sys.isTty(keyboard)) sys.setTtyMode(keyboard, { canonical: false, echo: false });
    try {
      for (const [index, name] of (names.length === 0 ? ['-'] : names).entries()) {
        try {
          const stat = name === '-' ? null : sys.stat(name);
          if (stat?.type === 'directory') {
            yield* sys.write(1, `\n*** ${name}: directory ***\n\n`);
            continue;
          }
          const fd = name === '-' ? 0 : sys.open(name, { read: true });
          if (names.length > 1) yield* sys.write(1, `${index === 0 ? '' : '\n'}::::::::::::::\n${name}\n::::::::::::::\n`);
          if (!isTerminal) yield* sys.write(1, yield* sys.readAll(fd));
          else if (!(yield* show(sys, fd, stat?.sizeBytes ?? null, keyboard))) return 0;
        } catch (error) {
          if (!(error instanceof SysError) || error.errno === 'EPIPE' || error.errno === 'EINTR') throw error;
          yield* sys.write(2, `more: cannot open ${name}: ${strerror(error)}\n`);
        }
      }
      return 0;
    } finally {
      if (isTerminal && sys.isTty(keyboard)) sys.setTtyMode(keyboard, { canonical: true, echo: true });
    }
  },
};
