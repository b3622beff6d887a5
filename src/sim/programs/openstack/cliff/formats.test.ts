import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json } from '../../../../base/json.ts';
import { fill } from './wrap.ts';
import { dumpYaml } from './yaml.ts';

const cases = (name: string): unknown => JSON.parse(readFileSync(`test/transcripts/${name}.json`, 'utf8'));

test('YAML as PyYAML 6.0 wrote it', () => {
  for (const each of cases('pyyaml') as { in: Json; out: string }[]) expect(dumpYaml(each.in)).toBe(each.out);
});

test('wrapping as Python 3.11’s textwrap did it', () => {
  for (const each of cases('textwrap') as { t: string; w: number; o: string }[]) expect(fill(each.t, each.w), `${each.t} at ${each.w}`).toBe(each.o);
});
