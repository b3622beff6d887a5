import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS, parserOf } from '../commands.ts';
import { formatUsage } from './usage.ts';

const RECORDED = JSON.parse(readFileSync('test/transcripts/usages.json', 'utf8')) as Record<string, string>;

test('the usage of every command is the recorded one', () => {
  const wrong = COMMANDS.filter((spec) => spec.command in RECORDED && formatUsage(parserOf(spec), 80) !== RECORDED[spec.command]);
  expect(wrong.map(({ command }) => `${command}:\n${formatUsage(parserOf(COMMANDS.find((each) => each.command === command) as never), 80)}\n${RECORDED[command] ?? ''}`).slice(0, 3)).toEqual([]);
  expect(wrong.length).toBe(0);
});
