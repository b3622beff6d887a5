// Colours of the terminal in both themes. Chosen for at least 4.5:1 on their ground; xterm raises what a program mixes.
import type { ITheme } from '@xterm/xterm';

export const SCREEN_THEMES: Readonly<Record<'light' | 'dark', ITheme>> = {
  light: {
    background: '#fffefb', foreground: '#22262a', cursor: '#0b646b', cursorAccent: '#fffefb',
    selectionBackground: '#bfe0de', selectionInactiveBackground: '#dfe9e7',
    black: '#22262a', red: '#a33518', green: '#19693f', yellow: '#78510a',
    blue: '#1f5a99', magenta: '#84368a', cyan: '#0b646b', white: '#5f666c',
    brightBlack: '#5f666c', brightRed: '#b03c1c', brightGreen: '#1b7446', brightYellow: '#85590b',
    brightBlue: '#2565aa', brightMagenta: '#933f9a', brightCyan: '#0d7078', brightWhite: '#22262a',
  },
  dark: {
    background: '#0e1113', foreground: '#e2e0db', cursor: '#6cc9c4', cursorAccent: '#0e1113',
    selectionBackground: '#2b5457', selectionInactiveBackground: '#243638',
    black: '#2e3438', red: '#f3a089', green: '#7fd3a0', yellow: '#e6c06f',
    blue: '#8dbdf0', magenta: '#d8a3e0', cyan: '#6cc9c4', white: '#d5d3ce',
    brightBlack: '#8d959b', brightRed: '#ffb8a4', brightGreen: '#9be3b7', brightYellow: '#f2d38d',
    brightBlue: '#abd0fa', brightMagenta: '#e6bdec', brightCyan: '#93dcd8', brightWhite: '#ffffff',
  },
};
