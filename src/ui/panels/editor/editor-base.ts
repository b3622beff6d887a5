// What vim and nano share of CodeMirror: text, colours, the look of the terminal.
import { history } from '@codemirror/commands';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { properties } from '@codemirror/legacy-modes/mode/properties';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { drawSelection, EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { commandOf } from '../../app/shortcuts.ts';

const COLOURS = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--ink-muted)', fontStyle: 'italic' },
  { tag: [tags.heading, tags.keyword], color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.quote], color: 'var(--good)' },
  { tag: [tags.definition(tags.name), tags.variableName, tags.propertyName], color: 'var(--ink)' },
  { tag: [tags.number, tags.atom], color: 'var(--note)' },
]);

const LOOK = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '1.35' },
  '.cm-content': { padding: '0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-muted)', border: 'none', paddingRight: '0.5em' },
  '.cm-panels': { backgroundColor: 'transparent', color: 'var(--ink)', border: 'none !important' },
  '.cm-searchMatch': { backgroundColor: 'var(--note-wash)', outline: '1px solid var(--note)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-wash) !important',
  },
});

/** Shell scripts and `key = value` files, by name or first line; every other file stays plain. */
function languageOf(path: string, text: string): Extension {
  if (/(\.sh|rc|profile)$/.test(path) || text.startsWith('#!')) return StreamLanguage.define(shell);
  const hasSections = /^\[[^\]]+\]\s*$/m.test(text);
  return hasSections || /\.(conf|cnf|cfg|ini|repo|service|properties)$/.test(path) ? StreamLanguage.define(properties) : [];
}

/** Text, highlighting and look for a file. Lines end in `\n` only, so that other bytes stay as they are. */
export function baseExtensions(path: string, text: string, label: string): Extension {
  return [
    EditorState.lineSeparator.of('\n'),
    EditorState.tabSize.of(8),
    history(),
    drawSelection({ cursorBlinkRate: 0 }),
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off' }),
    EditorView.lineWrapping,
    languageOf(path, text),
    syntaxHighlighting(COLOURS),
    LOOK,
    // Keys of the page pass by the editor and go on to the page.
    Prec.highest(EditorView.domEventHandlers({ keydown: (event) => commandOf(event) !== null })),
  ];
}
