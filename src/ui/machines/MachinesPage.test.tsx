// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { COURSE } from '../course.testing.ts';
import { openPage } from '../page.testing.tsx';
import type { GuestOffer } from '../store/running-lab.ts';
import { changeSettings, settings } from '../store/settings.ts';

const A: GuestOffer = { machines: 'guest', title: 'Guest A: MariaDB', system: 'Linux', memoryMb: 256, bytes: 24_000_000, offers: [], scenes: {} };
const B: GuestOffer = { machines: 'guest-b', title: 'Guest B: Keystone', system: 'Linux', memoryMb: 512, bytes: 96_000_000, offers: ['terminal', 'mariadb', 'keystone', 'two-hosts'], scenes: {} };
const guestOffers = () => Promise.resolve([A, B]);

afterEach(() => {
  cleanup();
  changeSettings({ machines: 'simulated' });
});

test('each guest says what it costs and which chapters it can do, and is chosen by one button', async () => {
  await openPage('/machines', { guestOffers });
  const b = await screen.findByRole('region', { name: B.title });
  expect(b.textContent).toContain('about 97 MB now');
  expect(b.textContent).toContain(COURSE.chapters[0]?.title);
  expect(screen.getByRole('region', { name: A.title }).textContent).not.toContain(COURSE.chapters[0]?.title);
  await act(async () => { fireEvent.click(within(b).getByRole('button', { name: 'Use Guest B' })); await Promise.resolve(); });
  expect(settings.getState().machines).toBe('guest-b');
  expect(b.textContent).toContain('In use.');
  expect(screen.getByText(/Now in use: Guest B\./)).toBeTruthy();
});

test('without an image the page says how to get one', async () => {
  await openPage('/machines');
  expect(await screen.findByText('No image is served here')).toBeTruthy();
});
