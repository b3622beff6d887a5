// The first page: what this is, where one was, all courses with their progress, and free play.
import { Suspense, use, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { CourseProgress, Notebook } from '../../course/engine.ts';
import type { Course } from '../../course/types.ts';
import { ErrorBoundary } from '../app/ErrorBoundary.tsx';
import { usePage } from '../app/page-context.ts';
import { findLesson, lessonPath, questionsPath } from '../app/paths.ts';
import { PageTools } from '../app/TopBar.tsx';
import { ChapterCard } from './ChapterCard.tsx';
import styles from './HomePage.module.css';
import { settings } from '../store/settings.ts';
import { keyOf } from '../store/workspaces.ts';
import { texts } from './texts.ts';

/** What is known of a course without starting its machines. */
interface CourseRecord {
  readonly notebook: Notebook | null;
  readonly progress: CourseProgress | null;
}

export function HomePage() {
  useEffect(() => {
    document.title = 'Handstack';
  }, []);
  return (
    <div className={styles.page}>
      <header className={styles.bar} data-region="top" tabIndex={-1}>
        <span className={styles.brand}>Handstack</span>
        <PageTools />
      </header>
      <main className={styles.main} tabIndex={-1} data-region="home">
        <h1 className={styles.title}>{texts.title}</h1>
        <p className={styles.lead}>{texts.lead}</p>
        <ErrorBoundary fallback={() => <Failed />}>
          <Suspense fallback={<p className={styles.quiet}>{texts.loading}</p>}>
            <Courses />
          </Suspense>
        </ErrorBoundary>
        <section className={styles.free} aria-labelledby="free-play">
          <h2 id="free-play">{texts.freeTitle}</h2>
          <p>{texts.freeSays}</p>
          <Link href="/free" className={styles.plain}>
            {texts.freeGo}
          </Link>
        </section>
        <section className={`${styles.free} ${styles.next}`} aria-labelledby="real-machine">
          <h2 id="real-machine">{texts.machinesTitle}</h2>
          <p>{texts.machinesSays}</p>
          <Link href="/machines" className={styles.plain}>
            {texts.machinesGo}
          </Link>
        </section>
      </main>
    </div>
  );
}

function Failed() {
  return (
    <div role="alert" className={styles.failed}>
      <p>{texts.failed}</p>
      <button type="button" className={styles.plain} onClick={() => location.reload()}>
        {texts.reload}
      </button>
    </div>
  );
}

function Courses() {
  const { services } = usePage();
  const courses = use(services.loadCourses());
  const { records, hasFailed } = useRecords(courses);
  if (courses.length === 0) return <p className={styles.quiet}>{texts.none}</p>;
  return (
    <>
      {records !== null && <GoOn courses={courses} records={records} />}
      {hasFailed && <p className={styles.quiet}>{texts.progressFailed}</p>}
      {courses.map((course) => (
        <CourseView key={course.id} course={course} record={records?.get(course.id) ?? null} />
      ))}
    </>
  );
}

type Records = ReadonlyMap<string, CourseRecord>;

/** What the vault knows of each course; null until it has answered. */
function useRecords(courses: readonly Course[]): { readonly records: Records | null; readonly hasFailed: boolean } {
  const { services, workspaces } = usePage();
  const [records, setRecords] = useState<Records | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    const read = async (course: Course): Promise<[string, CourseRecord]> => {
      // The lab that runs in this tab knows newer things than the vault.
      const { current } = workspaces;
      const key = keyOf(course, settings.getState().machines);
      const session = current?.key === key ? current.store.getState().session : null;
      if (session !== null) return [course.id, session.state()];
      const saved = await services.vault.read(key);
      return [course.id, { notebook: saved?.notebook ?? null, progress: saved?.progress ?? null }];
    };
    Promise.all(courses.map(read)).then(
      (found) => setRecords(new Map(found)),
      () => {
        setFailed(true);
        setRecords(new Map());
      },
    );
  }, [services, workspaces, courses]);
  return { records, hasFailed };
}

function GoOn({ courses, records }: { readonly courses: readonly Course[]; readonly records: Records }) {
  const started = courses.find((course) => records.get(course.id)?.notebook?.at != null);
  const record = started === undefined ? undefined : records.get(started.id);
  const id = record?.notebook?.at ?? null;
  const place = id === null ? null : findLesson(courses, id);
  const first = courses[0]?.chapters[0]?.lessons[0];
  if (place !== null) {
    return (
      <Link href={lessonPath(place.lesson.id)} className={styles.goOn}>
        <span>{texts.goOn}</span>
        {place.chapter.title}: {place.lesson.title}
      </Link>
    );
  }
  if (first === undefined) return null;
  return (
    <Link href={lessonPath(first.id)} className={styles.goOn}>
      <span>{texts.begin}</span>
      {first.title}
    </Link>
  );
}

function CourseView({ course, record }: { readonly course: Course; readonly record: CourseRecord | null }) {
  const cards = Object.values(record?.notebook?.cards ?? {});
  const due = cards.filter(({ dueMs }) => dueMs <= Date.now()).length;
  return (
    <section className={styles.course} aria-labelledby={`course-${course.id}`}>
      <h2 id={`course-${course.id}`} className={styles.courseTitle}>
        {course.title}
      </h2>
      <p className={styles.quiet}>{texts.release(course.release, course.system)}</p>
      <p className={styles.courseSummary}>{course.summary}</p>
      <Link href={questionsPath(course.id)} className={styles.questions}>
        {texts.questions(due)}
      </Link>
      <ol className={styles.chapters}>
        {course.chapters.map((chapter) => (
          <ChapterCard key={chapter.id} chapter={chapter} progress={record?.progress ?? null} />
        ))}
      </ol>
    </section>
  );
}
