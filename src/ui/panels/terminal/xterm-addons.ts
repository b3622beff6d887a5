// Add-ons of xterm.js that nobody misses before the first prompt: links, search, clipboard, newer character widths.
import { ClipboardAddon } from '@xterm/addon-clipboard';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import type { Terminal } from '@xterm/xterm';

export interface Search {
  find(text: string, direction: 'next' | 'previous'): boolean;
  end(): void;
}

const DECORATIONS = { decorations: { matchOverviewRuler: '#0b646b', activeMatchColorOverviewRuler: '#0b646b' } };

/** Loads the add-ons into a terminal and gives back its search. */
export function loadAddons(terminal: Terminal): Search {
  const search = new SearchAddon();
  for (const addon of [search, new Unicode11Addon(), new WebLinksAddon(), new ClipboardAddon()]) terminal.loadAddon(addon);
  terminal.unicode.activeVersion = '11';
  return {
    find: (text, direction) => (direction === 'next' ? search.findNext(text, DECORATIONS) : search.findPrevious(text, DECORATIONS)),
    end: () => search.clearDecorations(),
  };
}
