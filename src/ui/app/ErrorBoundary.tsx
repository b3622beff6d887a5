// Catches what breaks while drawing: says so and shows the way on, never a blank page.
import { Component, type ReactNode } from 'react';
import { Failure } from './Failure.tsx';
import { exportLab } from './lab-actions.ts';
import { usePage } from './page-context.ts';
import { failureTexts } from './texts.ts';

interface Props {
  /** Drawn in the place of what broke; the rest of the page stays. */
  readonly fallback: (error: Error) => ReactNode;
  readonly children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : this.props.fallback(error);
  }
}

/** For a whole page that broke: the lab still runs and can be kept. */
export function BrokenPage({ error }: { readonly error: Error }) {
  const { current } = usePage().workspaces;
  const keep = current === null ? [] : [{ label: failureTexts.download, onPress: () => void exportLab(current) }];
  return (
    <main>
      <Failure
        title={failureTexts.pageTitle}
        says={[failureTexts.pageSays]}
        detail={error.message}
        actions={[{ label: failureTexts.reload, isMain: true, onPress: () => location.reload() }, ...keep]}
      />
    </main>
  );
}
