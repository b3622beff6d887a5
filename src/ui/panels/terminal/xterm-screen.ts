// The real screen: xterm.js with its add-ons.
import { ClipboardAddon } from '@xterm/addon-clipboard';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { SCREEN_THEMES } from './screen-theme.ts';
import type { CreateScreen, Screen, ScreenLook } from './screen.ts';

const FONT = "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

const DECORATIONS = { matchOverviewRuler: '#0b646b', activeMatchColorOverviewRuler: '#0b646b' };

/** Makes an xterm.js screen. */
export const createXtermScreen: CreateScreen = async (look, isPageKey) => {
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: false,
    fontFamily: FONT,
    lineHeight: 1.25,
    scrollback: 5000,
    minimumContrastRatio: 4.5,
    macOptionIsMeta: true,
    ...options(look),
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  for (const addon of [fit, search, new Unicode11Addon(), new WebLinksAddon(), new ClipboardAddon()]) terminal.loadAddon(addon);
  terminal.unicode.activeVersion = '11';
  terminal.attachCustomKeyEventHandler((event) => !isPageKey(event));
  return screenOf(terminal, fit, search);
};

function options(look: ScreenLook) {
  return { theme: SCREEN_THEMES[look.theme], fontSize: look.fontSize, screenReaderMode: look.hasScreenReader };
}

function screenOf(terminal: Terminal, fit: FitAddon, search: SearchAddon): Screen {
  return {
    mount: (element) => terminal.open(element),
    write: (text) => terminal.write(text),
    fit() {
      const size = fit.proposeDimensions();
      if (size === undefined || Number.isNaN(size.cols) || Number.isNaN(size.rows)) return null;
      terminal.resize(Math.max(size.cols, 20), Math.max(size.rows, 4));
      return { columns: terminal.cols, rows: terminal.rows };
    },
    focus: () => terminal.focus(),
    onKeys: (listener) => {
      terminal.onData(listener);
    },
    apply: (look) => {
      Object.assign(terminal.options, options(look));
    },
    paste: (text) => terminal.paste(text),
    selection: () => terminal.getSelection(),
    find: (text, direction) =>
      direction === 'next'
        ? search.findNext(text, { decorations: DECORATIONS })
        : search.findPrevious(text, { decorations: DECORATIONS }),
    endFind: () => search.clearDecorations(),
    dispose: () => terminal.dispose(),
  };
}
