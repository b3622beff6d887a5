// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { eraseLocal, readLocal } from './local.ts';
import { changeSettings, DEFAULT_SETTINGS, parseSettings, settings, stepFontSize } from './settings.ts';

test('settings that are missing or wrong take their defaults, the others stay', () => {
  expect(parseSettings(null)).toEqual(DEFAULT_SETTINGS);
  expect(parseSettings({ theme: 'pink', fontSize: 'big', runsWithOneClick: false, hasScreenReader: 1, motion: 'reduced', machines: 'vax' })).toEqual({
    theme: 'system', fontSize: 14, runsWithOneClick: false, hasScreenReader: false, motion: 'reduced', machines: 'simulated',
  });
});

test('a change is remembered, and erased with everything else', () => {
  changeSettings({ theme: 'dark', fontSize: 18 });
  expect(settings.getState().theme).toBe('dark');
  expect(parseSettings(readLocal('settings'))).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', fontSize: 18 });
  localStorage.setItem('of somebody else', '1');
  eraseLocal();
  expect(Object.keys(localStorage)).toEqual(['of somebody else']);
});

test('font sizes go up and down the list and stay at its ends', () => {
  expect([stepFontSize(14, 1), stepFontSize(14, -1), stepFontSize(24, 1), stepFontSize(12, -1), stepFontSize(17, -1)]).toEqual([15, 13, 24, 12, 16]);
});

test('each kind of machines is remembered', () => {
  expect(['simulated', 'guest', 'guest-b'].map((machines) => parseSettings({ machines }).machines)).toEqual(['simulated', 'guest', 'guest-b']);
});
