// @vitest-environment jsdom
// A lesson on a real machine: what it takes there, a way around it, and machines that cannot do it.
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { Course } from '../../course/types.ts';
import { COURSE } from '../course.testing.ts';
import { openPage } from '../page.testing.tsx';
import type { GuestOffer } from '../store/running-lab.ts';
import { changeSettings, settings } from '../store/settings.ts';

afterEach(() => {
  cleanup();
  changeSettings({ machines: 'simulated' });
});

test('on guest B a step says how long it takes there, and can be skipped', async () => {
  changeSettings({ machines: 'guest-b' });
  const { labs } = await openPage('/lesson/toy/one/first');
  const step = await screen.findByRole('region', { name: 'Step one, to do' });
  expect(await within(step).findByText(/take about a minute\./)).toBeTruthy();
  fireEvent.click(await within(step).findByRole('button', { name: 'Skip to the end of this step' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Skip the step' }));
  await waitFor(() => expect(labs[0]?.resets).toEqual(['toy/one']));
});

test('the simulated machines take no time worth a word', async () => {
  await openPage('/lesson/toy/one/first');
  await screen.findByRole('region', { name: 'Step one, to do' });
  expect(screen.queryByText(/On this machine/)).toBeNull();
  expect(screen.queryByRole('button', { name: /Skip to the end/ })).toBeNull();
});

test('a lesson that the guest cannot do names the machines that can, with what is to be fetched', async () => {
  changeSettings({ machines: 'guest' });
  const needy: Course = {
    ...COURSE, chapters: COURSE.chapters.map((chapter) => ({ ...chapter, lessons: chapter.lessons.map((lesson) => ({ ...lesson, needs: ['keystone' as const] })) })),
  };
  const offer: Omit<GuestOffer, 'machines' | 'offers'> = { title: 'Guest B: Keystone', system: 'Linux', memoryMb: 512, bytes: 96_000_000, scenes: {} };
  const courses = Promise.resolve([needy]);
  await openPage('/lesson/toy/one/first', {
    loadCourses: () => courses,
    guestOffers: () => Promise.resolve([{ ...offer, machines: 'guest', offers: ['terminal'] }, { ...offer, machines: 'guest-b', offers: ['terminal', 'keystone'] }]),
  });
  expect(await screen.findByText('This lesson needs what this lab does not have: keystone.')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Use the simulated machines: nothing to fetch' })).toBeTruthy();
  expect(await screen.findAllByRole('button', { name: 'Use Guest B, a real machine: about 96 MB to fetch' })).toHaveLength(1);
  expect(settings.getState().machines).toBe('guest');
});
