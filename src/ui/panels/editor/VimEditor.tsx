// vim in the terminal's place: CodeMirror with vim's keys, and vim's last line below it.
import { Compartment, EditorSelection, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { getCM, vim } from '@replit/codemirror-vim';
import { useEffect, useRef, useState } from 'react';
import { toBuffer, toFile } from './buffer.ts';
import { baseExtensions } from './editor-base.ts';
import type { EditorProps } from './EditorOverlay.tsx';
import styles from './Editor.module.css';
import { asVimSays, decide, isFailure } from './ex.ts';
import { texts } from './texts.ts';
import { handleVim } from './vim-commands.ts';

export function VimEditor({ request, onAction }: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const [message, setMessage] = useState(request.message);
  const [mode, setMode] = useState('normal');
  const [ruler, setRuler] = useState('1,1');
  const newest = useRef({ request, onAction });
  /** What the file holds, as far as the editor knows; and what is being written. */
  const saved = useRef(toBuffer(request.text));
  const writing = useRef<{ path: string; text: string } | null>(null);
  /** A buffer without a name gets that of its first write. */
  const path = useRef(request.path);

  useEffect(() => {
    newest.current = { request, onAction };
    setMessage(request.message);
    if (writing.current !== null && !isFailure(request.message)) {
      saved.current = writing.current.text;
      path.current = writing.current.path;
    }
    writing.current = null;
  }, [request, onAction]);

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const numbers = new Compartment();
    const first = newest.current.request;
    const view = new EditorView({
      parent: element,
      state: EditorState.create({
        doc: toBuffer(first.text),
        extensions: [
          EditorState.allowMultipleSelections.of(true),
          vim(),
          keymap.of([{ key: 'Tab', run: insertTab }]),
          numbers.of([]),
          baseExtensions(first.path, first.text ?? '', texts.label('vim', first.path)),
          EditorView.updateListener.of((update) => {
            if (update.selectionSet || update.docChanged) setRuler(rulerOf(update.state));
          }),
        ],
      }),
    });
    goToLine(view, first.line ?? 1);
    const editor = getCM(view);
    if (editor !== null) {
      // What the component would show in a box of its own goes to the last line, as in vim.
      editor.openNotification = (template: Node) => {
        setMessage(asVimSays(template.textContent ?? ''));
        return () => undefined;
      };
      editor.on('vim-mode-change', (change: { mode: string; subMode?: string }) => {
        setMode(change.subMode === undefined ? change.mode : `${change.mode} ${change.subMode}`);
        if (change.mode === 'insert') setMessage('');
      });
      handleVim(editor, {
        onNumbers: (isOn) => view.dispatch({ effects: numbers.reconfigure(isOn ? lineNumbers() : []) }),
        onCommand: (name, rest) => {
          const text = view.state.doc.toString();
          const { request: now, onAction: act } = newest.current;
          const decision = decide(name, rest, { path: path.current, isModified: text !== saved.current });
          if (decision.kind === 'say') setMessage(decision.text);
          else if (decision.kind === 'leave') act(decision);
          else {
            if (path.current === '' || decision.path === path.current) writing.current = { path: decision.path, text };
            act({ ...decision, text: toFile(text, now.text) });
          }
        },
      });
    }
    view.focus();
    return () => view.destroy();
  }, []);

  return (
    <>
      <div className={styles.text} ref={place} />
      <div className={styles.status}>
        <span role="status">{message === '' ? modeLine(mode) : message}</span>
        <span className={styles.ruler} aria-hidden="true">
          {ruler}
        </span>
      </div>
    </>
  );
}

function insertTab(view: EditorView): boolean {
  view.dispatch(view.state.replaceSelection('\t'));
  return true;
}

const MODES: Readonly<Record<string, string>> = {
  insert: '-- INSERT --', replace: '-- REPLACE --', visual: '-- VISUAL --',
  'visual linewise': '-- VISUAL LINE --', 'visual blockwise': '-- VISUAL BLOCK --',
};

const modeLine = (mode: string): string => MODES[mode] ?? '';

function rulerOf(state: EditorState): string {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  return `${String(line.number)},${line.length === 0 ? '0-1' : String(head - line.from + 1)}`;
}

function goToLine(view: EditorView, number: number): void {
  const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
  view.dispatch({ selection: EditorSelection.cursor(line.from), scrollIntoView: true });
}
