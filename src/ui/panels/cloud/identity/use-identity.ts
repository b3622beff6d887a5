// Asks for keystone's tables whenever the machines came to rest, and remembers what the last change was.
import { useEffect, useRef, useState } from 'react';
import type { Identity } from '../../../../lab/identity.ts';
import { useStore } from '../../../design/use-store.ts';
import type { Workspace } from '../../../store/workspace.ts';

export type IdentityState =
  | { readonly kind: 'loading' }
  /** The machines could not be asked. */
  | { readonly kind: 'failed' }
  /** There is nothing to show, and the machines say why. */
  | { readonly kind: 'nothing'; readonly says: string }
  | { readonly kind: 'ready'; readonly identity: Identity; readonly changed: ReadonlySet<string> };

/** Rows by a name that stays while their content changes. */
function rowsOf(identity: Identity): ReadonlyMap<string, string> {
  const entries = <T extends { readonly id: string }>(rows: readonly T[], extra: (row: T) => unknown = () => null) =>
    rows.map((row) => [row.id, JSON.stringify([row, extra(row)])] as const);
  return new Map([
    ...entries(identity.users, (user) => identity.assignments.filter(({ actor }) => actor === user.name)),
    ...entries(identity.projects), ...entries(identity.roles), ...entries(identity.services), ...entries(identity.endpoints),
  ]);
}

function changesBetween(before: Identity | null, after: Identity): ReadonlySet<string> {
  if (before === null) return new Set();
  const old = rowsOf(before);
  return new Set([...rowsOf(after)].filter(([key, text]) => old.get(key) !== text).map(([key]) => key));
}

/** Keystone's tables on `host`, now; `retry` asks again. */
export function useIdentity(workspace: Workspace, host: string): { readonly state: IdentityState; readonly retry: () => void } {
  const overviews = useStore(workspace.store, (state) => state.overviews);
  const [state, setState] = useState<IdentityState>({ kind: 'loading' });
  const [tries, setTries] = useState(0);
  const last = useRef<Identity | null>(null);
  const marked = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    let isCurrent = true;
    const show = (next: IdentityState): void => {
      if (isCurrent) setState(next);
    };
    workspace.ask({ kind: 'identity', host }).then((answer) => {
      if (answer.kind !== 'identity' || !isCurrent) return;
      if (answer.identity === null) {
        last.current = null;
        show({ kind: 'nothing', says: [answer.problem, answer.why].filter((part) => part !== undefined).join('. ') });
        return;
      }
      const changed = changesBetween(last.current, answer.identity);
      if (changed.size > 0) marked.current = changed;
      last.current = answer.identity;
      show({ kind: 'ready', identity: answer.identity, changed: marked.current });
    }, () => show({ kind: 'failed' }));
    return () => {
      isCurrent = false;
    };
  }, [workspace, host, overviews, tries]);
  return { state, retry: () => setTries((count) => count + 1) };
}
