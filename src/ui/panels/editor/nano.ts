// nano's questions on its status bar, as a small machine: what is asked, and what an answer leads to. Pure.

export type NanoPrompt =
  | { readonly kind: 'none' }
  /** "File Name to Write": after ^O, or on the way out. */
  | { readonly kind: 'write'; readonly leaves: boolean; readonly text: string }
  | { readonly kind: 'save' }
  | { readonly kind: 'search'; readonly text: string; readonly last: string }
  | { readonly kind: 'line'; readonly text: string };

export const NO_PROMPT: NanoPrompt = { kind: 'none' };

/** What the prompt says before the answer. */
export function question(prompt: NanoPrompt): string {
  if (prompt.kind === 'write') return 'File Name to Write: ';
  if (prompt.kind === 'save') return 'Save modified buffer? ';
  if (prompt.kind === 'search') return prompt.last === '' ? 'Search: ' : `Search [${prompt.last}]: `;
  if (prompt.kind === 'line') return 'Enter line number, column number: ';
  return '';
}

/** What ^X does: asks when there is something to lose, else leaves. */
export const leaving = (isModified: boolean): NanoPrompt | 'leave' => (isModified ? { kind: 'save' } : 'leave');

/** The answer to "Save modified buffer?"; other keys are no answer. */
export function answerSave(key: string, path: string): NanoPrompt | 'leave' | null {
  if (/^y$/i.test(key)) return { kind: 'write', leaves: true, text: path };
  if (/^n$/i.test(key)) return 'leave';
  return null;
}

/** A line and column as typed, e.g. `12,3`; null when it is none. */
export function parseLine(text: string): { readonly line: number; readonly column: number } | null {
  const [, line, column] = /^\s*(\d+)\s*(?:[,. ]\s*(\d+))?\s*$/.exec(text) ?? [];
  return line === undefined ? null : { line: Number(line), column: Number(column ?? 1) };
}

/** The two rows of keys at the foot, while editing and while a question is open. */
export function helpRows(prompt: NanoPrompt): readonly (readonly [keys: string, says: string])[] {
  if (prompt.kind === 'save') return [['Y', 'Yes'], ['N', 'No'], ['^C', 'Cancel']];
  if (prompt.kind !== 'none') return [['^C', 'Cancel']];
  return [
    ['^G', 'Help'], ['^O', 'Write Out'], ['^W', 'Where Is'], ['^K', 'Cut'], ['^T', 'Execute'], ['^C', 'Location'],
    ['^X', 'Exit'], ['^R', 'Read File'], ['^\\', 'Replace'], ['^U', 'Paste'], ['^J', 'Justify'], ['^_', 'Go To Line'],
  ];
}
