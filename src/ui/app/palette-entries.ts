// What the command palette offers where the person is now.
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { Course } from '../../course/types.ts';
import { changeSettings } from '../store/settings.ts';
import { perform } from './commands.ts';
import { eraseEverything, exportLab, importLab, openStep, resetChapter, resetStep } from './lab-actions.ts';
import { usePage } from './page-context.ts';
import { lessonPath, questionsPath, whereIs } from './paths.ts';
import { keysOf, type Command } from './shortcuts.ts';
import { texts } from './texts.ts';
import { useTheme } from './use-look.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly says: string;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

const LAB_COMMANDS: readonly (readonly [Command, string])[] = [
  ['undo', texts.undo],
  ['find', 'Find in the terminal'],
  ['split', 'Two terminals side by side, or one'],
  ['next-terminal', 'Next terminal'],
  ['leave-terminal', 'Leave the terminal'],
  ['next-region', 'Next part of the page'],
  ['toggle-lesson', 'Show or hide the lesson'],
  ['toggle-cloud', 'Show or hide the cloud panel'],
];

/** Commands, settings and lessons; those of a lab only while one is open. */
export function usePaletteEntries(): readonly PaletteEntry[] {
  const { services, workspaces } = usePage();
  const courses = useCourses(services.loadCourses);
  const [path, navigate] = useLocation();
  const theme = useTheme();
  const isInLab = (path === '/free' || path.startsWith('/lesson/')) && workspaces.current !== null;
  return [
    ...(isInLab ? labEntries(workspaces, courses, path) : []),
    { id: 'theme', says: theme === 'dark' ? texts.toLight : texts.toDark, run: () => changeSettings({ theme: theme === 'dark' ? 'light' : 'dark' }) },
    { id: 'settings', says: texts.settings, keys: keysOf('settings'), run: () => perform('settings') },
    { id: 'shortcuts', says: texts.shortcuts, keys: '?', run: () => perform('shortcuts') },
    { id: 'home', says: texts.home, run: () => navigate('/') },
    { id: 'free', says: texts.freePlay, run: () => navigate('/free') },
    { id: 'machines', says: texts.machines, run: () => navigate('/machines') },
    ...courses.map((course) => ({ id: `questions ${course.id}`, says: texts.questionsOf(course.title), run: () => navigate(questionsPath(course.id)) })),
    ...courses.flatMap((course) => lessonEntries(course, navigate)),
    { id: 'erase', says: texts.eraseAll, run: () => eraseEverything(workspaces) },
  ];
}

/** The courses once they are there: commands do not wait for them. */
function useCourses(load: () => Promise<readonly Course[]>): readonly Course[] {
  const [courses, setCourses] = useState<readonly Course[]>([]);
  useEffect(() => {
    load().then(setCourses, () => undefined);
  }, [load]);
  return courses;
}

function labEntries(workspaces: ReturnType<typeof usePage>['workspaces'], courses: readonly Course[], path: string): PaletteEntry[] {
  const workspace = workspaces.current;
  if (workspace === null) return [];
  const place = whereIs(courses, path);
  const step = openStep(workspace.store.getState().session);
  return [
    ...LAB_COMMANDS.filter(([command]) => command !== 'undo' || workspace.store.getState().machines === 'simulated').map(([command, says]) => ({ id: command, says, keys: keysOf(command), run: () => perform(command) })),
    { id: 'export', says: texts.exportLab, run: () => void exportLab(workspace) },
    { id: 'import', says: texts.importLab, run: () => void importLab(workspace) },
    ...(step === null ? [] : [{ id: 'reset-step', says: texts.resetStep, run: () => resetStep(workspace, step) }]),
    ...(place === null ? [] : [{ id: 'reset-chapter', says: texts.resetChapter, run: () => resetChapter(workspace, place.course, place.chapter) }]),
  ];
}

function lessonEntries(course: Course, navigate: (path: string) => void): PaletteEntry[] {
  return course.chapters.flatMap((chapter) =>
    chapter.lessons.map((lesson) => ({
      id: `lesson ${lesson.id}`,
      says: `${chapter.title}: ${lesson.title}`,
      run: () => navigate(lessonPath(lesson.id)),
    })),
  );
}
