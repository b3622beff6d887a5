// Questions without a lesson around them: those that are due, a test of a chapter, and what is retained.
import { use, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Session } from '../../course/engine.ts';
import { report, type ChapterReport, type Standing } from '../../course/quiz/report.ts';
import type { Quiz } from '../../course/quiz/types.ts';
import { NotFound } from '../app/Notices.tsx';
import { usePage } from '../app/page-context.ts';
import { PageTools } from '../app/TopBar.tsx';
import { Button } from '../design/Button.tsx';
import { useStore } from '../design/use-store.ts';
import { useSession } from '../lesson/use-session.ts';
import { Veil } from '../lesson/Veil.tsx';
import type { Workspace } from '../store/workspace.ts';
import home from '../home/HomePage.module.css';
import { Round } from './Round.tsx';
import styles from './ReviewPage.module.css';
import { texts } from './texts.ts';

export default function ReviewPage({ course: id }: { readonly course: string }) {
  const { services, workspaces } = usePage();
  const course = use(services.loadCourses()).find((each) => each.id === id) ?? null;
  const [workspace, setWorkspace] = useState<Workspace | null>(null);
  useEffect(() => {
    document.title = texts.document;
    if (course !== null) setWorkspace(workspaces.open(course));
  }, [workspaces, course]);
  if (course === null) return <NotFound />;
  return (
    <div className={home.page}>
      <header className={home.bar} data-region="top" tabIndex={-1}>
        <Link href="/" className={home.brand}>
          Handstack
        </Link>
        <PageTools />
      </header>
      <main className={styles.main} tabIndex={-1} data-region="review">
        <p className={styles.quiet}>{course.title}</p>
        <h1>{texts.title}</h1>
        {workspace !== null && (
          <Veil workspace={workspace}>
            <Opened workspace={workspace} />
          </Veil>
        )}
        <Link href="/" className={styles.back}>
          {texts.back}
        </Link>
      </main>
    </div>
  );
}

/** The lesson engine comes after the machines. */
function Opened({ workspace }: { readonly workspace: Workspace }) {
  const session = useStore(workspace.store, (state) => state.session);
  return session === null ? null : <Questions session={session} />;
}

function Questions({ session }: { readonly session: Session }) {
  const state = useSession(session);
  const [round, setRound] = useState<readonly Quiz[] | null>(null);
  if (round !== null) return <Round session={session} quizzes={round} onEnd={() => setRound(null)} />;
  const nowMs = Date.now();
  const chapters = state === null ? [] : report(session.course, state.notebook, nowMs);
  return (
    <>
      <p className={styles.lead}>{texts.lead}</p>
      <Waiting chapters={chapters} onBegin={() => setRound(session.due(Date.now()).map(({ quiz }) => quiz))} />
      <ul className={styles.chapters}>
        {chapters.map((chapter) => (
          <ChapterRow key={chapter.chapter.id} report={chapter} onTest={setRound} />
        ))}
      </ul>
      {chapters.length === 0 && <p className={styles.quiet}>{texts.none}</p>}
    </>
  );
}

const dayOf = (ms: number): string => new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long' }).format(ms);

function Waiting({ chapters, onBegin }: { readonly chapters: readonly ChapterReport[]; readonly onBegin: () => void }) {
  const all = chapters.flatMap(({ quizzes }) => quizzes);
  const due = all.filter(({ standing }) => standing === 'due').length;
  if (due > 0) {
    return (
      <section className={styles.due}>
        <p>{texts.due(due)}</p>
        <Button look="strong" onPress={onBegin}>
          {texts.begin}
        </Button>
      </section>
    );
  }
  const next = Math.min(...all.map(({ dueMs }) => dueMs ?? Infinity));
  const isFresh = all.every(({ standing }) => standing === 'new');
  return (
    <p className={styles.due}>
      {texts.nothing} {Number.isFinite(next) ? texts.nextOn(dayOf(next)) : isFresh ? texts.unanswered : ''}
    </p>
  );
}

const STANDINGS: readonly Standing[] = ['known', 'kept', 'waiting', 'due', 'new'];

function ChapterRow({ report: { chapter, quizzes }, onTest }: { readonly report: ChapterReport; readonly onTest: (round: readonly Quiz[]) => void }) {
  const count = (standing: Standing): number => quizzes.filter((each) => each.standing === standing).length;
  const shown = STANDINGS.filter((standing) => count(standing) > 0);
  return (
    <li className={styles.chapter}>
      <h2>{chapter.title}</h2>
      <div className={styles.meter} aria-hidden="true">
        {shown.map((standing) => (
          <span key={standing} data-standing={standing} style={{ flexGrow: count(standing) }} />
        ))}
      </div>
      <p className={styles.quiet}>{shown.map((standing) => texts.standing[standing](count(standing))).join(' · ')}</p>
      <Button aria-label={texts.testOf(chapter.title, quizzes.length)} onPress={() => onTest(quizzes.map(({ quiz }) => quiz))}>
        {texts.test(quizzes.length)}
      </Button>
    </li>
  );
}

