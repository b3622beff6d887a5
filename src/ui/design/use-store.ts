// React over the vanilla stores: a component draws one selected part and is drawn anew only when that part changes.
import { useSyncExternalStore } from 'react';
import type { StoreApi } from 'zustand/vanilla';

/** The part of `store` that `select` names; `select` must return the same value for the same state. */
export function useStore<State, Part>(store: StoreApi<State>, select: (state: State) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => select(store.getState()));
}

const subscribeTo = (query: string) => (listener: () => void) => {
  const list = matchMedia(query);
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
};

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(subscribeTo(query), () => matchMedia(query).matches);
}

/** Too narrow for a lesson beside a terminal. */
export const NARROW = '(max-width: 46rem)';
