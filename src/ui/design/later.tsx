import { useEffect, useReducer, useState, type ComponentType, type ReactNode } from 'react';

/**
 * A component of a module that is loaded when the component is first drawn; `meanwhile` stands in for it. A failed load goes to
 * the error boundary. React's own `lazy` keeps what it loaded back until 0.3 s after it has shown that it loads
 * (FALLBACK_THROTTLE_MS in ReactFiberWorkLoop); this shows it at once, and what is there already without a detour.
 */
export function later<P extends object>(load: () => Promise<{ readonly default: ComponentType<P> }>, meanwhile: ReactNode = null): ComponentType<P> {
  let code: ComponentType<P> | null = null;
  const arrive = async (): Promise<void> => {
    code ??= (await load()).default;
  };
  function Waiting({ onLoaded }: { readonly onLoaded: () => void }) {
    const [failure, setFailure] = useState<{ readonly reason: unknown } | null>(null);
    useEffect(() => { void arrive().then(onLoaded, (reason: unknown) => setFailure({ reason })); }, [onLoaded]);
    // For the boundary, as it was thrown.
    if (failure !== null) throw failure.reason;
    return meanwhile;
  }
  return function Later(props: P) {
    const [, drawAgain] = useReducer((count: number) => count + 1, 0);
    const Code = code;
    return Code === null ? <Waiting onLoaded={drawAgain} /> : <Code {...props} />;
  };
}
