// The keyboard follows what a button brought when the button itself goes away.
import { useEffect, useRef, type RefObject } from 'react';

export interface FollowFocus<Target extends HTMLElement> {
  /** What gets the keyboard; needs a tabIndex. */
  readonly ref: RefObject<Target | null>;
  /** To be called by the button. */
  readonly follow: () => void;
}

/** After `follow`, gives the keyboard to `ref` as soon as `isThere`. */
export function useFollowFocus<Target extends HTMLElement>(isThere: boolean): FollowFocus<Target> {
  const ref = useRef<Target>(null);
  const isWanted = useRef(false);
  useEffect(() => {
    if (!isThere || !isWanted.current) return;
    isWanted.current = false;
    ref.current?.focus();
  });
  return {
    ref,
    follow: () => {
      isWanted.current = true;
    },
  };
}
