// The theme that is in force, from the setting and the system; and the same for motion.
import { useMemo } from 'react';
import type { ScreenLook } from '../panels/terminal/screen.ts';
import { useMedia, useStore } from '../design/use-store.ts';
import { settings } from '../store/settings.ts';

/** Light or dark, as it is now. */
export function useTheme(): 'light' | 'dark' {
  const chosen = useStore(settings, (state) => state.theme);
  const isDark = useMedia('(prefers-color-scheme: dark)');
  return chosen === 'system' ? (isDark ? 'dark' : 'light') : chosen;
}

/** Whether things stand still. */
export function useReducedMotion(): boolean {
  const chosen = useStore(settings, (state) => state.motion);
  const isReduced = useMedia('(prefers-reduced-motion: reduce)');
  return chosen === 'reduced' || isReduced;
}

/** How terminals look; the same object until something changes. */
export function useLook(): ScreenLook {
  const theme = useTheme();
  const fontSize = useStore(settings, (state) => state.fontSize);
  const hasScreenReader = useStore(settings, (state) => state.hasScreenReader);
  return useMemo(() => ({ theme, fontSize, hasScreenReader }), [theme, fontSize, hasScreenReader]);
}
