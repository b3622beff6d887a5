// The real screen: xterm.js. What the first prompt does not need comes after it (xterm-addons.ts).
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { SCREEN_THEMES } from './screen-theme.ts';
import type { CreateScreen, Screen, ScreenLook } from './screen.ts';
import type { Search } from './xterm-addons.ts';

const FONT = "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

/** The first prompt comes first. */
const ADDONS_MS = 1500;

/** Makes an xterm.js screen. */
export function createXtermScreen(...[look, isPageKey]: Parameters<CreateScreen>): Screen {
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
  terminal.loadAddon(fit);
  terminal.attachCustomKeyEventHandler((event) => !isPageKey(event));
  return screenOf(terminal, fit);
}

function options(look: ScreenLook) {
  return { theme: SCREEN_THEMES[look.theme], fontSize: look.fontSize, screenReaderMode: look.hasScreenReader };
}

function screenOf(terminal: Terminal, fit: FitAddon): Screen {
  let search: Search | null = null;
  let isDisposed = false;
  return {
    mount(element) {
      terminal.open(element);
      setTimeout(() => {
        void import('./xterm-addons.ts').then(({ loadAddons }) => {
          if (!isDisposed) search = loadAddons(terminal);
        });
      }, ADDONS_MS);
    },
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
    find: (text, direction) => search?.find(text, direction) ?? false,
    endFind: () => search?.end(),
    dispose() {
      isDisposed = true;
      terminal.dispose();
    },
  };
}
