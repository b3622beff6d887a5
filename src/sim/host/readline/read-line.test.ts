import { describe, expect, test } from 'vitest';
import { SysError } from '../errors.ts';
import type { Routine } from '../program.ts';
import type { Sys } from '../sys.ts';
import { Tty } from '../tty.ts';
import type { Completer, ReadLineOptions, ReadLineResult, ReadlineState } from './index.ts';
import { newReadline, readLine } from './index.ts';

/** A terminal with a reader on it, stepped until it waits for keys. */
class Typist {
  readonly state: ReadlineState;
  result: ReadLineResult | null = null;
  readonly #tty: Tty;
  readonly #options: ReadLineOptions;
  #routine: Routine<ReadLineResult>;
  #screen = '';

  constructor(options: Partial<ReadLineOptions> = {}, columns = 120, history: string[] = [], state?: ReadlineState) {
    this.#tty = new Tty('pts/0', columns, 24);
    this.#tty.output.on((text) => { this.#screen += text; });
    this.#options = { prompt: 'P$ ', ...options };
    this.state = state ?? { ...newReadline(), history };
    this.#routine = readLine(this.#sys(), this.state, this.#options);
    this.#step();
  }

  #sys(): Sys {
    const tty = this.#tty;
    return {
      ttySize: () => ({ columns: tty.data.columns, rows: tty.data.rows }),
      ttyMode: () => tty.data.mode,
      setTtyMode: (_fd: number, mode: object) => { tty.setMode(mode); },
      hasInput: () => tty.hasInput(),
      takeSignals: () => [],
      * read(_fd: number, max = 65536): Routine<string> {
        while (!tty.hasInput()) yield {};
        if (tty.isHungUp) throw new SysError('EIO');
        return tty.take(max);
      },
      * write(_fd: number, text: string): Routine<void> { tty.print(text); },
    } as unknown as Sys;
  }

  #step(): void {
    while (this.result === null) {
      const step = this.#routine.next();
      if (step.done === true) this.result = step.value;
      else if (!this.#tty.hasInput()) return;
    }
  }

  /** What the screen got because of these keys. */
  type(keys: string): string {
    this.#screen = '';
    this.#tty.type(keys);
    this.#step();
    return this.#screen;
  }

  resize(columns: number): void {
    this.#tty.resize(columns, 24);
  }

  get shown(): string {
    return this.#screen;
  }
}

const typed = (bursts: readonly string[], columns = 120, history: string[] = []): string[] => {
  const typist = new Typist({}, columns, history);
  return [typist.shown, ...bursts.map((keys) => typist.type(keys))];
};

const names = (words: readonly string[]): Completer => function* (text, point) {
  const start = text.lastIndexOf(' ', point - 1) + 1;
  const word = text.slice(start, point);
  return { start, matches: words.filter((name) => name.startsWith(word)).map((name) => ({ text: name })) };
};

// All expectations are recordings of GNU bash 5.2.15 (Readline 8.2) at an xterm.
describe('picture', () => {
  test('inserting rewrites a short tail, and inserts before one with blanks', () => {
    expect(typed(['abcdefghij', '\x1b[D', 'X', '\x1b[D\x1b[D', 'Y'])).toEqual(
      ['\x1b[?2004hP$ ', 'abcdefghij', '\b', 'Xj\b', '\b\b', 'YiXj\b\b\b']);
    expect(typed(['abc def ghi YXjkl', '\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D', 'Z', '\x7f', '\x01', 'q', '\x04']).slice(3))
      .toEqual(['\x1b[1@Z', '\b\x1b[1P', '\r\x1b[C\x1b[C\x1b[C', '\x1b[1@q', '\x1b[1P']);
  });

  test('a window that became wider at the prompt wraps where it ends now', () => {
    const typist = new Typist({}, 10);
    typist.resize(120);
    expect(typist.type('abcdefghijkl')).toBe('abcdefghijkl');
  });

  test('deleting', () => {
    expect(typed(['abXYZ', '\x1b[D', '\x7f', '\x05', '\x7f', '\x01', '\x0b']).slice(2)).toEqual(
      ['\b', '\b\x1b[1PZ\b', '\x1b[C', '\b\x1b[K', '\b\b\b', '\x1b[K']);
  });

  test('a line that fills the row wraps, and shrinks again', () => {
    const bursts = ['abcdefghij0123456789abcdefg', 'X', 'Y', '\x7f', '\x7f', '\x01', 'z', 'z', 'z', '\x05', '\x03'];
    const forward = '\x1b[C\x1b[C\x1b[C';
    const again = `zabcdefghij0123456789abcdefg\x1b[A${forward}`;
    expect(typed(bursts, 30)).toEqual(['\x1b[?2004hP$ ', 'abcdefghij0123456789abcdefg \r', 'X', 'Y', '\b\x1b[K', '\r\x1b[K',
      `\x1b[A${forward}`, again, again, again, `\r\n\r${forward}`,
      '^C\x1b[?2004l\r\x1b[?2004h\x1b[?2004l\r\r\n']);
  });

  test('accepting a line that just fills its row redraws the last column', () => {
    const forward = '\x1b[C'.repeat(29);
    expect(typed(['abcdefghij0123456789abcdefg\n'], 30)[1]).toBe(
      `abcdefghij0123456789abcdefg \r\x1b[A${forward}\x1b[Kg\r\n\x1b[?2004l\r`);
  });

  test('a killed two-row line', () => {
    const typist = new Typist({}, 30);
    typist.type('Xabcdefghij0123456789abcdxyz');
    expect(typist.type('\x17')).toBe('\x1b[A\x1b[C\x1b[C\x1b[K\r\n\r\x1b[K\x1b[A\x1b[C\x1b[C\x1b[C');
  });

  test('pasted text is shown in reverse until the next key', () => {
    expect(typed(['\x1b[200~pa st\x1b[201~', 'a', '\x0c'])).toEqual(
      ['\x1b[?2004hP$ ', '\x1b[7mpa st\x1b[27m', '\r\x1b[C\x1b[C\x1b[Cpa sta', '\x1b[H\x1b[2JP$ pa sta']);
  });
});

