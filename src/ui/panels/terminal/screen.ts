// What the page needs of a terminal's screen. xterm.js is one (xterm-screen.ts); tests bring a plain one, since xterm
// cannot open in jsdom.

export interface ScreenLook {
  readonly theme: 'light' | 'dark';
  readonly fontSize: number;
  readonly hasScreenReader: boolean;
}

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

export interface Screen {
  mount(element: HTMLElement): void;
  write(text: string): void;
  /** Fits columns and rows to the element; null while that has no size. */
  fit(): ScreenSize | null;
  focus(): void;
  /** What the person types or pastes, as a terminal sends it. */
  onKeys(listener: (keys: string) => void): void;
  apply(look: ScreenLook): void;
  paste(text: string): void;
  selection(): string;
  /** Moves to the next or previous place of `text`; false when there is none. */
  find(text: string, direction: 'next' | 'previous'): boolean;
  endFind(): void;
  dispose(): void;
}

/** `isPageKey` says which keys belong to the page and must not reach the terminal. */
export type CreateScreen = (look: ScreenLook, isPageKey: (event: KeyboardEvent) => boolean) => Promise<Screen>;
