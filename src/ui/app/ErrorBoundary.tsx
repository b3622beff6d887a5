// Catches what breaks while drawing: says so and shows the way on, never a blank page.
import { Component, type ReactNode } from 'react';
import { Failure } from './Failure.tsx';
import { failureTexts } from './texts.ts';

interface State {
  readonly error: Error | null;
}

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <Failure
        title={failureTexts.pageTitle}
        says={[failureTexts.pageSays]}
        detail={error.message}
        actions={[{ label: failureTexts.reload, isMain: true, onPress: () => location.reload() }]}
      />
    );
  }
}

/** For a part that may fail alone: shows `fallback` in its place, the rest of the page stays. */
export class ErrorBoundaryWith extends Component<{ readonly fallback: ReactNode; readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : this.props.fallback;
  }
}
