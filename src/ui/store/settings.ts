// What a person set for this browser: theme, type, how commands run. Knows nothing of labs or lessons.
import { createStore } from 'zustand/vanilla';
import { readLocal, writeLocal } from './local.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Motion = 'system' | 'reduced';
/** What the machines are: simulated, or a real Linux in an emulated PC: guest A, or the larger guest B. */
export type Machines = 'simulated' | 'guest' | 'guest-b';

const GUESTS: Readonly<Record<Machines, string | null>> = { simulated: null, guest: 'a', 'guest-b': 'b' };

/** The real guests, smallest first. */
export const REAL_MACHINES = ['guest', 'guest-b'] as const satisfies readonly Machines[];

/** The image's letter for a guest; null for the simulated machines. */
export const guestOf = (machines: Machines): string | null => GUESTS[machines];

export interface Settings {
  readonly theme: Theme;
  /** Size of terminal and editor text, in CSS pixels. */
  readonly fontSize: number;
  /** Commands in a lesson show a "run" button that types them. */
  readonly runsWithOneClick: boolean;
  /** The terminals keep a text copy that screen readers read. */
  readonly hasScreenReader: boolean;
  readonly motion: Motion;
  readonly machines: Machines;
}

/** Sizes that the settings offer, smallest first. */
export const FONT_SIZES = [12, 13, 14, 15, 16, 18, 20, 24] as const;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  fontSize: 14,
  runsWithOneClick: true,
  hasScreenReader: false,
  motion: 'system',
  machines: 'simulated',
};

const KEY = 'settings';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Settings from what was stored: every field that is missing or wrong takes its default. */
export function parseSettings(stored: unknown): Settings {
  const found = isRecord(stored) ? stored : {};
  const size = found.fontSize;
  return {
    theme: found.theme === 'light' || found.theme === 'dark' ? found.theme : 'system',
    fontSize: typeof size === 'number' && size >= 8 && size <= 40 ? size : DEFAULT_SETTINGS.fontSize,
    runsWithOneClick: typeof found.runsWithOneClick === 'boolean' ? found.runsWithOneClick : true,
    hasScreenReader: found.hasScreenReader === true,
    motion: found.motion === 'reduced' ? 'reduced' : 'system',
    machines: REAL_MACHINES.find((each) => each === found.machines) ?? 'simulated',
  };
}

export const settings = createStore<Settings>(() => parseSettings(readLocal(KEY)));

/** Changes some settings and remembers them. */
export function changeSettings(change: Partial<Settings>): void {
  settings.setState(change);
  writeLocal(KEY, settings.getState());
}

/** One size up or down the list of font sizes; stays at its ends. */
export function stepFontSize(current: number, direction: 1 | -1): number {
  const sizes: readonly number[] = direction === 1 ? FONT_SIZES : [...FONT_SIZES].reverse();
  return sizes.find((size) => (direction === 1 ? size > current : size < current)) ?? current;
}
