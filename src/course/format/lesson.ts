import type { Code, Heading, Root, RootContent } from 'mdast';
import remarkDirective from 'remark-directive';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type * as z from 'zod';
import type { Capability } from '../../lab/lab.ts';
import type { Want, WantKind } from '../check/want.ts';
import type { Gap, Quiz } from '../quiz/types.ts';
import type { Block, Check, Lesson, Mutation, Step, Typing } from '../types.ts';
import { FormatError } from './issues.ts';
import { toProse } from './prose.ts';
import { CHECKS, LESSON, MUTATIONS, QUIZ, WANTS } from './schema.ts';
import { readTyping } from './typing.ts';
import { readYaml, type Place } from './yaml.ts';

/** What a lesson gets from the chapter and course around it. */
export interface Surroundings {
  readonly id: string;
  readonly file: string;
  readonly needs: readonly Capability[];
  readonly hosts: readonly string[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

interface Reading extends Surroundings {
  readonly source: string;
  quizzes: number;
}

/** Compiles one lesson.md; throws FormatError for anything that is not as the format says. */
export function compileLesson(source: string, around: Surroundings): Lesson {
  const tree = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter).use(remarkDirective).parse(source);
  const head = readHead(tree, around.file);
  const reading: Reading = { ...around, source, quizzes: 0 };
  const [before, ...sections] = split(tree.children.filter((node) => node.type !== 'yaml'));
  const intro = readStepless(before ?? [], reading);
  const steps = sections.map((section) => readStep(section, reading));
  requireUnique(steps, around.file);
  const covered = new Set(steps.flatMap((step) => step.covers));
  const idle = head.covers.find((row) => !covered.has(row));
  if (idle !== undefined) throw new FormatError(around.file, 1, `covers ${idle}, but no check says so`);
  const { title, summary, minutes } = head;
  return {
    id: around.id, file: around.file, title, summary, minutes,
    covers: [...covered].sort(), needs: [...new Set([...around.needs, ...head.needs])], intro, steps,
  };
}

function readHead(tree: Root, file: string): z.output<typeof LESSON> {
  const first = tree.children[0];
  if (first?.type !== 'yaml') throw new FormatError(file, 1, 'a lesson starts with a head between two lines of ---');
  return readYaml(first.value, LESSON, { file, line: 2 });
}

/** The nodes before the first h2, then each h2 with what follows it. */
function split(nodes: readonly RootContent[]): RootContent[][] {
  const parts: RootContent[][] = [[]];
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth <= 2) parts.push([node]);
    else parts.at(-1)?.push(node);
  }
  return parts;
}

function readStepless(nodes: readonly RootContent[], reading: Reading): Block[] {
  const step = emptyStep(reading.id, '', 1);
  gather(nodes, step, reading);
  if (step.checks.length > 0) throw new FormatError(reading.file, 1, 'a check stands under the heading of its step');
  return step.blocks;
}

function emptyStep(id: string, title: string, line: number): Writable<Step> {
  return { id, title, line, covers: [], blocks: [], checks: [], solve: [], alternatives: [], mutations: [] };
}

function readStep(nodes: readonly RootContent[], reading: Reading): Step {
  const heading = nodes[0] as Heading;
  const line = heading.position?.start.line ?? 1;
  const written = reading.source.slice(heading.position?.start.offset, heading.position?.end.offset);
  const match = /^##\s+(.*?)\s*\{#([a-z][a-z0-9-]*)\}\s*$/.exec(written);
  if (match === null) throw new FormatError(reading.file, line, 'a step begins with "## Its title {#its-id}"');
  const step = emptyStep(`${reading.id}#${match[2] ?? ''}`, match[1] ?? '', line);
  gather(nodes.slice(1), step, reading);
  if (step.checks.length === 0) throw new FormatError(reading.file, line, `step '${step.title}' has no check`);
  if (step.solve.length === 0) throw new FormatError(reading.file, line, `step '${step.title}' has no solve block`);
  return { ...step, covers: [...new Set(step.covers)] };
}

/** Sorts a step's nodes into text, commands, checks, solutions, mutations and quizzes. */
function gather(nodes: readonly RootContent[], step: Writable<Step>, reading: Reading): void {
  let prose: RootContent[] = [];
  const flush = (): void => {
    if (prose.length > 0) step.blocks.push({ kind: 'prose', prose: toProse(prose, reading.source, reading.file) });
    prose = [];
  };
  for (const node of nodes) {
    if (node.type !== 'code' || !isOurs(node)) {
      prose.push(node);
      continue;
    }
    const place = { file: reading.file, line: (node.position?.start.line ?? 0) + 1 };
    const block = readFence(node, step, reading, place);
    if (block === null) continue;
    flush();
    step.blocks.push(block);
  }
  flush();
}

const isOurs = (node: Code): boolean => ['run', 'check', 'solve', 'mutate', 'quiz'].includes(node.lang ?? '');

