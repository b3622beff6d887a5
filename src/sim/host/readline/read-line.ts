import type { Routine } from '../program.ts';
import { SysError } from '../errors.ts';
import type { Sys } from '../sys.ts';
import { Editor } from './editor.ts';
import type { ReadLineOptions, ReadLineResult, ReadlineState } from './state.ts';
import { newSession } from './state.ts';

/** Ctrl-C as bash leaves the screen (recorded). */
const INTERRUPTED = '^C\x1b[?2004l\r\x1b[?2004h\x1b[?2004l\r\n';

/** One key: a character; a surrogate pair is one. Null at the end of input, `interrupt` when a signal came. */
function* readKey(sys: Sys, fd: number): Routine<string | null | { interrupt: true }> {
  try {
    const key = yield* sys.read(fd, 1);
    if (key === '') return null;
    const code = key.charCodeAt(0);
    return code >= 0xd800 && code < 0xdc00 ? key + (yield* sys.read(fd, 1)) : key;
  } catch (error) {
    if (error instanceof SysError && error.errno === 'EINTR') return { interrupt: true };
    if (error instanceof SysError && error.errno === 'EIO') return null;
    throw error;
  }
}

function* begin(sys: Sys, state: ReadlineState, options: ReadLineOptions, editor: Editor): Routine<void> {
  const lines = options.prompt.split('\n');
  const prompt = lines.pop() ?? '';
  const above = lines.map((line) => `${line.replace(/[\x01\x02]/g, '')}\n`).join('');
  state.session = newSession(prompt, state.history.length, options.initial);
  yield* editor.write(`${options.bracketedPaste === false ? '' : '\x1b[?2004h'}${above}`);
  yield* editor.show();
}

/** Reads keys until one ends the line. */
function* loop(sys: Sys, editor: Editor, options: ReadLineOptions): Routine<ReadLineResult> {
  for (;;) {
    options.beforeWait?.();
    const key = yield* readKey(sys, options.input ?? 0);
    if (key === null) return editor.atEnd();
    if (typeof key !== 'string') {
      if (sys.takeSignals().includes('SIGINT')) return { kind: 'interrupt' };
      continue;
    }
    editor.refit();
    const result = yield* editor.key(key);
    if (result !== null) return result;
  }
}

/**
 * Reads one line from a terminal with GNU Readline's keys and picture. `state.session` of an interrupted run is gone on
 * with, its prompt not shown again. The terminal is raw meanwhile and set back at the end.
 */
export function* readLine(sys: Sys, state: ReadlineState, options: ReadLineOptions): Routine<ReadLineResult> {
  const input = options.input ?? 0;
  sys.setTtyMode(input, { canonical: false, echo: false, signals: false });
  const editor = new Editor(sys, state, options);
  try {
    if (state.session === null) yield* begin(sys, state, options, editor);
    else editor.adopt();
    const result = yield* loop(sys, editor, options);
    yield* leave(editor, options, result);
    return result;
  } finally {
    state.session = null;
    restore(sys, input);
  }
}

/** Back to lines: a resumed run finds the terminal raw, so what was there before is not the measure. */
function restore(sys: Sys, fd: number): void {
  try {
    sys.setTtyMode(fd, { canonical: true, echo: true, signals: true });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}

function* leave(editor: Editor, options: ReadLineOptions, result: ReadLineResult): Routine<void> {
  if (result.kind === 'interrupt') {
    yield* editor.write(options.interruptText ?? INTERRUPTED);
    return;
  }
  const off = options.bracketedPaste === false ? '' : '\x1b[?2004l\r';
  yield* editor.write((result.kind === 'line' ? editor.screen.leave() : '') + off);
}
