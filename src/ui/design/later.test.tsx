// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ErrorBoundary } from '../app/ErrorBoundary.tsx';
import { later } from './later.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Greeting({ name }: { readonly name: string }) {
  return <p>Hello {name}</p>;
}

test('something stands in until the code is there', async () => {
  let arrive = (): void => undefined;
  const Late = later(() => new Promise<{ default: typeof Greeting }>((resolve) => { arrive = () => { resolve({ default: Greeting }); }; }), <p>Coming</p>);
  render(<Late name="you" />);
  expect(screen.getByText('Coming')).toBeTruthy();
  await act(async () => { arrive(); await Promise.resolve(); });
  expect(screen.getByText('Hello you')).toBeTruthy();
  expect(screen.queryByText('Coming')).toBeNull();
});

test('what was loaded once is drawn without a detour', async () => {
  let loads = 0;
  const Late = later(() => { loads += 1; return Promise.resolve({ default: Greeting }); }, <p>Coming</p>);
  render(<Late name="you" />);
  await screen.findByText('Hello you');
  cleanup();
  render(<Late name="again" />);
  expect(screen.getByText('Hello again')).toBeTruthy();
  expect(loads).toBe(1);
});

test('code that does not come is told by the boundary, and asked for again by the next', async () => {
  let fails = true;
  // React tells the console of it, too.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const Late = later(async () => {
    if (fails) throw new Error('no network');
    return Promise.resolve({ default: Greeting });
  });
  const shown = (key: string) => <ErrorBoundary key={key} fallback={(error) => <p>Failed: {error.message}</p>}><Late name="you" /></ErrorBoundary>;
  const { rerender } = render(shown('first'));
  expect(await screen.findByText('Failed: no network')).toBeTruthy();
  fails = false;
  rerender(shown('second'));
  expect(await screen.findByText('Hello you')).toBeTruthy();
});
