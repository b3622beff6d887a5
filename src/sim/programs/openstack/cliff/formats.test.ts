import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json } from '../../../../base/json.ts';
import { fill } from './wrap.ts';
import { dumpYaml } from './yaml.ts';

const cases = <T>(name: string): readonly T[] => JSON.parse(readFileSync(`test/transcripts/${name}.json`, 'utf8')) as T[];

test('YAML as PyYAML 6.0 wrote it', () => {
  for (const each of cases<{ in: Json; out: string }>('pyyaml')) expect(dumpYaml(each.in)).toBe(each.out);
});

test('wrapping as Python 3.11’s textwrap did it', () => {
  for (const each of cases<{ t: string; w: number; o: string }>('textwrap')) expect(fill(each.t, each.w), `${each.t} at ${each.w}`).toBe(each.o);
});
