import { Failure, statOrNull } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import { UsageError, getopt, type ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import { RegexError, posixRegex } from '../../host/regex.ts';
import type { Sys } from '../../host/sys.ts';
import { PagerSource, shownText, wrapped } from './pager-source.ts';

const ENTER = '\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\r';
const LEAVE = '\r\x1b[K\x1b[?1l\x1b>\x1b[?1049l\x1b[23;0;0t';
const CLEAR_LINE = '\r\x1b[K';
/** With -X only the keypad is switched. */
const ENTER_KEYPAD = '\x1b[?1h\x1b=\r';
const LEAVE_KEYPAD = '\r\x1b[K\x1b[?1l\x1b>';
/** Ends every row of -R, so that no colour runs on. */
const PLAIN = '\x1b[m';
const reverse = (text: string): string => `\x1b[7m${text}\x1b[27m`;

const OPTIONS = {
  short: 'aAb:BcCdeEfFgGh:iIj:JkKLlMmNnOoP:p:qQrRsSt:TuUvVwWx:Xy:z:~',
  long: {
    'quit-if-one-screen': 'F', 'RAW-CONTROL-CHARS': 'R', 'raw-control-chars': 'r', 'chop-long-lines': 'S', 'no-init': 'X', 'LINE-NUMBERS': 'N', 'ignore-case': 'i',
    'IGNORE-CASE': 'I', 'quit-on-intr': 'K', 'QUIT-AT-EOF': 'E', 'quit-at-eof': 'e', 'squeeze-blank-lines': 's', 'prompt=': 'P', help: 'help', version: 'V', mouse: 'mouse', 'tabs=': 'x',
  },
};

/** Where the person is; plain data, so that a saved machine comes back to the same page. */
interface View {
  file: number;
  /** The first line shown. */
  top: number;
  pattern: string | null;
  isBackward: boolean;
  chops: boolean;
  numbers: boolean;
}

/** What a key sequence asks for; '' while it is incomplete. */
const KEYS: Readonly<Record<string, string>> = {
  ' ': 'page', f: 'page', '\x06': 'page', '\x16': 'page', '\x1b[6~': 'page', z: 'page', b: 'back', '\x02': 'back', '\x1b[5~': 'back', w: 'back',
  j: 'down', e: 'down', '\r': 'down', '\n': 'down', '\x05': 'down', '\x0e': 'down', '\x1b[B': 'down', '\x1bOB': 'down',
  k: 'up', y: 'up', '\x10': 'up', '\x19': 'up', '\x1b[A': 'up', '\x1bOA': 'up', d: 'half-down', '\x04': 'half-down', u: 'half-up', '\x15': 'half-up',
  g: 'first', '<': 'first', '\x1b[H': 'first', '\x1bOH': 'first', '\x1b[1~': 'first', G: 'last', '>': 'last', '\x1b[F': 'last', '\x1bOF': 'last', '\x1b[4~': 'last',
  q: 'quit', Q: 'quit', '/': 'search', '?': 'search-back', n: 'again', N: 'again-back', r: 'redraw', '\x0c': 'redraw', '\x12': 'redraw', h: 'help', H: 'help', '=': 'info', '\x07': 'info',
  F: 'follow', ':': 'colon', '-': 'option', '&': 'nothing', v: 'nothing',
};

const HELP = ['', '  SPACE f  forward one window      b        backward one window', '  ENTER j  forward one line        k        backward one line',
  '  d        forward half a window   u        backward half a window', '  g        first line              G        last line (NUMBER g: that line)',
  '  /text    search forward          ?text    search backward', '  n        search again            N        search the other way',
  '  F        follow as tail -f       r        draw again', '  :n :p    next, previous file     =        where am I', '  q        quit', ''];

/** less on a terminal. */
class Less {
  readonly #sys: Sys;
  readonly #names: readonly string[];
  readonly #args: ParsedOptions;
  readonly #keyboard: number;
  readonly view: View;
  #source: PagerSource;
  #isFirstPrompt = true;
  #beganAtEnd = false;
  #keys = '';

  constructor(sys: Sys, names: readonly string[], args: ParsedOptions, keyboard: number, resumed: View | null) {
    this.#sys = sys;
    this.#names = names;
    this.#args = args;
    this.#keyboard = keyboard;
    this.view = resumed ?? { file: 0, top: 0, pattern: null, isBackward: false, chops: args.has('S'), numbers: args.has('N') };
    this.#source = this.#open();
  }

  get #name(): string {
    return this.#names[this.view.file] ?? '-';
  }

  #open(): PagerSource {
    return new PagerSource(this.#sys, this.#name === '-' ? 0 : this.#sys.open(this.#name, { read: true }));
  }

  get #size(): { columns: number; rows: number } {
    return this.#sys.ttySize(1);
  }

  /** Screen rows of one line. */
  #rowsOf(index: number): string[] {
    const line = this.#source.lines[index] ?? '';
    const lead = this.view.numbers ? `${String(index + 1).padStart(7)} ` : '';
    const text = lead + this.#highlight(shownText(line, this.#args.has('R') || this.#args.has('r')));
    const end = this.#args.has('R') ? PLAIN : '';
    const rows = wrapped(text, this.#size.columns);
    if (!this.view.chops) return rows.map((row) => row + end);
    if (rows.length === 1) return [`${text}${end}`];
    return [`${wrapped(text, this.#size.columns - 1)[0] ?? ''}${end}${reverse('>')}`];
  }

  /** Whether a line is cut at the screen's edge (-S). */
  #isChopped(index: number): boolean {
    return this.view.chops && wrapped(shownText(this.#source.lines[index] ?? '', true), this.#size.columns).length > 1;
  }

  #regex(): RegExp | null {
    if (this.view.pattern === null) return null;
    const ignoresCase = this.#args.has('I') || (this.#args.has('i') && this.view.pattern === this.view.pattern.toLowerCase());
    return posixRegex(this.view.pattern, { extended: true, ignoreCase: ignoresCase });
  }

  #highlight(text: string): string {
    const regex = this.#regex();
    return regex === null || text.includes('\x1b') ? text : text.replace(regex, (match) => (match === '' ? '' : reverse(match)));
  }

  /** Rows of the window from the top line on. */
  *#window(): Routine<string[]> {
    const height = this.#size.rows - 1;
    const rows: string[] = [];
    for (let index = this.view.top; rows.length < height; index += 1) {
      yield* this.#source.need(index + 1);
      if (index >= this.#source.lines.length) break;
      rows.push(...this.#rowsOf(index));
    }
    return rows.slice(0, height);
  }

  *#isAtEnd(): Routine<boolean> {
    const height = this.#size.rows - 1;
    let rows = 0;
    for (let index = this.view.top; rows <= height; index += 1) {
      yield* this.#source.need(index + 1);
      if (index >= this.#source.lines.length) return true;
      rows += this.#rowsOf(index).length;
    }
    return false;
  }

  *#prompt(): Routine<void> {
    const end = yield* this.#isAtEnd();
    const many = this.#names.length > 1 ? ` (file ${this.view.file + 1} of ${this.#names.length})` : '';
    const isNamed = this.#isFirstPrompt && this.#name !== '-';
    const custom = this.#args.last('P');
    this.#isFirstPrompt = false;
    const next = this.#names[this.view.file + 1];
    const ending = next === undefined ? '(END)' : `(END) - Next: ${next}`;
    const text = custom !== null ? `${custom.replace(/^[-=hms]/, '').replace(/\\?%lt/g, String(this.view.top + 1)).replace(/\?.*$/s, '')}${end ? ' (END)' : ''}`
      : this.#args.has('M') || this.#args.has('m') ? `${this.#name === '-' ? '' : `${this.#name} `}lines ${this.view.top + 1}-${Math.min(this.#source.lines.length, this.view.top + this.#size.rows - 1)}${this.#source.isComplete ? `/${this.#source.lines.length}` : ''}${end ? ' (END)' : ''}`
      : isNamed ? `${this.#name}${many}${end ? ` ${ending}` : ''}` : end ? ending : '';
    yield* this.#sys.write(1, text === '' ? ':\x1b[K' : `${reverse(text)}\x1b[K`);
  }

  /** The first picture: lines below each other, no more than there are. */
  *start(): Routine<void> {
    const rows = yield* this.#window();
    yield* this.#sys.write(1, (this.#args.has('X') ? ENTER_KEYPAD : ENTER) + (this.#beganAtEnd ? '\x1b[K' : '') + rows.map((row) => `${row}\n`).join(''));
    yield* this.#prompt();
  }

  /** The whole window anew, with ~ where nothing is. */
  *draw(): Routine<void> {
    const rows = yield* this.#window();
    const height = this.#size.rows - 1;
    const empty = Array.from({ length: Math.max(0, height - rows.length) }, () => '\x1b[1m~\x1b[0m');
    yield* this.#sys.write(1, `${CLEAR_LINE}\x1b[H${[...rows, ...empty].map((row) => `${row}\x1b[K\n`).join('')}`);
    yield* this.#prompt();
  }

  /** The top line of the last full window. */
  *#lastTop(): Routine<number> {
    yield* this.#source.need(Infinity);
    const height = this.#size.rows - 1;
    let [rows, top] = [0, this.#source.lines.length];
    while (top > 0 && rows + this.#rowsOf(top - 1).length <= height) {
      top -= 1;
      rows += this.#rowsOf(top).length;
    }
    return top;
  }

  *#move(lines: number): Routine<void> {
    if (lines > 0) {
      let target = this.view.top;
      for (let count = 0; count < lines; count += 1) {
        const old = this.view.top;
        this.view.top = target;
        const end = yield* this.#isAtEnd();
        this.view.top = old;
        if (end) break;
        target += 1;
      }
      if (target === this.view.top) {
        yield* this.#say('\x07');
        return;
      }
      yield* this.#scroll(target);
      return;
    }
    const target = Math.max(0, this.view.top + lines);
    if (target === this.view.top) {
      yield* this.#say('\x07');
      return;
    }
    this.view.top = target;
    yield* this.draw();
  }

  /** Prints the lines that come into sight below, as a terminal scrolls. */
  *#scroll(target: number): Routine<void> {
    const height = this.#size.rows - 1;
    const seen = yield* this.#window();
    const gone = Array.from({ length: target - this.view.top }, (_, index) => this.#rowsOf(this.view.top + index).length).reduce((sum, count) => sum + count, 0);
    this.view.top = target;
    const rows = yield* this.#window();
    const fresh = seen.length < height ? rows : rows.slice(Math.max(0, seen.length - gone));
    yield* this.#sys.write(1, CLEAR_LINE + fresh.map((row) => `${row}\n`).join(''));
    yield* this.#prompt();
  }

  *#say(text: string): Routine<void> {
    yield* this.#sys.write(1, CLEAR_LINE + text);
    if (text === '\x07') yield* this.#prompt();
  }

  *#key(): Routine<string | null> {
    for (;;) {
      if (this.#keys === '') {
        this.#sys.checkpoint(() => ({ ...this.view }));
        try {
          this.#keys = yield* this.#sys.read(this.#keyboard);
        } catch (error) {
          if (!(error instanceof SysError) || error.errno !== 'EINTR') throw error;
          if (this.#sys.takeSignals().includes('SIGWINCH')) yield* this.draw();
          continue;
        }
        if (this.#keys === '') return null;
      }
      const escape = /^\x1b(\[[0-9;]*[A-Za-z~]|O[A-Z])/.exec(this.#keys)?.[0];
      const key = escape ?? String.fromCodePoint(this.#keys.codePointAt(0) ?? 0);
      this.#keys = this.#keys.slice(key.length);
      return key;
    }
  }

  /** A line typed at the bottom after `mark`; null when it was given up. */
  *#typed(mark: string): Routine<string | null> {
    let text = '';
    yield* this.#sys.write(1, `${CLEAR_LINE}${mark}`);
    for (;;) {
      const key = yield* this.#key();
      if (key === null || key === '\x03' || key === '\x1b') return null;
      if (key === '\r' || key === '\n') return text;
      if (key === '\x7f' || key === '\b') {
        if (text === '') return null;
        text = [...text].slice(0, -1).join('');
      } else if (key === '\x15') text = '';
      else if (key >= ' ') text += key;
      yield* this.#sys.write(1, `${CLEAR_LINE}${mark}${text}`);
    }
  }

  *#search(isBackward: boolean, count: number): Routine<void> {
    const text = yield* this.#typed(isBackward ? '?' : '/');
    if (text === null) {
      yield* this.draw();
      return;
    }
    if (text !== '') this.view.pattern = text;
    this.view.isBackward = isBackward;
    yield* this.#find(isBackward, count, true);
  }

  *#find(isBackward: boolean, count: number, isNew: boolean): Routine<void> {
    let regex: RegExp | null;
    try {
      regex = this.#regex();
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      yield* this.#pause(error.message);
      return;
    }
    if (regex === null) {
      yield* this.#pause('No previous regular expression');
      return;
    }
    let found = this.view.top;
    for (let hits = 0; hits < count;) {
      let at = found + (isBackward ? -1 : isNew && hits === 0 && found === this.view.top && this.view.top === 0 ? 0 : 1);
      for (;; at += isBackward ? -1 : 1) {
        yield* this.#source.need(at + 1);
        if (at < 0 || at >= this.#source.lines.length) {
          yield* this.#pause('Pattern not found');
          return;
        }
        regex.lastIndex = 0;
        if (regex.test(this.#source.lines[at] ?? '')) break;
      }
      found = at;
      hits += 1;
    }
    this.view.top = found;
    yield* this.draw();
  }

  *#pause(message: string): Routine<void> {
    yield* this.#say(`${reverse(`${message}  (press RETURN)`)}\x1b[K`);
    const key = yield* this.#key();
    if (key !== null && key !== '\r' && key !== '\n' && key !== ' ') this.#keys = key + this.#keys;
    yield* this.draw();
  }

  *#file(step: number): Routine<void> {
    if (this.#names[this.view.file + step] === undefined) {
      yield* this.#pause(step > 0 ? 'No next file' : 'No previous file');
      return;
    }
    this.view.file += step;
    this.view.top = 0;
    this.#source = this.#open();
    this.#isFirstPrompt = true;
    yield* this.draw();
  }

  /** F: shows what is added until Ctrl-C. */
  *#follow(): Routine<void> {
    this.view.top = yield* this.#lastTop();
    yield* this.draw();
    this.#sys.catchSignals(['SIGINT', 'SIGWINCH']);
    yield* this.#sys.write(1, `${CLEAR_LINE}${reverse('Waiting for data... (interrupt to abort)')}`);
    try {
      for (;;) {
        const seen = this.#sys.filesVersion;
        yield { ready: () => this.#sys.filesVersion !== seen };
        const text = this.#sys.readFile(this.#name);
        const lines = text.replace(/\n$/, '').split('\n');
        if (lines.length <= this.#source.lines.length) continue;
        this.#source.lines.push(...lines.slice(this.#source.lines.length));
        this.view.top = yield* this.#lastTop();
        yield* this.draw();
        yield* this.#sys.write(1, `${CLEAR_LINE}${reverse('Waiting for data... (interrupt to abort)')}`);
      }
    } catch (error) {
      if (!(error instanceof SysError) || error.errno !== 'EINTR') throw error;
      this.#sys.takeSignals();
    }
    yield* this.draw();
  }

  /** One command; false to leave. */
  *#command(name: string, number: number | null, key: string): Routine<boolean> {
    const window = this.#size.rows - 1;
    const count = number ?? 1;
    switch (name) {
      case 'quit': return false;
      case 'page': yield* this.#move(number ?? window); break;
      case 'back': yield* this.#move(-(number ?? window)); break;
      case 'down': yield* this.#move(count); break;
      case 'up': yield* this.#move(-count); break;
      case 'half-down': yield* this.#move(number ?? Math.floor(window / 2)); break;
      case 'half-up': yield* this.#move(-(number ?? Math.floor(window / 2))); break;
      case 'first': case 'last': {
        yield* this.#source.need(number ?? (name === 'first' ? 1 : Infinity));
        this.view.top = number === null ? (name === 'first' ? 0 : yield* this.#lastTop()) : Math.max(0, Math.min(number, this.#source.lines.length) - 1);
        yield* this.draw();
        break;
      }
      case 'search': yield* this.#search(false, count); break;
      case 'search-back': yield* this.#search(true, count); break;
      case 'again': yield* this.#find(this.view.isBackward, count, false); break;
      case 'again-back': yield* this.#find(!this.view.isBackward, count, false); break;
      case 'redraw': yield* this.draw(); break;
      case 'info': {
        yield* this.#source.need(Infinity);
        const last = Math.min(this.#source.lines.length, this.view.top + window);
        yield* this.#pause(`${this.#name === '-' ? '' : `${this.#name} `}lines ${this.view.top + 1}-${last}/${this.#source.lines.length} ${Math.round((last * 100) / Math.max(1, this.#source.lines.length))}%`);
        break;
      }
      case 'help': {
        yield* this.#sys.write(1, `${CLEAR_LINE}\x1b[H\x1b[J${HELP.map((line) => `${line}\n`).join('')}${reverse('HELP -- Press RETURN for more, or q when done')}\x1b[K`);
        yield* this.#key();
        yield* this.draw();
        break;
      }
      case 'follow':
        if (this.#name !== '-') yield* this.#follow();
        break;
      case 'colon': {
        const letter = yield* this.#key();
        if (letter === 'q' || letter === 'Q') return false;
        if (letter === 'n' || letter === 'p') yield* this.#file(letter === 'n' ? 1 : -1);
        break;
      }
      case 'option': {
        const letter = yield* this.#key();
        if (letter === 'N') this.view.numbers = !this.view.numbers;
        else if (letter === 'S') this.view.chops = !this.view.chops;
        else yield* this.#sys.write(1, '\x07');
        yield* this.draw();
        break;
      }
      default: if (key !== '') yield* this.#say('\x07');
    }
    return true;
  }

  /** Reads keys until the person leaves. */
  *loop(): Routine<void> {
    let digits = '';
    for (;;) {
      const key = yield* this.#key();
      if (key === null) return;
      if (/^\d$/.test(key) && !(digits === '' && key === '0')) {
        digits += key;
        yield* this.#sys.write(1, `${CLEAR_LINE}:${digits}`);
        continue;
      }
      if (key === 'Z' && digits === '') {
        if ((yield* this.#key()) === 'Z') return;
        continue;
      }
      const number = digits === '' ? null : Number(digits);
      digits = '';
      if (!(yield* this.#command(KEYS[key] ?? '', number, key))) return;
    }
  }

  /** Whether all fits on one screen (-F). */
  *fits(): Routine<boolean> {
    if (this.view.top !== 0 || !(yield* this.#isAtEnd())) return false;
    return !this.#source.lines.some((_, index) => this.#isChopped(index));
  }

  *showAll(): Routine<void> {
    yield* this.#source.need(Infinity);
    const lines = this.#source.lines;
    if (this.#args.has('X')) {
      const rows = lines.flatMap((_, index) => this.#rowsOf(index));
      yield* this.#sys.write(1, `${ENTER_KEYPAD}${rows.map((row) => `${row}\n`).join('')}${LEAVE_KEYPAD}`);
    } else yield* this.#sys.write(1, lines.map((line) => `${line}\n`).join(''));
  }

  /** Where `+G`, `+/text` or `+12` begins. */
  *begin(initial: string | null): Routine<void> {
    if (initial === null) return;
    const line = /^\d+/.exec(initial)?.[0];
    if (initial === 'G' || initial === 'F') {
      this.view.top = yield* this.#lastTop();
      this.#beganAtEnd = true;
    }
    else if (initial.startsWith('/')) {
      this.view.pattern = initial.slice(1);
      yield* this.#source.need(Infinity);
      const regex = this.#regex();
      this.view.top = Math.max(0, this.#source.lines.findIndex((text) => regex !== null && text.search(regex) !== -1));
    } else if (line !== undefined) this.view.top = Math.max(0, Number(line) - 1);
  }
}

/** Without a terminal to show it on, less is cat. */
function* plain(sys: Sys, names: readonly string[]): Routine<number> {
  for (const name of names) {
    try {
      if (name !== '-' && statOrNull(sys, name)?.type === 'directory') throw new Failure(`${name} is a directory`);
      const fd = name === '-' ? 0 : sys.open(name, { read: true });
      for (let text = yield* sys.read(fd); text !== ''; text = yield* sys.read(fd)) yield* sys.write(1, text);
      if (fd !== 0) sys.close(fd);
    } catch (error) {
      if (error instanceof SysError && error.errno === 'EPIPE') throw error;
      yield* sys.write(1, error instanceof Failure ? `${error.message}\n` : `${name}: ${strerror(error)}\n`);
    }
  }
  return 0;
}

/** What can be opened of the named files; the others are complained of. */
function* openable(sys: Sys, names: readonly string[]): Routine<string[]> {
  const good: string[] = [];
  for (const name of names) {
    try {
      if (name !== '-' && sys.stat(name).type === 'directory') yield* sys.write(2, `${name} is a directory\n`);
      else {
        if (name !== '-') sys.close(sys.open(name, { read: true }));
        good.push(name);
      }
    } catch (error) {
      yield* sys.write(2, `${name}: ${strerror(error)}\n`);
    }
  }
  return good;
}

function* interactive(sys: Sys, names: readonly string[], args: ParsedOptions, initial: string | null, resumed: View | null): Routine<number> {
  const good = resumed === null ? yield* openable(sys, names) : names;
  if (good.length === 0) return 1;
  const keyboard = sys.isTty(0) ? 0 : sys.isTty(2) ? 2 : sys.open('/dev/tty', { read: true });
  sys.catchSignals(args.has('K') ? ['SIGWINCH'] : ['SIGINT', 'SIGWINCH']);
  sys.setTtyMode(keyboard, { canonical: false, echo: false });
  try {
    const less = new Less(sys, good, args, keyboard, resumed);
    if (resumed === null) {
      yield* less.begin(initial);
      if (args.has('F') && (yield* less.fits())) {
        yield* less.showAll();
        return 0;
      }
      yield* less.start();
    } else yield* less.draw();
    yield* less.loop();
    yield* sys.write(1, args.has('X') ? LEAVE_KEYPAD : LEAVE);
    return 0;
  } finally {
    sys.setTtyMode(keyboard, { canonical: true, echo: true });
  }
}

/** less(1). */
export const less: Program = {
  name: 'less',
  *run(sys, resumed) {
    const fromEnv = (sys.env['LESS'] ?? '').split(/\s+/).filter((word) => word !== '').map((word) => (word.startsWith('-') ? word : `-${word}`));
    const words = sys.argv.slice(1);
    const initial = words.find((word) => word.startsWith('+'))?.slice(1) ?? null;
    let args: ParsedOptions;
    try {
      args = getopt([...fromEnv, ...words.filter((word) => !word.startsWith('+'))], OPTIONS);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      yield* sys.write(1, `There is no ${error.message.replace(/^invalid option -- '(.)'$/, '$1').replace(/^unrecognized option '--(.*)'$/, '$1')} option ("less --help" for help)\n`);
      return 1;
    }
    if (args.has('V')) {
      yield* sys.write(1, 'less 590 (GNU regular expressions)\n');
      return 0;
    }
    if (args.has('help')) {
      yield* sys.write(1, `${HELP.join('\n')}\n`);
      return 0;
    }
    const names = args.operands.length === 0 ? ['-'] : args.operands;
    if (args.operands.length === 0 && sys.isTty(0)) {
      yield* sys.write(1, 'Missing filename ("less --help" for help)\n');
      return 1;
    }
    if (!sys.isTty(1)) return yield* plain(sys, names);
    return yield* interactive(sys, names, args, initial, resumed === undefined ? null : (resumed as unknown as View));
  },
};
