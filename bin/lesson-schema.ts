// The lesson format as JSON Schema, for editors: one definition for each head, yaml file and fence.
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { CHAPTER, CHECKS, COURSE, LESSON, MUTATIONS, QUIZ, WAITS } from '../src/course/format/schema.ts';

const PARTS = { course: COURSE, chapter: CHAPTER, lesson: LESSON, check: CHECKS, mutate: MUTATIONS, quiz: QUIZ, waits: WAITS };

/** The text of lessons/schema.json. */
export function lessonSchema(): string {
  const definitions = Object.fromEntries(Object.entries(PARTS).map(([name, schema]) => [name, z.toJSONSchema(schema, { io: 'input' })]));
  return `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', $defs: definitions }, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(lessonSchema());
