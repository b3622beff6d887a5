import type { Chapter, Course, Lesson, Waits } from '../types.ts';
import type { Prose } from '../prose.ts';
import { FormatError, suggestion } from './issues.ts';
import { compileLesson } from './lesson.ts';
import { CHAPTER, COURSE, WAITS } from './schema.ts';
import { readYaml } from './yaml.ts';

/** A file of `lessons/`, by its path from the project's root, e.g. `lessons/antelope/course.yaml`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Compiles all courses found among `files`; throws FormatError at the first thing that is wrong. */
export function compileCourses(files: readonly SourceFile[]): readonly Course[] {
  const heads = files.filter((file) => /^lessons\/[^/]+\/course\.yaml$/.test(file.path));
  const courses = heads.sort(byPath).map((head) => compileCourse(head, files));
  for (const course of courses) checkLinks(course);
  return courses;
}

const byPath = (a: SourceFile, b: SourceFile): number => (a.path < b.path ? -1 : 1);
/** `02-mariadb` is `mariadb`: numbers order, ids drop them. */
const bare = (folder: string): string => folder.replace(/^\d+-/, '');
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

function compileCourse(head: SourceFile, files: readonly SourceFile[]): Course {
  const read = readYaml(head.text, COURSE, { file: head.path, line: 1 });
  const folder = folderOf(head.path);
  const id = folder.split('/')[1] ?? '';
  const variables = [...Object.keys(read.values), ...read.draws.map((draw) => draw.name)];
  const hosts = variables.flatMap((name) => /^hosts\.([^.]+)\.ip$/.exec(name)?.[1] ?? []);
  const inside = files.filter((file) => file.path.startsWith(`${folder}/`));
  for (const file of inside) checkVariables(file, variables);
  const chapters = inside.filter((file) => file.path.endsWith('/chapter.yaml')).sort(byPath)
    .map((chapter) => compileChapter(chapter, id, hosts, inside));
  return { id, ...read, chapters, waits: readWaits(inside.find(({ path }) => path === `${folder}/waits.yaml`), chapters) };
}

/** Each line must be about a step that there is. */
function readWaits(file: SourceFile | undefined, chapters: readonly Chapter[]): Waits {
  if (file === undefined) return {};
  const waits = readYaml(file.text, WAITS, { file: file.path, line: 1 });
  const steps = chapters.flatMap(({ lessons }) => lessons.flatMap((lesson) => lesson.steps.map(({ id }) => id)));
  for (const id of Object.values(waits).flatMap((guest) => Object.keys(guest))) {
    const line = file.text.split('\n').findIndex((each) => each.includes(`${id}:`)) + 1;
    if (!steps.includes(id)) throw new FormatError(file.path, line, `no step '${id}'${meant(id, steps)}`);
  }
  return waits;
}

const meant = (name: string, known: readonly string[]): string => {
  const found = suggestion(name, known);
  return found === null ? '' : ` (did you mean '${found}'?)`;
};

function compileChapter(head: SourceFile, course: string, hosts: readonly string[], files: readonly SourceFile[]): Chapter {
  const { title, summary, needs } = readYaml(head.text, CHAPTER, { file: head.path, line: 1 });
  const folder = folderOf(head.path);
  const id = `${course}/${bare(folder.split('/').at(-1) ?? '')}`;
  const lessons = files.filter((file) => file.path.startsWith(`${folder}/`) && file.path.endsWith('/lesson.md')).sort(byPath)
    .map((file) => compileLesson(file.text, { id: `${id}/${bare(folderOf(file.path).split('/').at(-1) ?? '')}`, file: file.path, needs, hosts }));
  return { id, title, summary, lessons };
}

/** Every `{{name}}` must be one that course.yaml gives. */
function checkVariables(file: SourceFile, known: readonly string[]): void {
  for (const match of file.text.matchAll(/\{\{([^}]*)\}\}/g)) {
    const name = match[1] ?? '';
    if (known.includes(name)) continue;
    const line = file.text.slice(0, match.index).split('\n').length;
    throw new FormatError(file.path, line, `unknown variable '${name}'${meant(name, known)}`);
  }
}

function checkLinks(course: Course): void {
  const lessons = course.chapters.flatMap((chapter) => chapter.lessons);
  for (const lesson of lessons) {
    for (const link of linksOf(lesson)) {
      const isKnown = link.startsWith('lesson:')
        ? lessons.some((each) => each.id === link.slice('lesson:'.length))
        : !link.startsWith('#') || lesson.steps.some((step) => step.id === lesson.id + link);
      if (!isKnown) throw new FormatError(lesson.file, 1, `a link goes to '${link}', which is not there`);
    }
  }
}

function linksOf(lesson: Lesson): string[] {
  const inProse = (prose: Prose): string[] => prose.flatMap((node) => node.type === 'text' ? []
    : [...(node.properties.href === undefined ? [] : [node.properties.href]), ...inProse(node.children)]);
  const blocks = [...lesson.intro, ...lesson.steps.flatMap((step) => step.blocks)];
  return blocks.flatMap((block) => block.kind === 'prose' ? inProse(block.prose) : []);
}