describe('keys', () => {
  const line = (keys: string, history: string[] = []): ReadLineResult | null => {
    const typist = new Typist({}, 120, history);
    typist.type(`${keys}\n`);
    return typist.result;
  };
  const accepted = (keys: string, history: string[] = []): string => {
    const result = line(keys, history);
    return result?.kind === 'line' ? result.text : `(${result?.kind ?? 'none'})`;
  };

  test('words, kills and yanks', () => {
    expect(accepted('one two three\x17\x17X\x19')).toBe('one Xtwo three');
    expect(accepted('one two\x1bb\x1bu\x1bb\x1bd!')).toBe('one !');
    expect(accepted('a b\x14')).toBe('ab ');
    expect(accepted('abc\x01\x0bxy\x19\x15\x19\x1by')).toBe('abc');
    expect(accepted('echo hi\x1f\x1fz')).toBe('z');
    expect(accepted('x\x1b.', ['ls -l "a b"'])).toBe('x"a b"');
    expect(accepted('日本\x7f語')).toBe('日語');
  });

  test('history: changed entries keep their changes until Enter', () => {
    expect(accepted('new\x1b[A2\x1b[B!', ['old'])).toBe('new!');
    expect(accepted('new\x1b[A2\x1b[B\x1b[A', ['old'])).toBe('old2');
  });

  test('the end of input', () => {
    const typist = new Typist();
    expect(typist.type('ab\x04')).toBe('ab\x07');
    expect(typist.type('\x15\x04')).toBe('\b\b\x1b[K\x1b[?2004l\r');
    expect(typist.result).toEqual({ kind: 'eof' });
  });
});

describe('search', () => {
  test('backwards, as recorded', () => {
    const history = ['cd ..', 'echo two', 'echo "hi!"', '^x'];
    const prompt = '[root@controller ~]# ';
    const typist = new Typist({ prompt }, 120, history);
    expect(['\x12', 'ech', '\x12', 'zz', '\x07', '\x12two', '\n', '\x1b[A'].map((keys) => typist.type(keys))).toEqual([
      "\r(reverse-i-search)`': ",
      '\b\b\be\': \x1b[7me\x1b[27mcho "hi!"\b\b\b\b\b\b\b\b\b\b\b\b\b\x1b[1@c\': \x1b[7mec\x1b[27m\b\b\b\b\b\x1b[1@h\': \x1b[7mech\x1b[27m\b\b\b',
      '\x1b[C\x1b[C\x1b[C\x1b[C\x1b[C\x1b[2Ptwo\b\b\b\b\b\b\b\b',
      "\x07\r\x1b[C\x1b[8@failed reverse-i-search)`echz': ech\b\b\b\x07\b\b\b\x1b[1@z\x1b[C\x1b[C\x1b[C",
      `\r\x1b[21P${prompt}`,
      "\r(reverse-i-search)`': \b\b\bt': echo \x1b[7mt\x1b[27mwo\b\b\b\b\b\b\b\b\b\b\bw': echo \x1b[7mtw\x1b[27mo\b\b\b\b\b\b\b\b\b\b\bo': echo \x1b[7mtwo\x1b[27m\b\b\b",
      `\r\x1b[4P${prompt}echo two\b\b\b`,
      '\b\b\b\b\b\x1b[3Pcd ..',
    ]);
  });
});

describe('completion', () => {
  test('bell, list, and the question', () => {
    const typist = new Typist({ complete: names(['glance-api.conf', 'glance-registry.conf', 'keystone.conf']) });
    expect(['cat key\t', '\x15', 'cat gl\t', '\t', '\t', '\x15', 'cat zzz\t'].map((keys) => typist.type(keys))).toEqual([
      'cat keystone.conf ', '\r\x1b[C\x1b[C\x1b[C\x1b[K', 'cat gl\x07ance-', '\x07',
      '\r\nglance-api.conf       glance-registry.conf  \r\nP$ cat glance-', '\r\x1b[C\x1b[C\x1b[C\x1b[K',
      'cat zzz\x07',
    ]);
  });

  test('a long list is asked about and paged', () => {
    const files = Array.from({ length: 500 }, (_, index) => `file${String(index + 1)}`).sort();
    const typist = new Typist({ complete: names(files) }, 60);
    expect(typist.type('ls f\t\t\t')).toBe('ls f\x07ile\x07\r\nDisplay all 500 possibilities? (y or n)');
    const page = typist.type('y');
    expect(page.split('\r\n').slice(0, 2)).toEqual(['', 'file1    file175  file250  file326  file401  file478']);
    expect(page.split('\r\n').length).toBe(25);
    expect(typist.type('x')).toBe('\x07');
    expect(typist.type('\n')).toBe('\r\x1b[K\rfile12   file196  file271  file347  file422  file499\r\n--More--');
    expect(typist.type('q')).toBe('\r\x1b[K\rP$ ls file');
  });
});

test('a half-typed line goes on in a new process from its plain data', () => {
  const first = new Typist({}, 30);
  first.type('abc def\x1b[D');
  const second = new Typist({}, 30, [], JSON.parse(JSON.stringify(first.state)) as ReadlineState);
  expect(second.shown).toBe('');
  expect(second.type('X\n')).toBe('Xf\b\r\n\x1b[?2004l\r');
  expect(second.result).toEqual({ kind: 'line', text: 'abc deXf' });
});
