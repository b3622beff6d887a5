import type { Routine } from '../program.ts';
import { replace } from './edit.ts';
import type { Editor } from './editor.ts';
import { listRows } from './listing.ts';
import type { Completion, Match } from './state.ts';

/** From how many on Readline asks before it lists (completion-query-items). */
const QUERY_ITEMS = 100;

/** The longest text that all matches begin with. */
export function commonPrefix(matches: readonly Match[]): string {
  let prefix = matches[0]?.text ?? '';
  for (const { text } of matches) {
    while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1);
  }
  return prefix;
}

/** Tab: finishes the word as far as it is certain; Tab again without change lists what there is. */
export function* completeKey(editor: Editor, command: 'complete' | 'list' | 'insert-all'): Routine<boolean> {
  const { session, options } = editor;
  const isListing = command === 'list' || (session.last === 'complete' && !session.hasCompletionChanged);
  session.last = 'complete!';
  session.hasCompletionChanged = false;
  if (options.complete === undefined) return false;
  const found = yield* options.complete(session.text, session.point);
  const unique = found.matches.filter((match, index) => found.matches.findIndex((m) => m.text === match.text) === index);
  const completion = { ...found, matches: unique };
  if (unique.length === 0) return false;
  if (command === 'insert-all') return insertAll(editor, completion);
  if (isListing && (unique.length > 1 || command === 'list')) return yield* list(editor, unique);
  return yield* insert(editor, completion);
}

function insertAll(editor: Editor, { start, matches }: Completion): boolean {
  const text = matches.map((match) => `${match.text} `).join('');
  replace(editor.session, start, editor.session.point, text);
  return true;
}

function* insert(editor: Editor, { start, matches, quote = '', append = ' ' }: Completion): Routine<boolean> {
  const { session } = editor;
  const [only] = matches;
  const isUnique = matches.length === 1 && only !== undefined;
  const end = !isUnique ? '' : only.isDirectory === true ? '/' : quote + append;
  const text = commonPrefix(matches) + end;
  const before = session.text.slice(start, session.point);
  const rest = session.text.slice(session.point);
  const isLonger = text !== before && !(end !== '' && rest.startsWith(end) && text.slice(0, -end.length) === before);
  if (isLonger && text.length >= before.length) replace(session, start, session.point, text);
  session.hasCompletionChanged = session.text.slice(start, session.point) !== before;
  if (!isUnique) yield* editor.bell();
  return true;
}

function* list(editor: Editor, matches: readonly Match[]): Routine<boolean> {
  const { session } = editor;
  session.listing = listRows(matches, editor.screen.columns);
  if (matches.length >= QUERY_ITEMS) {
    session.mode = 'ask';
    yield* editor.write(`\nDisplay all ${String(matches.length)} possibilities? (y or n)`);
    return true;
  }
  yield* editor.write('\n');
  yield* page(editor, editor.rows - 1);
  return true;
}

/** Shows up to `count` rows of the list, then `--More--` or the line again. */
function* page(editor: Editor, count: number): Routine<void> {
  const { session } = editor;
  const rows = session.listing.splice(0, count);
  if (rows.length > 0) yield* editor.write(`${rows.join('\n')}\n`);
  if (session.listing.length > 0) {
    session.mode = 'more';
    yield* editor.write('--More--');
    return;
  }
  session.mode = 'edit';
  yield* editor.showAgain();
}

function* stop(editor: Editor): Routine<void> {
  editor.session.listing = [];
  editor.session.mode = 'edit';
  yield* editor.showAgain();
}

/** A key at "(y or n)" or at `--More--`. */
export function* answerQuestion(editor: Editor, key: string): Routine<void> {
  const { session } = editor;
  const isMore = session.mode === 'more';
  const isYes = key === 'y' || key === 'Y' || key === ' ';
  const isNo = key === 'n' || key === 'N' || key === '\x7f' || (isMore && (key === 'q' || key === 'Q'));
  const isEnter = isMore && (key === '\r' || key === '\n');
  if (!isYes && !isNo && !isEnter && key !== '\x07' && key !== '\x03') {
    yield* editor.bell();
    return;
  }
  yield* editor.write(isMore ? '\r\x1b[K\r' : '\n');
  if (isYes) yield* page(editor, editor.rows - (isMore ? 2 : 1));
  else if (isEnter) yield* page(editor, 1);
  else yield* stop(editor);
}
