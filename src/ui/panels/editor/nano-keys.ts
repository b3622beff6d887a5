// nano's keys over CodeMirror: moving, cutting and pasting lines, searching.
import { cursorCharLeft, cursorCharRight, cursorLineDown, cursorLineUp, defaultKeymap, deleteCharForward, redo, undo } from '@codemirror/commands';
import { RegExpCursor } from '@codemirror/search';
import { EditorSelection, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, type Command, type KeyBinding } from '@codemirror/view';
import type { EditorRequest } from '../../../lab/lab.ts';
import { toBuffer } from './buffer.ts';
import { baseExtensions } from './editor-base.ts';
import { texts } from './texts.ts';

/** Keys that ask something, or only say something. */
export type NanoCommand = 'write' | 'exit' | 'search' | 'line' | 'location' | 'unknown';

interface NanoHandlers {
  onCommand(command: NanoCommand): void;
  onMessage(text: string): void;
  onChange(text: string): void;
}

/** nano's cut lines: ^K adds to them until the cursor moves; ^U pastes. */
class CutBuffer {
  text = '';
  #isAdding = false;

  cut: Command = (view) => {
    const { state } = view;
    const line = state.doc.lineAt(state.selection.main.head);
    const to = Math.min(line.to + 1, state.doc.length);
    if (line.from === to) return true;
    const cut = `${line.text}\n`;
    const keeps = this.#isAdding ? this.text : '';
    view.dispatch({ changes: { from: line.from, to }, selection: EditorSelection.cursor(line.from), scrollIntoView: true });
    this.text = keeps + cut;
    this.#isAdding = true;
    return true;
  };

  paste: Command = (view) => {
    view.dispatch(view.state.replaceSelection(this.text), { scrollIntoView: true });
    return true;
  };

  /** The cursor moved, or something was typed: the next ^K starts anew. */
  rest(): void {
    this.#isAdding = false;
  }
}

const lineStart: Command = (view) => moveTo(view, view.state.doc.lineAt(view.state.selection.main.head).from);
const lineEnd: Command = (view) => moveTo(view, view.state.doc.lineAt(view.state.selection.main.head).to);

function moveTo(view: EditorView, position: number): boolean {
  view.dispatch({ selection: EditorSelection.cursor(position), scrollIntoView: true });
  return true;
}

const page = (direction: 1 | -1): Command => (view) => {
  const lines = Math.max(Math.floor(view.dom.clientHeight / view.defaultLineHeight) - 2, 1);
  const { doc, selection } = view.state;
  const now = doc.lineAt(selection.main.head).number;
  return moveTo(view, doc.line(Math.min(Math.max(now + direction * lines, 1), doc.lines)).from);
};

function bindings(cuts: CutBuffer, handlers: NanoHandlers): readonly KeyBinding[] {
  const asks = (command: NanoCommand): Command => () => {
    handlers.onCommand(command);
    return true;
  };
  return [
    { key: 'Ctrl-o', run: asks('write') }, { key: 'F3', run: asks('write') },
    { key: 'Ctrl-x', run: asks('exit') }, { key: 'F2', run: asks('exit') },
    { key: 'Ctrl-w', run: asks('search') }, { key: 'Ctrl-_', run: asks('line') }, { key: 'Ctrl-/', run: asks('line') },
    { key: 'Alt-g', run: asks('line') }, { key: 'Ctrl-c', run: asks('location') },
    { key: 'Ctrl-k', run: cuts.cut }, { key: 'F9', run: cuts.cut }, { key: 'Ctrl-u', run: cuts.paste }, { key: 'F10', run: cuts.paste },
    { key: 'Alt-u', run: undo }, { key: 'Alt-e', run: redo },
    { key: 'Ctrl-a', run: lineStart }, { key: 'Ctrl-e', run: lineEnd }, { key: 'Ctrl-y', run: page(-1) }, { key: 'Ctrl-v', run: page(1) },
    { key: 'Ctrl-p', run: cursorLineUp }, { key: 'Ctrl-n', run: cursorLineDown }, { key: 'Ctrl-b', run: cursorCharLeft },
    { key: 'Ctrl-f', run: cursorCharRight }, { key: 'Ctrl-d', run: deleteCharForward },
    { key: 'Alt-\\', run: (view) => moveTo(view, 0) }, { key: 'Alt-/', run: (view) => moveTo(view, view.state.doc.length) },
    { key: 'Tab', run: (view) => (view.dispatch(view.state.replaceSelection('\t')), true) },
    // Escape starts a Meta key in nano: alone it does nothing.
    { key: 'Escape', run: () => true },
    ...['g', 't', 'r', 'j', '\\'].map((letter) => ({ key: `Ctrl-${letter}`, run: asks('unknown') })),
  ];
}

/** The editor itself, in `parent`. */
export function makeNano(parent: HTMLElement, request: EditorRequest, handlers: NanoHandlers): EditorView {
  const cuts = new CutBuffer();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: toBuffer(request.text),
      extensions: [
        Prec.high(keymap.of([...bindings(cuts, handlers)])),
        keymap.of(defaultKeymap),
        baseExtensions(request.path, request.text ?? '', texts.label('nano', request.path)),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) handlers.onChange(update.state.doc.toString());
          else if (update.selectionSet) cuts.rest();
        }),
      ],
    }),
  });
  goTo(view, request.line ?? 1, 1);
  return view;
}

/** Puts the cursor on a line and column, counted from 1. */
export function goTo(view: EditorView, number: number, column: number): void {
  const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
  moveTo(view, Math.min(line.from + Math.max(column, 1) - 1, line.to));
}

/** What ^C says: where the cursor is, in lines, columns and characters. */
export function locationOf(view: EditorView): string {
  const { doc, selection } = view.state;
  const { head } = selection.main;
  const line = doc.lineAt(head);
  const share = (part: number, whole: number): string => `${String(Math.floor((100 * part) / Math.max(whole, 1)))}%`;
  const column = head - line.from + 1;
  const columns = line.length + 1;
  return `[ line ${String(line.number)}/${String(doc.lines)} (${share(line.number, doc.lines)}), col ${String(column)}/${String(columns)} (${share(column, columns)}), char ${String(head)}/${String(doc.length)} (${share(head, doc.length)}) ]`;
}

/** Moves to the next place of `text`, from the top again after the end; says what nano says. */
export function searchFor(view: EditorView, text: string): string {
  if (text === '') return '[ Cancelled ]';
  const { doc, selection } = view.state;
  const pattern = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const find = (from: number, to: number): number | null => {
    const cursor = new RegExpCursor(doc, pattern, { ignoreCase: true }, from, to).next();
    return cursor.done ? null : cursor.value.from;
  };
  const start = Math.min(selection.main.head + 1, doc.length);
  const after = find(start, doc.length);
  const found = after ?? find(0, doc.length);
  if (found === null) return `[ "${text}" not found ]`;
  moveTo(view, found);
  if (after !== null) return '';
  return found === selection.main.head ? '[ This is the only occurrence ]' : '[ Search Wrapped ]';
}
