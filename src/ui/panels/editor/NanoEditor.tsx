// nano in the terminal's place: CodeMirror with nano's keys between nano's title bar and its rows of help.
import { EditorView } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import { useCommand } from '../../app/commands.ts';
import { toBuffer, toFile } from './buffer.ts';
import type { EditorProps } from './EditorOverlay.tsx';
import styles from './Editor.module.css';
import { isFailure } from './ex.ts';
import { answerSave, helpRows, leaving, NO_PROMPT, parseLine, question, type NanoPrompt } from './nano.ts';
import { goTo, locationOf, makeNano, searchFor, type NanoCommand } from './nano-keys.ts';
import { texts } from './texts.ts';

export function NanoEditor({ request, onAction }: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const [prompt, setPrompt] = useState<NanoPrompt>(NO_PROMPT);
  const [message, setMessage] = useState(inBrackets(request.message));
  const [isModified, setModified] = useState(false);
  const lastSearch = useRef('');
  const saved = useRef(toBuffer(request.text));
  const writing = useRef<{ path: string; text: string } | null>(null);
  /** A new buffer gets the name of its first write. */
  const [path, setPath] = useState(request.path);
  const text = (): string => view.current?.state.doc.toString() ?? '';

  useEffect(() => {
    setMessage(inBrackets(request.message));
    if (writing.current !== null && !isFailure(request.message)) {
      saved.current = writing.current.text;
      setPath(writing.current.path);
    }
    writing.current = null;
    setModified(text() !== saved.current && view.current !== null);
  }, [request]);

  const ask = (next: NanoPrompt | 'leave'): void => {
    if (next === 'leave') onAction({ kind: 'leave' });
    else setPrompt(next);
  };
  const back = (): void => {
    setPrompt(NO_PROMPT);
    view.current?.focus();
  };
  const commands: Record<NanoCommand, () => void> = {
    write: () => ask({ kind: 'write', leaves: false, text: path }),
    exit: () => ask(leaving(text() !== saved.current)),
    search: () => ask({ kind: 'search', text: '', last: lastSearch.current }),
    line: () => ask({ kind: 'line', text: '' }),
    location: () => setMessage(view.current === null ? '' : locationOf(view.current)),
    unknown: () => setMessage('[ handstack: nano: this key is not modelled ]'),
  };
  const newest = useRef(commands);
  useEffect(() => {
    newest.current = commands;
  });
  // Browsers keep Ctrl+W for themselves: the page's own key for "find" searches here too.
  useCommand('find', () => newest.current.search());

  useEffect(() => {
    if (place.current === null) return undefined;
    const made = makeNano(place.current, request, {
      onCommand: (command) => newest.current[command](),
      onMessage: setMessage,
      onChange: (now) => {
        setModified(now !== saved.current);
        setMessage('');
      },
    });
    view.current = made;
    made.focus();
    return () => made.destroy();
    // The first request makes the editor; later ones only tell what became of a write.
  }, []);

  const submit = (): void => {
    if (prompt.kind === 'write') {
      const name = prompt.text.trim();
      if (name === '') return back();
      if (path === '' || name === path) writing.current = { path: name, text: text() };
      onAction({ kind: 'write', path: name, text: toFile(text(), request.text), isForced: false, leaves: prompt.leaves });
    } else if (prompt.kind === 'search' && view.current !== null) {
      const wanted = prompt.text === '' ? prompt.last : prompt.text;
      lastSearch.current = wanted;
      setMessage(searchFor(view.current, wanted));
    } else if (prompt.kind === 'line' && view.current !== null) {
      const to = parseLine(prompt.text);
      if (to === null) setMessage('[ Invalid line or column number ]');
      else goTo(view.current, to.line, to.column);
    }
    back();
  };
  const cancel = (): void => {
    setMessage('[ Cancelled ]');
    back();
  };
  const onPromptKey = (event: React.KeyboardEvent): void => {
    if (event.ctrlKey && event.key === 'c') cancel();
    else if (event.key === 'Enter') submit();
    else if (prompt.kind === 'save') {
      const next = answerSave(event.key, path);
      if (next === null) return;
      ask(next);
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={styles.nanoTitle}>
        <span>GNU nano 5.6.1</span>
        <span>{path === '' ? 'New Buffer' : path}</span>
        <span>{isModified ? 'Modified' : ''}</span>
      </div>
      <div className={styles.text} ref={place} />
      {prompt.kind === 'none' ? (
        <div className={styles.nanoMessage} role="status">
          {message !== '' && <span>{message}</span>}
        </div>
      ) : (
        <label className={styles.nanoPrompt}>
          <span>{question(prompt)}</span>
          <input
            key={prompt.kind}
            autoFocus
            value={prompt.kind === 'save' ? '' : prompt.text}
            onKeyDown={onPromptKey}
            onChange={(event) => {
              if (prompt.kind !== 'save') setPrompt({ ...prompt, text: event.target.value });
            }}
          />
        </label>
      )}
      <NanoHelp prompt={prompt} onKey={(keys) => pressed(keys, newest.current, prompt, { cancel, answer: (key) => ask(answerSave(key, path) ?? prompt) }, view.current)} />
    </>
  );
}

/** Messages of the program stand in brackets on nano's status bar. */
const inBrackets = (message: string): string => (message === '' ? '' : `[ ${message} ]`);

/** The help rows can be pressed: some keys never reach a page, and phones have none of them. */
function NanoHelp({ prompt, onKey }: { readonly prompt: NanoPrompt; readonly onKey: (keys: string) => void }) {
  return (
    <div className={styles.nanoHelp} role="toolbar" aria-label={texts.keys}>
      {helpRows(prompt).map(([keys, says]) => (
        <button key={keys} type="button" tabIndex={-1} onMouseDown={(event) => event.preventDefault()} onClick={() => onKey(keys)}>
          <kbd>{keys}</kbd> {says}
        </button>
      ))}
    </div>
  );
}

const BUTTONS: Readonly<Record<string, NanoCommand>> = {
  '^O': 'write', '^W': 'search', '^X': 'exit', '^_': 'line',
};

interface PromptKeys {
  cancel(): void;
  answer(key: string): void;
}

function pressed(keys: string, commands: Record<NanoCommand, () => void>, prompt: NanoPrompt, answers: PromptKeys, view: EditorView | null): void {
  if (prompt.kind !== 'none') {
    if (keys === '^C') answers.cancel();
    else answers.answer(keys);
    return;
  }
  if (keys === '^C') commands.location();
  else if (keys === '^K' || keys === '^U') {
    view?.contentDOM.dispatchEvent(new KeyboardEvent('keydown', { key: keys === '^K' ? 'k' : 'u', ctrlKey: true, bubbles: true }));
  } else commands[BUTTONS[keys] ?? 'unknown']();
}
