// A chapter on the home page: what it is about, its lessons, how far each is.
import { Check, CircleDashed } from 'lucide-react';
import { Link } from 'wouter';
import type { CourseProgress } from '../../course/engine.ts';
import type { Chapter, Lesson } from '../../course/types.ts';
import { lessonPath } from '../app/paths.ts';
import styles from './HomePage.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly chapter: Chapter;
  readonly progress: CourseProgress | null;
}

type LessonProgress = CourseProgress['lessons'][string];

const isDone = (progress: LessonProgress | undefined): boolean =>
  progress !== undefined && progress.steps > 0 && progress.solved === progress.steps;

export function ChapterCard({ chapter, progress }: Props) {
  const done = chapter.lessons.filter(({ id }) => isDone(progress?.lessons[id])).length;
  return (
    <li className={styles.chapter}>
      <h3 className={styles.chapterTitle}>{chapter.title}</h3>
      <p className={styles.chapterSummary}>{chapter.summary}</p>
      <div className={styles.meter} aria-hidden="true">
        <span style={{ inlineSize: `${String((100 * done) / Math.max(chapter.lessons.length, 1))}%` }} />
      </div>
      <p className={styles.quiet}>{texts.lessons(done, chapter.lessons.length)}</p>
      <ol className={styles.lessons}>
        {chapter.lessons.map((lesson) => (
          <LessonRow key={lesson.id} lesson={lesson} progress={progress?.lessons[lesson.id]} />
        ))}
      </ol>
    </li>
  );
}

function LessonRow({ lesson, progress }: { readonly lesson: Lesson; readonly progress: LessonProgress | undefined }) {
  const hasBegun = progress !== undefined && progress.solved > 0;
  const notes = [
    ...(hasBegun && !isDone(progress) ? [texts.steps(progress.solved, progress.steps)] : []),
    ...(progress !== undefined && progress.assisted > 0 ? [texts.assisted(progress.assisted)] : []),
  ];
  return (
    <li>
      <Link href={lessonPath(lesson.id)} className={styles.lesson} data-done={isDone(progress)}>
        <span className={styles.lessonMark}>{isDone(progress) ? <Check aria-hidden="true" /> : hasBegun && <CircleDashed aria-hidden="true" />}</span>
        <span className={styles.lessonTitle}>
          {lesson.title}
          {isDone(progress) && <span className="visually-hidden">, {texts.lessonState.done}</span>}
          {notes.length > 0 && <span className={styles.lessonNote}>{notes.join(' · ')}</span>}
        </span>
        <span className={styles.minutes}>{texts.minutes(lesson.minutes)}</span>
      </Link>
    </li>
  );
}
