import { useSyncExternalStore } from 'react';
import type { Session, SessionState } from '../../course/engine.ts';

const nothing = (): (() => void) => () => undefined;

/** The engine's state, or null before there is one. */
export function useSession(session: Session | null): SessionState | null {
  return useSyncExternalStore(
    session === null ? nothing : (listener) => session.on(listener),
    () => session?.state() ?? null,
  );
}
