// The chapter's lessons as a short row: which are done, which one is open.
import { Check } from 'lucide-react';
import { Link } from 'wouter';
import type { CourseProgress } from '../../course/engine.ts';
import { lessonPath, type Place } from '../app/paths.ts';
import styles from './LessonPanel.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly place: Place;
  readonly progress: CourseProgress | null;
}

export function ChapterProgress({ place, progress }: Props) {
  const { chapter, lesson } = place;
  return (
    <nav className={styles.progress} aria-label={texts.chapterLessons}>
      <span className={styles.position}>{texts.lessonOf(chapter.lessons.indexOf(lesson) + 1, chapter.lessons.length)}</span>
      <ol className={styles.dots}>
        {chapter.lessons.map((each, index) => {
          const found = progress?.lessons[each.id];
          const isDone = found !== undefined && found.steps > 0 && found.solved === found.steps;
          return (
            <li key={each.id}>
              <Link
                href={lessonPath(each.id)}
                className={styles.dot}
                data-done={isDone}
                aria-current={each === lesson ? 'page' : undefined}
                aria-label={`${each.title}${isDone ? `, ${texts.status.solved}` : ''}`}
                title={each.title}
              >
                {isDone ? <Check aria-hidden="true" /> : index + 1}
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
