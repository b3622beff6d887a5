// Ex commands on their way from codemirror-vim, whose table of commands is global, to the editor they were typed in.
import { Vim } from '@replit/codemirror-vim';
import { EX_NAMES } from './ex.ts';

/** What an editor does with its ex commands and options. */
export interface VimHandlers {
  onCommand(name: string, rest: string): void;
  onNumbers(isOn: boolean): void;
}

const handlers = new WeakMap<object, VimHandlers>();

let isReady = false;

/** Gives the commands typed in `editor` to `its` handlers. */
export function handleVim(editor: object, its: VimHandlers): void {
  handlers.set(editor, its);
  if (isReady) return;
  isReady = true;
  for (const [name, shortest] of EX_NAMES) {
    Vim.defineEx(name, shortest, (from: object, params: { readonly argString?: string }) => {
      handlers.get(from)?.onCommand(name, params.argString ?? '');
    });
  }
  // Without an editor, the component asks for or sets the value for all: there is nothing to draw then.
  Vim.defineOption('number', false, 'boolean', ['nu'], (value, from) => {
    if (from !== undefined && typeof value === 'boolean') handlers.get(from)?.onNumbers(value);
    return undefined;
  });
  Vim.map('ZZ', ':x<CR>', 'normal');
  Vim.map('ZQ', ':q!<CR>', 'normal');
  Vim.setOption('pcre', false);
}