/** Handles one of our fences; returns the block it makes, or null when it only adds to the step. */
function readFence(node: Code, step: Writable<Step>, reading: Reading, place: Place): Block | null {
  const meta = node.meta?.trim() ?? '';
  switch (node.lang) {
    case 'run':
      if (!reading.hosts.includes(meta)) throw new FormatError(place.file, place.line - 1, `run names a host (${reading.hosts.join(', ')}), not '${meta}'`);
      return { kind: 'run', host: meta, text: node.value };
    case 'quiz':
      return { kind: 'quiz', quiz: readQuiz(node.value, step, reading, place) };
    case 'check':
      for (const check of readYaml(node.value, CHECKS, place)) addCheck(check, step, place);
      return null;
    case 'mutate':
      for (const each of readYaml(node.value, MUTATIONS, place)) step.mutations.push(toMutation(each, step, reading, place));
      return null;
    default:
      addSolution(readTyping(node.value, reading.hosts, place), meta, step, place);
      return null;
  }
}

function addSolution(typing: readonly Typing[], meta: string, step: Writable<Step>, place: Place): void {
  if (meta === '(alternative)') step.alternatives.push(typing);
  else if (meta !== '') throw new FormatError(place.file, place.line - 1, `solve or solve (alternative), not 'solve ${meta}'`);
  else if (step.solve.length > 0) throw new FormatError(place.file, place.line - 1, 'a step has one solve block; others are solve (alternative)');
  else step.solve = [...typing];
}

function addCheck(from: z.output<typeof CHECKS>[number], step: Writable<Step>, place: Place): void {
  const kinds = Object.keys(WANTS).filter((kind): kind is WantKind => kind in from);
  const kind = kinds[0];
  if (kind === undefined || kinds.length > 1) {
    throw new FormatError(place.file, place.line, `check '${from.id}' asks one thing (${Object.keys(WANTS).join(', ')}), not ${kinds.length}`);
  }
  const id = `${step.id}/${from.id}`;
  if (step.checks.some((check) => check.id === id)) throw new FormatError(place.file, place.line, `two checks '${from.id}' in one step`);
  const want = { kind, ...from[kind] } as Want;
  const check: Check = { id, says: from.says, hints: from.hints, mode: from.mode, want };
  step.covers.push(...from.covers);
  step.checks.push(check);
}

function toMutation(from: z.output<typeof MUTATIONS>[number], step: Step, reading: Reading, place: Place): Mutation {
  const check = `${step.id}/${from.check}`;
  if (!step.checks.some((each) => each.id === check)) {
    throw new FormatError(place.file, place.line, `mutate names check '${from.check}', which does not stand above it in this step`);
  }
  const text = from.instead ?? from.after;
  if (text === undefined || (from.instead !== undefined && from.after !== undefined)) {
    throw new FormatError(place.file, place.line, `mutation '${from.says}' has either 'instead' or 'after'`);
  }
  const when = from.instead === undefined ? 'after' : 'instead';
  return { check, says: from.says, when, names: from.names, typing: readTyping(text, reading.hosts, place) };
}

function readQuiz(source: string, step: Step, reading: Reading, place: Place): Quiz {
  const quiz = readYaml(source, QUIZ, place);
  reading.quizzes += 1;
  const right = 'options' in quiz ? quiz.options.filter((option) => option.right).length : 1;
  if (right === 0 || (right > 1 && quiz.kind !== 'several')) {
    throw new FormatError(place.file, place.line, `this ${quiz.kind} has ${right} right options`);
  }
  const complaint = 'faults' in quiz ? faultsOf(quiz) : 'accepts' in quiz && !accepts(quiz, quiz.answer) ? 'its own answer is not among what it accepts' : null;
  if (complaint !== null) throw new FormatError(place.file, place.line, `this ${quiz.kind}: ${complaint}`);
  const lesson = step.id.split('#')[0] ?? '';
  return { ...quiz, id: `${lesson}#quiz-${reading.quizzes}` };
}

const accepts = ({ accepts: patterns }: Gap, text: string): boolean => patterns.some((pattern) => new RegExp(`^(?:${pattern})$`).test(text.trim()));

/** What is wrong with the wrong lines of a file to mend, or null. */
function faultsOf({ shown, faults }: Pick<Extract<Quiz, { kind: 'repair' }>, 'shown' | 'faults'>): string | null {
  for (const fault of faults) {
    const line = shown.split('\n')[fault.line - 1];
    if (line === undefined) return `there is no line ${fault.line}`;
    if (accepts(fault, line)) return `line ${fault.line} is accepted as it stands`;
    if (!accepts(fault, fault.answer)) return `the answer for line ${fault.line} is not among what it accepts`;
  }
  return null;
}

function requireUnique(steps: readonly Step[], file: string): void {
  const seen = new Set<string>();
  for (const step of steps) {
    if (seen.has(step.id)) throw new FormatError(file, step.line, `two steps have the id '${step.id.split('#')[1] ?? ''}'`);
    seen.add(step.id);
  }
}
