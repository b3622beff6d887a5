// Reads the lessons from disk, for the command line, the tests and the build.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileCourses, type SourceFile } from '../src/course/format/course.ts';
import type { Course } from '../src/course/types.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** The files under `lessons/`, by their paths from the project's root with forward slashes. */
export function lessonFiles(project: string = PROJECT): SourceFile[] {
  return readdirSync(join(project, 'lessons'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(md|yaml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(project, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
}

let last: { readonly files: string; readonly courses: readonly Course[] } | null = null;

/** All courses, compiled anew when a file has changed; throws FormatError (`file:line: …`) when a lesson is wrong. */
export function loadCourses(): readonly Course[] {
  const sources = lessonFiles();
  const files = JSON.stringify(sources);
  if (last?.files !== files) last = { files, courses: compileCourses(sources) };
  return last.courses;
}
