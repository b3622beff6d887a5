// The lesson's text beside the terminals: its steps, how far the chapter is, where to go next.
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { LessonState, Session } from '../../course/engine.ts';
import { sceneBefore } from '../../course/scenes.ts';
import type { Lesson } from '../../course/types.ts';
import { fillIn, valuesOf } from '../../course/variables.ts';
import { startLesson } from '../app/lab-actions.ts';
import { say } from '../app/messages.ts';
import { lessonPath, type Place } from '../app/paths.ts';
import { Button } from '../design/Button.tsx';
import { useStore } from '../design/use-store.ts';
import type { Workspace } from '../store/workspace.ts';
import { ChapterProgress } from './ChapterProgress.tsx';
import { Lacks, useGuestOffers } from './Lacks.tsx';
import styles from './LessonPanel.module.css';
import { Blocks, StepView } from './StepView.tsx';
import { texts } from './texts.ts';
import { useSession } from './use-session.ts';

interface Props {
  readonly workspace: Workspace;
  readonly place: Place;
  readonly onRun: () => void;
}

export default function LessonPanel({ workspace, place, onRun }: Props) {
  const session = useStore(workspace.store, (state) => state.session);
  const notebook = useStore(workspace.store, (state) => state.notebook);
  const state = useSession(session);
  useOpenLesson(session, place.lesson.id);
  const open = state?.open?.lesson.id === place.lesson.id ? state.open : null;
  const written = place.lesson;
  const lesson: Lesson | null =
    open?.lesson ?? (notebook === null ? null : fillIn(written, valuesOf(place.course, notebook.seed, notebook.chosen)));
  useAnnouncements(open);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.scrollTo({ top: 0 });
    // The link that led here is gone: the keyboard goes on in the text.
    panel.current?.focus();
  }, [written.id]);
  return (
    <article className={styles.panel} aria-label={texts.panel} data-region="lesson" tabIndex={-1} ref={panel}>
      <div className={styles.column}>
        <ChapterProgress place={place} progress={state?.progress ?? null} />
        <h1 className={styles.title}>{written.title}</h1>
        <p className={styles.meta}>
          {texts.minutes(written.minutes)}
          {open !== null && ` · ${texts.steps(open.solved, open.steps.length)}`}
        </p>
        {open !== null && open.lacks.length > 0 && <Lacks workspace={workspace} needs={written.needs} lacks={open.lacks} />}
        <OutOfOrder workspace={workspace} place={place} session={session} />
        {lesson !== null && <LessonBody workspace={workspace} session={session} lesson={lesson} open={open} onRun={onRun} />}
        <LessonEnd place={place} isSolved={open?.isSolved === true} />
      </div>
    </article>
  );
}

interface BodyProps {
  readonly workspace: Workspace;
  readonly session: Session | null;
  readonly lesson: Lesson;
  readonly open: LessonState | null;
  readonly onRun: () => void;
}

function LessonBody({ workspace, session, lesson, open, onRun }: BodyProps) {
  const answers = open?.answers ?? {};
  return (
    <>
      <div className={styles.intro}>
        <Blocks workspace={workspace} session={session} blocks={lesson.intro} answers={answers} onRun={onRun} />
      </div>
      {lesson.steps.map((step) => (
        <StepView
          key={step.id}
          workspace={workspace}
          session={session}
          step={step}
          state={open?.steps.find(({ id }) => id === step.id) ?? null}
          answers={answers}
          onRun={onRun}
        />
      ))}
    </>
  );
}

function useOpenLesson(session: Session | null, lesson: string): void {
  useEffect(() => {
    if (session !== null) void session.open(lesson);
  }, [session, lesson]);
}

/** Says to screen readers which step has just become true. */
function useAnnouncements(open: LessonState | null): void {
  const known = useRef<{ lesson: string; solved: ReadonlySet<string> } | null>(null);
  useEffect(() => {
    if (open === null) return;
    const solved = new Set(open.steps.filter(({ status }) => status === 'solved').map(({ id }) => id));
    const before = known.current;
    known.current = { lesson: open.lesson.id, solved };
    if (before === null || before.lesson !== open.lesson.id) return;
    const fresh = open.lesson.steps.filter(({ id }) => solved.has(id) && !before.solved.has(id));
    if (fresh.length === 0) return;
    const words = fresh.map(({ title }) => texts.stepSolved(title));
    say([...words, ...(open.isSolved ? [texts.allSolved] : [])].join('. '));
  }, [open]);
}

interface OrderProps {
  readonly workspace: Workspace;
  readonly place: Place;
  readonly session: Session | null;
}

/** Offers the lesson's prepared machines when lessons before it were left out. */
function OutOfOrder({ workspace, place, session }: OrderProps) {
  const state = useSession(session);
  const isReal = useStore(workspace.store, ({ machines }) => machines !== 'simulated');
  if (state === null || state.isChecking) return null;
  const { course, lesson } = place;
  const all = course.chapters.flatMap(({ lessons }) => lessons);
  const earlier = all.slice(0, all.indexOf(lesson));
  const progressOf = (id: string) => state.progress.lessons[id] ?? { solved: 0, steps: 0 };
  const isOpenBefore = earlier.some(({ id }) => progressOf(id).solved < progressOf(id).steps);
  if (!isOpenBefore || progressOf(lesson.id).solved > 0) return null;
  return (
    <div className={styles.notice}>
      <p>{texts.outOfOrder}</p>
      {isReal ? <RealMachines workspace={workspace} place={place} /> : (
        <Button onPress={() => void startLesson(workspace, course, lesson)}>{texts.prepare}</Button>
      )}
    </div>
  );
}

/** Real machines can be set up where the image holds a scene for it: says what that costs, or what to do instead. */
function RealMachines({ workspace, place: { course, lesson } }: Pick<OrderProps, 'workspace' | 'place'>) {
  const machines = useStore(workspace.store, (state) => state.machines);
  const scene = sceneBefore(course, lesson.id);
  const isThere = useStore(workspace.store, (state) => state.scenes.includes(scene));
  const bytes = useGuestOffers().find((offer) => offer.machines === machines)?.scenes[scene];
  if (!isThere) return <p>{texts.notPrepared}</p>;
  return (
    <Button onPress={() => void startLesson(workspace, course, lesson)}>
      {bytes === undefined ? texts.prepare : texts.prepareReal(bytes)}
    </Button>
  );
}

function LessonEnd({ place, isSolved }: { readonly place: Place; readonly isSolved: boolean }) {
  const { previous, next, chapter } = place;
  const isNewChapter = next !== null && !chapter.lessons.includes(next);
  return (
    <nav className={styles.end} aria-label={texts.next}>
      {isSolved && <p className={styles.done}>{next === null ? texts.courseDone : texts.lessonDone}</p>}
      <div className={styles.ways}>
        {previous !== null && (
          <Link className={styles.way} href={lessonPath(previous.id)}>
            <span>{texts.previous}</span>
            {previous.title}
          </Link>
        )}
        <Link className={`${styles.way} ${styles.forward} ${isSolved ? styles.ready : ''}`} href={next === null ? '/' : lessonPath(next.id)}>
          <span>{next === null ? texts.toHome : isNewChapter ? texts.nextChapter : texts.next}</span>
          {next?.title}
        </Link>
      </div>
    </nav>
  );
}
