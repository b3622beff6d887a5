// Cuts typed lines into statements and client commands, as the client does: quotes, comments, delimiter, backslashes.

/** What the scanner found; the reader acts on it before it goes on. */
export type Found =
  | { readonly kind: 'statement'; readonly text: string }
  /** `\x` or a command word with what follows it. */
  | { readonly kind: 'command'; readonly name: string; readonly argument: string; readonly isLetter: boolean }
  | { readonly kind: 'unknown'; readonly letter: string };

/** Where the scanner stands: plain data. */
export interface ScanState {
  /** The statement so far. */
  buffer: string;
  /** The open quote, or ''. */
  quote: string;
  isComment: boolean;
  delimiter: string;
}

export const newScan = (): ScanState => ({ buffer: '', quote: '', isComment: false, delimiter: ';' });

interface Command { readonly name: string; readonly letter: string; readonly takesArgument: boolean }

const command = (name: string, letter: string, takesArgument = false): Command => ({ name, letter, takesArgument });

/** The client's own commands. */
export const COMMANDS: readonly Command[] = [
  command('?', '?', true), command('charset', 'C', true), command('clear', 'c'), command('connect', 'r', true), command('delimiter', 'd', true), command('edit', 'e'),
  command('ego', 'G'), command('exit', 'q'), command('go', 'g'), command('help', 'h', true), command('nopager', 'n'), command('notee', 't'), command('nowarning', 'w'),
  command('pager', 'P', true), command('print', 'p'), command('prompt', 'R', true), command('quit', 'q'), command('rehash', '#'), command('sandbox', '-'),
  command('source', '.', true), command('status', 's'), command('system', '!', true), command('tee', 'T', true), command('use', 'u', true), command('warnings', 'W'),
];

/** The command that a line begins with: a whole word, with arguments only where it takes some. */
export function commandOf(line: string, delimiter: string): { name: string; argument: string } | null {
  const text = line.trimStart();
  if (/\\g/.test(text)) return null;
  if (text.includes(delimiter) && !/^delimiter/i.test(text)) return null;
  return wordCommand(text);
}

function wordCommand(text: string): { name: string; argument: string } | null {
  const [, word = '', given = ''] = /^(\S+)[ \t]*([\s\S]*)$/.exec(text.replace(/\n+$/, '')) ?? [];
  const found = COMMANDS.find(({ name }) => name === word.toLowerCase());
  if (found === undefined || (given.trim() !== '' && !found.takesArgument)) return null;
  // A prompt may end with a blank.
  return { name: found.name, argument: found.name === 'prompt' ? given : given.trim() };
}

/**
 * Takes one line (without its newline). Yields what is to be done, in order; the state is up to date at each, so that
 * a command may look at or clear the buffer.
 */
export function* scanLine(state: ScanState, line: string): Generator<Found, void, void> {
  let out = '';
  const flush = (): void => {
    state.buffer += out;
    out = '';
  };
  let at = 0;
  while (at < line.length) {
    const letter = line.charAt(at);
    if (/\s/.test(letter) && out === '' && state.buffer === '') {
      at += 1;
      continue;
    }
    if (letter === '\\' && !state.isComment) {
      const next = line.charAt(at + 1);
      if (next === '') break;
      if (state.quote !== '' || next === 'N') {
        out += letter + next;
        at += 2;
        continue;
      }
      flush();
      at = yield* letterCommand(state, line, at, next);
      if (at < 0) {
        out += letter + next;
        at = -at;
      }
      continue;
    }
    if (state.quote === '' && !state.isComment && line.startsWith(state.delimiter, at)) {
      flush();
      at += state.delimiter.length;
      yield* statement(state);
      continue;
    }
    if (state.quote === '' && !state.isComment && (letter === '#' || /^--(\s|$)/.test(line.slice(at, at + 3)))) {
      flush();
      break;
    }
    if (state.quote === '' && !state.isComment && line.startsWith('/*', at) && !/^\/\*(!|M!)/.test(line.slice(at))) {
      flush();
      state.isComment = true;
      at += 2;
      continue;
    }
    if (state.isComment) {
      const end = line.indexOf('*/', at);
      if (end === -1) break;
      state.isComment = false;
      out += state.buffer === '' && out === '' ? '' : ' ';
      at = end + 2;
      continue;
    }
    if (letter === state.quote) state.quote = '';
    else if (state.quote === '' && (letter === "'" || letter === '"' || letter === '`')) state.quote = letter;
    out += letter;
    at += 1;
  }
  if (out !== '' || state.buffer !== '') state.buffer += `${out}\n`;
}

function* statement(state: ScanState): Generator<Found, void, void> {
  const text = state.buffer;
  const found = wordCommand(text.trimStart());
  state.buffer = '';
  yield found === null ? { kind: 'statement', text } : { kind: 'command', ...found, isLetter: false };
}

/** A `\x`; returns where the line goes on, negative when the two characters stay. */
function* letterCommand(state: ScanState, line: string, at: number, letter: string): Generator<Found, number, void> {
  const found = COMMANDS.find((each) => each.letter === letter);
  if (found === undefined) {
    yield { kind: 'unknown', letter };
    return -(at + 2);
  }
  if (letter === 'g' || letter === 'G') {
    const text = state.buffer;
    state.buffer = '';
    yield letter === 'g' ? { kind: 'statement', text } : { kind: 'command', name: 'ego', argument: text, isLetter: true };
    return at + 2;
  }
  if (!found.takesArgument) {
    yield { kind: 'command', name: found.name, argument: '', isLetter: true };
    return at + 2;
  }
  const end = line.indexOf(state.delimiter, at + 2);
  const given = line.slice(at + 2, end === -1 || letter === 'd' ? undefined : end);
  const argument = letter === 'R' ? given.replace(/^ /, '') : given.trim();
  yield { kind: 'command', name: found.name, argument, isLetter: true };
  return end === -1 || letter === 'd' ? line.length : end + state.delimiter.length;
}
